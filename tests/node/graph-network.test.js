// Which way leads where in a graph, what a search finds in it, and how its news are told.

import assert from "node:assert/strict";
import { test } from "node:test";

import { matching } from "../../web/graph/matching.js";
import { ASK, HOLDS, Network } from "../../web/graph/network.js";
import { sentence } from "../../web/graph/news.js";
import { Walk, first, paths } from "../../web/graph/walk.js";

/** Boxes: where along and across the way that edges run, and in what; edges from, to, and whether of failure. */
const BOXES = {
  "[start]": [0, 100],
  Ask: [100, 100],
  Yes: [200, 50],
  No: [200, 150],
  Join: [350, 100],
  Last: [500, 100],
  Sorry: [300, 300],
  "[end]": [600, 100],
  "Join/a": [340, 60, "Join"],
  "Join/b": [340, 140, "Join"],
  "Join/c": [400, 60, "Join"],
};
const EDGES = [
  ["[start]", "Ask"],
  ["Ask", "Sorry", true],
  ["Ask", "Yes"],
  ["Ask", "No"],
  ["Yes", "Sorry", true],
  ["Yes", "Join"],
  ["No", "Join"],
  ["Join", "Last"],
  ["Last", "[end]"],
];

function network(down) {
  const ids = Object.keys(BOXES);
  const boxes = ids.flatMap((id) => {
    const [along, across, parent] = BOXES[id];
    const holds = id.startsWith("[") ? HOLDS.marker : id === "Join" ? HOLDS.open : HOLDS.nothing;
    return [...(down ? [across, along, 60, 40] : [along, across, 40, 60]), holds, ids.indexOf(parent)];
  });
  const edges = EDGES.flatMap(([, , fails]) => [fails ? 1 : 0, 0, 0, 0, 0]);
  const answers = {
    [ASK.kind]: (index) => ({ "[start]": "start", "[end]": "end" })[ids[index]] ?? "task",
    [ASK.edgeId]: (edge) => EDGES[edge].join(),
  };
  const ask = (what, index) => answers[what](index);
  const ends = Uint32Array.from(EDGES.flatMap(([from, to]) => [ids.indexOf(from), ids.indexOf(to)]));
  return { ids, network: new Network({ ids, boxes: Float64Array.from(boxes), edges: Float64Array.from(edges), ends, down, ask }) };
}

for (const down of [true, false]) {
  const { ids, network: net } = network(down);
  const step = (from, way) => ids[new Walk(net).step(ids.indexOf(from), way)];
  const name = down ? "down" : "to the right";

  test(`arrows walk along the edges, ${name}`, () => {
    assert.equal(ids[first(net)], "Ask");
    for (const [from, way, to] of [
      ["Ask", "on", "Yes"],
      ["Yes", "on", "Join"],
      ["Yes", "after", "No"],
      ["No", "before", "Yes"],
      ["No", "after", "Sorry"],
      ["No", "back", "Ask"],
      ["Ask", "back", undefined],
      ["Join", "on", "Join/a"],
      ["Join/a", "after", "Join/b"],
      ["Join/a", "on", "Join/c"],
      ["Join/b", "on", "Join/c"],
      ["Join/c", "on", "Last"],
      ["Join/c", "back", "Join/a"],
      ["Join/a", "back", "Join"],
      ["Last", "back", "Join"],
      ["Last", "on", undefined],
    ]) {
      assert.equal(step(from, way), to, `${from} ${way}`);
    }
  });

  test(`arrows alone reach every box, ${name}`, () => {
    const reached = new Set([first(net)]);
    for (const box of reached) {
      for (const way of ["on", "back", "before", "after"]) {
        const to = new Walk(net).step(box, way);
        if (to !== undefined) reached.add(to);
      }
    }
    const steps = ids.filter((id) => !id.startsWith("["));
    assert.deepEqual([...reached].map((index) => ids[index]).sort(), steps.sort());
  });
}

test("paths are all that leads there and on from there", () => {
  const { ids, network: net } = network(true);
  const on = (from) => {
    const marks = paths(net, ids.indexOf(from));
    return [ids.filter((_, index) => marks.boxes[index]), EDGES.filter((_, edge) => marks.edges[edge]).length];
  };
  const within = ["Join/a", "Join/b", "Join/c"];
  assert.deepEqual(on("No"), [["[start]", "Ask", "No", "Join", "Last", "[end]", ...within], 5]);
  assert.deepEqual(on("Join/a")[0], ["[start]", "Ask", "Yes", "No", "Join", "Last", "[end]", "Join/a"]);
  assert.deepEqual(on("Sorry"), [["[start]", "Ask", "Yes", "Sorry"], 4]);
});

test("every box and edge is found by its id, and no other", () => {
  const { ids, network: net } = network(true);
  ids.forEach((id, index) => assert.equal(net.find(id), index));
  EDGES.forEach((edge, index) => assert.equal(net.findEdge(edge.join()), index));
  assert.equal(net.find("Nowhere"), undefined);
  assert.equal(net.findEdge("Nowhere"), undefined);
});

test("a name that has all words is found", () => {
  const steps = ["Charge_Card", "Send card", "Größe", "A[b]"].map((name) => [`in/${name}`, name]);
  for (const [wanted, found] of [
    ["card", ["in/Charge_Card", "in/Send card"]],
    ["CARD  se", ["in/Send card"]],
    ["GRÖSS", []],
    ["GRÖ", ["in/Größe"]],
    ["[", ["in/A[b]"]],
    [" ", []],
    ["", []],
  ]) {
    assert.deepEqual(matching(steps, wanted), found, wanted);
  }
});

test("few steps are told by name and many by number", () => {
  const told = (...statuses) => sentence(statuses.map((status, index) => ["ABCDE"[index], status]));
  assert.equal(told("pending"), "");
  assert.equal(told("running"), "A running");
  assert.equal(told("succeeded", "pending", "failed"), "A succeeded, C failed");
  assert.equal(told("succeeded", "running", "succeeded", "failed", "succeeded"), "3 succeeded, 1 running, 1 failed");
});
