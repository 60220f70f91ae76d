// A run as its log tells it: steps, attempts, waits, retries, edges, results by path and handled failures.
//
// A fold over the events of `core/src/engine/event.rs`. It knows neither the page nor how any of it is shown. Times are
// milliseconds after the run started.

import { boxId, parent, shortName } from "./path.js";

/**
 * @typedef {{ name: string, message: string, stack?: string }} RunError
 *
 * What can be seen of one try, wait, retry or visit: `from` and `to` (absent while it lasts); `due` is when a wait or retry
 * ends of itself; `calls` whether a function runs meanwhile.
 * @typedef {{ kind: "attempt" | "wait" | "retry" | "visit", part: Part, from: number, to?: number, due?: number,
 *   number?: number, status: string, error?: RunError, calls?: boolean }} Span
 *
 * A step, a task or an item, with what became of its latest visit; `spans` are those of all visits.
 * @typedef {{ path: string, id: string, name: string, depth: number, parent?: Part, children: Part[], isStep: boolean,
 *   action?: string, status: string, visits: number, input?: any, output?: any, error?: RunError, started?: number,
 *   ended?: number, attempts: Span[], spans: Span[], first: number }} Part `first` is the place of the latest visit's first span
 */

const LIVE = new Set(["running", "waiting", "retrying"]);

/** Whether something is still to come of what has this status. */
export const isLive = (status) => LIVE.has(status);

/** What each kind of event does to the fold; those of a newer kind do nothing. */
let APPLY;

export class Log {
  /** The events, as they stand in the log. */
  events = [];
  /** `INITIALIZED` until the first event. */
  status = "INITIALIZED";
  /** When the run started, in milliseconds since the Unix epoch. */
  began = 0;
  /** The latest time that the log knows of. */
  last = 0;
  /** When the run ended. */
  ended;
  input;
  output;
  /** What ended the run, if it failed: `{ path, error }`. */
  failure;
  /** Failures that did not end it: `{ path, error, handler? }`. */
  handled = [];
  /** @type {Map<string, Part>} what the run has come to, by path */
  parts = new Map();
  /** @type {Part[]} those that are within nothing */
  roots = [];
  /** The edges taken, in order: `{ from, to?, kind }`, by path. */
  edges = [];
  /** The results by path: `{ value }` or `{ error }`. */
  results = new Map();
  /** @type {Span[]} the times in which a function ran, in the order of their start */
  calls = [];

  #scopes = new Map();
  #attempts = new Map();

  /** Takes more of the log: JSON Lines. */
  read(text) {
    for (const line of text.split("\n")) if (line !== "") this.apply(JSON.parse(line));
  }

  /** Takes the next event. */
  apply(event) {
    if (this.events.push(event) === 1) this.began = event.at;
    const at = event.at - this.began;
    this.last = Math.max(this.last, at);
    APPLY[event.type]?.call(this, event, at);
  }

  /** How many steps the run has come to, and how many of them are done. */
  progress() {
    let [reached, done] = [0, 0];
    for (const part of this.parts.values()) {
      if (!part.isStep || part.status === "pending") continue;
      reached += 1;
      if (!isLive(part.status)) done += 1;
    }
    return { reached, done };
  }

  /** What the run waits for: functions that run, waits and retries. @returns {Span[]} */
  pending() {
    const pending = [];
    for (const part of this.parts.values()) {
      const span = part.spans.at(-1);
      if (isLive(part.status) && span && span.to === undefined && (span.calls || span.due !== undefined)) pending.push(span);
    }
    return pending;
  }

  /** The part that a box shows: of a map's items the one that started last. @returns {Part | undefined} */
  ofBox(id) {
    if (!id.includes("[]")) return this.parts.get(id);
    let found;
    for (const part of this.parts.values()) {
      if (part.id === id && (found === undefined || (part.started ?? 0) >= (found.started ?? 0))) found = part;
    }
    return found;
  }

  /** All parts, each before those within it, in the order in which the run came to them. @returns {Part[]} */
  inOrder() {
    const list = [];
    const add = (part) => {
      list.push(part);
      part.children.forEach(add);
    };
    this.roots.forEach(add);
    return list;
  }

  #part(path) {
    const known = this.parts.get(path);
    if (known) return known;
    const above = parent(path);
    const within = above === "" ? undefined : this.#part(above);
    const part = {
      path,
      id: boxId(path),
      name: shortName(path),
      depth: within ? within.depth + 1 : 0,
      parent: within,
      children: [],
      isStep: false,
      status: "pending",
      visits: 0,
      attempts: [],
      spans: [],
      first: 0,
    };
    (within?.children ?? this.roots).push(part);
    this.parts.set(path, part);
    return part;
  }

  #begin(part, span) {
    const begun = { part, status: "running", ...span };
    part.spans.push(begun);
    return begun;
  }

  /** Ends what of a part is still going on: a wait, a retry or a visit. */
  #settle(part, at, status) {
    for (let index = part.first; index < part.spans.length; index++) {
      const span = part.spans[index];
      if (span.to !== undefined) continue;
      span.to = at;
      if (status) span.status = status;
    }
  }

  #end(part, at, status) {
    part.status = status;
    part.ended = at;
    this.#settle(part, at, status);
  }

  /** What goes on within a part is cancelled. */
  #stopWithin(parts, at) {
    for (const part of parts) {
      if (!isLive(part.status)) continue;
      this.#end(part, at, "cancelled");
      this.#stopWithin(part.children, at);
    }
  }

  #over(status, at) {
    this.status = status;
    this.ended = at;
    this.#stopWithin(this.roots, at);
  }

  static {
    APPLY = {
      __proto__: null,

      RunStarted({ input, start }) {
        this.status = "RUNNING";
        this.input = input;
        this.#scopes.set(0, { path: "", value: input });
        this.edges.push({ to: start, kind: "success" });
      },

      StepEntered({ scope: id, path, plan }, at) {
        const scope = this.#scopes.get(id);
        const part = this.#part(path);
        scope.visit = { part, plan, items: plan.action === "map" ? pointed(scope.value, plan.items) : undefined };
        const status = plan.action === "wait" ? "waiting" : "running";
        const visits = part.visits + 1;
        Object.assign(part, { isStep: true, action: plan.action, status, visits, input: scope.value, started: at, attempts: [] });
        forget(part);
        reset(part.children);
        if (plan.action === "wait") this.#begin(part, { kind: "wait", from: at, due: plan.due - this.began, status });
        else if (plan.action !== "task") this.#begin(part, { kind: "visit", from: at });
      },

      AttemptStarted({ seq, scope: id, slot, path, attempt, launch }, at) {
        const { visit } = this.#scopes.get(id);
        const part = this.#part(path);
        const input = visit.items ? visit.items[slot] : visit.part.input;
        // A retry has been waited for, of the task or of the whole step.
        if (part !== visit.part) {
          if (attempt === 1) {
            Object.assign(part, { attempts: [], visits: part.visits + 1, started: at });
            forget(part);
          }
          part.input = input;
          for (const span of visit.part.spans.slice(visit.part.first)) if (span.kind === "retry") span.to ??= at;
        }
        this.#settle(part, at);
        part.status = visit.part.status = "running";
        part.error = undefined;
        const calls = launch.function !== undefined;
        const span = this.#begin(part, { kind: "attempt", from: at, number: attempt, calls });
        part.attempts.push(span);
        if (calls) this.calls.push(span);
        else this.#scopes.set(seq, { path, value: input });
        this.#attempts.set(seq, { span, visit });
      },

      AttemptRestarted({ seq, replaces }) {
        this.#attempts.set(seq, this.#attempts.get(replaces));
        this.#attempts.delete(replaces);
      },

      AttemptSucceeded({ id, output }, at) {
        const { span, visit } = this.#takeAttempt(id);
        const result = output === undefined ? this.#scopes.get(id)?.value : output;
        this.#scopes.delete(id);
        Object.assign(span, { to: at, status: "succeeded" });
        const { part } = span;
        if (part === visit.part) {
          visit.result = { value: result };
          return;
        }
        this.#end(part, at, "succeeded");
        part.output = result;
        this.results.set(part.path, { value: result });
      },

      AttemptFailed({ id, path, error, retry }, at) {
        const { span, visit } = this.#takeAttempt(id);
        this.#scopes.delete(id);
        Object.assign(span, { to: at, status: "failed", error });
        const { part } = span;
        part.error = error;
        this.#stopWithin(part.children, at);
        if (retry) {
          part.status = "retrying";
          this.#begin(part, { kind: "retry", from: at, due: retry.due - this.began, status: "retrying" });
        } else if (part !== visit.part) {
          const goesOn = visit.plan.stopOnFailure === false;
          this.#end(part, at, goesOn ? "handled" : "failed");
          this.results.set(path, { error });
          if (goesOn) this.handled.push({ path, error });
        }
      },

      TasksCancelled({ path }, at) {
        this.#stopWithin(this.#part(path).children, at);
      },

      StepSucceeded({ scope: id, path, output, edge, next }, at) {
        const scope = this.#scopes.get(id);
        const { part, result } = scope.visit;
        scope.value = output === undefined ? (result ? result.value : part.input) : output;
        scope.visit = undefined;
        this.#end(part, at, "succeeded");
        part.output = scope.value;
        part.error = undefined;
        this.results.set(path, { value: scope.value });
        const kind = edge === "branch" || edge === "default" ? edge : "success";
        this.edges.push({ from: path, to: next, kind });
      },

      StepRetried({ path, error, retry }, at) {
        const part = this.#part(path);
        Object.assign(part, { status: "retrying", error });
        this.#begin(part, { kind: "retry", from: at, due: retry.due - this.began, status: "retrying" });
      },

      StepFailed({ scope: id, path, error, origin, handler }, at) {
        const part = this.#part(path);
        this.#end(part, at, handler ? "handled" : "failed");
        part.error = error;
        this.#stopWithin(part.children, at);
        this.results.set(path, { error });
        if (!handler) return;
        const scope = this.#scopes.get(id);
        scope.value = handler.input;
        scope.visit = undefined;
        this.edges.push({ from: path, to: handler.step, kind: "failure" });
        this.handled.push({ path: origin ?? path, error, handler: handler.step });
      },

      RunPaused() {
        this.status = "PAUSED";
      },

      RunResumed() {
        this.status = "RUNNING";
      },

      RunCompleted(_, at) {
        this.output = this.#scopes.get(0).value;
        this.#over("COMPLETED", at);
      },

      RunFailed({ error, path }, at) {
        this.failure = { path, error };
        this.#over("FAILED", at);
      },

      RunCancelled(_, at) {
        this.#over("CANCELLED", at);
      },
    };
  }

  #takeAttempt(id) {
    const attempt = this.#attempts.get(id);
    this.#attempts.delete(id);
    return attempt;
  }
}

/** The run has not come yet, in this visit, to parts and what is in them. */
function reset(parts) {
  for (const part of parts) {
    if (part.status === "pending") continue;
    Object.assign(part, { status: "pending", attempts: [], input: undefined, started: undefined });
    forget(part);
    reset(part.children);
  }
}

/** Forgets what came of a part's earlier visit. */
function forget(part) {
  Object.assign(part, { output: undefined, error: undefined, ended: undefined, first: part.spans.length });
}

/** The items of the list to which a JSON pointer leads. */
function pointed(value, pointer) {
  const names = pointer.split("/").slice(1);
  const list = names.reduce((at, name) => at?.[name.replaceAll("~1", "/").replaceAll("~0", "~")], value);
  return Array.isArray(list) ? list : [];
}
