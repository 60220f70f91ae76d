/** A value that JSON can hold: what passes from function to function. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where a run stands. */
export type RunStatus = "INITIALIZED" | "RUNNING" | "PAUSED" | "COMPLETED" | "FAILED" | "CANCELLED";

/** Where a step stands. */
export type StepStatus =
  | "pending"
  | "running"
  | "waiting"
  | "retrying"
  | "succeeded"
  | "failed"
  | "handled"
  | "skipped"
  | "cancelled";

/** What a function may know of the step that calls it. */
export interface Step {
  /** The step's name. */
  readonly name: string;
  /** Where the call is within the run, such as `Ship/pack[3]/Weigh`. */
  readonly path: string;
  /** Which attempt it is; the first is 1. */
  readonly attempt: number;
  /** The step's `params`, frozen. */
  readonly params: any;
  /** The results so far by path, relative to the function's own workflow, as they were when the attempt started. */
  readonly context: Readonly<Record<string, any>>;
  /** Aborts when the attempt is cancelled or its time is up. */
  readonly signal: AbortSignal;
  /** The same for every attempt of this call, across retries and restarts; different for every other call. */
  readonly idempotencyKey: string;
  /** Writes to the run's log of messages. */
  readonly log: (...values: unknown[]) => void;
}

/** A function that a step calls: its result is a value or a promise (anything thenable) of one. */
export type Func<Input = any, Output = any> = (input: Input, step: Step) => Output | PromiseLike<Output>;

/** When to try again: the first rule that matches counts, and each has its own counter. */
export interface RetryRule {
  /** Names of errors; `"*"` matches all that may pass by themselves. */
  errors: readonly string[];
  /** At most so many further attempts. Default: 3. */
  maxRetries?: number;
  /** Seconds before the first retry. Default: 1. */
  interval?: number;
  /** By what the delay is multiplied for each further retry. Default: 2. */
  backoff?: number;
  /** The longest delay, in seconds. */
  maxDelay?: number;
  /** A delay drawn evenly between none and the computed one. Default: false. */
  jitter?: boolean;
}

/** Where some errors lead. */
export interface FailureRule {
  /** Names of errors; `"*"` matches all. */
  errors: readonly string[];
  /** The step to go to. */
  goTo: string;
}

/** A nested workflow: a `StepFunction`, a definition, or the name of one in `workflows`. */
export type Nested = StepFunction | Definition | string;

/** What a step does, and where it goes next. A step has one action, or none. */
export interface StepOptions {
  /** A function or the name of one; with `parallel`, a map of them by task name. */
  func?: Func | string | { readonly [task: string]: Func | string | StepFunction | { workflow: Nested } };
  /** A nested workflow. */
  workflow?: Nested;
  /** Calls a function, or runs a workflow, for each item of the input, or of the list at the JSON pointer `items`. */
  map?: { func?: Func | string; workflow?: Nested; items?: string; concurrency?: number };
  /** Waits so many seconds, or until an ISO 8601 timestamp. */
  wait?: number | string;
  /** Fails on purpose. */
  fail?: { error: string; message?: string };
  /** Runs all tasks of `func` at once. */
  parallel?: boolean;
  /** For `parallel` and `map`: the first failure cancels the others and fails the step. Default: false. */
  stopOnFailure?: boolean;
  /** The next step when there is no branch, or none of its keys matches. */
  nextStep?: string;
  /** From the result to a step. */
  branch?: { readonly [result: string]: string };
  /** JSON pointer into the result: what `branch` looks at. */
  branchOn?: string;
  /** The step to go to when this one fails, or rules. */
  onFailure?: string | readonly FailureRule[];
  /** When to try again. */
  retry?: readonly RetryRule[];
  /** Seconds that an attempt may take. */
  timeout?: number;
  /** Constant JSON for the function: `step.params`. */
  params?: unknown;
  /** No meaning in the package. */
  isolated?: boolean;
  /** Free text, shown on the graph. */
  comment?: string;
}

/** A workflow as JSON: its functions are named. */
export interface Definition {
  name?: string;
  startAt?: string;
  steps: { readonly [step: string]: object };
  workflows?: { readonly [name: string]: Definition };
  timeout?: number;
  allowCycles?: boolean;
  maxSteps?: number;
}

export interface WorkflowOptions {
  /** Functions by name, for steps that name theirs; a module's namespace will do. */
  functions?: { readonly [name: string]: unknown };
  /** Workflows by name, for steps that nest one by name. */
  workflows?: { readonly [name: string]: StepFunction | Definition };
  /** Seconds that a run may take. */
  timeout?: number;
  /** Whether a step may lead back to an earlier one. */
  allowCycles?: boolean;
  /** At most so many step visits. */
  maxSteps?: number;
}

/** What a run goes by. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls back at a time; answers how to take it back. */
  at(due: number, callback: () => void): () => void;
  /** Calls back when others have had their turn. */
  turn(callback: () => void): void;
}

export interface ResumeOptions {
  /** How much is kept: all events (`"log"`, the default), every result, or only what is running. */
  retention?: "log" | "context" | "none";
  /** Cancels the run. */
  signal?: AbortSignal;
  /** Takes what functions log; by default the console does. */
  log?: (step: Step, values: unknown[]) => void;
  /** Default: the system's. */
  clock?: Clock;
}

export interface RunOptions extends ResumeOptions {
  /** What idempotency keys begin with. Default: a random UUID. */
  id?: string;
  /** The seed of every random draw, an integer below 2⁵³. Default: a random one. */
  seed?: number;
}

/** An error as a run records it. */
export interface ErrorRecord {
  name: string;
  message: string;
  stack?: string;
  cause?: any;
  /** For `Parallel.TaskFailed` and `Map.ItemFailed`: how every task ended. */
  outcomes?: any;
}

/** A failure that a handler, or a step that does not stop on failure, took care of. */
export interface HandledFailure {
  path: string;
  error: ErrorRecord;
  /** The failure handler's step. */
  handledBy?: string;
}

/** A fact that a run has recorded. */
export interface Event {
  seq: number;
  /** Milliseconds since the Unix epoch. */
  at: number;
  type: string;
  path?: string;
  [member: string]: any;
}

/** How a run ended. */
export interface Report<Output = any> {
  status: RunStatus;
  /** The last result. */
  output: Output;
  /** Every result by path; a failure is `{ error }`. */
  context: Record<string, any>;
  handledFailures: HandledFailure[];
  events: Event[];
}

/** What a failure handler is given. */
export interface Failure<Input = any> {
  error: ErrorRecord;
  failedStep: string;
  path: string;
  input: Input;
  attempts: number;
}

/** One thing that is wrong with a definition. */
export interface Diagnostic {
  code: string;
  severity: "error" | "warning";
  /** JSON pointer into the definition. */
  pointer: string;
  message: string;
  /** What to put in its place. */
  suggestion?: string;
  /** The bytes of the definition's text that it is about. */
  span?: { start: number; end: number };
}

/** What a picture is written as. */
export type PictureFormat = "svg" | "mermaid" | "dot" | "json";

/** How a picture is made. A picture as `"json"` is the drawing alone. */
export interface PictureOptions {
  /** The way edges run. Default: `"down"`. */
  direction?: "down" | "right";
  /** How many levels of containers are opened. Default: 3. */
  depth?: number;
  /** The colours of an SVG; by default light or dark as its reader prefers. */
  theme?: "auto" | "light" | "dark";
  /** What the picture is called. Default: nothing; an SVG has the workflow's name for those who do not see it. */
  title?: string;
  /**
   * What a run has done, to be shown by icon, text and colour: `true` for the latest run, a run, or statuses by path. A
   * run that keeps its log shows the edges that it took too; any other shows the steps of the workflow itself only.
   */
  statuses?: true | Run | { readonly [path: string]: StepStatus };
  /** Whether an SVG carries the definition, so that the page opens it again. Default: true. */
  document?: boolean;
}

/** How a workflow is laid out; lengths are pixels. */
export interface LayoutOptions extends GraphLayoutOptions {
  /** How many levels of containers are opened. Default: 3. */
  depth?: number;
}

/** How a graph is laid out; lengths are pixels. */
export interface GraphLayoutOptions {
  /** The way edges run. Default: `"down"`. */
  direction?: "down" | "right";
  /** The room between neighbouring boxes; at least 8. Default: 36. */
  nodeGap?: number;
  /** The room between successive ranks; at least 16. Default: 44. */
  rankGap?: number;
}

/** A graph to lay out. Whatever more its nodes and edges have is not looked at. */
export interface Graph {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
}

export interface GraphNode {
  /** Tells it from the others. */
  id: string;
  /** In pixels, from 0 to a million; a container becomes as large as what it holds needs. */
  width: number;
  height: number;
  /** The id of the container that it lies in. */
  parent?: string | null;
  /** A container with a label has room for it at its top. */
  label?: string;
}

/** An edge. One that ends at or crosses a container's border is drawn from or to that border. */
export interface GraphEdge {
  /** Tells it from the other edges. */
  id: string;
  from: string;
  to: string;
  /** Room is left for it. */
  label?: string;
  /** When it is taken. Failure edges to one node are drawn as one bundle. Default: `"success"`. */
  kind?: EdgeKind;
}

export type EdgeKind = "success" | "failure" | "branch" | "default";

/** A laid-out graph. Lengths are pixels, to a hundredth; x grows to the right and y downwards, from the top left. */
export interface Drawing {
  width: number;
  height: number;
  direction: "down" | "right";
  nodes: DrawnNode[];
  edges: DrawnEdge[];
}

export interface DrawnNode {
  /** The node's id; of a step its path, in which a map's item is `[]`. */
  id: string;
  kind:
    | "start"
    | "end"
    | "task"
    | "parallel"
    | "map"
    | "nested"
    | "wait"
    | "fail"
    | "pass"
    | "parallelTask"
    | "mapItem";
  /** Its centre. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** The id of the container that it lies in. */
  parent?: string;
  /** Whether it is drawn round its children. */
  container: boolean;
  /** Its name in full. */
  name: string;
  /** Its name as shown: on one line and shortened to fit. */
  label: string;
  /** The second line, such as a function's name. */
  detail?: string;
}

export interface DrawnEdge {
  id: string;
  from: string;
  to: string;
  kind: EdgeKind;
  /** Its label in full. */
  label?: string;
  /** Where the label stands (its centre), and how it is shown. */
  labelBox?: { text: string; x: number; y: number; width: number; height: number };
  /** The polyline as drawn, curves flattened, from the border of one box to that of the other. */
  points: [x: number, y: number][];
}

/**
 * Lays out a workflow: a `StepFunction`, a definition, or its JSON text. Throws `InvalidWorkflow`, or a `BuildError`
 * for options that there are not. Needs the engine loaded: `await init()`.
 */
export function layout(definition: StepFunction | Definition | string, options?: LayoutOptions): Drawing;

/**
 * Lays out any graph: edges run one way, boxes never overlap, children lie inside their containers, and edges cross no
 * box that is not theirs. The same graph gives the same drawing on every machine. Throws a `LayoutError` that says what
 * is wrong with the graph, or a `BuildError` for options that there are not. Needs the engine loaded: `await init()`.
 */
export function layoutGraph(graph: Graph, options?: GraphLayoutOptions): Drawing;

/** One execution of a workflow. */
export class Run<Output = any> implements AsyncIterable<Event> {
  private constructor();
  /** The report when the run is over; rejects with `RunFailed` or `RunCancelled`. */
  readonly result: Promise<Report<Output>>;
  readonly id: string;
  /** The workflow's name. */
  readonly name: string;
  readonly status: RunStatus;
  /** The result of the latest step; before the first, the input. */
  readonly lastResult: any;
  /** Every result so far by path. */
  readonly context: Record<string, any>;
  /** The status of each step by name. */
  readonly steps: Record<string, StepStatus>;
  /** The log so far as JSON Lines: what `resume` goes on from. */
  readonly log: string;
  /** Lets what is in flight finish and starts nothing new. Throws a `RunError` unless the run is under way. */
  pause(): void;
  /** Goes on after a pause. Throws a `RunError` unless the run is paused. */
  resume(): void;
  /** Abandons everything in flight. Throws a `RunError` if the run is over. */
  cancel(reason?: unknown): void;
  /** The events so far, then each as it is recorded, until the run is over. */
  [Symbol.asyncIterator](): AsyncIterator<Event>;
}

/** A workflow: steps, the functions that they call, and their latest run. */
export class StepFunction<Input = any, Output = any> {
  constructor(name?: string, options?: WorkflowOptions);
  /** A workflow from its definition (an object or JSON text) and its functions by name. */
  static fromJSON<Input = any, Output = any>(
    definition: Definition | string,
    functions?: { readonly [name: string]: unknown },
  ): StepFunction<Input, Output>;

  /** The workflow's name. */
  readonly name: string | undefined;
  /** Adds a step. Throws a `BuildError` where it cannot. */
  addStep(name: string, options?: StepOptions): this;
  /** Adds a step that runs a nested workflow. */
  addSubStepFunction(name: string, options: StepFunction | (StepOptions & { workflow: Nested })): this;
  /** Names the first step; without it, that is the first one added. */
  setStartStep(name: string): this;

  /** Everything that is wrong with it. Needs the engine loaded: `await init()`. */
  validate(): Diagnostic[];
  /** Runs it to its end; rejects with `RunFailed`, `RunCancelled` or `InvalidWorkflow`. */
  execute(input?: Input, options?: RunOptions): Promise<Report<Output>>;
  /** Starts a run and answers at once. Needs the engine loaded: `await init()`. */
  start(input?: Input, options?: RunOptions): Run<Output>;
  /** Goes on with a run from its log: what was finished is not done again. Needs the engine loaded: `await init()`. */
  resume(log: string, options?: ResumeOptions): Run<Output>;
  /**
   * A picture of the graph as text: an SVG that stands alone, a Mermaid flowchart, DOT for Graphviz, or the JSON of the
   * drawing. Its functions need not be there. Needs the engine loaded: `await init()`.
   */
  visualize(format?: PictureFormat, options?: PictureOptions): string;
  /** The definition, with the functions' names in the place of the functions. */
  toJSON(): Definition;

  /** Where the latest run stands. */
  readonly status: RunStatus;
  /** The latest run's last result. */
  readonly lastResult: any;
  /** The latest run's results by path. */
  readonly context: Record<string, any>;
  /** The latest run's steps and their statuses. */
  readonly steps: Record<string, StepStatus>;
}

/** What every error of the package is. */
export class StepwellError extends Error {
  readonly code: string;
}

/** A workflow that cannot run. Nothing has run. */
export class InvalidWorkflow extends StepwellError {
  readonly code: "InvalidWorkflow";
  readonly diagnostics: Diagnostic[];
}

/** A run that ended with a failure that nobody handled; `cause` is the error. */
export class RunFailed extends StepwellError {
  readonly code: "RunFailed";
  readonly report: Report;
  /** The path of what failed; empty: the run itself. */
  readonly path: string;
  readonly cause: Error;
}

/** A run that was cancelled; `cause` is the reason that was given. */
export class RunCancelled extends StepwellError {
  readonly code: "RunCancelled";
  readonly report: Report;
}

/** A command that the run cannot carry out where it stands, or a log that cannot be read. */
export class RunError extends StepwellError {
  readonly code:
    | "Run.Started"
    | "Run.NotStarted"
    | "Run.Paused"
    | "Run.NotPaused"
    | "Run.Over"
    | "Log.Newer"
    | "Log.Line"
    | "Log.Empty"
    | "Log.Misfit";
}

/** A value of the wrong kind where the workflow is built. */
export class BuildError extends StepwellError {
  readonly code:
    | "Build.Name"
    | "Build.Options"
    | "Build.Workflow"
    | "Build.Format"
    | "Build.Fixed"
    | "Data.NotJson"
    | "Data.TooDeep"
    | "Data.TooLarge";
}

/** A graph that cannot be laid out; the message says which node or edge it is about. */
export class LayoutError extends StepwellError {
  readonly code:
    | "Layout.Graph"
    | "Layout.DuplicateId"
    | "Layout.UnknownNode"
    | "Layout.Size"
    | "Layout.Nesting";
}

/** Loads the engine. `execute` does so by itself; the synchronous methods need it done. Again does nothing. */
export function init(source?: BufferSource | WebAssembly.Module | Response | URL | string): Promise<void>;

/** Loads the engine from its bytes or module, at once. */
export function initSync(module: BufferSource | WebAssembly.Module): void;
