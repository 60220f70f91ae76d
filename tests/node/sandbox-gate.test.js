// What a worker may say to the page: only text, only what was asked, and everything else at a bearable rate.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CHARACTERS_A_SECOND,
  Flood,
  Gate,
  LONGEST_DELAY,
  LONGEST_MESSAGE,
  MESSAGES_A_SECOND,
  readLogs,
  readNames,
} from "../../web/sandbox/gate.js";

/** A gate, and the time it goes by. */
function gate() {
  const time = { now: 0 };
  return { time, gate: new Gate(() => time.now) };
}

/** How many of `message` are let by before there is a flood. */
function borne(gate, message) {
  for (let count = 0; ; count++) if (gate.read(message) instanceof Flood) return count;
}

describe("an answer", () => {
  test("is let in once, for a call in flight", () => {
    const { gate: it } = gate();
    it.expect(7);
    it.expect(8);
    assert.deepEqual(it.read('R7\n{"a":1}'), { kind: "R", number: 7, text: '{"a":1}' });
    assert.equal(it.read('R7\n"again"'), undefined);
    assert.deepEqual(it.read('E8\n{"name":"Error"}'), { kind: "E", number: 8, text: '{"name":"Error"}' });
    assert.equal(it.read("R8\n1"), undefined);
  });
  test("may be empty, or have lines", () => {
    const { gate: it } = gate();
    it.expect(1);
    it.expect(2);
    assert.equal(it.read("R1\n").text, "");
    assert.equal(it.read("R2\n1\n2").text, "1\n2");
  });
  test("to a ping comes in the order of the pings", () => {
    const { gate: it } = gate();
    assert.equal(it.read("P1\n"), undefined);
    assert.equal(it.isSilent, false);
    assert.deepEqual([it.ping(), it.ping()], [1, 2]);
    assert.equal(it.read("P2\n"), undefined);
    assert.equal(it.read("P1\n").number, 1);
    assert.equal(it.isSilent, true);
    assert.equal(it.read("P2\n").number, 2);
    assert.equal(it.isSilent, false);
  });
  test("to a start comes once, and says either", () => {
    const { gate: it } = gate();
    assert.equal(it.read("B0\n").kind, "B");
    assert.equal(it.read("B0\n"), undefined);
    assert.equal(it.read("M0\n[]").kind, "M");
    assert.equal(it.read("F0\n{}"), undefined);
    assert.equal(it.read("C0\n"), undefined);
    it.expectClosed();
    assert.equal(it.read("C0\n").kind, "C");
  });
});

describe("a message that answers nothing", () => {
  for (const message of ["", "R", "R1", "R1\n1", "Rx\n1", "X0\n", "\n", `R${" ".repeat(40)}1\n1`, "R1e999\n1", "L0"]) {
    test(`${JSON.stringify(message)} is ignored`, () => {
      const read = gate().gate.read(message);
      assert.ok(read === undefined || read.kind === "L", JSON.stringify(read));
    });
  }
  for (const message of [undefined, null, 1, {}, ["R1\n1"], new String("R1\n1"), { toString: () => "R1\n1" }]) {
    test(`${Object.prototype.toString.call(message)} ends the worker`, () => {
      const { gate: it } = gate();
      it.expect(1);
      assert.ok(it.read(message) instanceof Flood);
    });
  }
  test("ends the worker if it is longer than any result", () => {
    const { gate: it } = gate();
    it.expect(1);
    assert.equal(it.read(`R1\n${"1".repeat(LONGEST_MESSAGE - 3)}`).kind, "R");
    it.expect(2);
    assert.ok(it.read(`R2\n${"1".repeat(LONGEST_MESSAGE)}`) instanceof Flood);
  });
});

describe("the rate", () => {
  test("of messages that nothing explains is bounded", () => {
    assert.equal(borne(gate().gate, "X0\n"), MESSAGES_A_SECOND);
    assert.equal(borne(gate().gate, "L0\n[]"), MESSAGES_A_SECOND);
  });
  test("of characters that nothing explains is bounded", () => {
    const long = `L0\n${"x".repeat(CHARACTERS_A_SECOND / 4)}`;
    assert.equal(borne(gate().gate, long), 3);
  });
  test("of results is not, and each brings room for what its call has logged", () => {
    const { gate: it } = gate();
    const calls = MESSAGES_A_SECOND * 10;
    for (let id = 1; id <= calls; id++) it.expect(id);
    for (let id = 1; id <= calls; id++) {
      assert.equal(it.read(`R${id}\n${"x".repeat(1000)}`).kind, "R");
      assert.equal(it.read("L0\n[]").kind, "L");
    }
    assert.equal(borne(it, "L0\n[]"), MESSAGES_A_SECOND);
  });
  test("recovers with time, up to what gathers while the page is held up", () => {
    const { gate: it, time } = gate();
    borne(it, "X0\n");
    time.now += 1000;
    const left = borne(it, "X0\n");
    assert.ok(Math.abs(left - MESSAGES_A_SECOND) <= 1, `${left}`);
    time.now += 3600_000;
    const gathered = borne(it, "X0\n");
    assert.ok(Math.abs(gathered - LONGEST_DELAY * MESSAGES_A_SECOND) <= 1, `${gathered}`);
  });
  test("is what a worker's own script keeps to", () => {
    const { gate: it, time } = gate();
    for (let i = 0; i < 10_000; i++, time.now += 30) assert.equal(it.read(`L0\n${"x".repeat(8000)}`).kind, "L");
  });
});

test("logs are what has the shape of them", () => {
  const entry = { level: "log", call: 3, at: 5, text: "hello" };
  assert.deepEqual(readLogs(JSON.stringify([{ ...entry, more: 1 }, { ...entry, call: null }])), [
    entry,
    { ...entry, call: null },
  ]);
  const wrong = [null, 1, [], {}, { ...entry, level: "x" }, { ...entry, call: "3" }, { ...entry, at: null }, { ...entry, text: {} }];
  assert.deepEqual(readLogs(JSON.stringify(wrong)), []);
  for (const text of ["", "{", "1", "null", "{}"]) assert.deepEqual(readLogs(text), []);
});

test("names are text", () => {
  assert.deepEqual(readNames('["a",1,"b",null]'), ["a", "b"]);
  assert.deepEqual(readNames("?"), []);
});
