// A new step of each kind, to begin with.

import { inTemplate } from "./template.js";

/**
 * Completions for a step of each kind where a step's name is expected.
 *
 * @param {string} typed the name as far as it is written, as in JSON: the step is given it
 */
export function stepTemplates(typed) {
  const name = typed === "" ? "${Step}" : inTemplate(typed);
  return KINDS.map(({ kind, docs, body }, order) => ({
    label: typed === "" ? `step: ${kind}` : typed,
    displayLabel: typed === "" ? kind : `${typed}: ${kind}`,
    detail: "new step",
    type: "step",
    info: docs,
    template: `"${name}": {\n${body.map((line) => `\t${line}\n`).join("")}}`,
    boost: -order,
  }));
}

const KINDS = [
  { kind: "function", docs: "Calls a function.", body: ['"func": "${}"'] },
  {
    kind: "parallel",
    docs: "Calls several functions at once; the result is `{ task: result }`.",
    body: ['"func": {', '\t"${task}": "${}",', '\t"${another}": "${}"', "},", '"parallel": true'],
  },
  {
    kind: "map",
    docs: "Calls a function for each item of its input.",
    body: ['"map": { "func": "${}" }'],
  },
  {
    kind: "branch",
    docs: "Calls a function, whose result decides which step comes next.",
    body: ['"func": "${}",', '"branch": {', '\t"${result}": "${}",', '\t"${other result}": "${}"', "}"],
  },
  { kind: "wait", docs: "Waits so many seconds; the output is the input.", body: ['"wait": ${1}'] },
  {
    kind: "fail",
    docs: "Fails on purpose.",
    body: ['"fail": { "error": "${Error}", "message": "${}" }'],
  },
  {
    kind: "nested workflow",
    docs: "Runs a workflow of its own; its result is this step's.",
    body: ['"workflow": {', '\t"steps": {', '\t\t"${First}": { "func": "${}" }', "\t}", "}"],
  },
];
