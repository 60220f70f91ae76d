// Undo and redo over the three texts of a document, away from page and editors.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Journal } from "../../web/workbench/history/journal.js";

const EMPTY = { definition: "", functions: "", input: "" };

/** A journal, and what there is to do with it at a time that goes on. */
function begin(texts = {}, bound) {
  let at = 0;
  const journal = new Journal({ ...EMPTY, ...texts }, bound);
  return {
    journal,
    wait: (milliseconds) => (at += milliseconds),
    /** Types: the whole text as it is then. */
    type: (texts) => journal.record({ ...journal.texts, ...texts }, { typed: true, at: (at += 50) }),
    edit: (texts, what) => journal.record({ ...journal.texts, ...texts }, { what, at: (at += 50) }),
    /** The names of all that can be undone, undoing it. */
    undoAll() {
      const names = [];
      for (let undone; (undone = journal.undo()); ) names.push(undone.what);
      return names;
    },
  };
}

/** Numbers between 0 and 1 that are the same for the same seed (Mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("typing", () => {
  test("is one entry while it goes on at one place, named for the text", () => {
    const { type, journal, undoAll } = begin({ functions: "ab" });
    for (const text of ["axb", "axyb", "axb", "axzb"]) type({ functions: text });
    assert.equal(journal.undoes, "Typing in Functions");
    assert.deepEqual(undoAll(), ["Typing in Functions"]);
    assert.equal(journal.texts.functions, "ab");
    assert.equal(journal.redoes, "Typing in Functions");
    assert.deepEqual(journal.redo().texts, { functions: "axzb" });
  });

  test("begins another entry after a pause, at another place, in another text, and after an undo", () => {
    const { type, wait, journal, undoAll } = begin({ definition: "0123456789" });
    type({ definition: "0123456789a" });
    wait(5_000);
    type({ definition: "0123456789ab" });
    type({ definition: "x0123456789ab" });
    type({ input: "1" });
    journal.undo();
    assert.equal(journal.redoes, "Typing in Input");
    type({ definition: "xy0123456789ab" });
    assert.equal(journal.redoes, undefined);
    assert.deepEqual(undoAll(), Array(4).fill("Typing in Workflow"));
    assert.equal(journal.texts.definition, "0123456789");
  });

  test("that was taken back leaves nothing", () => {
    const { type, journal } = begin({ input: "1" });
    type({ input: "12" });
    type({ input: "1" });
    assert.equal(journal.undoes, undefined);
  });

  test("deletes to both sides of where it began", () => {
    const { type, undoAll, journal } = begin({ input: "abcdef" });
    for (const text of ["abcXdef", "abcdef", "abdef", "abef", "aQef"]) type({ input: text });
    undoAll();
    assert.equal(journal.texts.input, "abcdef");
  });
});

describe("an entry", () => {
  test("by a name is never joined, and may change several texts", () => {
    const { edit, type, undoAll, journal } = begin();
    edit({ definition: "a", functions: "f" }, "Add `Parse`");
    edit({ definition: "ab" }, "Rename `Parse`");
    type({ definition: "abc" });
    assert.deepEqual(journal.undo(), { what: "Typing in Workflow", texts: { definition: "ab" } });
    assert.deepEqual(undoAll(), ["Rename `Parse`", "Add `Parse`"]);
    assert.deepEqual(journal.texts, EMPTY);
    assert.deepEqual(journal.redo(), { what: "Add `Parse`", texts: { definition: "a", functions: "f" } });
  });

  test("by a name gives back where it was made, before and after", () => {
    const { journal, type } = begin();
    journal.record({ ...EMPTY, definition: "a" }, { what: "Rename `A`", at: 0, places: ["A", "B"] });
    type({ definition: "ab" });
    assert.equal(journal.undo().place, undefined);
    assert.deepEqual(journal.undo().place, { at: "A" });
    assert.deepEqual(journal.redo().place, { at: "B" });
  });

  test("is not made when the texts are the same, and what was undone stays then", () => {
    const { edit, journal } = begin({ input: "1\r\n2" });
    edit({ input: "3" }, "Change");
    journal.undo();
    // As an editor tells it, whose lines end in "\n".
    assert.equal(edit({ input: "1\n2" }, "Nothing"), false);
    assert.equal(journal.redoes, "Change");
  });
});

test("what all entries hold is bounded: the oldest go, the newest stays", () => {
  const { edit, undoAll, journal } = begin({}, 100);
  for (let count = 1; count <= 50; count++) edit({ input: "x".repeat(10 * count) }, `Change ${count}`);
  assert.deepEqual(undoAll().length, 10);
  assert.equal(journal.texts.input.length, 400);
  edit({ input: "y".repeat(10_000) }, "Large");
  assert.deepEqual(undoAll(), ["Large"]);
  assert.equal(journal.texts.input.length, 400);
});

test("1,000 random sequences of edits lead back to the start and on to the end", () => {
  const pieces = ["", "a", "{}", "\n", "\r\n", "😀", "\ud83d", "aa", '"x": 1,\n', "export "];
  const key = (texts) => JSON.stringify(texts);
  for (let seed = 0; seed < 1_000; seed++) {
    const next = random(seed);
    const pick = (list) => list[Math.floor(next() * list.length)];
    const anyTexts = () => Object.fromEntries(Object.keys(EMPTY).map((key) => [key, pick(pieces) + pick(pieces)]));
    const journal = new Journal(anyTexts());
    const start = journal.texts;
    // All that the document has been.
    const seen = new Set([key(start)]);
    let at = 0;
    for (let count = 0; count < 40; count++) {
      const kind = next();
      if (kind < 0.15) journal.undo();
      else if (kind < 0.25) journal.redo();
      else if (kind < 0.4) journal.record(anyTexts(), { what: "Change", at: (at += 10) });
      else {
        // Typing: a letter or more in the place of none, one or many.
        const [texts, of] = [journal.texts, pick(Object.keys(EMPTY))];
        const [from, to] = [next(), next()].map((part) => Math.floor(part * (texts[of].length + 1))).sort((a, b) => a - b);
        const end = next() < 0.7 ? Math.min(from + 1, to) : to;
        texts[of] = texts[of].slice(0, from) + pick(pieces) + texts[of].slice(end);
        journal.record(texts, { at: (at += pick([10, 10, 10, 2_000])) });
      }
      seen.add(key(journal.texts));
    }
    while (journal.redo());
    const end = journal.texts;
    let way;
    for (let round = 0; round < 2; round++) {
      const back = [key(end)];
      while (journal.undo()) back.push(key(journal.texts));
      assert.deepEqual(journal.texts, start, `seed ${seed}`);
      const on = [key(start)];
      while (journal.redo()) on.push(key(journal.texts));
      assert.deepEqual(journal.texts, end, `seed ${seed}`);
      assert.deepEqual(on.reverse(), back, `seed ${seed}`);
      assert.ok(back.every((texts) => seen.has(texts)), `seed ${seed}`);
      assert.deepEqual(way ?? back, back);
      way = back;
    }
  }
});
