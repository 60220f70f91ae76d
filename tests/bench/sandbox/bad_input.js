// Whether the page stays responsive while functions do what they should not.

import { open, run, until } from "../page.js";

/** How long a step may take, in seconds: what does not end by itself is stopped then. */
const TIMEOUT = 2;

/** In how many milliseconds the page finds that functions cannot run at all. */
const LOOKED_AT_WITHIN = 3000;

/** Modules, by what is bad about them. Each exports `f`, as far as it gets. */
const MODULES = {
  "nothing bad, for comparison": `export const f = () => new Promise((resolve) => setTimeout(resolve, ${TIMEOUT * 900}));`,
  "while (true) {}": "export function f() { while (true) {} }",
  "an endless promise chain": "export async function f() { for (;;) await null; }",
  "a promise that never settles": "export const f = () => new Promise(() => {});",
  "a result of 100 MB": "export const f = () => 'x'.repeat(100_000_000);",
  "a result of 16 MB, which is allowed": "export const f = () => 'x'.repeat(16_000_000);",
  "a million log lines": "export function f() { for (let i = 0; i < 1e6; i++) console.log('line', i); }",
  "log lines without end": "export async function f() { for (;;) { console.log('x'.repeat(1000)); await null; } }",
  "a million messages": `const send = globalThis.postMessage;
    const { port1 } = new MessageChannel();
    export function f() {
      for (let i = 0; i < 1e6; i++) { try { send(i); } catch {} port1.postMessage(i); dispatchEvent(new MessageEvent("message", { data: i })); }
    }`,
  "uncaught errors without end": "export async function f() { for (;;) { Promise.reject(new Error('no')); await new Promise((go) => setTimeout(go)); } }",
  "deep recursion": "export function f() { return f() + 1; }",
  "self.close()": "export function f() { self.close(); return new Promise(() => {}); }",
  "forged messages": `export function f() {
      for (const forged of ["R1\\n1", { id: 1, result: "1" }, null]) {
        try { self.postMessage(forged); } catch {}
        try { dispatchEvent(new MessageEvent("message", { data: forged })); } catch {}
      }
      return new Promise(() => {});
    }`,
  "overwritten globals and prototypes": `export function f() {
      for (const prototype of [Object, Array, String, Promise, Map, Function, MessagePort].map((type) => type.prototype)) {
        for (const key of Reflect.ownKeys(prototype)) try { prototype[key] = () => { throw 1; }; } catch {}
      }
      for (const key of Object.getOwnPropertyNames(globalThis)) try { globalThis[key] = undefined; } catch {}
      return 1;
    }`,
  "an exotic value thrown": "export function f() { throw new Proxy(function () {}, { get() { throw 1; }, ownKeys() { throw 2; } }); }",
  "a syntax error": "export function f( {",
  "an error while loading": "throw new Error('no'); export function f() {}",
  "an endless loop while loading": "for (;;); export function f() {}",
  "a module of 1 MB": Array.from({ length: 24_000 }, (_, i) => `export const x${i} = (a, b) => a * ${i} + b;\n`).join("") + "export const f = () => 1;",
};

/** What is bad, in order. */
export const names = () => Object.keys(MODULES);

/** The longest time in milliseconds that the page did nothing else, from when the module is opened to the run's end. */
export async function longestGap(name) {
  const ticker = new Ticker();
  const step = `${name} ${performance.now()}`;
  await open({ definition: { name, steps: { [step]: { func: "f", timeout: TIMEOUT } } }, functions: MODULES[name] });
  const button = document.querySelector("#run");
  const ready = until(() => !button.disabled, "Run can be pressed", LOOKED_AT_WITHIN);
  const end = await ready.then(ended, () => "NOT RUN");
  return { gap: ticker.stop(), end };
}

/** Runs it, and stops it if it goes on longer than a step may. */
async function ended() {
  const stop = setTimeout(() => document.querySelector("#cancel").click(), TIMEOUT * 2000);
  const { status } = await run();
  clearTimeout(stop);
  return status;
}

/** Counts as fast as a page can without rest. */
class Ticker {
  #longest = 0;
  #last = performance.now();
  #timer;

  constructor() {
    const tick = () => {
      const now = performance.now();
      this.#longest = Math.max(this.#longest, now - this.#last);
      this.#last = now;
      this.#timer = setTimeout(tick);
    };
    tick();
  }

  stop() {
    clearTimeout(this.#timer);
    return Math.max(this.#longest, performance.now() - this.#last);
  }
}
