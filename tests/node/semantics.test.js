// The rows of "What happens when", through the npm package: see ../semantics/README.md.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { StepFunction, init } from "../../core/npm/index.js";
import { VirtualClock } from "./virtual-clock.js";

before(() => init());

for (const table of ["sequence", "branch", "failure", "parallel", "nested"]) {
  const cases = JSON.parse(readFileSync(new URL(`../semantics/${table}.json`, import.meta.url), "utf8"));
  describe(table, () => {
    for (const { row, ...spec } of cases) test(row, () => check(spec));
  });
}

/** Holds what happened to what a case expects, of the keys that it expects. */
async function check({ workflow, text, input = null, functions = {}, commands = [], expect }) {
  const clock = new VirtualClock();
  const calls = [];
  const keys = [];
  const registry = Object.fromEntries(
    Object.entries(functions).map(([name, answers]) => [name, mock(answers, clock, calls, keys)]),
  );
  const stepFunction = StepFunction.fromJSON(text ?? workflow, registry);
  const expected = { handled: [], error: null, ...expect };
  if (expected.invalid) {
    const codes = stepFunction.validate().map(({ code }) => code);
    assert.deepEqual(codes, expected.invalid);
    await assert.rejects(stepFunction.execute(input), { code: "InvalidWorkflow" });
    assert.deepEqual(calls, [], "nothing runs");
    return;
  }
  const run = stepFunction.start(input, { id: "run-1", seed: 1, clock });
  for (const { at, do: what } of commands) clock.at(at, () => run[what]("enough"));
  let settled;
  run.result.then((report) => (settled = { report }), (error) => (settled = { error }));
  await clock.run();
  const { report, error } = settled ?? {};
  assert.equal(settled !== undefined, ["COMPLETED", "FAILED", "CANCELLED"].includes(run.status));
  const events = run.log.trim().split("\n").map((line) => JSON.parse(line));
  const found = {
    status: run.status,
    output: run.lastResult,
    order: Object.keys(run.lastResult ?? {}),
    calls,
    keys,
    handled: (error?.report ?? report)?.handledFailures.map(
      ({ path, error, handledBy }) => `${path}: ${error.name}${handledBy ? ` -> ${handledBy}` : ""}`,
    ) ?? [],
    context: run.context,
    error: error?.code === "RunFailed" ? `${error.path}: ${error.cause.name}` : null,
    message: error?.cause?.message,
    outcomes: error?.cause?.outcomes,
    at: events.at(-1).at,
  };
  if (expected.message) assert.ok(found.message.includes(expected.message), found.message);
  for (const [key, value] of Object.entries(expected)) {
    if (key !== "message") assert.deepEqual(found[key], value, key);
  }
}

function mock(answers, clock, calls, keys) {
  let next = 0;
  return async (input, step) => {
    const answer = answers[Math.min(next++, answers.length - 1)];
    calls.push(`${clock.now()} ${step.path}${step.attempt > 1 ? ` #${step.attempt}` : ""}`);
    keys.push(step.idempotencyKey);
    if (answer.never) return new Promise(() => {});
    await clock.after(answer.after ?? 0);
    if (answer.error) {
      const { name, message, cause } = answer.error;
      const error = new Error(message, cause && { cause });
      error.name = name;
      delete error.stack;
      Object.defineProperty(error, "stack", { value: undefined });
      throw error;
    }
    return answer.echo ? input : answer.value;
  };
}
