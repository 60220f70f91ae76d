// The words of the language, and whole statements to begin with: above all a new function for steps.

import { completeFromList, ifNotIn, snippetCompletion } from "@codemirror/autocomplete";
import { snippets } from "@codemirror/lang-javascript";
import { syntaxTree } from "@codemirror/language";
import { prose } from "./prose.js";

const KEYWORDS = `async await break case catch class const continue debugger default delete do else export extends false
  finally for from function if import in instanceof let new null of return static super switch this throw true try
  typeof undefined var void while with yield`
  .split(/\s+/)
  .map((label) => ({ label, type: "keyword" }));

/** Modules import little here, and a function has a form of its own. */
const STATEMENTS = snippets.filter(({ label }) => label !== "import" && label !== "function");

/** Keywords, and statements with places to fill in. */
export const completeKeywords = ifNotIn([".", "?.", "PropertyName"], completeFromList([...STATEMENTS, ...KEYWORDS]));

const functionTemplate = (before, label) =>
  snippetCompletion(`${before}function \${1:name}(\${2:input}, step) {\n\t\${3}\n}`, {
    label,
    detail: "for steps",
    type: "keyword",
    info: () =>
      prose("A function that steps call: it gets `input` and `step`, and returns a result or a promise of one."),
    boost: 99,
  });

const WHOLE = [
  functionTemplate("export async ", "export async function"),
  functionTemplate("export ", "export function"),
];
const AFTER_EXPORT = [functionTemplate("async ", "async function"), functionTemplate("", "function")];

/** Where a statement of the module begins: a new function for steps. */
export function completeFunction({ state, pos, explicit }) {
  const line = state.doc.lineAt(pos);
  const begun = /^(export\s+)?(\w*)$/.exec(state.sliceDoc(Math.max(line.from, pos - 100), pos));
  if (!begun || !isTopLevel(state, line.from)) return null;
  const [, exported, word] = begun;
  if (word === "" && !exported && !explicit) return null;
  return { from: pos - word.length, options: exported ? AFTER_EXPORT : WHOLE, validFor: /^\w*$/ };
}

/** Whether nothing is open at `at`: no block, no list, no text, no comment. */
function isTopLevel(state, at) {
  const node = syntaxTree(state).resolveInner(at, 1);
  for (let outer = node; outer; outer = outer.parent) {
    if (outer.from < at && outer.name !== "Script") return false;
  }
  return true;
}
