// The results of a scope as each call in flight may know them.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Scope } from "../../web/sandbox/scope.js";

/** What a call that looks at a version sees of these paths. */
const seen = (scope, version, paths) => paths.map((path) => scope.lookUp(path, version));

/** A scope that has been told of everything that another shows at a version. */
function copy(scope, version) {
  const other = new Scope();
  return { other, version: other.add(scope.since(0, version)) };
}

test("a call sees the results as they were when it started", () => {
  const scope = new Scope();
  const first = scope.add(["A", "1"]);
  scope.hold(first);
  const second = scope.add(["B", "2", "A", "3"]);
  assert.deepEqual(seen(scope, first, ["A", "B"]), ["1", undefined]);
  assert.deepEqual(seen(scope, second, ["A", "B"]), ["3", "2"]);
  assert.deepEqual([...Array.from(scope.steps(first))], ["A"]);
  assert.deepEqual([...Array.from(scope.steps(second))], ["A", "B"]);
});

test("nothing new is no new version", () => {
  const scope = new Scope();
  assert.equal(scope.add([]), 0);
  const version = scope.add(["A", "1"]);
  assert.equal(scope.add([]), version);
});

test("a step's new result hides what lay beneath the old one and did not come with it", () => {
  const scope = new Scope();
  const paths = ["A", "A/x", "A/y", "A[0]", "A[1]/B", "AB", "AB/x"];
  const first = scope.add(["A", "1", "A/x", "2", "A/y", "3", "A[0]", "4", "A[1]/B", "5", "AB", "6", "AB/x", "7"]);
  scope.hold(first);
  const second = scope.add(["A/y", "8", "A", "9", "A[1]/B", "10"]);
  assert.deepEqual(seen(scope, first, paths), ["1", "2", "3", "4", "5", "6", "7"]);
  assert.deepEqual(seen(scope, second, paths), ["9", undefined, "8", undefined, "10", "6", "7"]);
});

test("what a step's tasks gave so far shows before the step has a result", () => {
  const scope = new Scope();
  const version = scope.add(["A/x", "1"]);
  assert.deepEqual(seen(scope, version, ["A", "A/x"]), [undefined, "1"]);
  assert.equal(scope.steps(version).length, 0);
});

test("steps are named in the order of their first results, numbers too, with what was escaped", () => {
  const scope = new Scope();
  scope.add(["2", "0", "a~1b", "0", "1", "0"]);
  const version = scope.add(["~2~0~3", "0", "2", "0", "1/x", "0", "__proto__", "0", "~01", "0"]);
  assert.deepEqual(Array.from(scope.steps(version)), ["2", "a/b", "1", "[~]", "__proto__", "~1"]);
  assert.equal(scope.lookUp("toString", version), undefined);
});

describe("somebody who has not seen everything", () => {
  test("is told what is new", () => {
    const scope = new Scope();
    const first = scope.add(["A", "1", "A/x", "2"]);
    scope.hold(first);
    const second = scope.add(["B", "3"]);
    const third = scope.add(["C", "4", "B/x", "5"]);
    assert.deepEqual(scope.since(third, third), []);
    assert.deepEqual(scope.since(second, third), ["C", "4", "B/x", "5"]);
    assert.deepEqual(scope.since(first, third), ["B", "3", "C", "4", "B/x", "5"]);
    assert.deepEqual(scope.since(0, first), ["A", "1", "A/x", "2"]);
  });
  test("sees the same after it, whatever was hidden meanwhile", () => {
    const scope = new Scope();
    const paths = ["A", "A/x", "A/y", "B", "B[0]"];
    scope.add(["A", "1", "A/x", "2", "A/y", "3"]);
    const between = scope.add(["A", "4", "A/x", "5"]);
    scope.hold(between);
    const last = scope.add(["B[0]", "6", "A/y", "7"]);
    for (const version of [between, last]) {
      const { other, version: its } = copy(scope, version);
      assert.deepEqual(seen(other, its, paths), seen(scope, version, paths));
    }
    const { other } = copy(scope, between);
    const its = other.add(scope.since(between, last));
    assert.deepEqual(seen(other, its, paths), seen(scope, last, paths));
  });
});

test("what no call in flight can see is kept no longer", () => {
  const scope = new Scope();
  const first = scope.add(["A", "1"]);
  scope.hold(first);
  scope.hold(first);
  scope.add(["A", "2"]);
  scope.letGo(first);
  scope.add(["A", "3"]);
  assert.equal(scope.lookUp("A", first), "1");
  scope.letGo(first);
  scope.add(["A", "4"]);
  assert.equal(scope.lookUp("A", first), undefined);
});
