// The second argument of every function: what it may know of the step that calls it. Everything but the name,
// path and attempt is made when it is first asked for.

import { parseFrozen } from "./value.js";

/** What the package's run and the page's host answer for a call in flight.
 * @typedef {{ params(): string | undefined, idempotencyKey(): string | undefined,
 *   lookUp(path: string): string | undefined, steps(): string[], log(step: Step, values: unknown[]): void }} Source */

export class Step {
  #source;
  #controller;
  #aborted;
  #params;
  #context;
  #key;

  /** @param {Source} source */
  constructor(name, path, attempt, source) {
    this.name = name;
    this.path = path;
    this.attempt = attempt;
    this.#source = source;
  }

  get params() {
    if (this.#params === undefined) {
      const text = this.#source.params();
      this.#params = text === undefined ? null : parseFrozen(text);
    }
    return this.#params ?? undefined;
  }

  get context() {
    return (this.#context ??= contextView(this.#source));
  }

  get signal() {
    this.#controller ??= new AbortController();
    if (this.#aborted) this.#controller.abort(this.#aborted);
    return this.#controller.signal;
  }

  get idempotencyKey() {
    return (this.#key ??= this.#source.idempotencyKey());
  }

  get log() {
    return (...values) => this.#source.log(this, values);
  }

  /** Aborts `step.signal`. For the driver. */
  static abort(step, reason) {
    step.#aborted = reason;
    step.#controller?.abort(reason);
  }
}

/** The results so far, read when asked for, and never changing. */
function contextView(source) {
  const seen = new Map();
  const read = (path) => {
    if (!seen.has(path)) {
      const text = source.lookUp(path);
      seen.set(path, text === undefined ? undefined : parseFrozen(text));
    }
    return seen.get(path);
  };
  const has = (path) => typeof path === "string" && read(path) !== undefined;
  const refuse = () => false;
  return new Proxy(Object.create(null), {
    get: (_, path) => (typeof path === "string" ? read(path) : undefined),
    has: (_, path) => has(path),
    ownKeys: () => source.steps(),
    getOwnPropertyDescriptor: (_, path) =>
      has(path) ? { value: read(path), enumerable: true, configurable: true, writable: false } : undefined,
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    setPrototypeOf: refuse,
  });
}
