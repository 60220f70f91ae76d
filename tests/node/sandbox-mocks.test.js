// What answers in the place of functions.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Mocks } from "../../web/sandbox/mocks.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

const step = (path, attempt = 1) => JSON.stringify({ name: "x", path, attempt, idempotencyKey: "k" });

/** How a call is settled after some milliseconds. */
async function settled(call, after = 0) {
  let outcome = "pending";
  call.then(
    (result) => (outcome = { result: JSON.parse(result) }),
    (error) => (outcome = { error: JSON.parse(error) }),
  );
  mock.timers.tick(after);
  await new Promise(setImmediate);
  return outcome;
}

test("a mock answers for its box alone, for every item of a map and every step in it", async () => {
  const mocks = new Mocks({ A: { result: { n: 1 } }, "M[]/N": { result: "item" } });
  assert.deepEqual(await settled(mocks.answer(1, step("A"))), { result: { n: 1 } });
  assert.deepEqual(await settled(mocks.answer(2, step("M[17]/N"))), { result: "item" });
  for (const path of ["B", "A/A", "M[17]", "constructor", "__proto__"]) assert.equal(mocks.answer(3, step(path)), undefined, path);
  assert.equal(new Mocks().answer(1, step("A")), undefined);
});

test("an error fails every attempt; what it does not say is filled in", async () => {
  const mocks = new Mocks({ A: { error: { name: "Busy", message: "come back" } }, B: { error: {} }, C: {} });
  for (const attempt of [1, 5]) {
    assert.deepEqual(await settled(mocks.answer(attempt, step("A", attempt))), { error: { name: "Busy", message: "come back" } });
  }
  assert.equal((await settled(mocks.answer(7, step("B")))).error.name, "Mocked");
  assert.deepEqual(await settled(mocks.answer(8, step("C"))), { result: null });
});

test("it fails as many attempts of a visit as it says, and then succeeds", async () => {
  const mocks = new Mocks({ A: { failFirst: 2, error: { name: "Busy", message: "" }, result: "ok" } });
  const outcomes = [];
  for (const attempt of [1, 2, 3, 1]) outcomes.push(await settled(mocks.answer(attempt, step("A", attempt))));
  assert.deepEqual(outcomes.map(({ error, result }) => error?.name ?? result), ["Busy", "Busy", "ok", "Busy"]);
});

test("a delay is over with the attempt or the sandbox", async () => {
  const mocks = new Mocks({ A: { delay: 50, result: 1 } });
  const [first, second, third] = [1, 2, 3].map((id) => mocks.answer(id, step("A")));
  assert.equal(await settled(first, 49), "pending");
  const error = JSON.stringify({ name: "AbortError", message: "given up" });
  assert.equal(mocks.abandon(2, error), true);
  assert.equal(mocks.abandon(2, error), false);
  assert.equal((await settled(second)).error.name, "AbortError");
  assert.deepEqual(await settled(first, 1), { result: 1 });
  assert.equal(mocks.abandon(1, error), false);
  const late = mocks.answer(4, step("A"));
  mocks.close(error);
  assert.equal((await settled(late, 100)).error.name, "AbortError");
  assert.deepEqual(await settled(third), { result: 1 });
});
