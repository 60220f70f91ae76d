// Makes the calls that the page asks for, with the functions of the user's module.

import { Step } from "../../core/npm/step.js";
import { toJson } from "../../core/npm/value.js";
import { StayAwake } from "./awake.js";
import { replaceConsole } from "./console.js";
import { errorRecord, loadErrorRecord } from "./error-record.js";
import { isTrusted, stop } from "./event.js";
import { removeGlobals } from "./globals.js";
import { line } from "./inspect.js";
import { Log } from "./log.js";
import { loadModule } from "./module.js";
import { SafeMap, getter, parse, setPrototypeOf, stringify } from "./primordials.js";
import * as protocol from "./protocol.js";
import { Scope } from "./scope.js";
import { watchErrors } from "./uncaught.js";

const messageData = getter(MessageEvent.prototype, "data");
const { DOMException } = self;
const { abort } = Step;
const later = self.setTimeout.bind(self);

export class Harness {
  #post;
  #log;
  #awake;
  #functions;
  /** The calls that have not settled, by id; given up ones too. */
  #calls = new SafeMap();
  #scopes = new SafeMap();
  /** The call whose function is being called: until it first waits, what is logged is its. */
  #current = null;

  /** `page`: where the page is heard and spoken to, a port or the worker's global scope. */
  constructor(page, isPort) {
    this.#post = page.postMessage.bind(page);
    this.#log = new Log(this.#post);
    if (isPort) this.#awake = new StayAwake();
    page.addEventListener("message", (event) => {
      // The module may dispatch events at the global scope, and listen there.
      if (!isTrusted(event)) return;
      stop(event);
      this.#receive(messageData(event));
    });
    if (isPort) page.start();
    this.#post(`${protocol.BOOTED}0\n`);
  }

  /** `message` is a list that the page made: its items are its own. */
  #receive(message) {
    switch (message[0]) {
      case protocol.LOAD:
        return void this.#load(message[1]);
      case protocol.CALL:
        return void this.#call(message[1], message[2], message[3], message[4], message[5], message[6]);
      case protocol.ABANDON:
        return this.#abort(this.#calls.get(message[1]));
      case protocol.PING:
        return this.#post(`${protocol.PONG}${message[1]}\n`);
      case protocol.CLOSE:
        return this.#close();
    }
  }

  async #load(text) {
    let answer;
    try {
      watchErrors(
        (error) => this.#write("uncaught", this.#likelyCall(), () => line([error])),
        (what) => this.#write("notice", this.#likelyCall(), () => `The sandbox refuses ${what}.`),
      );
      replaceConsole((level, text) => this.#write(level, this.#likelyCall(), text));
      removeGlobals();
      this.#functions = await loadModule(text);
      answer = `${protocol.LOADED}0\n${stringify(this.#functions.names)}`;
    } catch (thrown) {
      answer = `${protocol.LOAD_FAILED}0\n${loadErrorRecord(thrown)}`;
    }
    this.#log.flush();
    this.#post(answer);
  }

  async #call(id, name, input, step, scopeId, context) {
    this.#awake?.stay();
    const scope = this.#scope(scopeId);
    const call = { __proto__: null, id, scope, version: scope.add(context), step: undefined, isSettled: false };
    scope.hold(call.version);
    this.#calls.set(id, call);
    let answer;
    try {
      const func = this.#functions.find(name);
      call.step = this.#step(call, parse(step));
      let result;
      this.#current = id;
      try {
        result = func(parse(input), call.step);
      } finally {
        this.#current = null;
      }
      // A function is asked for its `then` too.
      if ((typeof result === "object" && result !== null) || typeof result === "function") result = await result;
      answer = `${protocol.RESULT}${id}\n${toJson(result)}`;
    } catch (thrown) {
      answer = `${protocol.ERROR}${id}\n${errorRecord(thrown)}`;
    }
    call.isSettled = true;
    scope.letGo(call.version);
    this.#calls.delete(id);
    this.#log.flush();
    this.#post(answer);
    this.#awake?.stay();
  }

  #scope(id) {
    let scope = this.#scopes.get(id);
    if (!scope) {
      scope = new Scope();
      this.#scopes.set(id, scope);
    }
    return scope;
  }

  #step(call, info) {
    setPrototypeOf(info, null);
    const { scope, version } = call;
    return new Step(info.name, info.path, info.attempt, {
      __proto__: null,
      params: () => (info.params === undefined ? undefined : stringify(info.params)),
      idempotencyKey: () => info.idempotencyKey,
      lookUp: (path) => (call.isSettled ? undefined : scope.lookUp(path, version)),
      steps: () => (call.isSettled ? [] : scope.steps(version)),
      log: (_, values) => this.#write("log", call.id, () => line(values)),
    });
  }

  #abort(call) {
    if (!call?.step) return;
    try {
      abort(call.step, new DOMException("the attempt was abandoned", "AbortError"));
    } catch {
      // The module has exchanged what `AbortController` does; then there is nothing to tell it.
    }
  }

  #close() {
    this.#calls.forEach((call) => this.#abort(call));
    // Whoever listens to a signal has a turn to say so.
    later(() => {
      this.#log.flush();
      this.#post(`${protocol.CLOSED}0\n`);
    }, 0);
  }

  #write(level, call, text) {
    if (this.#log.hasRoom()) this.#log.write(level, call, text());
  }

  /** Whose call it is that something comes from which does not say so: the only one, if there is but one. */
  #likelyCall() {
    if (this.#current !== null || this.#calls.size !== 1) return this.#current;
    let only = null;
    this.#calls.forEach((_, id) => {
      only = id;
    });
    return only;
  }
}
