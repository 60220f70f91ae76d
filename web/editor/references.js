// What a workflow's definition refers to by name, and where: steps, functions and nested workflows. The same few
// places as in the definition's own types (core/src/workflow/definition.rs), told as a path of keys.

import { keysOf, valueOf } from "./json_place.js";

const aStep = { names: "step" };
const aFunction = { names: "function" };
const workflow = { isWorkflow: true };
const step = {};
/** A workflow written in place, or its name. */
const nested = { ...workflow, names: "workflow" };

workflow.keys = nested.keys = {
  startAt: aStep,
  steps: { each: step, newKey: "step" },
  workflows: { each: workflow },
};
step.keys = {
  func: { names: "function", each: { names: "function", keys: { workflow: nested } } },
  map: { keys: { func: aFunction, workflow: nested } },
  workflow: nested,
  nextStep: aStep,
  branch: { each: aStep },
  onFailure: { names: "step", each: { keys: { goTo: aStep } } },
};

/**
 * What is meant at a path: `names` is what a string there refers to, `newKey` what a key there gives a name to,
 * `workflows` how far into the path each workflow around it goes, outermost first.
 *
 * @param {(string | number)[]} path
 * @returns {{ names?: "step" | "function" | "workflow", newKey?: "step", workflows: number[] }}
 */
export function meaningAt(path) {
  const workflows = [];
  let here = workflow;
  path.forEach((key, depth) => {
    if (here.isWorkflow) workflows.push(depth);
    here = (Object.hasOwn(here.keys ?? {}, key) ? here.keys[key] : here.each) ?? {};
  });
  return { names: here.names, newKey: here.newKey, workflows };
}

/** The names of the steps in the chain that a place is in. */
export function stepNames(state, place, { workflows }) {
  return namesUnder(state, place.nodes[workflows.at(-1)], "steps");
}

/** The names of the workflows that can be nested at a place: of its own workflow, and of those around it. */
export function workflowNames(state, place, { workflows }) {
  const names = workflows.flatMap((depth) => namesUnder(state, place.nodes[depth], "workflows"));
  return [...new Set(names)];
}

function namesUnder(state, object, key) {
  const value = object && valueOf(state, object, key);
  return value?.name === "Object" ? keysOf(state, value).filter((name) => name !== "") : [];
}
