// What editing on the graph knows without a page: its keys, the names in ids, and where edges are in the view.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Network } from "../../web/graph/network.js";
import { Places } from "../../web/graph/places.js";
import { Viewport } from "../../web/graph/viewport.js";
import { COMMANDS, commandOf } from "../../web/workbench/graph/commands.js";
import { isEmpty } from "../../web/workbench/graph/empty_text.js";
import { chainOf, nameOf } from "../../web/workbench/graph/ids.js";

describe("keys", () => {
  const control = { ctrlKey: true };
  for (const [key, held, place, expected] of [
    ["a", {}, "step", "add"],
    ["A", {}, "ground", "add"],
    ["c", {}, "step", "connect"],
    ["c", {}, "ground", undefined],
    ["c", control, "step", "copy"],
    ["C", { shiftKey: true }, "step", "end"],
    ["d", control, "step", "duplicate"],
    ["d", { metaKey: true }, "step", "duplicate"],
    ["d", {}, "step", undefined],
    ["x", control, "edge", undefined],
    ["v", control, "step", undefined],
    ["Delete", {}, "edge", "delete"],
    ["Backspace", {}, "step", "delete"],
    ["Delete", {}, "ground", undefined],
    ["F2", {}, "step", "rename"],
    ["F2", {}, "edge", undefined],
    ["F10", { shiftKey: true }, "ground", "menu"],
    ["F10", {}, "ground", undefined],
    ["ContextMenu", {}, "edge", "menu"],
    ["w", { altKey: true }, "step", undefined],
    ["Enter", {}, "step", undefined],
  ]) {
    test(`${JSON.stringify(held)} ${key} on the ${place}`, () => assert.equal(commandOf({ key, ...held }, place), expected));
  }

  test("no two commands have the same keys at one place", () => {
    for (const place of ["step", "edge", "ground"]) {
      const keys = COMMANDS.filter(({ on }) => on.includes(place)).map(({ keys }) => keys);
      assert.equal(new Set(keys).size, keys.length);
    }
  });
});

test("an id tells the name and the chain of a step", () => {
  for (const [id, name, chain] of [
    ["Parse", "Parse", ""],
    ["Ship/Weigh", "Weigh", "Ship"],
    ["Pack[]/a~1b~0~2c~3", "a/b~[c]", "Pack[]"],
    ["A/b/C", "C", "A/b"],
  ]) {
    assert.deepEqual([nameOf(id), chainOf(id)], [name, chain]);
  }
});

test("a definition is empty if it has no steps, not if it has mistakes", () => {
  for (const [text, expected] of [
    ["", true],
    [" \n", true],
    ["{}", true],
    ['{ "name": "A", "steps": {} }', true],
    ['{ "steps": { "A": {} } }', false],
    ['{ "steps": ', false],
    ["null", false],
    ["[]", false],
    ["3", false],
    ['{ "steps": null }', false],
    ['{ "steps": 3 }', false],
  ]) {
    assert.equal(isEmpty(text), expected, text);
  }
});

describe("places", () => {
  // Two boxes, 100 × 40, at (100, 50) and (100, 250); one edge straight between them, and one with a label to the right.
  const texts = {
    1: ["First", "Second"],
    12: ["success", "branch"],
    13: ["on success", "if the result is yes"],
    16: ["one", "other"],
  };
  const picture = {
    width: 300,
    height: 300,
    down: true,
    ids: ["A", "B"],
    boxes: Float64Array.of(100, 50, 100, 40, -1, -1, 100, 250, 100, 40, -1, -1),
    edges: Float64Array.of(0, 0, 0, 0, 0, 0, 220, 150, 40, 20),
    ends: Uint32Array.of(0, 1, 0, 1),
    points: Float64Array.of(100, 70, 100, 230, 150, 50, 220, 50, 220, 250, 150, 250),
    starts: Uint32Array.of(0, 2, 6),
    ask: (what, index) => texts[what][index],
  };
  const network = new Network(picture);
  const face = (index) => [50, [30, 230][index], 150, [70, 270][index]];
  const places = (view) => new Places(() => ({ picture, network, view, face, rect: () => [0, 0, 10, 10] }));
  const view = new Viewport([600, 600], [300, 300], [10, 20], 2);

  test("boxes and middles are where the view has them", () => {
    const inView = places(view);
    assert.deepEqual(inView.box("A"), [110, 80, 310, 160]);
    assert.equal(inView.box("C"), undefined);
    assert.deepEqual(inView.frame("B"), [10, 20, 30, 40]);
    assert.deepEqual(inView.middle("one"), [210, 320]);
    const [x, y] = inView.middle("other");
    assert.ok(x > 2 * 240 + 10 && y === 320);
    assert.equal(inView.middle("none"), undefined);
  });

  test("an edge is found within reach, the nearest of them", () => {
    const inView = places(view);
    const spoken = "First to Second, on success";
    assert.deepEqual(inView.edgeAt([215, 400], 12), { id: "one", from: "A", to: "B", kind: "success", spoken });
    assert.equal(inView.edgeAt([225, 400], 12), undefined);
    assert.equal(inView.edgeAt([215, 130], 12), undefined);
    assert.equal(inView.edgeAt([440, 300], 12).id, "other");
    assert.equal(inView.edgeAt([300, 400], 1000).id, "one");
    assert.deepEqual(inView.leaving("A").map(({ id }) => id), ["one", "other"]);
    assert.deepEqual(inView.arriving("A"), []);
  });

  test("there is nothing before a drawing", () => {
    const none = new Places(() => undefined);
    assert.deepEqual([none.box("A"), none.middle("one"), none.edgeAt([0, 0], 9)], Array(3).fill(undefined));
    assert.deepEqual(none.leaving("A"), []);
    assert.equal(none.down, true);
  });
});
