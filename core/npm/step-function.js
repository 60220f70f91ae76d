// The builder: a workflow as a list of steps with their functions, and what can be done with it.

import { CheckedWorkflow, Machine, check, init, needEngine } from "./engine.js";
import { BuildError, InvalidWorkflow } from "./errors.js";
import { picture } from "./picture.js";
import { Run, runError } from "./run.js";
import { toJson } from "./value.js";

/** A workflow: steps, the functions that they call, and their latest run. */
export class StepFunction {
  #name;
  #options;
  #steps = [];
  #start;
  #registry = new Map();
  #checked;
  #latest;

  /**
   * @param {string} [name] the workflow's name
   * @param {object} [options] `functions` by name, for steps that name theirs, and the definition's own `timeout`,
   *   `allowCycles`, `maxSteps` and `workflows`
   */
  constructor(name, { functions = {}, ...options } = {}) {
    this.#name = name;
    this.#options = options;
    // A module's namespace is welcome here: what it exports beside functions is not looked at.
    for (const [key, value] of Object.entries(functions)) if (typeof value === "function") this.#registry.set(key, value);
  }

  /** A workflow from its definition (an object or JSON text) and its functions by name. */
  static fromJSON(definition, functions = {}) {
    const workflow = new StepFunction(undefined, { functions });
    workflow.#text = typeof definition === "string" ? definition : buildText(() => toJson(definition));
    return workflow;
  }

  #text;

  /** Adds a step. `func` is a function, the name of one, or with `parallel` a map of them. */
  addStep(name, options = {}) {
    if (this.#text !== undefined) throw new BuildError("Build.Fixed", "a workflow made from JSON takes no more steps");
    if (typeof name !== "string") throw new BuildError("Build.Name", "a step's name is a string");
    this.#steps.push([name, options]);
    this.#checked = undefined;
    return this;
  }

  /** Adds a step that runs a nested workflow: `workflow` is a `StepFunction`, a definition, or the name of one. */
  addSubStepFunction(name, options) {
    const nested = options instanceof StepFunction ? { workflow: options } : options;
    if (nested?.workflow === undefined) {
      throw new BuildError("Build.Workflow", `the step ${JSON.stringify(name)} has no \`workflow\` to nest`);
    }
    return this.addStep(name, nested);
  }

  /** Names the first step; without it, that is the first one added. */
  setStartStep(name) {
    this.#start = name;
    this.#checked = undefined;
    return this;
  }

  get name() {
    if (this.#text === undefined) return this.#name;
    const definition = parseOr(this.#text, {});
    return definition?.name;
  }

  /** Everything that is wrong with it; needs the engine loaded (`await init()`). */
  validate() {
    needEngine("validate");
    const { text, functions } = this.#compile();
    return JSON.parse(check(text, [...functions.keys()]));
  }

  /** Runs it to its end: the report, or a rejection with `RunFailed`, `RunCancelled` or `InvalidWorkflow`. */
  async execute(input, options) {
    await init();
    return this.start(input, options).result;
  }

  /** Starts a run and answers with its handle at once; needs the engine loaded (`await init()`). */
  start(input, { id = crypto.randomUUID(), seed = randomSeed(), retention = "log", ...options } = {}) {
    needEngine("start");
    const { workflow, functions } = this.#check();
    const text = buildText(() => toJson(input));
    return this.#run(new Machine(workflow, id, seed, retention), functions, options).begin(text);
  }

  /** Goes on with a run from its log: what was finished is not done again, what was in flight is. */
  resume(log, { retention = "log", ...options } = {}) {
    needEngine("resume");
    const { workflow, functions } = this.#check();
    let machine;
    try {
      machine = Machine.fromLog(workflow, log, retention);
    } catch (error) {
      throw runError(error);
    }
    return this.#run(machine, functions, options).recover();
  }

  #run(machine, functions, options) {
    this.#latest = new Run(machine, functions, options);
    return this.#latest;
  }

  /** Where the latest run stands. */
  get status() {
    return this.#latest?.status ?? "INITIALIZED";
  }
  /** The latest run's last result. */
  get lastResult() {
    return this.#latest?.lastResult;
  }
  /** The latest run's results by path. */
  get context() {
    return this.#latest?.context ?? {};
  }
  /** The latest run's steps and their statuses. */
  get steps() {
    return this.#latest?.steps ?? Object.fromEntries(this.#steps.map(([name]) => [name, "pending"]));
  }

  /** A picture of the graph: `"svg"` text that stands alone, `"mermaid"`, `"dot"`, or the `"json"` of the drawing. */
  visualize(format = "svg", options) {
    needEngine("visualize");
    return picture(StepFunction.graph(this), format, options, this.#latest);
  }

  /** The definition, with the functions' names in the place of the functions. */
  toJSON() {
    return JSON.parse(this.#compile().text);
  }

  #check() {
    if (this.#checked) return this.#checked;
    const { text, functions } = this.#compile();
    const diagnostics = JSON.parse(check(text, [...functions.keys()]));
    if (diagnostics.some(({ severity }) => severity === "error")) throw new InvalidWorkflow(diagnostics);
    const workflow = new CheckedWorkflow(text);
    this.#checked = { workflow, functions: workflow.functions().map((name) => functions.get(name)) };
    return this.#checked;
  }

  #compile() {
    const functions = new Map(this.#registry);
    return { text: this.#text ?? this.#definition(functions), functions };
  }

  /** The definition's text, in the order written; functions that it meets get their names in `functions`. */
  #definition(functions) {
    for (const [key, value] of this.#registry) if (!functions.has(key)) functions.set(key, value);
    const members = [];
    const add = (key, text) => members.push(`${JSON.stringify(key)}:${text}`);
    if (this.#name !== undefined) add("name", json(this.#name, "the name"));
    if (this.#start !== undefined) add("startAt", json(this.#start, "the start step"));
    else if (this.#steps.length) add("startAt", JSON.stringify(this.#steps[0][0]));
    add("steps", record(this.#steps, ([name, options]) => [name, stepText(name, options, functions)]));
    for (const [key, value] of Object.entries(this.#options)) {
      if (value === undefined) continue;
      const nested = key === "workflows" && isPlainObject(value);
      add(key, nested ? record(Object.entries(value), ([k, v]) => [k, nestedText(v, functions)]) : json(value, key));
    }
    return `{${members.join(",")}}`;
  }

  /** @internal The checked workflow for what needs no functions. */
  static graph(workflow) {
    if (workflow.#checked) return workflow.#checked.workflow;
    try {
      return new CheckedWorkflow(workflow.#compile().text);
    } catch (diagnostics) {
      if (typeof diagnostics !== "string") throw diagnostics;
      throw new InvalidWorkflow(JSON.parse(diagnostics));
    }
  }

  /** @internal */
  static text(workflow, functions) {
    return workflow.#text ?? workflow.#definition(functions);
  }
}

function stepText(name, options, functions) {
  if (!isPlainObject(options)) throw new BuildError("Build.Options", `the options of the step ${JSON.stringify(name)} are not an object`);
  const members = Object.entries(options).filter(([, value]) => value !== undefined);
  return record(members, ([key, value]) => [key, memberText(name, key, value, functions)]);
}

function memberText(step, key, value, functions) {
  switch (key) {
    case "func":
      if (typeof value === "function") return register(value, step, functions);
      if (isPlainObject(value)) {
        return record(Object.entries(value), ([task, target]) => [task, targetText(task, target, functions)]);
      }
      break;
    case "workflow":
      return nestedText(value, functions);
    case "map":
      if (isPlainObject(value)) {
        return record(Object.entries(value).filter(([, v]) => v !== undefined), ([k, v]) => [k, memberText(step, k, v, functions)]);
      }
  }
  return json(value, `${key} of the step ${JSON.stringify(step)}`);
}

function targetText(task, target, functions) {
  if (typeof target === "function") return register(target, task, functions);
  if (target instanceof StepFunction) return `{"workflow":${nestedText(target, functions)}}`;
  if (isPlainObject(target) && "workflow" in target) {
    return record(Object.entries(target), ([key, value]) => [key, key === "workflow" ? nestedText(value, functions) : json(value, key)]);
  }
  return json(target, `the task ${JSON.stringify(task)}`);
}

function nestedText(workflow, functions) {
  return workflow instanceof StepFunction ? StepFunction.text(workflow, functions) : json(workflow, "a nested workflow");
}

/**
 * The name under which a function is called: its own, or that of its step or task; numbered if that is taken. A
 * function written in place has the name `func` from its key, which says nothing.
 */
function register(value, fallback, functions) {
  const base = value.name && value.name !== "func" ? value.name : fallback;
  let name = base;
  for (let n = 2; functions.has(name) && functions.get(name) !== value; n++) name = `${base}_${n}`;
  functions.set(name, value);
  return JSON.stringify(name);
}

/** Members in the order given: an object would put names like integers first, and lose doubles. */
function record(items, member) {
  return `{${items.map(member).map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(",")}}`;
}

function json(value, what) {
  return buildText(() => toJson(value), what);
}

function buildText(make, what = "the value") {
  try {
    return make();
  } catch (cause) {
    throw new BuildError(cause.name?.startsWith("Data.") ? cause.name : "Data.NotJson", `${what}: ${cause.message}`, { cause });
  }
}

function isPlainObject(value) {
  if (typeof value !== "object" || value === null || value instanceof StepFunction) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function randomSeed() {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}

function parseOr(text, otherwise) {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
