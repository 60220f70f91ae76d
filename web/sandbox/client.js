// The page's side of the sandbox in which the functions of a run are called.
//
// The user's module runs only in workers (worker.js), which an iframe of an opaque origin starts (iframe.js, frame.js);
// the iframe's policy says what they may load. What comes from them is looked at before anything else (gate.js). Here
// it is decided which worker makes a call, and what becomes of one that does not answer.

import { Iframe } from "./iframe.js";
import { Mocks } from "./mocks.js";
import { Scope } from "./scope.js";
import { TICK, WorkerLink } from "./worker-link.js";

/** How often the iframe is built in a row without a worker in it that reports. */
const MAX_BUILDS = 3;

/**
 * @typedef {{ sandbox: Promise<Sandbox>, cancel(): void }} Opening `cancel` ends the loading at once, or closes the sandbox
 * @typedef {{ id: number, isolated: boolean, name: string, input: string, step: string, scope: Scope & { id: number },
 *   version: number, link: WorkerLink, resolve(result: string): void, reject(error: string): void }} Call
 */

/**
 * Loads a module in a sandbox. Rejects with the JSON text of an error record `{ name, message, stack?, cause? }` if it
 * cannot be loaded; that of a syntax error has `line` and `column` too, where the browser tells.
 * @param {string} module the module's text
 * @param {{ network?: boolean, mocks?: import("./mocks.js").MockList, onLog?(entries: string): void,
 *   onBusy?(isBusy: boolean): void }} options `entries` is the JSON text of a list of `{ level, call, at, text }`: `call` is
 *   an id or null, `at` in milliseconds since the epoch
 * @returns {Opening}
 */
export function openSandbox(module, { network = false, mocks, onLog = () => {}, onBusy = () => {} } = {}) {
  let cancel;
  const sandbox = new Promise((resolve, reject) => {
    const sandbox = new Sandbox(module, { network, mocks, onLog, onBusy, resolve, reject });
    cancel = () => sandbox.close();
  });
  return { sandbox, cancel };
}

class Sandbox {
  /** The names of the module's functions. */
  functions = [];

  #module;
  #address;
  #hooks;
  #mocks;
  #iframe;
  /** The worker of every call that is not isolated; `null` until the next such call needs one. */
  #shared = null;
  #links = new Set();
  /** @type {Map<number, Call>} */
  #calls = new Map();
  #scopes = new Map();
  #timer = null;
  #isOpen = false;
  #isClosed = false;
  #isBusy = false;
  #builds = 0;

  constructor(module, { network, mocks, ...hooks }) {
    this.#mocks = new Mocks(mocks);
    this.#module = module;
    this.#address = new URL(network ? "sandbox-network.html" : "sandbox.html", import.meta.url);
    this.#hooks = hooks;
    this.#build();
    this.#shared = this.#start();
  }

  /**
   * Calls a function. Resolves with the JSON text of its result, which comes from the user's code and is to be read
   * as such; rejects with the JSON text of an error record.
   * @param {number} id no other call of the sandbox has it
   * @param {boolean} isolated whether it gets a worker of its own
   * @param {string} input JSON text
   * @param {string} step JSON text of `{ name, path, attempt, idempotencyKey, params? }`
   * @param {number} scope
   * @param {string[]} context path, JSON text, path, JSON text, …: what is new since the scope's previous call
   * @returns {Promise<string>}
   */
  call(id, isolated, name, input, step, scope, context) {
    const within = this.#scope(scope);
    const version = within.add(context);
    const mocked = this.#isClosed ? undefined : this.#mocks.answer(id, step);
    if (mocked) {
      mocked.catch(() => {});
      return mocked;
    }
    const settled = new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closed());
      within.hold(version);
      const call = { id, isolated, name, input, step, scope: within, version, link: null, resolve, reject };
      this.#calls.set(id, call);
      this.#dispatch(call);
    });
    settled.catch(() => {}); // whoever has given a call up need not look at how it ends
    return settled;
  }

  #scope(id) {
    let scope = this.#scopes.get(id);
    if (!scope) {
      scope = Object.assign(new Scope(), { id });
      this.#scopes.set(id, scope);
    }
    return scope;
  }

  #dispatch(call) {
    call.link = call.isolated ? this.#start() : (this.#shared ??= this.#start());
    call.link.call(call);
    this.#watch();
  }

  /** Aborts a call's `step.signal`. A worker that does not answer soon after is terminated; its other calls start again. */
  abandon(id) {
    if (this.#mocks.abandon(id, abandoned())) return;
    const call = this.#calls.get(id);
    if (!call) return;
    this.#forget(call);
    call.reject(abandoned());
    call.link.abandon(id, call.isolated);
    if (call.isolated && !call.link.isLoaded) this.#end(call.link);
    this.#watch();
  }

  /** Aborts everything, and lets the worker say what it still has to say; then nothing is left of it. */
  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#failAll(closed());
    for (const link of [...this.#links]) {
      if (link.isLoaded) link.close();
      else this.#end(link);
    }
    this.#watch();
    this.#dropWhenOver();
  }

  // Workers

  #build() {
    this.#builds += 1;
    this.#iframe = new Iframe(this.#address, () => this.#rebuild("it had gone elsewhere"));
  }

  #start() {
    const link = new WorkerLink(this.#iframe, this.#module, this.#owner);
    this.#links.add(link);
    this.#watch();
    return link;
  }

  #end(link) {
    link.terminate();
    this.#links.delete(link);
    if (this.#shared === link) this.#shared = null;
    this.#tellBusy();
    this.#dropWhenOver();
  }

  #dropWhenOver() {
    if (this.#isClosed && this.#links.size === 0) this.#iframe.drop();
  }

  /** Makes calls again that were in flight in workers which are no more. */
  #again(calls) {
    for (const call of calls) if (this.#calls.has(call.id)) this.#dispatch(call);
  }

  #restart(link) {
    const calls = [...link.calls.values()];
    this.#end(link);
    const again = calls.length === 1 ? "; one other call starts again" : `; ${calls.length} other calls start again`;
    this.#notice(`A worker did not answer after a call in it was given up, and was terminated${calls.length ? again : ""}.`);
    this.#again(calls);
  }

  #rebuild(why) {
    const links = [...this.#links];
    const calls = links.flatMap((link) => [...link.calls.values()]);
    for (const link of links) link.terminate();
    this.#links.clear();
    this.#shared = null;
    this.#iframe.drop();
    if (this.#isClosed) return;
    if (this.#builds >= MAX_BUILDS) {
      const error = { name: "Sandbox.Unavailable", message: `the sandbox could not be started: ${why}` };
      this.#failAll(JSON.stringify(error));
      this.#isClosed = true;
      return;
    }
    this.#notice(`The sandbox was built anew, since ${why}.`);
    this.#build();
    if (!this.#isOpen) this.#shared = this.#start();
    this.#again(calls);
    this.#tellBusy();
  }

  #owner = {
    onBooted: () => {
      this.#builds = 0;
    },
    onLoaded: (link, functions) => {
      if (this.#isOpen) return;
      this.#isOpen = true;
      this.functions = functions;
      this.#hooks.resolve(this);
    },
    onLoadFailed: (link, error) => {
      const calls = [...link.calls.values()];
      this.#end(link);
      this.#failLoading(error);
      for (const call of calls) this.#settle(call, (call) => call.reject(error));
    },
    onSettled: (link, id, error, result) => {
      const call = link.calls.get(id);
      if (call) this.#settle(call, (call) => (error === null ? call.resolve(result) : call.reject(error)));
      // An isolated worker is there for one call.
      if (link !== this.#shared) this.#end(link);
    },
    onLogs: (entries) => {
      if (entries.length > 0) this.#hooks.onLog(JSON.stringify(entries));
    },
    onFlood: (link, what) => {
      const calls = [...link.calls.values()];
      this.#end(link);
      this.#notice(`A worker was terminated, since it sent ${what}.`);
      const error = JSON.stringify({ name: "Sandbox.Flooded", message: `the functions' worker sent ${what}` });
      this.#failLoading(error);
      for (const call of calls) this.#settle(call, (call) => call.reject(error));
    },
    onClosed: (link) => this.#end(link),
    onAnswer: () => this.#tellBusy(),
  };

  // Calls

  #settle(call, settle) {
    this.#forget(call);
    settle(call);
  }

  #forget(call) {
    this.#calls.delete(call.id);
    call.link.calls.delete(call.id);
    call.scope.letGo(call.version);
  }

  #failAll(error) {
    this.#failLoading(error);
    this.#mocks.close(error);
    for (const call of [...this.#calls.values()]) this.#settle(call, (call) => call.reject(error));
  }

  /** The module could not be loaded the first time: there is no sandbox. */
  #failLoading(error) {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#hooks.reject(error);
    this.close();
  }

  // Time

  /** Looks after the workers, as long as anything is to come from one. */
  #watch() {
    this.#timer ??= setTimeout(() => this.#tick(), TICK);
  }

  #tick() {
    this.#timer = null;
    for (const link of [...this.#links]) {
      const matter = link.isAwaited ? link.tick() : undefined;
      if (matter === "absent") return this.#rebuild("no worker in it reported");
      if (matter === "stuck") this.#restart(link);
      if (matter === "over") this.#end(link);
    }
    this.#tellBusy();
    if ([...this.#links].some((link) => link.isAwaited)) this.#watch();
  }

  #tellBusy() {
    const isBusy = [...this.#links].some((link) => link.isBusy);
    if (isBusy === this.#isBusy) return;
    this.#isBusy = isBusy;
    this.#hooks.onBusy(isBusy);
  }

  #notice(text) {
    this.#hooks.onLog(JSON.stringify([{ level: "notice", call: null, at: Date.now(), text }]));
  }
}

function aborted(message) {
  return JSON.stringify({ name: "AbortError", message });
}

function abandoned() {
  return aborted("the attempt was abandoned");
}

function closed() {
  return aborted("the sandbox was closed");
}
