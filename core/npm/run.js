// A run: the loop that carries the engine's effects out. The engine says what happens when; here it is done.

import { Machine } from "./engine.js";
import { RunCancelled, RunError, RunFailed } from "./errors.js";
import { Step } from "./step.js";
import { toErrorRecord, toJson } from "./value.js";

/** The longest time that `setTimeout` takes, in milliseconds; longer ones fire at once. */
const LONGEST_TIMER = 0x7fffffff;
/** How long functions may follow one another before others have their turn, in milliseconds: a frame at 60 Hz. */
const LONGEST_TURN = 16;
/** After how many calls the clock is looked at. */
const CALLS_A_LOOK = 100;

/**
 * The machine's clock: `now` in milliseconds since the Unix epoch; `at` calls back at a time and answers how to take
 * it back; `turn` calls back when others have had their turn.
 */
export const systemClock = {
  now: () => Date.now(),
  turn: globalThis.setImmediate ?? ((callback) => void setTimeout(callback, 0)),
  at(due, callback) {
    let timer;
    const arm = () => {
      const left = due - Date.now();
      timer = left > LONGEST_TIMER ? setTimeout(arm, LONGEST_TIMER) : setTimeout(callback, Math.max(left, 0));
    };
    arm();
    return () => clearTimeout(timer);
  },
};

/** One execution of a workflow. Made by `StepFunction.start` and `StepFunction.resume`. */
export class Run {
  /** The report when the run is over; rejects with `RunFailed` or `RunCancelled`. */
  result;

  #machine;
  #functions;
  #clock;
  #log;
  #steps = new Map();
  #wake = { due: NaN, cancel() {} };
  #pumping = false;
  #calls = 0;
  #turnBegan = 0;
  #waitsForTurn = false;
  #settle;
  #listeners = new Set();
  #reason;
  #overview;

  /** @internal */
  constructor(machine, functions, { clock = systemClock, log = logToConsole, signal } = {}) {
    this.#machine = machine;
    this.#functions = functions;
    this.#clock = clock;
    this.#log = log;
    this.result = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    // Whoever looks at the run's events or status only should not be told of an unhandled rejection.
    this.result.catch(() => {});
    if (signal) {
      const cancel = () => this.#machine.isOver() || this.cancel(signal.reason);
      if (signal.aborted) queueMicrotask(cancel);
      else signal.addEventListener("abort", cancel, { once: true });
      const forget = () => signal.removeEventListener("abort", cancel);
      this.result.then(forget, forget);
    }
  }

  get id() {
    return this.#machine.id();
  }

  /** The workflow's name. */
  get name() {
    return this.#machine.name();
  }

  get status() {
    return this.#machine.status();
  }

  /** The result of the latest step; before the first, the input. */
  get lastResult() {
    return JSON.parse(this.#machine.lastResult());
  }

  /** Every result so far by path. */
  get context() {
    return JSON.parse(this.#machine.context());
  }

  /** The status of each step by name. */
  get steps() {
    return JSON.parse(this.#machine.steps());
  }

  /** The log so far as JSON Lines: what `resume` goes on from. */
  get log() {
    return this.#machine.eventsAfter(0);
  }

  /** @internal */
  static marks(run) {
    return run.#machine.marks();
  }

  /** Lets what is in flight finish and starts nothing new. */
  pause() {
    this.#tell(() => this.#machine.pause(this.#clock.now()));
  }

  /** Goes on after a pause. */
  resume() {
    this.#tell(() => this.#machine.resume(this.#clock.now()));
  }

  /** Abandons everything in flight; `result` rejects with `RunCancelled`. */
  cancel(reason) {
    const before = this.#reason;
    this.#reason = reason;
    try {
      const text = typeof reason === "string" ? reason : reason instanceof Error ? reason.message : undefined;
      this.#tell(() => this.#machine.cancel(text, this.#clock.now()));
    } catch (error) {
      this.#reason = before;
      throw error;
    }
  }

  /** The events: those so far, then each as it is recorded, until the run is over. */
  async *[Symbol.asyncIterator]() {
    let seen = 0;
    for (;;) {
      const text = this.#machine.eventsAfter(seen);
      for (const event of parseLines(text)) {
        seen = event.seq;
        yield event;
      }
      if (this.#machine.seq() > seen) continue;
      if (this.#machine.isOver()) return;
      await new Promise((resolve) => this.#listeners.add(resolve));
    }
  }

  /** @internal */
  begin(text) {
    return this.#begin(() => this.#machine.start(text, this.#clock.now()));
  }

  /** @internal */
  recover() {
    return this.#begin(() => this.#machine.isOver() || this.#machine.recover(this.#clock.now()));
  }

  /** Calls nothing before whoever began the run has its handle. */
  #begin(command) {
    this.#check(command);
    queueMicrotask(() => this.#pump());
    return this;
  }

  #tell(command) {
    this.#check(command);
    this.#pump();
  }

  #check(command) {
    try {
      command();
    } catch (error) {
      throw runError(error);
    }
  }

  /** Does what the engine has asked for, until it asks for nothing more at once, or others should have their turn. */
  #pump() {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (;;) {
        for (let id; (id = this.#machine.nextCancel()); ) this.#abandon(id);
        if (this.#isLong()) break;
        const id = this.#machine.nextCall();
        if (!id) break;
        this.#call(id);
      }
    } finally {
      this.#pumping = false;
    }
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
    if (this.#machine.isOver()) return this.#finish();
    if (this.#machine.more()) this.#clock.turn(() => this.#tick());
    else this.#sleep(this.#machine.wakeAt());
  }

  /** Whether functions have followed one another for too long; then others get their turn. */
  #isLong() {
    if (this.#waitsForTurn || ++this.#calls % CALLS_A_LOOK !== 0) return this.#waitsForTurn;
    if (this.#clock.now() - this.#turnBegan <= LONGEST_TURN) return false;
    this.#waitsForTurn = true;
    this.#clock.turn(() => {
      this.#waitsForTurn = false;
      this.#turnBegan = this.#clock.now();
      this.#pump();
    });
    return true;
  }

  #tick() {
    this.#machine.tick(this.#clock.now());
    this.#pump();
  }

  #sleep(due) {
    if (Object.is(due, this.#wake.due)) return;
    this.#wake.cancel();
    const fire = () => {
      this.#wake = { due: NaN, cancel() {} };
      if (!this.#machine.isOver()) this.#tick();
    };
    this.#wake = { due, cancel: Number.isNaN(due) ? () => {} : this.#clock.at(due, fire) };
  }

  #call(id) {
    const machine = this.#machine;
    const call = this.#functions[machine.callFunction()];
    const input = machine.callInput();
    const step = new Step(machine.callStep(), machine.callPath(), machine.callAttempt(), {
      params: () => machine.params(id),
      idempotencyKey: () => machine.idempotencyKey(id),
      lookUp: (path) => machine.lookUp(id, path),
      steps: () => machine.visibleSteps(id),
      log: this.#log,
    });
    this.#steps.set(id, step);
    if (!call) {
      // Only a log from before an edit of the workflow can name one that is not there.
      const error = { name: "Function.Missing", message: "the function that the log names is not there any more" };
      return this.#settled(id, () => machine.fail(id, JSON.stringify(error), this.#clock.now()));
    }
    let result;
    try {
      result = call(JSON.parse(input), step);
      // A function is asked for its `then` too, as `await` does.
      if ((typeof result === "object" && result !== null) || typeof result === "function") {
        Promise.resolve(result).then(
          (value) => this.#succeed(id, value),
          (thrown) => this.#fail(id, thrown),
        );
        return;
      }
    } catch (thrown) {
      this.#fail(id, thrown);
      return;
    }
    this.#succeed(id, result);
  }

  #succeed(id, value) {
    let text;
    try {
      text = toJson(value);
    } catch (thrown) {
      return this.#fail(id, thrown);
    }
    this.#settled(id, () => this.#machine.succeed(id, text, this.#clock.now()));
  }

  #fail(id, thrown) {
    this.#settled(id, () => this.#machine.fail(id, toErrorRecord(thrown), this.#clock.now()));
  }

  #settled(id, tell) {
    this.#steps.delete(id);
    tell();
    this.#pump();
  }

  #abandon(id) {
    const step = this.#steps.get(id);
    this.#steps.delete(id);
    if (step) Step.abort(step, new DOMException("the attempt was abandoned", "AbortError"));
  }

  #finish() {
    if (!this.#settle) return;
    const { resolve, reject } = this.#settle;
    this.#settle = undefined;
    this.#wake.cancel();
    const report = new Report(this.#machine);
    if (report.status === "COMPLETED") resolve(report);
    else if (report.status === "CANCELLED") reject(new RunCancelled(report, this.#reason));
    else reject(new RunFailed(report, JSON.parse(this.#machine.failure())));
  }
}

/** How a run ended: what it holds is read from the engine when it is first looked at. */
class Report {
  #machine;
  #seen = {};

  constructor(machine) {
    this.#machine = machine;
    this.status = machine.status();
  }

  #once(key, read) {
    return (this.#seen[key] ??= { value: read() }).value;
  }

  get output() {
    return this.#once("output", () => JSON.parse(this.#machine.lastResult()));
  }
  get context() {
    return this.#once("context", () => JSON.parse(this.#machine.context()));
  }
  get handledFailures() {
    return this.#once("handledFailures", () => JSON.parse(this.#machine.handledFailures()));
  }
  get events() {
    return this.#once("events", () => [...parseLines(this.#machine.eventsAfter(0))]);
  }
  toJSON() {
    const { status, output, context, handledFailures, events } = this;
    return { status, output, context, handledFailures, events };
  }
}

function* parseLines(text) {
  for (const line of text.split("\n")) if (line) yield JSON.parse(line);
}

/** The engine's `code: message` as an error. */
export function runError(thrown) {
  const [, code, message] = /^([A-Za-z.]+): ([^]*)$/.exec(String(thrown)) ?? [];
  return code ? new RunError(code, message) : thrown;
}

function logToConsole(step, values) {
  console.log(`[${step.path}]`, ...values);
}

export { Machine };
