// What the workflow editor offers at a place, what it writes when that is chosen, and how it formats.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { nextSnippetField } from "@codemirror/autocomplete";
import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { namesField, setNames } from "../../web/editor/names.js";
import { docsAt } from "../../web/editor/schema.js";
import { completeDefinition, formatJson, setSchema, workflowLanguage } from "../../web/editor/workflow.js";

const schema = JSON.parse(readFileSync(new URL("../../core/npm/workflow.schema.json", import.meta.url), "utf8"));

/** An editor's state without its view: `|` in the text is the cursor. */
function editor(marked) {
  const at = marked.indexOf("|");
  const doc = marked.slice(0, at) + marked.slice(at + 1);
  const extensions = [workflowLanguage(), namesField];
  const effects = [setSchema.of(schema), setNames.of({ steps: ["not used"], functions: ["charge", "pack it"] })];
  const unparsed = EditorState.create({ doc, selection: { anchor: at }, extensions });
  ensureSyntaxTree(unparsed, doc.length, 10_000);
  const { state } = unparsed.update({ effects });
  const view = {
    state,
    dispatch: (spec) => (view.state = (spec.state ? spec : view.state.update(spec)).state),
    options(explicit = true) {
      return completeDefinition({ state: view.state, pos: view.state.selection.main.head, explicit });
    },
    choose(label) {
      const { from, options } = view.options();
      const option = options.find((one) => one.label === label || one.displayLabel === label);
      option.apply(view, option, from, view.state.selection.main.head);
      const { head } = view.state.selection.main;
      const text = view.state.doc.toString();
      return `${text.slice(0, head)}|${text.slice(head)}`;
    },
  };
  return view;
}

const labels = (marked) =>
  (editor(marked).options()?.options ?? []).map(({ label, displayLabel }) => displayLabel ?? label);

const WORKFLOW = ["name", "startAt", "steps", "workflows", "timeout", "allowCycles", "maxSteps"];
const ACTIONS = ["func", "workflow", "map", "wait", "fail"];
const KINDS = ["function", "parallel", "map", "branch", "wait", "fail", "nested workflow"];
const chain = (step) =>
  `{ "steps": { "A": ${step}, "B": {}, "C d": {} }, "workflows": { "W": { "steps": { "X": {} } } } }`;

describe("what is offered", () => {
  for (const [marked, expected] of [
    // Keys, by the schema; those that are there already are not offered again.
    ["{|}", WORKFLOW],
    ['{ "|" }', WORKFLOW],
    ["{ st|", WORKFLOW],
    ['{ "name": "x", | }', WORKFLOW.slice(1)],
    ['{ "name": "x", "na|": "y" }', WORKFLOW.slice(1)],
    ['{ "name": "x" | }', []],
    ['{ "name": | "x" }', ['"…"']],
    [
      '{ "steps": { "A": { "retry": [ { "errors": [], | } ] } } }',
      ["maxRetries", "interval", "backoff", "maxDelay", "jitter"],
    ],
    ['{ "steps": { "A": { "onFailure": [ { | } ] } } }', ["errors", "goTo"]],
    ['{ "steps": { "A": { "func": { "t": { | } } } } }', ["workflow"]],
    ['{ "steps": { "A": { "workflow": { | } } } }', WORKFLOW],
    ['{ "workflows": { "W": { "name": "w", | } } }', WORKFLOW.slice(1)],
    ['{ "steps": { "A": { "params": { | } } } }', []],
    ['{ "steps": { "A": { "comment": "|" } } }', []],
    ["|", ["{ … }"]],

    // Values, by the schema.
    ['{ "steps": { "A": { "parallel": | } } }', ["true", "false"]],
    ['{ "steps": { "A": { "parallel": t| } } }', ["true", "false"]],
    ['{ "steps": { "A": { "wait": | } } }', ["0", '"…"']],
    ['{ "steps": { "A": { "func": | } } }', ["charge", "pack it", '"…"', "{ … }"]],
    ['{ "steps": { "A": { "retry": [|] } } }', ["{ … }"]],
    ['{ "steps": { "A": { "onFailure": | } } }', ["A", '"…"', "[ … ]"]],

    // Names of steps, where one is referred to: those of the same chain.
    [chain('{ "nextStep": "|" }'), ["A", "B", "C d"]],
    [chain('{ "nextStep": "B|" }'), ["A", "B", "C d"]],
    [chain('{ "nextStep": "C |" }'), ["A", "B", "C d"]],
    [chain('{ "branch": { "x": "|" } }'), ["A", "B", "C d"]],
    [chain('{ "onFailure": "|" }'), ["A", "B", "C d"]],
    [chain('{ "onFailure": [{ "errors": ["*"], "goTo": "|" }] }'), ["A", "B", "C d"]],
    [chain('{ "onFailure": [{ "errors": ["|"] }] }'), []],
    [chain('{ "workflow": { "startAt": "|", "steps": { "Y": {} } } }'), ["Y"]],
    [chain('{ "workflow": { "steps": { "Y": { "nextStep": "|" } } } }'), ["Y"]],
    [chain('{ "map": { "workflow": { "steps": { "Y": { "nextStep": "|" } } } } }'), ["Y"]],
    [chain('{ "func": { "t": { "workflow": { "startAt": "|", "steps": { "Z": {} } } } } }'), ["Z"]],
    ['{ "startAt": "|", "steps": { "A": {}, "B": {} } }', ["A", "B"]],
    ['{ "workflows": { "W": { "steps": { "X": {}, "Y": { "nextStep": "|" } } } }, "steps": { "A": {} } }', ["X", "Y"]],

    // Names of functions, and of workflows: those of the workflows around it too.
    [chain('{ "func": "|" }'), ["charge", "pack it"]],
    [chain('{ "func": { "t": "|" } }'), ["charge", "pack it"]],
    [chain('{ "map": { "func": "|" } }'), ["charge", "pack it"]],
    [chain('{ "workflow": "|" }'), ["W"]],
    [chain('{ "func": { "t": { "workflow": "|" } } }'), ["W"]],
    [chain('{ "map": { "workflow": "|" } }'), ["W"]],
    [chain('{ "workflow": { "workflows": { "V": {} }, "steps": { "Y": { "workflow": "|" } } } }'), ["W", "V"]],

    // A new step of each kind.
    ['{ "steps": { | } }', KINDS],
    ['{ "steps": { "A": {}, "|" } }', KINDS],
    ['{ "steps": { "Ship|" } }', KINDS.map((kind) => `Ship: ${kind}`)],
    ['{ "steps": { "Sh|ip" } }', KINDS.map((kind) => `Ship: ${kind}`)],
    ['{ "steps": { "Ship|": {} } }', []],
    ['{ "workflows": { "W": { "steps": { | } } } }', KINDS],

    // Texts that are being written.
    ['{ "steps": { "A": { "nextStep": "|\n}, "B": {} } }', ["A", "B"]],
    ['{ "steps": { "B": {}, "A": { "nextStep": "|', ["B", "A"]],
    ['{ "steps": { "B": {}, "A": { "nextStep": |', ["B", "A", '"…"']],
    ['{ "steps": { "A": { "func": "x" "nextStep": "|" } } }', ["A"]],
    [
      '{ "steps": { "A": { ne| }, "B": {} } }',
      [
        ...ACTIONS,
        "parallel",
        "stopOnFailure",
        "nextStep",
        "branch",
        "branchOn",
        "onFailure",
        "retry",
        "timeout",
        "params",
        "isolated",
        "comment",
      ],
    ],
    ['{ "steps": { "A": {} }| }', []],
    ['{ "steps": |{ "A": {} } }', ["{ … }"]],
    ['{ "steps": { "A\\"\\u0042": {}, "C": { "nextStep": "|" } } }', ['A"B', "C"]],
    ["[".repeat(5000) + "|", []],
    ['{"steps":'.repeat(3000) + "{|", []],
  ]) {
    test(marked.length > 200 ? `${marked.slice(0, 40)}…` : marked, () => assert.deepEqual(labels(marked), expected));
  }

  test("nothing by itself where nothing has been typed", () => {
    assert.equal(editor('{ "name": "x", | }').options(false), null);
    assert.notEqual(editor('{ "name": "x", "|" }').options(false), null);
  });
  test("names without a schema, and then nothing else", () => {
    const state = EditorState.create({
      doc: chain('{ "nextStep": "" }'),
      extensions: [workflowLanguage(), namesField],
    });
    const at = state.doc.toString().indexOf('""') + 1;
    const names = completeDefinition({ state, pos: at, explicit: true }).options.map(({ label }) => label);
    assert.deepEqual(names, ["A", "B", "C d"]);
    assert.equal(completeDefinition({ state, pos: 2, explicit: true }), null);
  });
});

describe("what is written", () => {
  for (const [marked, label, expected] of [
    ["{|}", "name", '{"name": "|"}'],
    ['{ "|" }', "steps", '{ "steps": {|} }'],
    ["{ na| }", "name", '{ "name": "|" }'],
    ['{ "na|": 1 }', "name", '{ "name"|: 1 }'],
    ['{ | "name": "x" }', "timeout", '{ "timeout": 1|, "name": "x" }'],
    ['{ "|" "name": "x" }', "startAt", '{ "startAt": "|", "name": "x" }'],
    ['{ "steps": { "A": {|} } }', "func", '{ "steps": { "A": {"func": "|"} } }'],
    ['{ "steps": { "A": {|} } }', "parallel", '{ "steps": { "A": {"parallel": true|} } }'],
    ['{ "steps": { "A": { "fail": | } } }', "{ … }", '{ "steps": { "A": { "fail": { "error": "|" } } } }'],
    [
      '{ "steps": { "A": { "nextStep": "|" }, "B c": {} } }',
      "B c",
      '{ "steps": { "A": { "nextStep": "B c"| }, "B c": {} } }',
    ],
    [
      '{ "steps": { "A": { "nextStep": "old|er" }, "B": {} } }',
      "B",
      '{ "steps": { "A": { "nextStep": "B"| }, "B": {} } }',
    ],
    ['{ "steps": { "A": { "nextStep": | }, "B": {} } }', "B", '{ "steps": { "A": { "nextStep": "B"| }, "B": {} } }'],
    [
      '{ "steps": { "A": { "nextStep": B| "func": "f" }, "B": {} } }',
      "B",
      '{ "steps": { "A": { "nextStep": "B",| "func": "f" }, "B": {} } }',
    ],
    ['{ "steps": { "A": { "nextStep": "|\n}, "B": {} } }', "B", '{ "steps": { "A": { "nextStep": "B"|\n}, "B": {} } }'],
    [
      '{ "steps": { "A": { "nextStep": "|" }, "{}": {} } }',
      "{}",
      '{ "steps": { "A": { "nextStep": "{}"| }, "{}": {} } }',
    ],
    [
      '{ "steps": { "A": { "nextStep": "|" }, "\\"": {} } }',
      '"',
      '{ "steps": { "A": { "nextStep": "\\""| }, "\\"": {} } }',
    ],
    ['{ "steps": { "a{\\"|b" } }', 'a{\\"b: wait', '{ "steps": { "a{\\"b": {\n  "wait": 1|\n} } }'],
    ['{ "steps": {\n  "Ship|"\n} }', "Ship: function", '{ "steps": {\n  "Ship": {\n    "func": "|"\n  }\n} }'],
    ['{ "steps": {\n  |"B": {}\n} }', "wait", '{ "steps": {\n  "Step|": {\n    "wait": 1\n  },"B": {}\n} }'],
  ]) {
    test(`${marked} with ${label}`, () => assert.equal(editor(marked).choose(label), expected));
  }

  test("what is chosen for a field leads on to the next", () => {
    const view = editor('{ "steps": { | } }');
    assert.equal(view.choose("branch").split("\n")[0], '{ "steps": { "Step|": {');
    nextSnippetField(view);
    assert.equal(view.choose("charge").split("\n")[3], '    "result|": "",');
    nextSnippetField(view);
    assert.equal(view.choose("Step").split("\n")[4], '    "other result|": ""');
  });
  test("each kind of new step is JSON that has what it needs", () => {
    for (const kind of KINDS) {
      const text = editor('{ "steps": { "|" } }').choose(kind).replace("|", "");
      const [[name, step]] = Object.entries(JSON.parse(text).steps);
      assert.equal(name, "Step");
      const keys = Object.keys(step);
      assert.equal(keys.filter((key) => ACTIONS.includes(key)).length, 1, text);
    }
  });
});

describe("what the schema says of a place", () => {
  for (const [path, expected] of [
    [["name"], /^The workflow's name/],
    [["steps"], /^The steps by name/],
    [["steps", "A"], /^A step/],
    [["steps", "A", "func"], /^The function that the step calls, by name; with `parallel/],
    [["steps", "A", "func", "task"], /^A function, by name/],
    [["steps", "A", "retry", 0, "jitter"], /^Full jitter/],
    [["steps", "A", "workflow", "steps", "B", "wait"], /^Waits so many seconds/],
    [["steps", "A", "nothing"], /^$/],
    [["constructor"], /^$/],
    [["steps", "A", "params", "x"], /^$/],
  ]) {
    test(path.join("/"), () => assert.match(docsAt(schema, path), expected));
  }
});

describe("formatting", () => {
  for (const [text, expected] of [
    ['{"b":1,"10":2,"a":[1.50,1e400]}', '{\n  "b": 1,\n  "10": 2,\n  "a": [\n    1.50,\n    1e400\n  ]\n}'],
    ['{ "a": {}, "a": {} }', '{\n  "a": {},\n  "a": {}\n}'],
    ['{"a": }', '{\n  "a":\n}'],
    ["", ""],
    ['{"a":"[[[[{","b\\"[":[]}', '{\n  "a": "[[[[{",\n  "b\\"[": []\n}'],
    // So deep that the indentation alone would be gigabytes.
    ["[".repeat(100_000), "[".repeat(100_000)],
  ]) {
    test(text.slice(0, 40) || "an empty text", () => {
      const view = editor(`${text}|`);
      formatJson(view);
      assert.equal(view.state.doc.toString(), expected);
    });
  }
});
