// A worker as the page sees it: what it has been asked, and whether it answers.

import { Flood, Gate, readLogs, readNames } from "./gate.js";
import * as protocol from "./protocol.js";

/** Time goes by ticks: a page that was held up or asleep must not take the worker for dead. In milliseconds. */
export const TICK = 125;
/** After how many ticks an unanswered worker is busy: about 400 ms. */
const BUSY_AFTER = 3;
/** How often it is pinged: about every 250 ms. */
const PING_EVERY = 2;
/** How long a worker may take to be there: 5 s. */
const BOOTS_WITHIN = 40;
/** How long a worker has to answer, or to end, when something is given up: about 300 ms. */
const GRACE = 3;

/**
 * Who starts a worker is told of all this.
 * @typedef {{
 *   onBooted(): void,
 *   onLoaded(link: WorkerLink, functions: string[]): void,
 *   onLoadFailed(link: WorkerLink, error: string): void,
 *   onSettled(link: WorkerLink, id: number, error: string | null, result: string | null): void,
 *   onLogs(entries: object[]): void,
 *   onFlood(link: WorkerLink, what: string): void,
 *   onClosed(link: WorkerLink): void,
 *   onAnswer(): void,
 * }} Owner
 */
export class WorkerLink {
  /** The calls in flight by id, in the order in which they came. */
  calls = new Map();
  isLoaded = false;

  #owner;
  #line;
  #gate = new Gate();
  /** Which version of each scope the worker has seen. */
  #seen = new Map();
  #isBooted = false;
  #ticks = 0;
  #silentTicks = 0;
  /** When the grace ends of somebody who has been told to give up. */
  #graceEnds = Infinity;
  #mustEnd = false;

  /**
   * @param {import("./iframe.js").Iframe} iframe
   * @param {string} module the module's text
   * @param {Owner} owner
   */
  constructor(iframe, module, owner) {
    this.#owner = owner;
    this.#line = iframe.start((message) => this.#receive(message));
    this.#line.post([protocol.LOAD, module]);
  }

  /** Whether it has not answered for a while. */
  get isBusy() {
    return this.#silentTicks >= BUSY_AFTER;
  }

  /** Whether anything is to come from it. */
  get isAwaited() {
    return !this.isLoaded || this.calls.size > 0 || this.#graceEnds < Infinity;
  }

  /** Makes a call, as soon as the module is loaded. */
  call(call) {
    this.calls.set(call.id, call);
    if (this.isLoaded) this.#send(call);
  }

  #send({ id, name, input, step, scope, version }) {
    const context = scope.since(this.#seen.get(scope) ?? 0, version);
    this.#seen.set(scope, version);
    this.#gate.expect(id);
    this.#line.post([protocol.CALL, id, name, input, step, scope.id, context]);
  }

  /** Gives a call up. The worker must answer soon; if it was the only one that it was there for, it must end soon. */
  abandon(id, isLast) {
    this.calls.delete(id);
    this.#line.post([protocol.ABANDON, id]);
    this.#endGraceSoon(isLast);
  }

  /** Gives everything up. */
  close() {
    this.calls.clear();
    this.#gate.expectClosed();
    this.#line.post([protocol.CLOSE]);
    this.#endGraceSoon(true);
  }

  #endGraceSoon(mustEnd) {
    this.#mustEnd ||= mustEnd;
    this.#graceEnds = Math.min(this.#graceEnds, this.#ticks + GRACE);
    this.#ping();
  }

  /** Ends the worker at once. Nothing comes from it after this. */
  terminate() {
    this.#line.terminate();
  }

  /** Some time has passed; answers what is the matter with the worker, if anything: `absent`, `stuck` or `over`. */
  tick() {
    this.#ticks += 1;
    if (!this.#isBooted) return this.#ticks > BOOTS_WITHIN ? "absent" : undefined;
    if (this.#ticks > this.#graceEnds) {
      if (this.#mustEnd) return "over";
      if (this.#gate.isSilent) return "stuck";
      this.#graceEnds = Infinity;
    }
    if (this.#gate.isSilent) this.#silentTicks += 1;
    else if (this.#ticks % PING_EVERY === 0) this.#ping();
    return undefined;
  }

  #ping() {
    this.#line.post([protocol.PING, this.#gate.ping()]);
  }

  #receive(message) {
    const answer = this.#gate.read(message);
    if (answer === undefined) return;
    if (answer instanceof Flood) return this.#owner.onFlood(this, answer.what);
    const { kind, number, text } = answer;
    switch (kind) {
      case protocol.RESULT:
        return this.#owner.onSettled(this, number, null, text);
      case protocol.ERROR:
        return this.#owner.onSettled(this, number, text, null);
      case protocol.LOGS:
        return this.#owner.onLogs(readLogs(text));
      case protocol.PONG:
        if (this.#gate.isSilent) return;
        this.#silentTicks = 0;
        if (!this.#mustEnd) this.#graceEnds = Infinity;
        return this.#owner.onAnswer();
      case protocol.BOOTED:
        this.#isBooted = true;
        return this.#owner.onBooted();
      case protocol.LOADED:
        this.isLoaded = true;
        this.#owner.onLoaded(this, readNames(text));
        for (const call of this.calls.values()) this.#send(call);
        return;
      case protocol.LOAD_FAILED:
        return this.#owner.onLoadFailed(this, text);
      case protocol.CLOSED:
        return this.#owner.onClosed(this);
    }
  }
}
