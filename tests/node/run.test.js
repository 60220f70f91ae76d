// A workflow and its runs as the package's users handle them.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { before, describe, test } from "node:test";
import { promisify } from "node:util";
import * as stepwell from "../../core/npm/index.js";
import { VirtualClock } from "./virtual-clock.js";

const { BuildError, InvalidWorkflow, RunCancelled, RunError, RunFailed, StepFunction, init, initSync } = stepwell;

before(() => init());

const never = () => new Promise(() => {});

describe("the step argument", () => {
  test("says where it is and what there is so far", async () => {
    const workflow = new StepFunction("w")
      .addStep("A", { func: () => ({ n: 1 }), nextStep: "P" })
      .addStep("P", { parallel: true, func: { x: (_, step) => ({ ...step, keys: Object.keys(step.context), a: step.context.A, has: "A" in step.context, no: step.context.B ?? null }) }, params: { p: [1] }, nextStep: "N" })
      .addStep("N", { workflow: new StepFunction().addStep("X", { func: (_, step) => [step.name, step.path, step.attempt, Object.keys(step.context)] }) });
    const { context } = await workflow.execute();
    assert.deepEqual(context["P/x"], { name: "P", path: "P/x", attempt: 1, keys: ["A"], a: { n: 1 }, has: true, no: null });
    assert.deepEqual(context["N/X"], ["X", "N/X", 1, []]);
  });
  test("params and context cannot be changed", async () => {
    const func = (_, step) => {
      "use strict";
      assert.throws(() => { step.params.p = 2; }, TypeError);
      assert.throws(() => { step.params.list.push(1); }, TypeError);
      assert.throws(() => { step.context.A.n = 2; }, TypeError);
      assert.throws(() => { step.context.Z = 2; }, TypeError);
      assert.throws(() => { delete step.context.A; }, TypeError);
      return [step.params, step.context.A];
    };
    const workflow = new StepFunction("w")
      .addStep("A", { func: () => ({ n: 1 }), nextStep: "B" })
      .addStep("B", { func, params: { p: 1, list: [] } });
    assert.deepEqual((await workflow.execute()).output, [{ p: 1, list: [] }, { n: 1 }]);
  });
  test("the signal aborts on a timeout, and stays whole where nothing happens", async () => {
    const clock = new VirtualClock();
    const seen = [];
    const workflow = new StepFunction("w")
      .addStep("A", { func: (_, step) => { step.signal.addEventListener("abort", () => seen.push(step.signal.reason.name)); return never(); }, timeout: 1, onFailure: "B" })
      .addStep("B", { func: (_, step) => step.signal.aborted });
    const run = workflow.start(null, { clock });
    await clock.run();
    assert.equal((await run.result).output, false);
    assert.deepEqual(seen, ["AbortError"]);
  });
  test("a signal first asked for after the abort is aborted", async () => {
    let late;
    const workflow = new StepFunction("w").addStep("A", { func: (_, step) => { late = step; return never(); } });
    const run = workflow.start();
    assert.equal(late, undefined, "nothing is called before there is a handle");
    await null;
    run.cancel();
    assert.equal(late.signal.aborted, true);
    assert.match(late.idempotencyKey, /\/A#1$/);
    await assert.rejects(run.result, RunCancelled);
  });
  test("stopOnFailure aborts the other tasks", async () => {
    let aborted = 0;
    const wait = (_, step) => new Promise((_, reject) => step.signal.addEventListener("abort", () => { aborted++; reject(step.signal.reason); }));
    const workflow = new StepFunction("w").addStep("P", {
      parallel: true, stopOnFailure: true, func: { a: wait, b: wait, c: async () => { throw new Error("no"); } },
    });
    await assert.rejects(workflow.execute(), (error) => error.cause.name === "Parallel.TaskFailed");
    assert.equal(aborted, 2);
  });
  test("what is logged reaches the log", async () => {
    const logged = [];
    const workflow = new StepFunction("w").addStep("A", { func: (_, { log }) => log("x", 1) });
    await workflow.execute(null, { log: (step, values) => logged.push([step.path, values]) });
    assert.deepEqual(logged, [["A", ["x", 1]]]);
  });
});

describe("a run", () => {
  test("two at once of one workflow are independent", async () => {
    const workflow = new StepFunction("w").addStep("A", { func: async (n) => n * 2, nextStep: "B" }).addStep("B", { func: async (n) => n + 1 });
    const outputs = await Promise.all(Array.from({ length: 100 }, (_, n) => workflow.execute(n)));
    assert.deepEqual(outputs.map(({ output }) => output), Array.from({ length: 100 }, (_, n) => n * 2 + 1));
  });
  test("cancel rejects with RunCancelled, and no handler runs", async () => {
    let handled = 0;
    const workflow = new StepFunction("w").addStep("A", { func: never, onFailure: "H" }).addStep("H", { func: () => handled++ });
    const run = workflow.start();
    run.cancel("enough");
    await assert.rejects(run.result, (error) => {
      assert.ok(error instanceof RunCancelled && error instanceof Error);
      assert.deepEqual([error.name, error.code, error.cause, error.report.status], ["RunCancelled", "RunCancelled", "enough", "CANCELLED"]);
      return true;
    });
    assert.deepEqual([handled, workflow.status, run.steps], [0, "CANCELLED", { A: "cancelled", H: "skipped" }]);
  });
  test("an AbortSignal cancels, before and during", async () => {
    const workflow = new StepFunction("w").addStep("A", { func: never });
    await assert.rejects(workflow.execute(null, { signal: AbortSignal.abort("early") }), { code: "RunCancelled", cause: "early" });
    const controller = new AbortController();
    const running = workflow.execute(null, { signal: controller.signal });
    setImmediate(() => controller.abort());
    await assert.rejects(running, { code: "RunCancelled" });
  });
  test("RunFailed carries the report, the path and the cause", async () => {
    const workflow = new StepFunction("w").addStep("A", { func: () => { throw new TypeError("no"); } });
    await assert.rejects(workflow.execute({ n: 1 }), (error) => {
      assert.ok(error instanceof RunFailed);
      assert.deepEqual([error.name, error.code, error.path, error.cause.name], ["RunFailed", "RunFailed", "A", "TypeError"]);
      assert.equal(error.report.status, "FAILED");
      assert.equal(error.report.events.at(-1).type, "RunFailed");
      return true;
    });
    assert.deepEqual([workflow.status, workflow.steps], ["FAILED", { A: "failed" }]);
  });
  test("pause and resume", async () => {
    const clock = new VirtualClock();
    const workflow = new StepFunction("w").addStep("A", { func: () => clock.after(10), nextStep: "B" }).addStep("B", { func: () => 2 });
    const run = workflow.start(null, { clock });
    run.pause();
    await clock.run();
    assert.deepEqual([run.status, run.steps], ["PAUSED", { A: "succeeded", B: "pending" }]);
    assert.throws(() => run.pause(), { name: "RunError", code: "Run.Paused", message: "the run is PAUSED already; resume it to go on" });
    run.resume();
    assert.equal((await run.result).output, 2);
    for (const [call, code] of [["pause", "Run.Over"], ["resume", "Run.Over"], ["cancel", "Run.Over"]]) {
      assert.throws(() => run[call](), (error) => error instanceof RunError && error.code === code);
    }
  });
  test("its events can be read as they come and afterwards", async () => {
    const workflow = new StepFunction("w").addStep("A", { func: async () => 1, nextStep: "B" }).addStep("B", { func: async () => 2 });
    const run = workflow.start(null, { id: "r" });
    assert.deepEqual([run.id, run.name], ["r", "w"]);
    const types = [];
    for await (const event of run) types.push(event.type);
    const { events } = await run.result;
    assert.deepEqual(types, events.map(({ type }) => type));
    assert.deepEqual([types[0], types.at(-1), types.length], ["RunStarted", "RunCompleted", 10]);
  });
  test("resume from any line of the log comes to the same end, and does nothing again that was done", async () => {
    const calls = [];
    const build = () => {
      const workflow = new StepFunction("w");
      for (let i = 0; i < 5; i++) {
        workflow.addStep(`S${i}`, { func: (n, step) => { calls.push(step.idempotencyKey); return n + 1; }, nextStep: i < 4 ? `S${i + 1}` : undefined });
      }
      return workflow;
    };
    const whole = build().start(0, { id: "r" });
    await whole.result;
    const lines = whole.log.trimEnd().split("\n");
    for (let cut = 1; cut <= lines.length; cut++) {
      const log = lines.slice(0, cut).join("\n") + '\n{"seq":99,"at'; // the line that was being written
      const finished = lines.slice(0, cut).filter((line) => line.includes('"AttemptSucceeded"')).length;
      calls.length = 0;
      const run = build().resume(log);
      assert.equal((await run.result).output, 5);
      assert.deepEqual(calls, Array.from({ length: 5 - finished }, (_, i) => `r/S${i + finished}#1`));
    }
  });
  test("resume with an edited workflow: what the log names and is gone fails by name", async () => {
    const before = new StepFunction("w").addStep("A", { func: function f() { return never(); } });
    const run = before.start();
    const after = new StepFunction("w").addStep("A", { func: function g() {}, onFailure: "H" }).addStep("H", { func: ({ error }) => error.name });
    assert.equal((await after.resume(run.log).result).output, "Function.Missing");
    const other = new StepFunction("w").addStep("B", { func: function f() { return 1; } });
    await assert.rejects(other.resume(run.log).result, (error) => error.cause.name === "Run.DefinitionChanged");
    run.cancel();
  });
  test("a log that is none says so", () => {
    const workflow = new StepFunction("w").addStep("A", { func: never });
    for (const [log, code] of [["", "Log.Empty"], ["nonsense\n", "Log.Line"], ['{"seq":1,"at":0,"type":"RunStarted","version":99}\n', "Log.Newer"], ['{"seq":1,"at":0,"type":"RunPaused"}\n', "Log.Misfit"]]) {
      assert.throws(() => workflow.resume(log), (error) => error instanceof RunError && error.code === code, code);
    }
  });
  for (const [kind, func] of [["sync", (n) => n + 1], ["async", async (n) => n + 1], ["no", undefined]]) {
    test(`a runaway cycle with ${kind} function leaves others their turn`, async () => {
      const workflow = new StepFunction("w", { allowCycles: true, maxSteps: 1e9 }).addStep("A", { func, nextStep: "A" });
      const run = workflow.start(0, { retention: "none" });
      setTimeout(() => run.cancel("enough"), 1);
      await assert.rejects(run.result, { code: "RunCancelled" });
    });
  }
  test("a function may cancel its own run", async () => {
    const called = [];
    const workflow = new StepFunction("w")
      .addStep("A", { func: (_, step) => { called.push(step.path); run.cancel("enough"); return 1; }, nextStep: "B" })
      .addStep("B", { func: (_, step) => called.push(step.path) });
    const run = workflow.start();
    await assert.rejects(run.result, { code: "RunCancelled", cause: "enough" });
    assert.deepEqual(called, ["A"]);
  });
  test("100,000 functions in a row, a map over 100,000 items, 100 nested levels", async () => {
    const chain = new StepFunction("chain");
    for (let i = 0; i < 100_000; i++) chain.addStep(`s${i}`, { func: "f", nextStep: i < 99_999 ? `s${i + 1}` : undefined });
    const named = StepFunction.fromJSON(JSON.stringify(chain), { f: (n) => n + 1 });
    assert.equal((await named.execute(0, { retention: "none" })).output, 100_000);
    let [running, most] = [0, 0];
    const map = new StepFunction("map").addStep("M", {
      map: { func: async (n) => { most = Math.max(most, ++running); await null; running--; return n; } },
    });
    const items = Array.from({ length: 100_000 }, (_, n) => n);
    assert.deepEqual((await map.execute(items)).output, items);
    assert.equal(most, 40);
    let nest = new StepFunction().addStep("leaf", { func: () => "deep" });
    for (let i = 0; i < 100; i++) nest = new StepFunction().addSubStepFunction("n", { workflow: nest });
    assert.equal((await nest.execute()).output, "deep");
  });
  test("retention: context keeps results and no events, none keeps neither", async () => {
    const workflow = new StepFunction("w").addStep("A", { func: () => 1, nextStep: "B" }).addStep("B", { func: (_, step) => step.context.A ?? "not kept" });
    const context = await workflow.execute(null, { retention: "context" });
    assert.deepEqual([context.context, context.output], [{ A: 1, B: 1 }, 1]);
    const none = await workflow.execute(null, { retention: "none" });
    assert.deepEqual([none.context, none.output], [{}, "not kept"]);
  });
});

describe("building", () => {
  test("a workflow with errors rejects with all of them and runs nothing", async () => {
    let ran = 0;
    const workflow = new StepFunction("w")
      .addStep("A", { func: () => ran++, nextStep: "Bee" })
      .addStep("Be", { func: "missing", timeuot: 1 });
    await assert.rejects(workflow.execute(), (error) => {
      assert.ok(error instanceof InvalidWorkflow);
      assert.deepEqual(error.diagnostics.map(({ code, pointer, suggestion }) => [code, pointer, suggestion]), [
        ["Step.Unknown", "/steps/A/nextStep", "Be"],
        ["Definition.UnknownKey", "/steps/Be/timeuot", "timeout"],
      ]);
      return true;
    });
    assert.equal(ran, 0);
  });
  test("a step twice is a diagnostic", () => {
    const workflow = new StepFunction("w").addStep("A", {}).addStep("A", {});
    assert.deepEqual(workflow.validate().map(({ code }) => code), ["Json.DuplicateKey"]);
  });
  test("steps named like integers keep their order", async () => {
    const workflow = new StepFunction("w").addStep("2", { func: () => "two" }).addStep("1", { func: () => "one", nextStep: "2" });
    assert.deepEqual([(await workflow.execute()).output, workflow.steps], ["two", { 1: "skipped", 2: "succeeded" }]);
  });
  test("functions of one name are told apart", async () => {
    const make = (n) => function same() { return n; };
    const workflow = new StepFunction("w").addStep("P", { parallel: true, func: { a: make(1), b: make(2), c: () => 3 } });
    assert.deepEqual((await workflow.execute()).output, { a: 1, b: 2, c: 3 });
    assert.deepEqual(workflow.toJSON().steps.P.func, { a: "same", b: "same_2", c: "c" });
  });
  test("what it is built from is checked where it is built", () => {
    const workflow = new StepFunction("w");
    assert.throws(() => workflow.addStep(1), BuildError);
    assert.throws(() => workflow.addSubStepFunction("A", {}), BuildError);
    assert.deepEqual(new StepFunction("w", { functions: { f: 1 } }).addStep("A", { func: "f" }).validate().map(({ code }) => code), ["Function.Unknown"]);
    assert.throws(() => new StepFunction("w").addStep("A", { params: { x: 1n } }).validate(), { code: "Data.NotJson" });
    assert.throws(() => new StepFunction("w").addStep("A", 1).validate(), { code: "Build.Options" });
    assert.throws(() => new StepFunction("w").addStep("A", {}).visualize("gif"), { code: "Build.Format" });
  });
  test("an input that is not JSON is refused before anything runs", async () => {
    let ran = 0;
    const workflow = new StepFunction("w").addStep("A", { func: () => ran++ });
    await assert.rejects(workflow.execute(new Map()), { code: "Data.NotJson" });
    assert.equal(ran, 0);
  });
  test("a picture", () => {
    const workflow = new StepFunction("w").addStep("A <&>", { nextStep: "B" }).addStep("B", {});
    assert.match(workflow.visualize("svg"), /^<svg[^]*A &lt;&amp;&gt;[^]*<\/svg>\s*$/);
    assert.deepEqual(JSON.parse(workflow.visualize("json")).nodes.filter(({ kind }) => kind === "pass").map(({ label }) => label), ["A <&>", "B"]);
  });
});

describe("loading", () => {
  test("again does nothing", async () => {
    await Promise.all([init(), init()]);
    initSync(new Uint8Array());
  });
  test("what needs the engine at once says so before it is loaded; what need not loads it", async () => {
    const script = `
      import { StepFunction } from ${JSON.stringify(new URL("../../core/npm/index.js", import.meta.url).href)};
      const workflow = new StepFunction("w").addStep("A", { func: () => 1 });
      try { workflow.start(); } catch ({ code }) { console.log(code); }
      console.log((await workflow.execute()).output);`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
    assert.equal(stdout, "NotLoaded\n1\n");
  });
});
