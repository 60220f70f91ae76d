// One step by itself, mocks in a form, and the user's own line.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { StepFunction, init } from "../../core/npm/index.js";
import { alone, placeOf } from "../../web/workbench/run/alone.js";
import { Log } from "../../web/workbench/run/log.js";
import { fieldsOf, mockOf, mockWords } from "../../web/workbench/run/mock_words.js";
import { ownLine } from "../../web/workbench/run/own_line.js";

before(() => init());

const DEFINITION = {
  name: "Shop",
  steps: {
    Check: { func: "add", params: { by: 10 }, branch: { 1: "Ship" }, nextStep: "Tell", onFailure: "Tell", timeout: 5 },
    Tell: { parallel: true, func: { mail: "add", "odd/name": { workflow: { steps: { Inner: { func: "add" } } } } }, nextStep: "Pack" },
    Pack: { map: { workflow: "Box", items: "/items" }, nextStep: "Ship" },
    Ship: { workflow: { steps: { Weigh: { func: "add", nextStep: "Label" }, Label: { workflow: "Named" } } } },
  },
  workflows: {
    Box: { steps: { Wrap: { func: "add", nextStep: "Close" }, Close: {} } },
    Named: { steps: { Print: { func: "add" } } },
  },
};

/** Runs a step alone: the paths of what was called, and what it got and gave. */
async function ran(id, input) {
  const order = alone(DEFINITION, id, input);
  const calls = [];
  const add = (input, { path, params }) => {
    calls.push(path);
    return input + (params?.by ?? 1);
  };
  const workflow = StepFunction.fromJSON(order.definition, { add });
  assert.deepEqual(workflow.validate().filter(({ severity }) => severity === "error"), []);
  const run = workflow.start(JSON.parse(order.input));
  await run.result;
  const log = new Log();
  log.read(run.log);
  const { input: got, output } = log.ofBox(id);
  return { calls, got, output };
}

describe("one step alone", () => {
  for (const [id, input, expected] of [
    ["Check", 1, { calls: ["Check"], got: 1, output: 11 }],
    ["Tell", 1, { calls: ["Tell/mail", "Tell/odd~1name/Inner"], got: 1, output: { mail: 2, "odd/name": 2 } }],
    ["Tell/mail", 1, { calls: ["Tell/mail"], got: 1, output: 2 }],
    ["Tell/odd~1name", 1, { calls: ["Tell/odd~1name/Inner"], got: 1, output: 2 }],
    ["Tell/odd~1name/Inner", 1, { calls: ["Tell/odd~1name/Inner"], got: 1, output: 2 }],
    ["Pack[]", 5, { calls: ["Pack[0]/Wrap"], got: 5, output: 6 }],
    ["Pack[]/Wrap", 5, { calls: ["Pack[0]/Wrap"], got: 5, output: 6 }],
    ["Pack", { items: [1, 2] }, { calls: ["Pack[0]/Wrap", "Pack[1]/Wrap"], got: { items: [1, 2] }, output: [2, 3] }],
    ["Ship/Weigh", 1, { calls: ["Ship/Weigh"], got: 1, output: 2 }],
    ["Ship/Label/Print", 1, { calls: ["Ship/Label/Print"], got: 1, output: 2 }],
  ]) {
    test(`${id} keeps its path, gets the input, and nothing follows it`, async () => assert.deepEqual(await ran(id, input), expected));
  }

  test("a step that is not there has no place, whatever its name", () => {
    for (const id of ["", "Nobody", "Check/x", "Check[]", "Tell/x", "Pack/Wrap", "constructor", "Ship/__proto__", "Ship/Weigh/x"]) {
      assert.equal(placeOf(DEFINITION, id), undefined, id);
      assert.equal(alone(DEFINITION, id, 1), undefined, id);
    }
    assert.equal(placeOf(null, "Check"), undefined);
    assert.equal(placeOf({ steps: 3 }, "Check"), undefined);
  });

  test("it is known which function a box calls", () => {
    const calls = (id) => placeOf(DEFINITION, id).calls;
    assert.deepEqual(["Check", "Tell", "Tell/mail", "Pack", "Pack[]/Wrap", "Ship", "Pack[]/Close"].map(calls), ["add", undefined, "add", undefined, "add", undefined, undefined]);
  });
});

describe("a mock in a form", () => {
  test("there and back it stays as it is", () => {
    for (const mock of [
      undefined,
      { result: { a: [1] } },
      { result: null, delay: 20 },
      { error: { name: "Busy", message: "come back" } },
      { result: 1, error: { name: "Busy", message: "come back" }, failFirst: 2 },
    ]) {
      assert.deepEqual(mockOf(fieldsOf(mock)), mock);
    }
    assert.throws(() => mockOf({ ...fieldsOf({}), result: "{" }), SyntaxError);
  });

  test("in words", () => {
    assert.equal(mockWords({ result: 1 }), "gives a fixed result");
    assert.equal(mockWords({ error: { name: "Busy" }, delay: 1500 }), "fails with Busy after 1.5 s");
    assert.deepEqual([1, 2, 5].map((failFirst) => mockWords({ failFirst })), ["fails once, then succeeds", "fails twice, then succeeds", "fails 5 times, then succeeds"]);
  });
});

test("the user's own line is the first of a stack, as each browser writes it", () => {
  const functions = "a\n  throw one;\nc";
  for (const stack of ["RangeError: no\n    at label (functions.js:2:9)\n    at f (functions.js:1:1)", "label@functions.js:2:9\nf@functions.js:1:1"]) {
    assert.deepEqual(ownLine(stack, functions), { line: 2, column: 9, text: "throw one;" });
  }
  assert.equal(ownLine("Error\n at elsewhere.js:1:1", functions), undefined);
  assert.equal(ownLine("at functions.js:9:1", functions), undefined, "it has changed since");
  assert.equal(ownLine(undefined, functions), undefined);
});
