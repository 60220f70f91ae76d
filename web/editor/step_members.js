// What a function's second argument, the step, has: the same members, in the same words, as in core/npm/index.d.ts.

/** @typedef {{ name: string, detail: string, docs: string, template?: string }} Member */

/** @type {Member[]} */
export const STEP_MEMBERS = [
  {
    name: "context",
    detail: "results by step",
    docs: "The results so far by path, relative to the function's own workflow, as they were when the attempt started: `step.context.Find`.",
  },
  {
    name: "params",
    detail: "any",
    docs: "The step's `params`: constant JSON from the definition, frozen.",
  },
  {
    name: "signal",
    detail: "AbortSignal",
    docs: "Aborts when the attempt is cancelled or its time is up. Hand it to what can stop early, or ask `signal.aborted`.",
  },
  {
    name: "log",
    detail: "(...values)",
    docs: "Writes to the run's log of messages, with the step and the attempt beside it.",
    template: "log(${})",
  },
  { name: "attempt", detail: "number", docs: "Which attempt it is; the first is 1." },
  { name: "name", detail: "string", docs: "The step's name." },
  { name: "path", detail: "string", docs: "Where the call is within the run, such as `Ship/pack[3]/Weigh`." },
  {
    name: "idempotencyKey",
    detail: "string",
    docs: "The same for every attempt of this call, across retries and restarts; different for every other call. For services that must not do a thing twice.",
  },
];

/** @type {Member[]} */
export const SIGNAL_MEMBERS = [
  { name: "aborted", detail: "boolean", docs: "Whether the attempt is to stop." },
  {
    name: "throwIfAborted",
    detail: "()",
    docs: "Throws the reason if the attempt is to stop.",
    template: "throwIfAborted()",
  },
  { name: "reason", detail: "any", docs: "Why the attempt is to stop." },
  {
    name: "addEventListener",
    detail: '("abort", …)',
    docs: "Calls a function when the attempt is to stop.",
    template: 'addEventListener("abort", () => {\n\t${}\n}, { once: true })',
  },
];
