// The timeline's axis and bars, the context's tree, and the words for events.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Axis, GAP, gaps } from "../../web/workbench/dock/axis.js";
import { bars, told } from "../../web/workbench/dock/bars.js";
import { words } from "../../web/workbench/dock/event_words.js";
import { MEMBERS, brief, nodes } from "../../web/workbench/dock/tree.js";

describe("the axis", () => {
  const busy = [{ from: 0, to: 100 }, { from: 50, to: 1000 }, { from: 5000, to: 5100 }, { from: 9000 }];

  test("a gap is a long time in which nothing runs, also at the end", () => {
    assert.deepEqual(gaps(busy, 9500), [{ from: 1000, to: 5000 }, { from: 5100, to: 9000 }]);
    assert.deepEqual(gaps(busy.slice(0, 3), 9500), [{ from: 1000, to: 5000 }, { from: 5100, to: 9500 }]);
    assert.deepEqual(gaps([{ from: 0, to: 300 }, { from: 700, to: 900 }], 900), [], "too short");
    assert.deepEqual(gaps([{ from: 0, to: 100_000 }, { from: 101_000, to: 200_000 }], 200_000), [], "a small part");
    assert.deepEqual(gaps([], 700), [{ from: 0, to: 700 }]);
  });

  test("it takes the width that there is, each gap so much and the rest by time", () => {
    const axis = new Axis(9500, gaps(busy, 9500), 800 + 2 * GAP, 1);
    assert.equal(axis.width, 800 + 2 * GAP);
    const scale = 800 / 1600;
    assert.equal(axis.place(1000), 1000 * scale);
    assert.equal(axis.place(3000), 1000 * scale + GAP / 2);
    assert.equal(axis.place(5000), 1000 * scale + GAP);
    assert.equal(axis.place(9500), axis.width);
    assert.equal(new Axis(1000, [], 500, 4).place(1000), 2000);
  });

  test("from a place to its time and back", () => {
    const axis = new Axis(9500, gaps(busy, 9500), 700, 3);
    for (const time of [0, 10, 999, 1000, 2500, 5000, 5050, 8000, 9400]) {
      assert.ok(Math.abs(axis.time(axis.place(time)) - time) < 1e-6, `${time}`);
    }
  });

  test("ticks are round times that stand apart, and in no gap", () => {
    const axis = new Axis(9500, gaps(busy, 9500), 700, 2);
    const ticks = axis.ticks(0, axis.width);
    assert.ok(ticks.length > 3);
    ticks.forEach(({ time, place }, index) => {
      assert.equal(time % 10, 0);
      if (index > 0) assert.ok(place - ticks[index - 1].place >= 60);
      assert.ok(!axis.gaps.some(({ from, to }) => time > from && time < to), `${time}`);
    });
    assert.deepEqual(new Axis(7_200_000, [], 400, 1).ticks(0, 400).map(({ time }) => time / 60_000), [0, 50, 100]);
  });
});

describe("bars", () => {
  const attempt = (number, from, to, status = "succeeded") => ({ kind: "attempt", number, from, to, status });

  test("one for an attempt, a wait or a retry, with words where there is room", () => {
    const axis = new Axis(1000, [], 1000, 1);
    const spans = [
      attempt(1, 0, 100, "failed"),
      { kind: "retry", from: 100, to: 300, due: 300, status: "retrying" },
      attempt(2, 300, 304),
      { kind: "wait", from: 304, due: 350, status: "waiting" },
    ];
    assert.deepEqual(
      bars(spans, axis, 344, [0, 1000]).map(({ left, width, kind, status, word }) => [left, width, kind, status, word]),
      [
        [0, 100, "attempt", "failed", "1"],
        [100, 200, "retry", "retrying", "retry in 200 ms"],
        [300, 4, "attempt", "succeeded", ""],
        [304, 40, "wait", "waiting", ""],
      ],
    );
  });

  test("of very many only what is in view is drawn, those too near one another as one that tells of a failure", () => {
    const spans = Array.from({ length: 10_000 }, (_, at) => attempt(1, at, at + 1, at === 5003 ? "failed" : "succeeded"));
    const whole = bars(spans, new Axis(10_000, [], 1000, 1), 10_000, [0, 1000]);
    assert.ok(whole.length <= 1000, `${whole.length}`);
    assert.equal(whole.reduce((sum, { many }) => sum + many, 0), 10_000);
    assert.equal(whole.filter(({ status }) => status === "failed").length, 1);
    const near = bars(spans, new Axis(10_000, [], 1000, 100), 10_000, [50_000, 51_000]);
    assert.ok(near.length > 90 && near.length < 120, `${near.length}`);
    assert.equal(near.find(({ status }) => status === "failed").title, "attempt 1 at 5.0 s failed after 1 ms");
  });

  test("each span is told in words", () => {
    assert.equal(told({ ...attempt(2, 10, 15, "failed"), error: { name: "Busy" } }), "attempt 2 at 10 ms failed after 5 ms: Busy");
    assert.equal(told({ kind: "wait", from: 0, due: 2000, status: "waiting" }), "waits until 2.0 s");
    assert.equal(told({ kind: "retry", from: 0, to: 2000, status: "retrying" }), "retry after 2.0 s");
  });
});

describe("the tree of results", () => {
  const results = new Map([
    ["Charge", { value: { paid: true, "a b": [1, { deep: "needle" }] } }],
    ["Ship/Weigh", { error: { name: "Busy", message: "come back" } }],
    ["Pack", { value: Array.from({ length: MEMBERS + 5 }, (_, at) => at) }],
  ]);
  const lines = (shown) => nodes(results, { opened: new Set(), all: new Set(), query: "", ...shown }).map(({ level, label, value, more }) => `${"  ".repeat(level - 1)}${label}${more ? "" : `: ${brief(value)}`}`);

  test("closed, each result is a line; opened, its members are too", () => {
    assert.deepEqual(lines({}), ["Charge: { 2 keys }", "Ship/Weigh: { 1 key }", `Pack: [ ${MEMBERS + 5} items ]`]);
    assert.deepEqual(lines({ opened: new Set(["Charge", "Charge\na b"]) }).slice(0, 5), [
      "Charge: { 2 keys }",
      "  paid: true",
      "  a b: [ 2 items ]",
      "    0: 1",
      "    1: { 1 key }",
    ]);
  });

  test("of a long list the beginning is shown, until all of it is asked for", () => {
    const opened = new Set(["Pack"]);
    assert.deepEqual([lines({ opened }).length, lines({ opened }).at(-1)], [3 + MEMBERS + 1, "  5 more"]);
    assert.equal(lines({ opened, all: new Set(["Pack"]) }).length, 3 + MEMBERS + 5);
  });

  test("a search shows what matches with all around it, and nothing else", () => {
    assert.deepEqual(lines({ query: "NEEDLE" }), ["Charge: { 2 keys }", "  a b: [ 2 items ]", "    1: { 1 key }", '      deep: "needle"']);
    assert.deepEqual(lines({ query: "weigh" }), ["Ship/Weigh: { 1 key }"]);
    assert.deepEqual(lines({ query: "nowhere" }), []);
  });

  test("a line knows how a function gets at it", () => {
    const opened = new Set(["Charge", "Charge\na b", "Charge\na b\n1", "Ship/Weigh"]);
    const access = nodes(results, { opened, all: new Set(), query: "" }).map(({ access }) => access);
    assert.ok(access.includes('step.context["Charge"].paid'));
    assert.ok(access.includes('step.context["Charge"]["a b"][1].deep'));
    assert.ok(access.includes('step.context["Ship/Weigh"].error'));
  });

  test("texts are cut, and nothing of a value is anything but text", () => {
    assert.equal(brief("x".repeat(300)).length, 202);
    assert.equal(brief("a\n\"b"), '"a\\n\\"b"');
    assert.deepEqual([brief(null), brief([]), brief({}), brief(0.1)], ["null", "[]", "{}", "0.1"]);
  });
});

test("events in words", () => {
  const began = 1000;
  const error = { name: "Busy", message: "come back" };
  for (const [event, expected] of [
    [{ type: "StepEntered", visit: 2, plan: { action: "wait", due: 4000 } }, "waits until 3.0 s, visit 2"],
    [{ type: "AttemptStarted", attempt: 2, launch: { function: "charge" } }, "attempt 2 of charge"],
    [{ type: "AttemptFailed", error, retry: { delay: 1500 } }, "Busy: come back, again in 1.5 s"],
    [{ type: "StepSucceeded", output: { a: 1 }, edge: "end" }, '{"a":1} → end'],
    [{ type: "StepFailed", error, handler: { step: "Repay" } }, "Busy: come back → Repay"],
    [{ type: "toString" }, ""],
  ]) {
    assert.equal(words(event, began), expected);
  }
});
