// Which states of a document stay in its history.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_CHARACTERS, MOST_STATES, describe, replaces, superfluous } from "../../web/workbench/keeping/history.js";

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
const NOW = 1_800_000_000_000;
const state = (time, more) => ({ time, what: "Edited Workflow", typed: true, size: 0, ...more });
const left = (states, now = NOW) => {
  const gone = superfluous(states, now);
  return states.filter((state) => !gone.includes(state));
};

test("typing that goes on is one state, and everything else is one of its own", () => {
  const last = state(NOW);
  const cases = [
    [undefined, state(NOW), false],
    [last, state(NOW + SECOND), true],
    [last, state(NOW + 2 * MINUTE), false],
    [last, state(NOW + SECOND, { what: "Edited Functions" }), false],
    [last, state(NOW + SECOND, { typed: false, what: "Rename `Parse`" }), false],
    [state(NOW, { typed: false }), state(NOW + SECOND), false],
  ];
  for (const [before, next, expected] of cases) assert.equal(replaces(before, next), expected, JSON.stringify([before, next]));
});

test("all states of the last hour are kept, fewer of the last day, one a day of older ones", () => {
  const every = (from, to, step) => Array.from({ length: Math.floor((to - from) / step) }, (_, index) => state(from + index * step));
  assert.equal(left(every(NOW - HOUR, NOW, MINUTE)).length, 60);
  const day = left(every(NOW - 20 * HOUR, NOW - 2 * HOUR, 2 * MINUTE));
  assert.ok(day.length >= 108 && day.length <= 110, `${day.length}`);
  const old = left(every(NOW - 20 * DAY, NOW - 2 * DAY, 6 * HOUR));
  assert.ok(old.length >= 18 && old.length <= 20, `${old.length}`);
});

test("the newest state stays, however old and long it is", () => {
  const long = state(NOW - 400 * DAY, { size: MOST_CHARACTERS + 1 });
  assert.deepEqual(left([state(NOW - 401 * DAY), long]), [long]);
});

test("their number and their length are bounded", () => {
  const many = Array.from({ length: 1_000 }, (_, index) => state(NOW - 1_000 + index));
  assert.deepEqual(left(many), many.slice(-MOST_STATES));
  const long = Array.from({ length: 10 }, (_, index) => state(NOW - 10 + index, { size: MOST_CHARACTERS / 4 }));
  assert.deepEqual(left(long), long.slice(-4));
});

test("a change without a name is called by the texts that differ", () => {
  const before = { definition: "", functions: "", input: "" };
  assert.equal(describe(before, { ...before, functions: "f" }), "Edited Functions");
  assert.equal(describe(before, { ...before, definition: "d", input: "1" }), "Edited Workflow, Input");
});
