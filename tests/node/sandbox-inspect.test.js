// Any value as short text: readable, of bounded length, and never an error.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

let inspect, line;
before(async () => {
  // What a worker has, and Node has not.
  globalThis.self ??= { location: { href: "blob:worker" } };
  ({ inspect, line } = await import("../../web/sandbox/inspect.js"));
});

const circle = { a: {} };
circle.a.b = circle;
class Point {
  x = 1;
  #y = 2;
}
const trap = () => {
  throw new Error("trapped");
};
const hostile = new Proxy({}, { get: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap });

describe("a value", () => {
  for (const [value, want] of [
    ["text", '"text"'],
    [-0, "-0"],
    [1.5, "1.5"],
    [12n, "12n"],
    [null, "null"],
    [undefined, "undefined"],
    [true, "true"],
    [Symbol("s"), "Symbol(s)"],
    [function named() {}, "[Function named]"],
    [() => {}, "[Function (anonymous)]"],
    [[1, , "a"], '[1, empty, "a"]'],
    [{ a: 1, "b c": [{}] }, '{a: 1, "b c": [{}]}'],
    [{ [Symbol("s")]: 1 }, "{[Symbol(s)]: 1}"],
    [Object.assign(Object.create(null), { a: 1 }), "[no prototype] {a: 1}"],
    [new Point(), "Point {x: 1}"],
    [circle, "{a: {b: [Circular]}}"],
    [{ a: { b: { c: { d: { e: 1 } } } } }, "{a: {b: {c: {d: [Object]}}}}"],
    [{ a: { b: { c: { d: [1] } } } }, "{a: {b: {c: {d: [Array]}}}}"],
    [new Map([[{ k: 1 }, [1]]]), "Map(1) {{k: 1} => [1]}"],
    [new Set(["a"]), 'Set(1) {"a"}'],
    [new Uint8Array([1, 2]), "Uint8Array(2) [1, 2]"],
    [new ArrayBuffer(3), "ArrayBuffer(3)"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [new Date(NaN), "Invalid Date"],
    [/a+/g, "/a+/g"],
    [new WeakMap(), "WeakMap {}"],
    [Object.create(Date.prototype), "Date {}"],
    [hostile, "[unreadable]"],
    [{ hostile }, "{hostile: [unreadable]}"],
    [Object.create(RegExp.prototype), "[unreadable]"],
    [Array.from({ length: 150 }, () => 0), `[${"0, ".repeat(100)}…]`],
  ]) {
    test(want.slice(0, 60), () => assert.equal(inspect(value), want));
  }
  test("whose getter would be called is not", () => {
    const value = {
      get a() {
        throw new Error("called");
      },
    };
    assert.equal(inspect(value), "{a: [Getter]}");
  });
  test("that is long is cut", () => {
    for (const value of [{ a: "x".repeat(1e6) }, Array(99).fill("y".repeat(1e4)), new Map([["k".repeat(1e6), 1]])]) {
      assert.ok(inspect(value).length < 10_100, `${inspect(value).length}`);
    }
  });
  test("that is wide at every level is cut", () => {
    let value = 1;
    for (let i = 0; i < 5; i++) value = Array(100).fill(value);
    assert.ok(inspect(value).length < 10_100);
  });
});

describe("an error", () => {
  test("has its stack and its causes", () => {
    const text = inspect(new TypeError("outer", { cause: new RangeError("inner", { cause: { code: 7 } }) }));
    assert.match(text, /^TypeError: outer\n +at .*\n/);
    assert.match(text, /\ncaused by RangeError: inner\n/);
    assert.match(text, /\ncaused by \{code: 7\}$/);
  });
  test("without a stack has its name and message", () => {
    const error = Object.assign(new Error("m"), { stack: undefined });
    assert.equal(inspect(error), "Error: m");
  });
  test("whose members throw is unreadable", () => {
    const error = Object.defineProperty(new Error("m"), "message", { get: trap });
    assert.equal(inspect(error), "[unreadable]");
  });
});

test("a line has text as it is", () => {
  assert.equal(line(["a", { b: "c" }, 1, "d"]), 'a {b: "c"} 1 d');
  assert.equal(line([]), "");
  assert.ok(line(Array(1000).fill("x".repeat(5000))).length < 10_100);
});
