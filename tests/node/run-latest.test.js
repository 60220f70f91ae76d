// Which run the workbench shows, and how it follows it.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Latest } from "../../web/workbench/run/latest.js";
import { isShownRecorded, showLatest, showRecorded } from "../../web/workbench/shown_run.js";

mock.timers.enable({ apis: ["setTimeout"] });

const started = (run) => ({ type: "RunStarted", at: 100, run, start: "A", input: 1, definition: {} });
const entered = { type: "StepEntered", at: 110, scope: 0, step: "A", path: "A", visit: 1, plan: { action: "pass" } };
const succeeded = { type: "StepSucceeded", at: 120, scope: 0, path: "A", edge: "end" };
const completed = { type: "RunCompleted", at: 130 };
const lines = (events) => events.map((event, index) => `${JSON.stringify({ seq: index + 1, ...event })}\n`);

let page, latest, told;

beforeEach(() => {
  const listeners = { log: [], run: [], texts: [], selected: [] };
  const fake = {
    lines: [],
    state: { number: 0, status: "INITIALIZED", loading: false, virtual: false, mocks: undefined },
    asked: [],
    orders: [],
    said: [],
    log(from) {
      fake.asked.push(from);
      return (fake.recorded ?? fake.lines).slice(from).join("");
    },
    async showRecorded(log) {
      if (log === "damaged") return "line 1 of the log cannot be read";
      fake.recorded = log;
    },
    showLatest: () => (fake.recorded = undefined),
    texts: () => ({ functions: fake.functions ?? "" }),
    runState: () => fake.state,
    run(how) {
      fake.orders.push(how);
      return fake.refuses;
    },
    tell: (text) => fake.said.push(text),
    on: (what, listener) => listeners[what].push(listener),
    change: (what, news = {}) => listeners[what].forEach((listener) => listener(news)),
  };
  page = fake;
  showLatest(page);
  latest = new Latest(page);
  told = 0;
  latest.on(() => (told += 1));
});

/** The page's run has come so far. */
function comes(...events) {
  page.lines = lines(events);
  page.change("log");
}

test("of a log that goes on only what is new is read", () => {
  page.functions = "as it was";
  comes(started("one"), entered);
  page.functions = "edited since";
  page.asked.length = 0;
  comes(started("one"), entered, succeeded, completed);
  assert.deepEqual(page.asked, [1], "with the latest that is known");
  assert.deepEqual([latest.log.events.length, latest.log.status, latest.now, latest.functions], [4, "COMPLETED", 30, "as it was"]);
  const before = told;
  page.change("log");
  assert.equal(told, before, "nothing is new");
});

test("another run's log takes its place, longer or shorter; and none at all", () => {
  comes(started("one"), entered);
  comes(started("two"), { ...entered, at: 111 }, succeeded, completed);
  assert.deepEqual([latest.log.events.length, latest.log.events[0].run], [4, "two"]);
  comes(started("three"));
  assert.deepEqual([latest.log.events.length, latest.log.events[0].run], [1, "three"]);
  comes();
  assert.deepEqual([latest.log.events.length, latest.log.status], [0, "INITIALIZED"]);
});

test("while it goes on those who show it look again and again, and not after", () => {
  comes(started("one"), entered);
  const before = told;
  mock.timers.tick(100);
  mock.timers.tick(100);
  assert.equal(told, before + 2);
  comes(started("one"), entered, succeeded, completed);
  const after = told;
  mock.timers.tick(1000);
  assert.equal(told, after);
});

test("a recorded run is shown instead, and is over; of a damaged one it is said, and what was shown stays", async () => {
  comes(started("one"), entered);
  await showRecorded(page, lines([started("kept"), entered]));
  assert.deepEqual([latest.isRecorded, latest.isLive, latest.log.events[0].run, latest.now], [true, false, "kept", 10]);
  assert.equal(latest.text, lines([started("kept"), entered]).join(""));
  comes(started("one"), entered, succeeded);
  assert.equal(latest.log.events[0].run, "kept", "what goes on meanwhile is not shown");
  await showRecorded(page, "damaged");
  assert.deepEqual(page.said, ["The recorded run cannot be shown: line 1 of the log cannot be read."]);
  assert.deepEqual([latest.isRecorded, latest.log.events[0].run], [true, "kept"]);
  showLatest(page);
  assert.deepEqual([latest.isRecorded, latest.log.events[0].run, latest.log.events.length], [false, "one", 3]);
});

test("a recorded run that comes too late is not shown", async () => {
  const late = showRecorded(page, lines([started("kept")]));
  showLatest(page);
  await late;
  assert.equal(latest.isRecorded, false);
});

/** A run begins on the page, whoever has asked for it. */
function begins(how = { virtual: false, mocks: undefined }) {
  const number = page.state.number + 1;
  page.state = { number, status: "INITIALIZED", loading: true, ...how };
  page.change("run");
  page.change("run");
  page.state = { number, status: "RUNNING", loading: false, ...how };
  page.change("run");
}

test("a run that begins is shown, whatever was", async () => {
  await showRecorded(page, lines([started("kept")]));
  begins();
  assert.equal(isShownRecorded(), false);
  assert.equal(page.recorded, undefined);
});

test("again means as the latest run, wherever it was asked for", () => {
  let input = 1;
  latest.run(() => ({ virtual: true, input }));
  begins();
  input = 2;
  latest.again();
  begins();
  assert.deepEqual(page.orders, [{ virtual: true, input: 1 }, { virtual: true, input: 2 }]);
  begins(); // the page's own Run, or a kept run that goes on
  latest.again();
  assert.deepEqual(page.orders.at(-1), { virtual: false, mocks: undefined });
  begins();
  begins({ virtual: true, mocks: { A: {} } });
  latest.again();
  assert.deepEqual(page.orders.at(-1), { virtual: true, mocks: { A: {} } });
  begins();
  latest.run(() => ({ virtual: true }));
  begins();
  page.change("texts", { opened: true });
  latest.again();
  assert.deepEqual(page.orders.at(-1), {}, "another document");
});

test("why nothing runs is told", () => {
  page.refuses = "A run is under way";
  latest.run(() => ({}));
  latest.run(() => undefined);
  assert.deepEqual(page.said, ["Nothing runs: A run is under way.", "Nothing runs: the step is not there any more."]);
  assert.equal(page.orders.length, 1);
});
