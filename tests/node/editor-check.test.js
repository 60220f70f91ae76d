// What the functions checker says of a module: its exports, or where its syntax is wrong.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkModule } from "../../web/editor/check_module.js";

describe("the exports that may be functions", () => {
  for (const [text, exports] of [
    ["", []],
    ["function f() {}", []],
    ["export function f() {}", ["f"]],
    ["export async function f() {}", ["f"]],
    ["export function* f() {} export async function* g() {}", ["f", "g"]],
    ["export const f = () => 1, g = async (x) => x;", ["f", "g"]],
    ["export const f = function () {};", ["f"]],
    ["export let f; export var g = 5;", ["f", "g"]],
    ["export class A {}", []],
    ["export default class {}", []],
    ["export default class A {}", []],
    ["export default function () {}", ["default"]],
    ["export default async () => 1", ["default"]],
    ["export default 5", []],
    ["const f = () => 1; export default f;", ["default"]],
    ["export { f as g }; function f() {}", ["g"]],
    ['export { f as "the name", f as default }; function f() {}', ["the name", "default"]],
    ['export { f } from "./other.js"; export { default as g, "a b" as h } from "./other.js";', ["f", "g", "h"]],
    ['import { f } from "./other.js"; export { f };', ["f"]],
    ['import * as all from "./other.js"; export { all };', []],
    ['export * as all from "./other.js"; export function f() {}', ["f"]],
    ['export function f() {} export * from "./other.js";', null],
    ["export const { a, b: { c }, ...d } = x, [e, , f = 1, ...g] = y;", ["a", "c", "d", "e", "f", "g"]],
    ["export const x = 5, s = 'a', t = `b`, o = {}, l = [], n = null, r = /a/, u = void 0, m = 1 + 2;", []],
    ["export const a = x ? 1 : 2, b = x ? 1 : f, c = x || 5, d = 5 || 6, e = (f, 5), g = (5, f);", ["b", "c", "g"]],
    [
      "export const a = make(), b = new Proxy(f, {}), c = f.bind(1), d = tag`x`, e = await f();",
      ["a", "b", "c", "d", "e"],
    ],
    ["const five = 5, f = () => five; export { five, f };", ["f"]],
    ["export { later }; const later = 5;", []],
    ["const five = 5; export const same = five;", []],
    ["class A {} export { A };", []],
    ["#!/usr/bin/env node\nexport function f() {}", ["f"]],
    ["export function f() { return await_; } const await_ = await 1;", ["f"]],
    ["export function façade() {} export function \\u0061b() {}", ["façade", "ab"]],
  ]) {
    test(text || "an empty module", () => assert.deepEqual(checkModule(text), { exports, error: null }));
  }
});

describe("a syntax error", () => {
  // The text that is meant stands between « and »; nothing stands between them at the text's end.
  for (const [marked, line, column, message] of [
    ["export function f( {«»", 1, 21, "Unexpected end of the module"],
    ["let a;\n\nlet b = «}»;", 3, 9, "Unexpected `}`"],
    ["let a;\r\nlet «a»;", 2, 5, "Identifier `a` has already been declared"],
    ['let s = «"abc»\nlet t;', 1, 9, "Unterminated string constant"],
    ["«/*» abc", 1, 1, "Unterminated comment"],
    ["let x = «😀»;", 1, 9, "Unexpected character `😀`"],
    ["export { «nothing» };", 1, 10, "Export `nothing` is not defined"],
    ["function f() {} export { f, f as «f» }", 1, 34, "Duplicate export `f`"],
    ["export function f() {}\nexport function «f»() {}", 2, 17, "Identifier `f` has already been declared"],
    ["«return» 1", 1, 1, "`return` outside of function"],
    ["«with» (a) {}", 1, 1, "`with` in strict mode"],
    ["function f() { «await» g(); }", 1, 16, /^Cannot use keyword `await` outside an async function/],
    ["export function f(a«:» string) {}", 1, 20, /^Unexpected `:`: if this is TypeScript/],
    ["«interface» A {}", 1, 1, /reserved: if this is TypeScript/],
    ["type «A» = string;", 1, 6, /^Unexpected `A`: if this is TypeScript/],
    ["let a = b «as» string;", 1, 11, /^Unexpected `as`: if this is TypeScript/],
    ["let a = «<»div />;", 1, 9, /^Unexpected `<`: HTML in code \(JSX\)/],
    ["let a = b ? c «d»;", 1, 15, "Unexpected `d`"],
  ]) {
    test(marked, () => {
      const from = marked.indexOf("«");
      const to = marked.indexOf("»") - 1;
      const { exports, error } = checkModule(marked.replace(/[«»]/g, ""));
      assert.equal(exports, null);
      const { message: said, ...place } = error;
      if (typeof message === "string") assert.equal(said, message);
      else assert.match(said, message);
      assert.deepEqual(place, { line, column, from, to });
    });
  }
});

describe("a huge or hostile module", () => {
  test("1 MB of functions", () => {
    const names = Array.from({ length: 12_000 }, (_, i) => `function_number_${i}`);
    const text = names
      .map((name) => `export async function ${name}(input, step) {\n  return [input, step.path];\n}\n`)
      .join("");
    assert.ok(text.length > 1_000_000);
    assert.deepEqual(checkModule(text), { exports: names, error: null });
  });
  for (const nesting of [
    "[",
    "(",
    "{",
    "a => ",
    "!",
    "`${",
    "async(",
    "if (a) ",
    "a ? b : ",
    "class A extends (",
    "x = {a:",
  ]) {
    test(`${nesting} nested a hundred thousand times`, () => {
      const { exports, error } = checkModule(nesting.repeat(100_000));
      assert.equal(exports, null);
      assert.equal(error.message, "The module nests too deeply to be read");
      assert.equal(error.line, 1);
      assert.ok(error.from > 0 && error.to > error.from, JSON.stringify(error));
    });
  }
  test("it is never run", () => {
    globalThis.ran = false;
    checkModule("globalThis.ran = true; export const f = (globalThis.ran = true);");
    assert.equal(globalThis.ran, false);
    delete globalThis.ran;
  });
});

test("the worker answers under the id that it was asked with", async () => {
  const answers = [];
  let ask;
  globalThis.self = {
    addEventListener: (type, listener) => (ask = (data) => listener({ data })),
    postMessage: (answer) => answers.push(answer),
  };
  await import("../../web/editor/check.js");
  ask({ id: 7, text: "export function f() {}" });
  ask({ id: 8, text: "}" });
  delete globalThis.self;
  assert.deepEqual(answers, [
    { id: 7, exports: ["f"], error: null },
    { id: 8, exports: null, error: { message: "Unexpected `}`", line: 1, column: 1, from: 0, to: 1 } },
  ]);
});
