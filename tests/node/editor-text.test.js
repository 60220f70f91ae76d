// How the editors take a text and its diagnostics from outside.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EditorState } from "@codemirror/state";
import { shown } from "../../web/editor/diagnostics.js";
import { difference } from "../../web/editor/difference.js";

describe("the smallest change", () => {
  for (const [before, after, expected] of [
    ["", "", null],
    ["same", "same", null],
    ["", "new", { from: 0, to: 0, insert: "new" }],
    ["old", "", { from: 0, to: 3, insert: "" }],
    ["one two three", "one 2 three", { from: 4, to: 7, insert: "2" }],
    ["aaa", "aaaa", { from: 3, to: 3, insert: "a" }],
    ["aaaa", "aaa", { from: 3, to: 4, insert: "" }],
    ["abab", "ab", { from: 2, to: 4, insert: "" }],
    ["tail", "new tail", { from: 0, to: 0, insert: "new " }],
    // U+1F600 and U+1F601 share their first unit, U+1F600 and U+1FA00 their second.
    ["x😀y", "x😁y", { from: 1, to: 3, insert: "😁" }],
    ["x\u{1F600}y", "x\u{1FA00}y", { from: 1, to: 3, insert: "\u{1FA00}" }],
    ["x\u{1F600}", "\u{1FA00}", { from: 0, to: 3, insert: "\u{1FA00}" }],
    ["😀😀", "😀", { from: 2, to: 4, insert: "" }],
  ]) {
    test(`${JSON.stringify(before)} to ${JSON.stringify(after)}`, () => {
      const change = difference(before, after);
      assert.deepEqual(change, expected);
      if (change) assert.equal(before.slice(0, change.from) + change.insert + before.slice(change.to), after);
    });
  }
});

describe("a diagnostic's one-click fix", () => {
  // What is underlined stands between « and ».
  for (const [marked, suggestion, expected] of [
    ['{ «"startsAt"»: 1 }', "startAt", '{ "startAt": 1 }'],
    ['{ "a": «"B"» }', 'B "c"\\', '{ "a": "B \\"c\\"\\\\" }'],
    ['{ "a": «"B"» }', "\ud83d\ude00\n", '{ "a": "😀\\n" }'],
    ["{ «startsAt» }", "startAt", "{ startAt }"],
  ]) {
    test(`${marked} with ${suggestion}`, () => {
      const from = marked.indexOf("«");
      const to = marked.indexOf("»") - 1;
      const doc = marked.replace(/[«»]/g, "");
      const [{ actions }] = shown([{ from, to, severity: "error", message: "", suggestion }], doc.length, assert.fail);
      assert.deepEqual(
        actions.map(({ name }) => name),
        [`Replace by “${suggestion}”`],
      );
      const view = {
        state: EditorState.create({ doc }),
        dispatch: (spec) => (view.state = view.state.update(spec).state),
      };
      actions[0].apply(view, from, to);
      assert.equal(view.state.doc.toString(), expected);
    });
  }

  test("a missing function is asked for by its name, beside a suggestion", () => {
    const asked = [];
    const diagnostic = { from: 1, to: 4, severity: "error", message: "m", suggestion: "b", missingFunction: "a" };
    const [{ actions }] = shown([diagnostic], 10, (name) => asked.push(name));
    assert.deepEqual(
      actions.map(({ name }) => name),
      ["Replace by “b”", "Add “a” to the functions"],
    );
    actions[1].apply();
    assert.deepEqual(asked, ["a"]);
  });
  test("without either there is nothing to click", () => {
    assert.deepEqual(shown([{ from: 0, to: 1, severity: "warning", message: "m" }], 10, assert.fail)[0].actions, []);
  });
});

test("a diagnostic of an older text stays within this one", () => {
  const places = [
    [0, 3],
    [2, 9],
    [9, 20],
    [-4, 2],
    [5, 3],
  ];
  const given = places.map(([from, to]) => ({ from, to, severity: "error", message: "m" }));
  assert.deepEqual(
    shown(given, 6, assert.fail).map(({ from, to }) => [from, to]),
    [
      [0, 3],
      [2, 6],
      [6, 6],
      [0, 2],
      [5, 5],
    ],
  );
});
