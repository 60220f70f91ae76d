// What fields suggest while one writes in them.

import { html } from "lit-html";

/** The names of errors that the engine itself gives. */
const ERRORS = [
  "*",
  "Step.Timeout",
  "Branch.NoMatch",
  "Parallel.TaskFailed",
  "Map.ItemFailed",
  "Map.NotAList",
  "Workflow.Timeout",
  "Data.NotJson",
  "Data.TooDeep",
  "Data.TooLarge",
  "Error",
  "TypeError",
  "RangeError",
];

/** @param {import("../edits.js").Description} step */
export function suggestions(step) {
  const lists = {
    "step-names": step.steps.filter((name) => name !== step.name || step.kind === "workflow"),
    "function-names": step.functions,
    "workflow-names": step.workflows,
    "error-names": ERRORS,
  };
  return Object.entries(lists).map(
    ([id, names]) => html`<datalist id=${id}>${names.map((name) => html`<option value=${name}></option>`)}</datalist>`,
  );
}
