// What the sandbox does for code that means no harm, and for code that does by accident.
//
// Each is called with `openSandbox`. What a call gives is compared as JSON text, as the page gets it.

import { equal, matches, ok, until } from "./expect.js";

let ids = 0;

/** A sandbox, what it logs and says of being busy, and a way to call. */
async function open(openSandbox, module, options) {
  const logs = [];
  const busy = [];
  const hooks = { onLog: (entries) => logs.push(...JSON.parse(entries)), onBusy: (isBusy) => busy.push(isBusy) };
  const opening = openSandbox(module, { ...hooks, ...options });
  return { ...called(await opening.sandbox), logs, busy };
}

function called(sandbox) {
  const begin = (name, { input = null, isolated = false, scope = 0, context = [], ...step } = {}) => {
    const id = ++ids;
    const text = JSON.stringify({ name, path: name, attempt: 1, idempotencyKey: `key of ${name}`, ...step });
    const call = sandbox.call(id, isolated, name, JSON.stringify(input), text, scope, context);
    const settled = call.then(JSON.parse, (error) => ({ error: JSON.parse(error) }));
    return { id, settled };
  };
  return { sandbox, begin, call: (name, how) => begin(name, how).settled };
}

const failure = async (opening) => JSON.parse(await opening.sandbox.then(() => "null", (error) => error));

export async function calls_functions(openSandbox) {
  const { sandbox, call } = await open(
    openSandbox,
    `export const plus = (x) => x + 1;
     export async function later(x) { await null; return { x }; }
     export const thenable = () => ({ then: (resolve) => resolve("then") });
     export const nothing = () => {};
     export default () => "default";
     export function then() { return "a function of that name"; }
     export class Class {}
     export const data = 1;`,
  );
  equal(sandbox.functions, ["Class", "default", "later", "nothing", "plus", "then", "thenable"]);
  equal(await call("plus", { input: 1 }), 2);
  equal(await call("later", { input: [1] }), { x: [1] });
  equal(await call("thenable"), "then");
  equal(await call("nothing"), null);
  equal(await call("default"), "default");
  equal(await call("then"), "a function of that name");
  for (const name of ["data", "toString", "constructor", "__proto__", "no such"]) {
    const { error } = await call(name);
    equal([error.name, error.message], ["Function.Missing", `there is no function \`${name}\``]);
  }
  sandbox.close();
}

export async function makes_an_error_of_whatever_is_thrown(openSandbox) {
  const trap = "new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 1; }, ownKeys() { throw 1; } })";
  const { sandbox, call } = await open(
    openSandbox,
    `export const text = () => { throw "text"; };
     export const nothing = () => { throw undefined; };
     export const rejects = () => Promise.reject();
     export const symbol = () => { throw Symbol("s"); };
     export const bare = () => { throw Object.create(null); };
     export const trap = () => { throw ${trap}; };
     export const returnsTrap = () => ${trap};
     export const getter = () => ({ get a() { throw new RangeError("in a getter"); } });
     export const func = () => [() => {}];
     export const circle = () => { const a = {}; a.a = a; return a; };
     export const then = () => ({ get then() { throw new TypeError("in then"); } });
     export const recursion = () => recursion() + 1;
     export const caused = () => { throw new Error("outer", { cause: new TypeError("inner") }); };`,
  );
  const cases = {
    text: ["Error", /^text$/],
    nothing: ["Error", /^undefined was thrown$/],
    rejects: ["Error", /^undefined was thrown$/],
    symbol: ["Error", /^Symbol\(s\)$/],
    bare: ["Error", /./],
    trap: ["Error", /./],
    returnsTrap: ["Error", /./],
    getter: ["RangeError", /^in a getter$/],
    func: ["Data.NotJson", /^\/0: a function is not JSON$/],
    circle: ["Data.NotJson", /contains itself/],
    then: ["TypeError", /^in then$/],
    recursion: [undefined, /./],
    caused: ["Error", /^outer$/],
  };
  for (const [name, [want, message]] of Object.entries(cases)) {
    const { error } = await call(name);
    if (want) equal([name, error.name], [name, want]);
    matches(error.message, message);
  }
  equal((await call("caused")).error.cause.name, "TypeError");
  sandbox.close();
}

export async function goes_on_when_the_module_overwrites_everything(openSandbox) {
  const { sandbox, call } = await open(
    openSandbox,
    `const broken = () => { throw new Error("broken"); };
     const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames } = Object;
     const prototypes = [Array, Map, Set, String, Promise, Function, RegExp, MessagePort, EventTarget, MessageEvent, Event]
       .map((of) => of.prototype);
     const places = [...prototypes, JSON, Reflect, Object, Promise, Symbol, console, globalThis];
     const keys = places.map((of) => getOwnPropertyNames(of));
     for (let i = 0; i < places.length; i++) {
       for (let j = 0; j < keys[i].length; j++) {
         const key = keys[i][j];
         if (key === "constructor" || !getOwnPropertyDescriptor(places[i], key)?.configurable) continue;
         defineProperty(places[i], key, { __proto__: null, get: broken, set: broken });
       }
     }
     export const fine = (x) => x;
     export const fails = () => { throw "on purpose"; };`,
  );
  equal(await call("fine", { input: 7 }), 7);
  equal((await call("fails")).error.message, "on purpose");
  sandbox.close();
}

export async function gives_the_step(openSandbox) {
  const { sandbox, call } = await open(
    openSandbox,
    `export const tell = (input, step) => [input, step.name, step.path, step.attempt, step.idempotencyKey, step.params,
       Object.isFrozen(step.params), step.signal.aborted];
     export const none = (input, { params }) => params === undefined;`,
  );
  const given = { input: { a: 1 }, name: "N", path: "P/N[3]", attempt: 2, idempotencyKey: "k", params: { x: [1e21] } };
  equal(await call("tell", given), [{ a: 1 }, "N", "P/N[3]", 2, "k", { x: [1e21] }, true, false]);
  equal(await call("none"), true);
  sandbox.close();
}

export async function shows_the_context_as_it_was(openSandbox) {
  const { sandbox, call } = await open(
    openSandbox,
    `export const see = async (ms, { context }) => {
       await new Promise((resolve) => setTimeout(resolve, ms));
       return [Reflect.ownKeys(context), context.A, context["A/x"], context["A/y"], "A" in context, context.none];
     };
     export const change = (_, { context }) => { context.A = 1; };`,
  );
  const first = call("see", { input: 200, context: ["A", "1", "A/x", "2", "A/y", '{"y":3}'] });
  equal(await call("see", { input: 0, context: ["A", "4", "A/x", "5"] }), [["A"], 4, 5, null, true, null]);
  equal(await call("see", { input: 0, isolated: true, context: ["B~1C", "6"] }), [["A", "B/C"], 4, 5, null, true, null]);
  equal(await call("see", { input: 0 }), [["A", "B/C"], 4, 5, null, true, null]);
  equal(await call("see", { input: 0, scope: 1 }), [[], null, null, null, false, null]);
  equal(await first, [["A"], 1, 2, { y: 3 }, true, null]);
  equal((await call("change")).error.name, "TypeError");
  sandbox.close();
}

export async function keeps_the_modules_state_between_calls(openSandbox) {
  const module = "let n = 0; export const next = () => ++n;";
  const [one, other] = [await open(openSandbox, module), await open(openSandbox, module)];
  equal([await one.call("next"), await one.call("next")], [1, 2]);
  equal(await other.call("next"), 1);
  equal(await one.call("next", { isolated: true }), 1);
  equal(await one.call("next"), 3);
  one.sandbox.close();
  other.sandbox.close();
}

export async function passes_on_what_is_logged(openSandbox) {
  const { sandbox, begin, logs } = await open(
    openSandbox,
    `console.log("loading");
     export const say = async (_, step) => {
       step.log("hello", { a: [1, "x"] });
       console.warn("%s is %d", "x", 7, [true]);
       await null;
       console.error(new TypeError("no"));
       for (const name of ["debug", "info", "trace", "dir", "table", "assert", "group", "groupCollapsed", "groupEnd", "time",
         "timeLog", "timeEnd", "count", "countReset", "clear", "dirxml", "timeStamp", "profile", "profileEnd"]) console[name]({});
       return 1;
     };
     export const wait = () => new Promise((resolve) => setTimeout(() => { console.log("who?"); resolve(1); }, 50));`,
  );
  const { id, settled } = begin("say");
  await settled;
  equal(logs[0].text, "loading");
  equal(logs[0].call, null);
  const said = logs.slice(1).filter(({ call }) => call === id);
  equal([said[0].level, said[0].text], ["log", 'hello {a: [1, "x"]}']);
  equal([said[1].level, said[1].text], ["warn", "x is 7 [true]"]);
  equal(said[2].level, "error");
  matches(said[2].text, /^TypeError: no\n.*functions\.js:6:\d+/);
  ok(logs.every(({ at }) => Math.abs(at - Date.now()) < 60_000), "at is the time");
  const both = [begin("wait"), begin("wait")];
  await Promise.all(both.map(({ settled }) => settled));
  const [first] = logs.filter(({ text }) => text.trim() === "who?"); // within the group that was begun
  equal(first.call, null); // it may be either
  sandbox.close();
}

export async function reports_what_nobody_catches(openSandbox) {
  const { sandbox, call, logs } = await open(
    openSandbox,
    `export const cause = () => {
       Promise.reject(new Error("rejected"));
       setTimeout(() => { throw new RangeError("thrown"); });
     };`,
  );
  equal(await call("cause"), null);
  const uncaught = () => logs.filter(({ level }) => level === "uncaught");
  await until(() => uncaught().length === 2);
  const texts = uncaught().map(({ text }) => text).sort();
  matches(texts[0], /^Error: rejected\n.*functions\.js:2:\d+/);
  matches(texts[1], /^RangeError: thrown\n.*functions\.js:3:\d+/);
  sandbox.close();
}

export async function shows_the_users_own_lines(openSandbox) {
  const { sandbox, call } = await open(
    openSandbox,
    `export async function outer() {
       await null;
       const result = inner();
       return result;
     }
     function inner() {
       throw new TypeError("here");
     }
     export const foreign = () => null.x;`,
  );
  const { error } = await call("outer");
  const lines = error.stack.split("\n").filter((line) => line.includes("functions.js"));
  matches(lines[0], /inner.*functions\.js:7:\d+/);
  matches(lines[1], /outer.*functions\.js:3:\d+/);
  for (const name of ["outer", "foreign"]) {
    const { stack } = (await call(name)).error;
    ok(!stack.includes("blob:"), stack);
  }
  sandbox.close();
}

export async function says_where_a_syntax_error_is(openSandbox) {
  const error = await failure(openSandbox("export const a = 1;\n\nexport const b = {;\n"));
  equal([error.name, error.line], ["SyntaxError", 3]);
  ok(error.message.length > 0 && !error.message.includes("blob:"), error.message);
}

export async function says_why_a_module_cannot_be_loaded(openSandbox) {
  const thrown = await failure(openSandbox("\nthrow new RangeError('while loading');"));
  equal([thrown.name, thrown.message], ["RangeError", "while loading"]);
  matches(thrown.stack, /functions\.js:2:\d+/);
  equal((await failure(openSandbox("throw undefined"))).message, "undefined was thrown");
  for (const module of ["import 'lodash';", "import './other.js';", "import { x } from 'https://127.0.0.1:1/x.js';"]) {
    const error = await failure(openSandbox(module));
    ok(error.name && error.message && !error.message.includes("blob:"), JSON.stringify(error));
  }
}

export async function takes_a_module_of_a_megabyte(openSandbox) {
  const { sandbox, call } = await open(openSandbox, `export const last = () => "${"x".repeat(1e6)}".length;`);
  equal(await call("last"), 1e6);
  sandbox.close();
}

export async function ends_a_loading_that_hangs(openSandbox) {
  for (const module of ["for (;;);", "await new Promise(() => {});", "export const a = await new Promise(() => {});"]) {
    const opening = openSandbox(module);
    await new Promise((resolve) => setTimeout(resolve, 300));
    opening.cancel();
    equal((await failure(opening)).name, "AbortError");
    await until(() => !document.querySelector("iframe"));
  }
}

export async function tells_a_call_that_it_is_given_up(openSandbox) {
  const { sandbox, call, begin, logs, busy } = await open(
    openSandbox,
    `export const wait = (_, step) => new Promise((_, reject) => {
       step.signal.addEventListener("abort", () => {
         step.log("aborted", step.signal.reason.name);
         reject(step.signal.reason);
       });
     });
     let n = 0;
     export const next = () => ++n;`,
  );
  equal(await call("next"), 1);
  for (const isolated of [false, true]) {
    const { id, settled } = begin("wait", { isolated });
    equal(await call("next", { isolated: true }), 1); // by then the other has been called
    await new Promise((resolve) => setTimeout(resolve, 200));
    sandbox.abandon(id);
    equal((await settled).error.name, "AbortError");
    await until(() => logs.some(({ call, text }) => call === id && text === "aborted AbortError"));
  }
  sandbox.abandon(12345);
  equal(await call("next"), 2);
  equal(busy, []);
  sandbox.close();
}

export async function terminates_a_worker_that_does_not_answer(openSandbox) {
  const { sandbox, begin, call, logs, busy } = await open(
    openSandbox,
    `let n = 0;
     export const loop = () => { for (;;); };
     export const slow = async (_, step) => {
       n += 1;
       await new Promise((resolve) => setTimeout(resolve, 300));
       return [n, step.idempotencyKey, step.context.A, Object.keys(step.context)];
     };
     export const next = () => ++n;`,
  );
  equal(await call("next"), 1);
  const slow = begin("slow", { idempotencyKey: "the same", context: ["A", "1"] });
  const loop = begin("loop", { context: ["B", "2"] });
  await until(() => busy.length === 1);
  equal(busy, [true]);
  sandbox.abandon(loop.id);
  equal((await loop.settled).error.name, "AbortError");
  equal(await slow.settled, [1, "the same", 1, ["A"]]);
  equal(await call("next"), 2);
  equal(busy, [true, false]);
  const notices = logs.filter(({ level }) => level === "notice");
  equal(notices.length, 1);
  matches(notices[0].text, /terminated; one other call starts again/);
  sandbox.close();
}

export async function leaves_other_calls_alone_that_an_isolated_one_would_hold_up(openSandbox) {
  const { sandbox, begin, call, logs } = await open(
    openSandbox,
    "let n = 0; export const loop = () => { for (;;); }; export const next = () => ++n;",
  );
  const loop = begin("loop", { isolated: true });
  equal([await call("next"), await call("next")], [1, 2]);
  sandbox.abandon(loop.id);
  equal((await loop.settled).error.name, "AbortError");
  equal(await call("next"), 3);
  sandbox.close();
  await until(() => !document.querySelector("iframe"));
  equal(logs, []);
}

export async function closes_and_says_what_is_left_to_say(openSandbox) {
  const { sandbox, begin, call, logs } = await open(
    openSandbox,
    `export const wait = (_, step) => new Promise(() => {
       step.signal.addEventListener("abort", async () => { await null; step.log("last words"); });
       step.log("first", "words");
     });
     export const say = (_, step) => { step.log("said"); };`,
  );
  const { id, settled } = begin("wait");
  await call("say");
  sandbox.close();
  sandbox.close();
  equal((await settled).error.name, "AbortError");
  equal((await call("say")).error.name, "AbortError");
  await until(() => !document.querySelector("iframe"));
  const words = logs.filter(({ call }) => call === id).map(({ text }) => text);
  equal(words, ["first words", "last words"]);
}

export async function closes_though_nothing_answers(openSandbox) {
  const { sandbox, begin } = await open(openSandbox, "export const loop = () => { for (;;); };");
  const { settled } = begin("loop");
  const isolated = begin("loop", { isolated: true });
  sandbox.close();
  equal((await settled).error.name, "AbortError");
  equal((await isolated.settled).error.name, "AbortError");
  await until(() => !document.querySelector("iframe"));
}

export async function builds_a_new_frame_where_the_old_one_has_gone_elsewhere(openSandbox) {
  const { sandbox, begin, call, logs } = await open(
    openSandbox,
    `export const slow = () => new Promise((resolve) => setTimeout(resolve, 200, "slow"));`,
  );
  const { settled } = begin("slow");
  const [frame] = document.querySelectorAll("iframe");
  frame.src = "frame.html";
  equal(await settled, "slow");
  equal(document.querySelectorAll("iframe").length, 1);
  ok(document.querySelector("iframe") !== frame, "it is another iframe");
  equal(await call("slow"), "slow");
  matches(logs.find(({ level }) => level === "notice").text, /built anew/);
  sandbox.close();
}

export async function bounds_the_length_of_a_result(openSandbox) {
  const { sandbox, call } = await open(openSandbox, `export const long = (length) => "x".repeat(length);`);
  const longest = 16 * 1024 * 1024 - 2;
  equal((await call("long", { input: longest })).length, longest);
  equal((await call("long", { input: longest + 1 })).error.name, "Data.TooLarge");
  sandbox.close();
}

export async function says_what_the_policy_refuses(openSandbox) {
  const { sandbox, call, logs } = await open(
    openSandbox,
    `export const ask = async () => { try { await fetch("https://127.0.0.1:1/x"); } catch (error) { return error.name; } };
     export const tells = () => typeof onsecuritypolicyviolation;`,
  );
  equal(await call("ask"), "TypeError");
  // WebKit tells its workers nothing of this.
  if (!navigator.vendor.startsWith("Apple")) await until(() => logs.some(({ level }) => level === "notice"));
  for (const { text } of logs) matches(text, /https:\/\/127\.0\.0\.1:1.*connect-src/);
  sandbox.close();
}
