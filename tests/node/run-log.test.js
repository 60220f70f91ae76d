// What the workbench makes of a run's log, against logs that the package writes.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { StepFunction, init } from "../../core/npm/index.js";
import { Log } from "../../web/workbench/run/log.js";
import { VirtualClock } from "./virtual-clock.js";

before(() => init());

/** Runs a definition to its end, its functions taking 10 ms each, and reads its log. */
async function ran(definition, input = null, functions = {}) {
  const clock = new VirtualClock();
  const timed = (func) => async (input, step) => {
    await clock.after(10);
    return func(input, step);
  };
  const registry = Object.fromEntries(
    Object.entries({
      name: (_, { name }) => name,
      fail: () => {
        throw Object.assign(new Error("it broke"), { name: "Boom" });
      },
      once: (_, { attempt }) => {
        if (attempt === 1) throw Object.assign(new Error("not yet"), { name: "Boom" });
        return "again";
      },
      ...functions,
    }).map(([name, func]) => [name, timed(func)]),
  );
  const run = StepFunction.fromJSON(JSON.stringify(definition), registry).start(input, { clock });
  await clock.run();
  await run.result.catch(() => {});
  const lines = run.log;
  const log = new Log();
  log.read(lines);
  return { log, lines };
}

/** Each part with its status, and what became of it over time. */
const shown = (log) =>
  log.inOrder().map(({ path, depth, status, spans }) => [
    `${"  ".repeat(depth)}${path} ${status}`,
    ...spans.map(({ kind, number, from, to, due, status }) => [kind, number, from, to, due, status].filter((one) => one !== undefined).join(" ")),
  ]);

describe("a run's log", () => {
  test("a sequence with a branch: every step's input, output and time, and the edges", async () => {
    const { log } = await ran({
      steps: { A: { func: "name", branch: { A: "C" }, nextStep: "B" }, B: {}, C: { func: "name", nextStep: "D" }, D: {} },
    }, { n: 1 });
    assert.deepEqual(shown(log), [
      ["A succeeded", "attempt 1 0 10 succeeded"],
      ["C succeeded", "attempt 1 10 20 succeeded"],
      ["D succeeded", "visit 20 20 succeeded"],
    ]);
    assert.deepEqual(log.edges, [
      { to: "A", kind: "success" },
      { from: "A", to: "C", kind: "branch" },
      { from: "C", to: "D", kind: "success" },
      { from: "D", to: undefined, kind: "success" },
    ]);
    assert.deepEqual([...log.results], [["A", { value: "A" }], ["C", { value: "C" }], ["D", { value: "C" }]]);
    const { input, output, started, ended, visits } = log.ofBox("C");
    assert.deepEqual({ input, output, started, ended, visits }, { input: "A", output: "C", started: 10, ended: 20, visits: 1 });
    assert.deepEqual([log.status, log.output, log.ended, log.progress()], ["COMPLETED", "C", 20, { reached: 3, done: 3 }]);
  });

  test("retries and waits stand between the attempts, with the time at which they are due", async () => {
    const { log } = await ran({
      steps: { A: { func: "once", retry: [{ errors: ["Boom"], interval: 2 }], nextStep: "W" }, W: { wait: 3 } },
    });
    assert.deepEqual(shown(log), [
      ["A succeeded", "attempt 1 0 10 failed", "retry 10 2010 2010 retrying", "attempt 2 2010 2020 succeeded"],
      ["W succeeded", "wait 2020 5020 5020 succeeded"],
    ]);
    assert.equal(log.ofBox("A").attempts[0].error.message, "not yet");
    assert.equal(log.ofBox("A").error, undefined);
    assert.deepEqual(log.calls.map(({ from }) => from), [0, 2010]);
  });

  test("tasks, items and nested steps are within what holds them", async () => {
    const { log } = await ran({
      steps: {
        P: { parallel: true, func: { x: "name", y: "fail" }, nextStep: "M" },
        M: { map: { workflow: { steps: { N: { func: "name" } } }, items: "/list" } },
      },
    }, null, { name: (_, { path }) => (path === "P/x" ? 1 : path) });
    assert.deepEqual(log.failure?.path, "M", "the result of P has no list");
    assert.deepEqual(shown(log), [
      ["P succeeded", "visit 0 10 succeeded"],
      ["  P/x succeeded", "attempt 1 0 10 succeeded"],
      ["  P/y handled", "attempt 1 0 10 failed"],
      ["M failed", "visit 10 10 failed"],
    ]);
    assert.deepEqual(log.handled.map(({ path, error, handler }) => [path, error.name, handler]), [["P/y", "Boom", undefined]]);
    assert.equal(log.results.get("P/y").error.name, "Boom");
  });

  test("every item of a map has its own part; its box shows the one that started last", async () => {
    const { log } = await ran({
      steps: { M: { map: { workflow: { steps: { N: { func: "name" } } }, concurrency: 1 } } },
    }, ["a", "b"], { name: (input) => input });
    assert.deepEqual(log.inOrder().map(({ path }) => path), ["M", "M[0]", "M[0]/N", "M[1]", "M[1]/N"]);
    assert.equal(log.ofBox("M[]/N").path, "M[1]/N");
    assert.equal(log.ofBox("M[]").input, "b");
    assert.equal(log.parts.get("M[0]/N").input, "a");
    assert.deepEqual(log.parts.get("M").output, ["a", "b"]);
  });

  test("a failure is handled, or ends the run; what was beside it is cancelled", async () => {
    const { log } = await ran({
      steps: {
        A: { func: "fail", onFailure: "P" },
        P: { parallel: true, stopOnFailure: true, func: { slow: { workflow: { steps: { W: { wait: 9 } } } }, y: "fail" } },
      },
    });
    assert.deepEqual(log.handled.map(({ path, handler }) => [path, handler]), [["A", "P"]]);
    assert.equal(log.ofBox("P").input.failedStep, "A");
    assert.deepEqual(shown(log), [
      ["A handled", "attempt 1 0 10 failed"],
      ["P failed", "visit 10 20 failed"],
      ["  P/slow cancelled", "attempt 1 10 20 cancelled"],
      ["    P/slow/W cancelled", "wait 10 20 9010 cancelled"],
      ["  P/y failed", "attempt 1 10 20 failed"],
    ]);
    assert.deepEqual([log.status, log.failure.path, log.failure.error.name], ["FAILED", "P", "Parallel.TaskFailed"]);
  });

  test("a whole step that is retried begins its tasks anew", async () => {
    const { log } = await ran({
      steps: { P: { parallel: true, stopOnFailure: true, func: { x: "once" }, retry: [{ errors: ["Parallel.TaskFailed"], interval: 1 }] } },
    });
    assert.deepEqual(shown(log), [
      ["P succeeded", "visit 0 1020 succeeded", "retry 10 1010 1010 retrying"],
      ["  P/x succeeded", "attempt 1 0 10 failed", "attempt 2 1010 1020 succeeded"],
    ]);
  });

  test("a step visited again keeps its earlier spans, and its latest input", async () => {
    const { log } = await ran({
      allowCycles: true,
      steps: { A: { func: "count", branch: { 3: "B" }, nextStep: "A" }, B: {} },
    }, 0, { count: (n) => n + 1 });
    const part = log.ofBox("A");
    assert.deepEqual([part.visits, part.input, part.output, part.attempts.length, part.spans.length], [3, 2, 3, 1, 3]);
  });

  test("what is within a step visited again is yet to come, until the run comes there", async () => {
    const { lines } = await ran({
      allowCycles: true,
      steps: { A: { workflow: { steps: { B: { workflow: { steps: { C: { func: "count" } } } } } }, branch: { 2: "E" }, nextStep: "A" }, E: {} },
    }, 0, { count: (n) => n + 1 });
    const log = new Log();
    const progress = [];
    for (const line of lines.trim().split("\n")) {
      log.read(line);
      const { reached, done } = log.progress();
      if (line.includes('"StepEntered"')) progress.push(`${done}/${reached}`);
    }
    assert.deepEqual(progress, ["0/1", "0/2", "0/3", "0/1", "0/2", "0/3", "3/4"]);
  });

  test("after every event it stands as in the middle of the run: what goes on has no end", async () => {
    const { lines } = await ran({
      steps: { A: { func: "once", retry: [{ errors: ["*"] }], nextStep: "W" }, W: { wait: 1 } },
    });
    const log = new Log();
    const pending = [];
    for (const line of lines.trim().split("\n")) {
      log.read(`${line}\n`);
      pending.push(log.pending().map(({ kind, part, due }) => [part.path, kind, due].filter((one) => one !== undefined).join(" ")).join());
    }
    assert.deepEqual(pending, ["", "", "A attempt", "A retry 1010", "A attempt", "", "", "W wait 2020", "", ""]);
    assert.equal(log.status, "COMPLETED");
  });
});
