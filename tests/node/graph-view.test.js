// What moves the view of a graph: viewport, gestures, keys; and where in a drawing things are.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Gesture } from "../../web/graph/gesture.js";
import { Grid } from "../../web/graph/grid.js";
import { command } from "../../web/graph/keyboard.js";
import { Viewport, contains, grown, meets } from "../../web/graph/viewport.js";

const view = (drawing) => new Viewport([800, 600], drawing);
const isClose = (a, b, what) => a.forEach((length, axis) => assert.ok(Math.abs(length - b[axis]) < 1e-6, `${what}: ${a}, not ${b}`));

test("the first view shows all that can be read, from the start", () => {
  const small = view([400, 300]).first([200, 20]);
  assert.deepEqual([small.scale, small.place], [1, [200, 150]]);
  assert.equal(view([1000, 600]).first([500, 20]).scale, 0.8);
  const long = view([1000, 9000]).first([900, 20]);
  assert.equal(long.scale, 0.66);
  isClose([long.place[1]], [0], "it begins at its top");
  assert.ok(contains(long.visible(), [900, 20, 900, 20]), "the start is in view");
  isClose([view([9000, 300]).first([20, 150]).place[0]], [0], "it begins at its left");
});

test("what is under the pointer stays there", () => {
  const at = [123, 456];
  let now = view([2000, 2000]).centred([1000, 1000]);
  for (const factor of [1.3, 1.3, 0.5, 0.9]) {
    const before = now.at(at);
    now = now.zoomed(factor, at);
    isClose(now.at(at), before, `by ${factor}`);
  }
});

test("the scale has bounds, within which all can be seen", () => {
  const large = view([4000, 40_000]);
  assert.equal(large.zoomed(1e9).scale, 3);
  assert.equal(large.zoomed(1e-9).scale, large.fit().scale);
  assert.ok(contains(grown(large.fit().visible(), 1e-9), [0, 0, 4000, 40_000]));
  // Above what stands at the bottom of the view.
  const above = large.fit(60);
  assert.ok(contains(grown([...above.at([0, 0]), ...above.at([above.size[0], above.size[1] - 60])], 1e-9), [0, 0, 4000, 40_000]));
  assert.equal(view([10, 10]).zoomed(1e-9).scale, 0.2);
});

test("some of the drawing stays in view", () => {
  for (const by of [[-1e9, -1e9], [1e9, 1e9]]) {
    for (const drawing of [[10, 10], [4000, 300]]) {
      assert.ok(meets(view(drawing).moved(by).visible(), [0, 0, ...drawing]), `${drawing} moved by ${by}`);
    }
  }
  assert.ok(Number.isFinite(new Viewport([0, 0], [10, 10]).moved([5, 5]).place[0]));
});

test("a box is brought into view by the shortest way", () => {
  const middle = view([4000, 4000]).centred([2000, 2000]);
  assert.deepEqual(middle.revealing([1950, 1975, 2050, 2025]).place, middle.place);
  for (const [x, y] of [[100, 2000], [2000, 3900], [3900, 100]]) {
    const rect = [x - 50, y - 25, x + 50, y + 25];
    const moved = middle.revealing(rect);
    assert.ok(contains(moved.visible(), rect));
    isClose(moved.revealing(rect).place, moved.place, "it is there");
  }
  assert.ok(contains(middle.revealing([100, 100, 3000, 3000]).visible(), [101, 101, 101, 101]), "its start first");
});

test("the middle stays where the size changes, and a box where the drawing does", () => {
  const before = view([4000, 4000]).centred([1500, 1700]);
  isClose(before.resized([400, 900]).middle(), [1500, 1700], "the middle");
  const after = before.of([5000, 3000], [-30, 50]);
  isClose(after.at([400, 300]), [1530, 1650], "what was at 1500, 1700 and is at 1530, 1650");
});

test("a way begins and ends where it should", () => {
  const [from, to] = [view([900, 900]).fit(), view([900, 900]).zoomed(2, [0, 0])];
  isClose(from.towards(to, 0).place, from.place, "the beginning");
  isClose(from.towards(to, 1).place, to.place, "the end");
  assert.ok(from.isNear(to));
  const far = view([90_000, 90_000]);
  assert.ok(!far.isNear(far.centred([80_000, 80_000])));
  assert.ok(far.isSmallPart() && !view([700, 700]).isSmallPart());
});

test("a press may tremble, and a drag moves from where it began", () => {
  const gesture = new Gesture();
  gesture.press(1, [100, 100]);
  assert.equal(gesture.drag(1, [102, 101]), undefined);
  assert.equal(gesture.drags, false);
  assert.deepEqual(gesture.drag(1, [110, 95]), { by: [10, -5], factor: 1, at: [110, 95] });
  gesture.release(1);
  assert.equal(gesture.drags, true, "what it was is known when it is over");
  assert.equal(gesture.drag(1, [200, 200]), undefined);
  gesture.press(1, [0, 0]);
  assert.equal(gesture.drags, false);
});

test("two fingers move and zoom", () => {
  const gesture = new Gesture();
  gesture.press(1, [100, 100]);
  gesture.press(2, [200, 100]);
  assert.deepEqual(gesture.drag(2, [300, 100]), { by: [50, 0], factor: 2, at: [200, 100] });
  gesture.release(1);
  assert.deepEqual(gesture.drag(2, [310, 100]), { by: [10, 0], factor: 1, at: [310, 100] });
  gesture.press(1, [310, 100]);
  assert.equal(gesture.drag(2, [400, 100]).factor, 1, "fingers that meet do not zoom without end");
});

test("arrows walk from a box and move the ground", () => {
  const where = (onBox, down) => ({ inGraph: true, onBox, down });
  for (const [key, down, right, by] of [
    ["ArrowUp", "back", "before", [0, 64]],
    ["ArrowDown", "on", "after", [0, -64]],
    ["ArrowLeft", "before", "back", [64, 0]],
    ["ArrowRight", "after", "on", [-64, 0]],
  ]) {
    assert.deepEqual(command({ key }, where(true, true)), ["walk", down]);
    assert.deepEqual(command({ key }, where(true, false)), ["walk", right]);
    const [act, moved] = command({ key }, where(false, true));
    assert.equal(act, "move");
    isClose(moved, by, key);
  }
});

test("what the browser needs stays its own", () => {
  const on = (inGraph) => ({ inGraph, onBox: true, down: true });
  assert.deepEqual(command({ key: "f", ctrlKey: true }, on(false)), ["search"]);
  assert.deepEqual(command({ key: "0", metaKey: true }, on(false)), ["fullSize"]);
  for (const [event, inGraph] of [
    [{ key: "f" }, false],
    [{ key: "Enter" }, false],
    [{ key: "ArrowDown" }, false],
    [{ key: "ArrowDown", ctrlKey: true }, true],
    [{ key: "c", ctrlKey: true }, true],
    [{ key: "Tab" }, true],
    [{ key: "ArrowLeft", altKey: true }, true],
  ]) {
    assert.equal(command(event, on(inGraph)), undefined, JSON.stringify(event));
  }
});

test("what is in an area is found, and nothing far from it", () => {
  const size = [3000, 20_000];
  let seed = 7;
  const draw = (most) => ((seed = (seed * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32) * most;
  const around = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  const rects = Array.from({ length: 2000 }, () => around(draw(size[0]), draw(size[1]), draw(300), draw(3000)));
  const grid = new Grid(size);
  rects.forEach((rect, thing) => grid.add(thing, ...rect));
  for (let time = 0; time < 50; time++) {
    const area = around(draw(size[0]), draw(size[1]), 900, 600);
    const marks = new Uint8Array(rects.length);
    grid.mark(area, marks);
    rects.forEach((rect, thing) => {
      if (meets(area, rect)) assert.ok(marks[thing], `${rect} is in ${area}`);
      if (marks[thing]) assert.ok(meets(grown(area, 4), rect), `${rect} is far from ${area}`);
    });
  }
});

test("a thing of many parts is in a cell once", () => {
  const grid = new Grid([2000, 2000]);
  grid.add(0, 0, 0, 10, 10);
  grid.add(0, 10, 10, 700, 20);
  grid.add(1, 10, 10, 20, 20);
  assert.deepEqual(grid.cells.filter((cell) => cell.length > 0), [[0, 1], [0]]);
});
