// A page with the sandbox in it, and nothing else: under the policy of the built page, at its origin.

import { Count, amount, attemptText, bait } from "./attempts.js";

bait();

/** After how long an attempt is given up, in milliseconds. */
const GIVE_UP = { freeze: 500, forge: 500 };
/** After how long another call is given up: it ends by itself, but for a worker that is held up. */
const GIVE_UP_OTHERS = { freeze: 1500 };
const LONG_ENOUGH = 10_000;

/** The longest time between two ticks of the page's clock: how long it was held up. */
class Ticks {
  longest = 0;
  #last = performance.now();
  #timer = setInterval(() => this.#tick(), 10);

  #tick() {
    const now = performance.now();
    this.longest = Math.max(this.longest, now - this.#last);
    this.#last = now;
  }

  stop() {
    this.#tick();
    clearInterval(this.#timer);
    return this.longest;
  }
}

/** Calls functions of a module in a sandbox, one after the other or at once. */
class Run {
  #sandbox;
  #ids = 0;
  entries = [];

  static async open(client, module, options) {
    const run = new Run();
    const opening = client.openSandbox(module, { onLog: (entries) => run.entries.push(...JSON.parse(entries)), ...options });
    run.#sandbox = await opening.sandbox;
    return run;
  }

  /** How a call ended: `{ result }`, `{ error }` or `{ givenUp }`. */
  async call(name, { input = null, giveUp = LONG_ENOUGH } = {}) {
    const id = ++this.#ids;
    const step = { name, path: name, attempt: 1, idempotencyKey: name };
    const call = this.#sandbox.call(id, false, name, JSON.stringify(input), JSON.stringify(step), 0, [`Step ${id}`, "1"]);
    let timer;
    const givenUp = new Promise((resolve) => {
      timer = setTimeout(() => {
        this.#sandbox.abandon(id);
        resolve({ givenUp: true });
      }, giveUp);
    });
    const settled = call.then(
      (result) => ({ result }),
      (error) => ({ error }),
    );
    const outcome = await Promise.race([settled, givenUp]);
    clearTimeout(timer);
    return outcome;
  }

  close() {
    this.#sandbox.close();
  }
}

/** Makes an attempt in a sandbox: what it got, whether the page was held up, and whether calls are made after it. */
async function contain(client, file, name, input, options) {
  const before = state();
  const module = `
    const { attempt, check } = (${await attemptText(file, name)})();
    export { attempt, check };
    export const after = () => "fine";
    export const wait = () => new Promise(() => {});`;
  const ticks = new Ticks();
  const run = await Run.open(client, module, options);
  const other = file === "forge" ? await Run.open(client, module, options) : null;
  const waiting = other?.call("wait", { giveUp: 2 * GIVE_UP.forge });
  const ended = await run.call("attempt", { input, giveUp: GIVE_UP[file] });
  const got = await escaped({ run, file, name, ended, waiting });
  // A worker that was held up for ever is found out by a call that is given up.
  const again = async () => (await run.call("after", { giveUp: GIVE_UP_OTHERS[file] })).result;
  const after = (await again()) ?? (await again());
  const heldUp = ticks.stop();
  run.close();
  other?.close();
  const changed = state() === before ? null : `the page was ${before} and is ${state()}`;
  return { got: got ?? changed, ended: short(ended), heldUp, after };
}

/** What an attempt got by itself, if anything. A request that came to the canary is seen there. */
async function escaped({ run, file, name, ended, waiting }) {
  switch (file) {
    case "window":
    case "worker":
      return truthy(ended.result);
    case "harness":
      return truthy((await run.call("check")).result) ?? truthy((await run.call("check")).result);
    case "flood": {
      const count = new Count();
      for (const { text } of run.entries) count.add(text);
      count.characters += (ended.result ?? ended.error ?? "").length;
      return count.reaches(await amount(name));
    }
    case "forge":
      return truthy((await waiting).result);
    default:
      return null;
  }
}

function truthy(text) {
  const value = text === undefined ? null : JSON.parse(text);
  return value ? text : null;
}

function short(ended) {
  const text = JSON.stringify(ended);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function state() {
  const frames = document.querySelectorAll("iframe:not([sandbox])").length;
  const planted = [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie];
  return JSON.stringify([location.href, document.title, document.body.dataset, frames, planted, window.secret]);
}

// For the driver, which names the built page's client.

window.contain = async (client, file, name, input, options) => contain(await import(client), file, name, input, options);

window.ask = async (client, address, options) => {
  const module = `export const ask = (address) => fetch(address).then((response) => response.status, String);`;
  const run = await Run.open(await import(client), module, options);
  const asked = await run.call("ask", { input: address });
  run.close();
  return asked;
};

window.behave = async (client, name) => {
  const { [name]: behaves } = await import("./behaviour.js");
  await behaves((await import(client)).openSandbox);
};
