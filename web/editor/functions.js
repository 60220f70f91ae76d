// Editing the functions, one JavaScript module: what a function can write, and what it means.

import { ifNotIn, snippetCompletion } from "@codemirror/autocomplete";
import {
  completionPath,
  javascript,
  javascriptLanguage,
  scopeCompletionSource,
} from "@codemirror/lang-javascript";
import { indentUnit, syntaxTree } from "@codemirror/language";
import { hoverTooltip } from "@codemirror/view";
import { isIdentifier } from "./identifier.js";
import { namesField } from "./names.js";
import { prose, proseInfo } from "./prose.js";
import { keyOfProperty, kindOf, kindOfPattern, textOf } from "./step_binding.js";
import { SIGNAL_MEMBERS, STEP_MEMBERS } from "./step_members.js";
import { workerGlobals } from "./worker_globals.js";

const WORD = /^[\w$\u0080-\uffff]*$/;

/** The extensions of a functions editor. */
export function functionsLanguage() {
  return [
    javascript(),
    indentUnit.of("  "),
    hoverTooltip(docsTooltip),
    ...[completeMembers, completePattern, completeText, completeNames, completeFunction, scopeCompletionSource(workerGlobals)].map(
      (autocomplete) => javascriptLanguage.data.of({ autocomplete }),
    ),
  ];
}

/** After a dot: the members of the step, of its signal, or the names of the steps in its context. */
function completeMembers({ state, pos }) {
  const node = syntaxTree(state).resolveInner(pos, -1);
  const { parent } = node;
  if (parent?.name !== "MemberExpression") return null;
  const dot = node.name === "PropertyName" ? node.prevSibling : node;
  if (dot?.name !== "." && dot?.name !== "?.") return null;
  const kind = kindOf(state, parent.firstChild);
  if (!kind) return null;
  const from = node === dot ? pos : node.from;
  const options = kind === "context" ? contextOptions(state, dot) : membersOf(kind).map(memberOption);
  return { from, options, validFor: WORD };
}

/** Within `{ }` that takes the step, or its context, apart. */
function completePattern({ state, pos, explicit }) {
  const node = syntaxTree(state).resolveInner(pos, -1);
  const isWord = ["VariableDefinition", "PropertyName"].includes(node.name) && node.parent.name === "PatternProperty";
  if (isWord && node.prevSibling) return null;
  const pattern = isWord ? node.parent.parent : node.name === "ObjectPattern" ? node : node.parent;
  if (pattern?.name !== "ObjectPattern" || (!isWord && node.name === "}")) return null;
  if (!isWord && !explicit && !/[{,]\s*$/.test(state.sliceDoc(Math.max(0, pos - 100), pos))) return null;
  const kind = kindOfPattern(state, pattern);
  if (!kind) return null;
  const properties = pattern.getChildren("PatternProperty").filter((one) => !isWord || one.from !== node.from);
  const taken = new Set(properties.map((property) => keyOfProperty(state, property)));
  const options =
    kind === "context"
      ? state.field(namesField).steps.filter(isIdentifier).map((label) => ({ label, type: "property", detail: "result" }))
      : membersOf(kind).map(({ name, detail, docs }) => ({ label: name, detail, type: "property", info: proseInfo(docs) }));
  return {
    from: isWord ? node.from : pos,
    options: options.filter(({ label }) => !taken.has(label)),
    validFor: WORD,
  };
}

/** In a text, and between the brackets of the context: the names of the steps. */
function completeText({ state, pos, explicit }) {
  const node = syntaxTree(state).resolveInner(pos, -1);
  const { steps } = state.field(namesField);
  if (node.name === "[" && node.parent.name === "MemberExpression") {
    if (kindOf(state, node.parent.firstChild) !== "context") return null;
    return { from: pos, options: steps.map((name) => ({ label: JSON.stringify(name), type: "property" })) };
  }
  if (node.name !== "String" || pos === node.from || node.parent.getChild("from")) return null;
  const ofContext =
    node.parent.name === "MemberExpression" && kindOf(state, node.parent.firstChild) === "context";
  if (!explicit && !ofContext && pos < node.from + 2) return null;
  const quote = state.sliceDoc(node.from, node.from + 1);
  const detail = ofContext ? "result" : "step";
  return {
    from: node.from + 1,
    options: steps.map((name) => ({ label: name, type: "text", detail, apply: quoted(name, quote) })),
    validFor: /^[^"'\\\n]*$/,
  };
}

/** Where a variable can stand: the functions that the module exports. */
function completeNames(context) {
  const path = completionPath(context);
  if (!path || path.path.length > 0) return null;
  const options = context.state
    .field(namesField)
    .functions.filter(isIdentifier)
    .map((label) => ({ label, type: "function" }));
  return { from: context.pos - path.name.length, options, validFor: WORD };
}

const functionTemplate = (before, label, detail) =>
  snippetCompletion(`${before}function \${name}(\${input}, step) {\n\t\${}\n}`, {
    label,
    detail,
    type: "keyword",
    info: () => prose("A function that steps call: it gets `input` and `step`, and returns a result or a promise of one."),
    boost: 20,
  });

const WHOLE = [
  functionTemplate("export async ", "export async function", "(input, step)"),
  functionTemplate("export ", "export function", "(input, step)"),
];
const AFTER_EXPORT = [
  functionTemplate("async ", "async function", "(input, step)"),
  functionTemplate("", "function", "(input, step)"),
];

/** Where a statement of the module begins: a new function for steps. */
const completeFunction = ifNotIn(
  ["Block", "ClassBody", "ObjectExpression", "ArrayExpression", "ParamList", "ArgList", "ParenthesizedExpression"].concat(
    ["TemplateString", "String", "RegExp", "LineComment", "BlockComment"],
  ),
  ({ state, pos, explicit }) => {
    const line = state.doc.lineAt(pos);
    const [, exported, word] = /^(export\s+)?(\w*)$/.exec(line.text.slice(0, pos - line.from)) ?? [];
    if (word === undefined || (!explicit && word === "" && !exported)) return null;
    return { from: pos - word.length, options: exported ? AFTER_EXPORT : WHOLE, validFor: /^\w*$/ };
  },
);

const membersOf = (kind) => (kind === "step" ? STEP_MEMBERS : SIGNAL_MEMBERS);

function memberOption({ name, detail, docs, template }, order) {
  const option = { label: name, detail, type: "property", info: proseInfo(docs), boost: 30 - order };
  return template ? snippetCompletion(template, option) : option;
}

/** The names of steps after `step.context.`; one that is no identifier goes between brackets. */
function contextOptions(state, dot) {
  return state.field(namesField).steps.map((name) => {
    const option = { label: name, type: "property", detail: "result", boost: 30 };
    if (isIdentifier(name)) return option;
    return {
      ...option,
      apply(view, completion, from, to) {
        const insert = `${dot.name === "?." ? "?." : ""}[${JSON.stringify(name)}]`;
        const changes = { from: from - dot.name.length, to, insert };
        view.dispatch({ changes, selection: { anchor: changes.from + insert.length }, userEvent: "input.complete" });
      },
    };
  });
}

/** A name as it stands within quotes of a kind. */
function quoted(name, quote) {
  const text = JSON.stringify(name).slice(1, -1);
  return quote === "'" ? text.replaceAll('\\"', '"').replaceAll("'", "\\'") : text;
}

function docsTooltip(view, pos, side) {
  const { state } = view;
  const node = syntaxTree(state).resolveInner(pos, side);
  const { parent } = node;
  let kind = null;
  if (node.name === "PropertyName" && parent.name === "MemberExpression") kind = kindOf(state, parent.firstChild);
  if (parent?.name === "PatternProperty" && !node.prevSibling) kind = kindOfPattern(state, parent.parent);
  if (!kind || kind === "context") return null;
  const member = membersOf(kind).find(({ name }) => name === textOf(state, node));
  return member ? { pos: node.from, end: node.to, above: true, create: () => ({ dom: prose(member.docs) }) } : null;
}
