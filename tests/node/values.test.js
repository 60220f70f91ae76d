// What a function may give and throw: "What is a result?", "Sync or async?", "throw …" and bad input.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { RunFailed, StepFunction, init } from "../../core/npm/index.js";

before(() => init());

const one = (func, options) => new StepFunction("one").addStep("A", { func, ...options });
const outcome = async (func) => {
  try {
    return (await one(func).execute(null)).output;
  } catch (error) {
    assert.ok(error instanceof RunFailed, String(error));
    return error.cause;
  }
};

const thenable = (then) => ({ then });
const nested = (levels) => {
  let value = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
};

describe("a result", () => {
  const circle = { a: {} };
  circle.a.b = circle;
  const shared = { x: 1 };
  for (const [name, value, want] of [
    ["undefined becomes null", undefined, null],
    ["null", null, null],
    ["text", "é\u2028😀", "é\u2028😀"],
    ["a negative zero", -0, 0],
    ["a double keeps its digits", 0.1 + 0.2, 0.30000000000000004],
    ["the largest double", Number.MAX_VALUE, Number.MAX_VALUE],
    ["toJSON is honoured", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["toJSON within", { at: { toJSON: () => [1] } }, { at: [1] }],
    ["undefined properties are dropped", { a: undefined, b: 1 }, { b: 1 }],
    ["holes and undefined items are null", [, undefined, 1], [null, null, 1]],
    ["a class instance", new (class P { x = 1; })(), { x: 1 }],
    ["an object without a prototype", Object.assign(Object.create(null), { x: 1 }), { x: 1 }],
    ["a value twice is no cycle", [shared, shared], [{ x: 1 }, { x: 1 }]],
    ["an own __proto__ key", JSON.parse('{"__proto__":{"x":1}}'), JSON.parse('{"__proto__":{"x":1}}')],
    ["512 levels", nested(512), nested(512)],
  ]) {
    test(name, async () => assert.deepEqual(await outcome(() => value), want));
  }
  for (const [name, value, code, place] of [
    ["a function", () => 1, "Data.NotJson", "the result: a function is not JSON"],
    ["a function within", { a: [() => 1] }, "Data.NotJson", "/a/0: a function is not JSON"],
    ["a symbol", Symbol("x"), "Data.NotJson", "the result: a symbol is not JSON"],
    ["a BigInt", { n: 1n }, "Data.NotJson", "/n: a BigInt is not JSON"],
    ["NaN", { "a/b": NaN }, "Data.NotJson", "/a~1b: NaN is not JSON"],
    ["Infinity", [-Infinity], "Data.NotJson", "/0: -Infinity is not JSON"],
    ["a Map", { m: new Map() }, "Data.NotJson", "/m: a Map is not JSON"],
    ["a Set", new Set(), "Data.NotJson", "the result: a Set is not JSON"],
    ["a cycle", circle, "Data.NotJson", "/a/b: a value that contains itself is not JSON"],
    ["a lone surrogate", { a: ["\ud800"] }, "Data.NotJson", "/a/0: a string with a lone surrogate is not JSON"],
    ["a lone surrogate in a key", { "\udc00": 1 }, "Data.NotJson", "the key has a lone surrogate"],
    ["513 levels", nested(513), "Data.TooDeep", "nested deeper than 512 levels"],
    ["a million levels", nested(1_000_000), "Data.TooDeep", "nested deeper than 512 levels"],
    ["more than 16 MiB", "x".repeat(17_000_000), "Data.TooLarge", "17000002 bytes long"],
  ]) {
    test(`${name} fails the step`, async () => {
      const error = await outcome(() => value);
      assert.equal(error?.name, code);
      assert.ok(error.message.includes(place), error.message);
    });
  }
  test("a getter that throws fails the step", async () => {
    const error = await outcome(() => ({ get x() { throw new RangeError("no"); } }));
    assert.equal(error.name, "RangeError");
  });
  test("what is changed after it was returned does not change", async () => {
    const value = { n: 1 };
    const workflow = new StepFunction("w")
      .addStep("A", { func: () => value, nextStep: "B" })
      .addStep("B", { func: (input) => ((value.n = 2), (input.n += 10), input.n), nextStep: "C" })
      .addStep("C", { func: (_, step) => step.context.A.n });
    assert.equal((await workflow.execute()).output, 1);
  });
});

describe("sync or async", () => {
  for (const [name, func, want] of [
    ["a value", () => 1, 1],
    ["no arguments taken", function () { return arguments.length; }, 2],
    ["a promise", () => Promise.resolve(1), 1],
    ["an async function", async () => 1, 1],
    ["a promise of a promise", () => Promise.resolve().then(() => Promise.resolve(1)), 1],
    ["a thenable", () => thenable((resolve) => resolve(1)), 1],
    ["a thenable of a thenable", () => thenable((resolve) => resolve(thenable((r) => r(1)))), 1],
    ["a callable thenable", () => Object.assign(() => 0, thenable((resolve) => resolve(1))), 1],
    ["a thenable that settles twice", () => thenable((resolve, reject) => (resolve(1), resolve(2), reject(3))), 1],
    ["a thenable that settles and throws", () => thenable((resolve) => { resolve(1); throw new Error("late"); }), 1],
  ]) {
    test(name, async () => assert.equal(await outcome(func), want));
  }
  test("a thenable that throws", async () => {
    assert.equal((await outcome(() => thenable(() => { throw new TypeError("bad then"); }))).message, "bad then");
  });
  test("a `then` that cannot be read", async () => {
    assert.equal((await outcome(() => ({ get then() { throw new TypeError("no then"); } }))).message, "no then");
  });
});

describe("what is thrown", () => {
  for (const [name, thrown, want] of [
    ["text", "text", { name: "Error", message: "text" }],
    ["undefined", undefined, { name: "Error", message: "undefined was thrown" }],
    ["null", null, { name: "Error", message: "null was thrown" }],
    ["a number", 7, { name: "Error", message: "7" }],
    ["a symbol", Symbol("s"), { name: "Error", message: "Symbol(s)" }],
    ["an object", { code: 7 }, { name: "Error", message: '{"code":7}' }],
    ["a function", () => 1, { name: "Error", message: "a function was thrown" }],
    ["an error of a class", new RangeError("r"), { name: "RangeError", message: "r" }],
    ["an object like an error", { name: "Odd", message: "m" }, { name: "Odd", message: "m" }],
    ["an error without a name", Object.assign(new Error("m"), { name: "" }), { name: "Error", message: "m" }],
    ["lone surrogates", new Error("a\ud800b"), { name: "Error", message: "a\ufffdb" }],
    ["a proxy that refuses", new Proxy({}, { get() { throw 1; } }), { name: "Error", message: "something was thrown that cannot be read" }],
    ["an object with a revoked proxy", { get message() { throw 1; } }, { name: "Error", message: "something was thrown that cannot be read" }],
  ]) {
    for (const [how, func] of [
      ["thrown", () => { throw thrown; }],
      ["rejected", () => Promise.reject(thrown)],
      ["thrown by an async function", async () => { throw thrown; }],
    ]) {
      test(`${name}, ${how}`, async () => {
        const { name, message } = await outcome(func);
        assert.deepEqual({ name, message }, want);
      });
    }
  }
  test("name, message, stack and cause are kept", async () => {
    const cause = new TypeError("inner", { cause: { code: 7 } });
    const thrown = new RangeError("outer", { cause });
    const error = await outcome(() => { throw thrown; });
    assert.ok(error instanceof Error);
    assert.equal(error.stack, thrown.stack);
    assert.ok(error.cause instanceof Error);
    assert.deepEqual([error.cause.name, error.cause.message, error.cause.stack], ["TypeError", "inner", cause.stack]);
    assert.deepEqual(error.cause.cause, { code: 7 });
  });
  test("an error that is its own cause", async () => {
    const error = new Error("round");
    error.cause = error;
    assert.equal((await outcome(() => { throw error; })).message, "round");
  });
});
