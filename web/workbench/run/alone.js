// One step of a definition by itself: where it is, and a definition in which nothing else runs.
//
// Pure. The step keeps its path, so that box, mocks and log speak of it as ever: what is around it stays, but empty.

import { unescaped } from "./path.js";

const own = (object, key) => (typeof object === "object" && object !== null && Object.hasOwn(object, key) ? object[key] : undefined);

/** An object of one member, whatever its name. */
const single = (name, value) => Object.fromEntries([[name, value]]);

/**
 * Where a box's step, task or item is in a definition: `around` it from the outside to the inside, `calls` the function that
 * it calls, if it calls one.
 * @typedef {{ kind: "workflow" | "task" | "item", name: string, task?: string, workflow: object }} Around
 * @typedef {{ kind: "step" | "task" | "item", name: string, task?: string, step: object, workflow: object, around: Around[],
 *   calls?: string }} Place
 * @param {object} definition
 * @param {string} id
 * @returns {Place | undefined}
 */
export function placeOf(definition, id) {
  const segments = id.split("/");
  const scopes = [];
  const around = [];
  let workflow = definition;
  for (let index = 0; index < segments.length; index++) {
    scopes.push(own(workflow, "workflows"));
    const isItem = segments[index].endsWith("[]");
    const name = unescaped(isItem ? segments[index].slice(0, -2) : segments[index]);
    const step = own(own(workflow, "steps"), name);
    if (typeof step !== "object" || step === null) return undefined;
    const isLast = () => index === segments.length - 1;
    if (isLast() && !isItem) return { kind: "step", name, step, workflow, around, calls: textOf(step.func) };
    let [target, kind, task] = [step, "workflow", undefined];
    if (isItem) [target, kind] = [step.map, "item"];
    else if (step.parallel === true) {
      task = unescaped(segments[++index]);
      const call = own(step.func, task);
      [target, kind] = [typeof call === "string" ? { func: call } : call, "task"];
    }
    if (typeof target !== "object" || target === null) return undefined;
    if (isLast() && kind !== "workflow") return { kind, name, task, step, workflow, around, calls: textOf(target.func) };
    around.push({ kind, name, task, workflow });
    workflow = typeof target.workflow === "string" ? own(scopes.findLast((named) => own(named, target.workflow)), target.workflow) : target.workflow;
  }
  return undefined;
}

const textOf = (value) => (typeof value === "string" ? value : undefined);

/** The keys of a step that lead on from it. */
const LEADS_ON = ["nextStep", "branch", "branchOn", "onFailure"];

/**
 * A definition in which the step, task or item alone runs, and the input with which it gets `input`: JSON texts.
 * @param {object} definition
 * @param {string} id of its box
 * @returns {{ definition: string, input: string } | undefined} nothing if there is no such step
 */
export function alone(definition, id, input) {
  const place = placeOf(definition, id);
  if (!place) return undefined;
  const { kind, name, task, workflow, around } = place;
  const step = Object.fromEntries(Object.entries(place.step).filter(([key]) => !LEADS_ON.includes(key)));
  let given = input;
  if (kind === "task") step.func = single(task, own(step.func, task));
  if (kind === "item") {
    const { items: _, ...map } = step.map;
    step.map = map;
    given = [given];
  }
  // That a task or an item fails is the end of it.
  if (kind !== "step") step.stopOnFailure = true;
  let whole = only(workflow, name, step);
  for (const outer of around.toReversed()) {
    if (outer.kind === "item") given = [given];
    whole = only(outer.workflow, outer.name, shell(outer, whole));
  }
  const title = typeof definition.name === "string" ? { name: definition.name } : {};
  return { definition: JSON.stringify({ ...title, ...whole }), input: JSON.stringify(given) };
}

/** A workflow of one step, which knows the nested workflows that it knew. */
function only({ workflows }, name, step) {
  return { startAt: name, steps: single(name, step), ...(workflows && { workflows }) };
}

/** A step that does nothing but hold a workflow. */
function shell({ kind, task }, workflow) {
  if (kind === "item") return { map: { workflow }, stopOnFailure: true };
  if (kind === "task") return { parallel: true, stopOnFailure: true, func: single(task, { workflow }) };
  return { workflow };
}
