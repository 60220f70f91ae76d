// What the functions editor offers at a place, what it writes when that is chosen, and what is added by one click.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { CompletionContext } from "@codemirror/autocomplete";
import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { addFunction } from "../../web/editor/add_function.js";
import { checkModule } from "../../web/editor/check_module.js";
import { functionsLanguage } from "../../web/editor/functions.js";
import { namesField, setNames } from "../../web/editor/names.js";
import { STEP_MEMBERS } from "../../web/editor/step_members.js";

const NAMES = { steps: ["Find", "Pack it", 'a "b"'], functions: ["charge", "refund", "not a name"] };

/** An editor's state without its view: `|` in the text is the cursor. */
function editor(marked) {
  const at = marked.indexOf("|");
  const doc = marked.slice(0, at) + marked.slice(at + 1);
  const extensions = [functionsLanguage(), namesField];
  const unparsed = EditorState.create({ doc, selection: { anchor: at }, extensions });
  ensureSyntaxTree(unparsed, doc.length, 10_000);
  const { state } = unparsed.update({ effects: setNames.of(NAMES) });
  return {
    state,
    dispatch(spec) {
      this.state = (spec.state ? spec : this.state.update(spec)).state;
    },
    /** What all sources offer that goes with what is typed, as `{ from, option }`. */
    offers(explicit) {
      return state
        .languageDataAt("autocomplete", at)
        .map((source) => source(new CompletionContext(state, at, explicit)))
        .filter(Boolean)
        .flatMap(({ from, options }) => options.map((option) => ({ from, option })))
        .filter(({ from, option }) => option.label.toLowerCase().startsWith(doc.slice(from, at).toLowerCase()));
    },
    choose(label) {
      const { from, option } = this.offers(true).find((offer) => offer.option.label === label);
      if (typeof option.apply === "function") {
        option.apply(this, option, from, at);
      } else {
        const insert = option.apply ?? label;
        this.dispatch({ changes: { from, to: at, insert }, selection: { anchor: from + insert.length } });
      }
      const { head } = this.state.selection.main;
      const text = this.state.doc.toString();
      return `${text.slice(0, head)}|${text.slice(head)}`;
    },
  };
}

const labels = (marked, explicit = true) =>
  editor(marked)
    .offers(explicit)
    .map(({ option }) => option.label);
const MEMBERS = STEP_MEMBERS.map(({ name }) => name);
const SIGNAL = ["aborted", "throwIfAborted", "reason", "addEventListener"];
const inside = (body, parameters = "input, step") => `export async function f(${parameters}) {\n  ${body}\n}`;

describe("what is offered, and nothing else", () => {
  for (const [marked, expected] of [
    // The step's members, whatever it is called.
    [inside("step.|"), MEMBERS],
    [inside("step?.|"), MEMBERS],
    [inside("step.at|"), ["attempt"]],
    [inside("return [1].map((x) => step.at|);"), ["attempt"]],
    [inside("s.at|", "input, s"), ["attempt"]],
    [inside("s.at|", "{ id }, s = {}"), ["attempt"]],
    ["export const f = async (input, s) => s.at|;", ["attempt"]],
    ["export const f = function (input, s) { return s.at|; };", ["attempt"]],
    ["export default (input, s) => s.at|", ["attempt"]],
    ["function f(input, s) { s.at| } export { f as g };", ["attempt"]],
    ["const f = (input, s) => s.at|\nexport { f };", ["attempt"]],
    ["const of = (step) => step.at|", ["attempt"]],
    [inside("const s = step; s.at|"), ["attempt"]],
    [inside("const step2 = step2; step2.|"), []],
    // And of nothing else.
    ["function f(input, s) { s.| }", []],
    [inside("input.|"), []],
    [inside("return input.map((step) => step.|);"), []],
    [inside("return input.map((x, step) => step.|);"), []],
    [inside("step.name.|"), []],
    [inside("step.params.|"), []],
    ["export function f(step) { other.| }", []],

    // The signal.
    [inside("step.signal.|"), SIGNAL],
    [inside("signal.|", "input, { signal }"), SIGNAL],
    [inside("stop.|", "input, { signal: stop }"), SIGNAL],
    [inside("const { signal } = step; signal.ab|"), ["aborted"]],

    // The results of steps.
    [inside("step.context.|"), NAMES.steps],
    [inside("step.context?.F|"), ["Find"]],
    [inside("context.|", "input, { context }"), NAMES.steps],
    [inside("results.|", "input, { context: results, ...rest }"), NAMES.steps],
    [inside("rest.|", "input, { context: results, ...rest }"), []],
    [inside("const { context } = step; context.|"), NAMES.steps],
    [inside("const { context: { Find } } = step; Find.|"), []],
    [inside("const c = step.context; c.|"), NAMES.steps],
    ["const of = (step) => step.context.|", NAMES.steps],
    [inside('step.context["|"]'), NAMES.steps],
    [inside("step.context['P|']"), ["Pack it"]],

    // Taken apart.
    [inside("", "input, { | }"), MEMBERS],
    [inside("", "input, { si| }"), ["signal"]],
    [inside("", "input, { signal, | }"), MEMBERS.filter((name) => name !== "signal")],
    [inside("", "input, { signal: | }"), []],
    [inside("const { | } = step;"), MEMBERS],
    [inside("const { | } = step.context;"), ["Find"]],
    [inside("", "input, { context: { | } }"), ["Find"]],
    [inside("", "{ | }, step"), []],

    // Names of steps in texts.
    [inside('return "|";'), NAMES.steps],
    [inside('return "Fi|";'), ["Find"]],
    ['import { a } from "|";', []],
    [inside("return `F|`;"), []],
    ["// step.|", []],

    // Names of functions, variables, what a worker has.
    [inside("return char|"), ["charge"]],
    [inside("const charged = 1; return char|"), ["charged", "charge"]],
    [inside("JSON.pa|"), ["parse"]],
    [inside("Math.atan|"), ["atan2", "atan", "atanh"]],
    [inside("return struct|"), ["structuredClone"]],
    [inside("self.struct|"), ["structuredClone"]],
    [inside("return docu|"), []],
    [inside("return wind|"), []],
    [inside("return postM|"), []],
    [inside("return importS|"), []],
    [inside("retu|"), ["return"]],

    // A new function.
    ["export asyn|", ["async", "async function"]],
    ["expor|", ["export", "export async function", "export function"]],
    [inside("expor|"), ["export"]],
  ]) {
    test(marked, () => assert.deepEqual(labels(marked).sort(), [...expected].sort()));
  }

  test("names of steps in a text that has just begun only when asked for", () => {
    assert.deepEqual(labels(inside('return "|";'), false), []);
    assert.deepEqual(labels(inside('return "F|";'), false), ["Find"]);
    assert.deepEqual(labels(inside('step.context["|"]'), false), NAMES.steps);
    assert.deepEqual(labels(inside("step.context[|]"), false), ['"Find"', '"Pack it"', '"a \\"b\\""']);
  });
  test("nothing after a very long chain of members", () => {
    assert.deepEqual(labels(inside(`step${".context".repeat(2_000)}.|`)), []);
  });
});

describe("what is written", () => {
  for (const [marked, label, expected] of [
    [inside("step.context.|"), "Find", inside("step.context.Find|")],
    [inside("step.context.|"), "Pack it", inside('step.context["Pack it"]|')],
    [inside("step.context.P|;"), "Pack it", inside('step.context["Pack it"]|;')],
    [inside("step.context?.|"), 'a "b"', inside('step.context?.["a \\"b\\""]|')],
    [inside('step.context["|"]'), 'a "b"', inside('step.context["a \\"b\\"|"]')],
    [inside("step.context['|']"), 'a "b"', inside("step.context['a \"b\"|']")],
    [inside("step.l|"), "log", inside("step.log(|)")],
    ["export|", "export async function", "export async function |(input, step) {\n  \n}"],
    ["export |", "function", "export function |(input, step) {\n  \n}"],
  ]) {
    test(`${marked} with ${label}`, () => assert.equal(editor(marked).choose(label).replace("name", ""), expected));
  }
});

test("the members of a step are those of the package's types", () => {
  const types = readFileSync(new URL("../../core/npm/index.d.ts", import.meta.url), "utf8");
  const [, members] = /export interface Step \{(.*?)\n\}/s.exec(types);
  assert.deepEqual([...MEMBERS].sort(), [...members.matchAll(/readonly (\w+)/g)].map(([, name]) => name).sort());
});

describe("adding a function", () => {
  for (const [text, name, expected] of [
    ["", "f", "export function f(input, step) {\n  return input;\n}\n"],
    ["let a;", "f", "let a;\n\nexport function f(input, step) {\n  return input;\n}\n"],
    ["let a; // end", "f", "let a; // end\n\nexport function f(input, step) {\n  return input;\n}\n"],
    ["let a;\n\n", "f", "let a;\n\nexport function f(input, step) {\n  return input;\n}\n"],
    ["", "the name", 'function theName(input, step) {\n  return input;\n}\nexport { theName as "the name" };\n'],
    ["", "1st", 'function step1st(input, step) {\n  return input;\n}\nexport { step1st as "1st" };\n'],
    ["", "delete", "function delete2(input, step) {\n  return input;\n}\nexport { delete2 as delete };\n"],
    [
      "const theName = 1;\n",
      "the name",
      'const theName = 1;\n\nfunction theName2(input, step) {\n  return input;\n}\nexport { theName2 as "the name" };\n',
    ],
    ["const f = 1;\n", "f", "const f = 1;\n\nfunction f2(input, step) {\n  return input;\n}\nexport { f2 as f };\n"],
    ["function f() {}\n", "f", "function f() {}\n\nexport { f };\n"],
    ["const f = () => 1;\n", "f", "const f = () => 1;\n\nexport { f };\n"],
    [
      "function g() { var f; }\n",
      "f",
      "function g() { var f; }\n\nexport function f(input, step) {\n  return input;\n}\n",
    ],
  ]) {
    test(`${name} to ${JSON.stringify(text)}`, () => assert.equal(addFunction(text, name), expected));
  }

  for (const text of [
    "export function f() {}",
    "export const f = () => 1",
    "const g = 1; export { g as f };",
    'const g = 1; export { g as "f" };',
    "export const { a, b: f } = c;",
    'export { f } from "./other.js";',
  ]) {
    test(`f to ${text}, which has it`, () => assert.equal(addFunction(text, "f"), text));
  }

  test("whatever the name and the module, it is then one of the exports", () => {
    const names = [
      "f",
      "default",
      "await",
      "let",
      "static",
      "arguments",
      "yield",
      "ünïcode",
      "a\"b'c\\d\n",
      "{}",
      " ",
      "",
      "😀",
      "__proto__",
      "constructor",
      "import",
      "x".repeat(10_000),
      "</script>",
      "\u2028",
      "a-b",
      "$",
      "_",
    ];
    for (const module of [
      "",
      "class A {}\nimport * as b from 'b';",
      "#!/usr/bin/env node\nconst f = 1, theName = 2; let step;",
    ]) {
      let text = module;
      for (const name of names) {
        text = addFunction(text, name);
        assert.equal(addFunction(text, name), text, `${JSON.stringify(name)} twice`);
      }
      assert.deepEqual(checkModule(text), { exports: names, error: null });
    }
  });
});
