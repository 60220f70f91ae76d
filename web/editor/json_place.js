// Where in a JSON text a position is: which value or key, and the objects and lists around it. It works on text that
// is being typed, so on broken text too, and knows nothing of workflows.

import { treeUpTo } from "./tree.js";

/**
 * @typedef {object} Place
 * @property {"key" | "value"} role what stands, or may be written, there
 * @property {(string | number)[]} path to the value; of a key: to the object that it is in
 * @property {string} word what is written there, as it is written but for its quotes
 * @property {number} from where the key, string or word begins, with its quote; the position itself where nothing is
 * @property {number} to where it ends
 * @property {import("@lezer/common").SyntaxNode[]} nodes the objects and lists around it, outermost first; `nodes[i]`
 *   is at `path.slice(0, i)`
 * @property {boolean} hasValue of a key: whether a colon follows
 */

/**
 * The place at `pos`, or null where nothing can be written: between a value and its comma, say.
 *
 * @param {import("@codemirror/state").EditorState} state
 * @param {number} pos
 * @returns {Place | null}
 */
export function placeAt(state, pos) {
  const tree = treeUpTo(state, pos);
  const { from, to } = wordAt(state, tree, pos);
  const container = containerAt(tree, from);
  const nodes = around(container);
  const path = pathOf(state, nodes);
  const word = state.sliceDoc(from, to).replace(/^"|"$/g, "");
  const previous = before(container, from);

  if (container.name === "Array") {
    if (!["[", ","].includes(previous?.name)) return null;
    return { role: "value", path: [...path, elementsBefore(container, from)], word, from, to, nodes, hasValue: false };
  }
  if (container.name === "JsonText") {
    return previous === null ? { role: "value", path, word, from, to, nodes, hasValue: false } : null;
  }
  if (previous?.name === "Property") {
    const name = previous.getChild("PropertyName");
    const value = previous.lastChild;
    const open = previous.getChild(":") !== null && (isMark(value) || from <= value.from);
    return open && { role: "value", path: [...path, keyOf(state, name)], word, from, to, nodes, hasValue: false };
  }
  if (!["{", ","].includes(previous?.name)) return null;
  const hasValue = /^\s*:/.test(state.sliceDoc(to, to + 100));
  return { role: "key", path, word, from, to, nodes, hasValue };
}

/** The keys of an object, in their order. @returns {string[]} */
export function keysOf(state, object) {
  return object.getChildren("Property").map((property) => keyOf(state, property.getChild("PropertyName")));
}

/** The value under a key of an object: a node, or null. */
export function valueOf(state, object, key) {
  const property = object
    .getChildren("Property")
    .find((candidate) => keyOf(state, candidate.getChild("PropertyName")) === key);
  const value = property?.lastChild;
  return value && !isMark(value) ? value : null;
}

/** Whether a key or value follows `at` at once, so that what is written there ends with a comma. */
export function wantsComma(state, at) {
  return /^\s*[\w"{[-]/.test(state.sliceDoc(at, at + 1000));
}

/** The string, literal or bare word that holds `pos`; one that was just begun ends with its line. */
function wordAt(state, tree, pos) {
  for (const side of [-1, 1]) {
    const node = tree.resolveInner(pos, side);
    if (["String", "PropertyName"].includes(node.name) && node.from < pos && pos < node.to) {
      return { from: node.from, to: node.to };
    }
  }
  const line = state.doc.lineAt(pos);
  const start = Math.max(line.from, pos - 1000);
  const written = state.sliceDoc(start, pos);
  const [word] = /"?[^\s"{}[\]:,]*$/.exec(written);
  const quotes = written.slice(0, written.length - word.length).match(/(?<!\\)"/g)?.length ?? 0;
  // An even number of quotes before it: the word's own quote, if it has one, opens a string.
  if (word.startsWith('"') && quotes % 2 === 1) return { from: pos, to: pos };
  if (quotes % 2 === 1) {
    const opening = start + written.lastIndexOf('"');
    return { from: opening, to: pos };
  }
  return { from: pos - word.length, to: pos };
}

/** The innermost object or list that is open at `at`, or the whole text. */
function containerAt(tree, at) {
  let node = tree.resolveInner(at, -1).enterUnfinishedNodesBefore(at);
  while (node.parent && !holds(node, at)) node = node.parent;
  return node;
}

function holds(node, at) {
  if (node.name !== "Object" && node.name !== "Array") return false;
  const closed = ["}", "]"].includes(node.lastChild.name);
  return node.from < at && (!closed || at < node.to);
}

/** The objects and lists from the text's own value to `container`. */
function around(container) {
  const nodes = [];
  for (let node = container; node; node = node.parent) {
    if (node.name === "Object" || node.name === "Array") nodes.push(node);
  }
  return nodes.reverse();
}

/** The keys and indexes that lead from each of the nodes to the next. */
function pathOf(state, nodes) {
  return nodes
    .slice(1)
    .map((node, i) =>
      nodes[i].name === "Array"
        ? elementsBefore(nodes[i], node.from)
        : keyOf(state, node.parent.getChild("PropertyName")),
    );
}

function elementsBefore(array, at) {
  let commas = 0;
  for (let node = array.firstChild; node && node.from < at; node = node.nextSibling) {
    if (node.name === ",") commas += 1;
  }
  return commas;
}

/** The last child that starts before `at` and is no mark of an error. */
function before(container, at) {
  let node = container.childBefore(at);
  while (node && node.type.isError) node = node.prevSibling;
  return node;
}

const isMark = (node) => node.type.isError || node.name === ":";

function keyOf(state, name) {
  if (!name) return "";
  const text = state.sliceDoc(name.from, name.to);
  try {
    return JSON.parse(text);
  } catch {
    return text.replaceAll('"', "");
  }
}
