// Completion of what a function learns from its step: the step's members, the results of other steps, their names.

import { snippetCompletion } from "@codemirror/autocomplete";
import { isIdentifier } from "./identifier.js";
import { namesField } from "./names.js";
import { prose, proseInfo } from "./prose.js";
import { keyOfProperty, kindOf, kindOfPattern, textOf } from "./step_binding.js";
import { SIGNAL_MEMBERS, STEP_MEMBERS } from "./step_members.js";
import { treeUpTo } from "./tree.js";

/** What an identifier is made of, as far as it is being typed. */
export const WORD = /^[\w$\u0080-\uffff]*$/;

/** After a dot: the members of the step, of its signal, or the names of the steps in its context. */
export function completeMembers({ state, pos }) {
  const node = treeUpTo(state, pos).resolveInner(pos, -1);
  const { parent } = node;
  if (parent?.name !== "MemberExpression") return null;
  const dot = node.name === "PropertyName" ? node.prevSibling : node;
  if (dot?.name !== "." && dot?.name !== "?.") return null;
  const kind = kindOf(state, parent.firstChild);
  if (!kind) return null;
  const from = node === dot ? pos : node.from;
  return {
    from,
    options: kind === "context" ? resultsAfter(state, dot) : membersOf(kind).map(memberOption),
    validFor: WORD,
  };
}

/** Within `{ }` that takes the step, its signal or its context apart. */
export function completePattern({ state, pos }) {
  const node = treeUpTo(state, pos).resolveInner(pos, -1);
  const isWord = ["VariableDefinition", "PropertyName"].includes(node.name) && node.parent.name === "PatternProperty";
  const begins = /[{,]\s*$/.test(state.sliceDoc(Math.max(0, pos - 100), pos));
  if (isWord ? node.prevSibling : !begins) return null;
  const pattern = isWord ? node.parent.parent : node.name === "ObjectPattern" ? node : node.parent;
  if (pattern?.name !== "ObjectPattern") return null;
  const kind = kindOfPattern(state, pattern);
  if (!kind) return null;
  const others = pattern.getChildren("PatternProperty").filter((property) => !isWord || property.from !== node.from);
  const taken = new Set(others.map((property) => keyOfProperty(state, property)));
  const options =
    kind === "context"
      ? state.field(namesField).steps.filter(isIdentifier).map(resultOption)
      : membersOf(kind).map((member, order) => memberOption({ ...member, template: undefined }, order));
  return {
    from: isWord ? node.from : pos,
    options: options.filter(({ label }) => !taken.has(label)),
    validFor: WORD,
  };
}

/** In a text, and between the brackets of the context: the names of the steps. */
export function completeText({ state, pos, explicit }) {
  const node = treeUpTo(state, pos).resolveInner(pos, -1);
  const { parent } = node;
  const ofContext = parent?.name === "MemberExpression" && kindOf(state, parent.firstChild) === "context";
  const { steps } = state.field(namesField);
  if (node.name === "[" && ofContext) {
    return { from: pos, options: steps.map((name) => resultOption(JSON.stringify(name))) };
  }
  if (node.name !== "String" || pos === node.from || parent.getChild("from")) return null;
  if (!explicit && !ofContext && pos < node.from + 2) return null;
  const quote = state.sliceDoc(node.from, node.from + 1);
  const detail = ofContext ? "result" : "step";
  return {
    from: node.from + 1,
    options: steps.map((name) => ({ label: name, type: "text", detail, apply: quoted(name, quote) })),
    validFor: /^[^"'\\\n]*$/,
  };
}

/** What a member of the step or its signal is for. */
export function stepDocs(view, pos, side) {
  const { state } = view;
  const node = treeUpTo(state, pos).resolveInner(pos, side);
  const { parent } = node;
  let kind = null;
  if (node.name === "PropertyName" && parent.name === "MemberExpression") kind = kindOf(state, parent.firstChild);
  if (parent?.name === "PatternProperty" && !node.prevSibling) kind = kindOfPattern(state, parent.parent);
  const name = textOf(state, node);
  const member = kind && membersOf(kind).find((one) => one.name === name);
  return member ? { pos: node.from, end: node.to, above: true, create: () => ({ dom: prose(member.docs) }) } : null;
}

const membersOf = (kind) => ({ step: STEP_MEMBERS, signal: SIGNAL_MEMBERS })[kind] ?? [];

function memberOption({ name, detail, docs, template }, order) {
  const option = { label: name, detail, type: "property", info: proseInfo(docs), boost: 30 - order };
  return template ? snippetCompletion(template, option) : option;
}

const resultOption = (label) => ({ label, type: "property", detail: "result", boost: 30 });

/** The names of steps after `step.context.`; one that is no identifier goes between brackets. */
function resultsAfter(state, dot) {
  return state.field(namesField).steps.map((name) => {
    if (isIdentifier(name)) return resultOption(name);
    return {
      ...resultOption(name),
      apply(view, _, from, to) {
        const insert = `${dot.name === "?." ? "?." : ""}[${JSON.stringify(name)}]`;
        const start = from - dot.name.length;
        view.dispatch({
          changes: { from: start, to, insert },
          selection: { anchor: start + insert.length },
          userEvent: "input.complete",
        });
      },
    };
  });
}

/** A name as it stands within quotes of a kind. */
function quoted(name, quote) {
  const text = JSON.stringify(name).slice(1, -1);
  return quote === "'" ? text.replaceAll('\\"', '"').replaceAll("'", "\\'") : text;
}
