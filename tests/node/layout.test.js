// Layouts of workflows and of any graph, as the package's users call them.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { BuildError, LayoutError, StepFunction, init, layout, layoutGraph } from "../../core/npm/index.js";

before(() => init());

const box = (id, more) => ({ id, width: 80, height: 40, ...more });
const edge = (from, to, more) => ({ id: `${from}-${to}`, from, to, ...more });
const graph = (nodes, edges = []) => ({ nodes, edges });

describe("a graph", () => {
  test("keeps its ids, sizes, kinds and labels", () => {
    const nodes = [box("b", { parent: "c", label: "In" }), box("c", { width: 0, height: 0, label: "Holds" }), box("a", { data: 1 })];
    const edges = [edge("a", "b", { label: "x\ny\0z", kind: "branch" }), edge("b", "a", { kind: "failure" }), edge("a", "a")];
    const drawing = layoutGraph(graph(nodes, edges));
    assert.deepEqual(
      Object.fromEntries(drawing.nodes.map(({ id, kind, parent, container, name, label }) => [id, { kind, parent, container, name, label }])),
      {
        a: { kind: "task", parent: undefined, container: false, name: "", label: "" },
        b: { kind: "task", parent: "c", container: false, name: "In", label: "In" },
        c: { kind: "task", parent: undefined, container: true, name: "Holds", label: "Holds" },
      },
    );
    const ids = drawing.nodes.map(({ id }) => id);
    assert.ok(ids.indexOf("c") < ids.indexOf("b"), "a container comes before what it contains");
    assert.deepEqual(
      drawing.edges.map(({ id, from, to, kind, label, labelBox }) => [id, from, to, kind, label, labelBox?.text]),
      [["a-b", "a", "b", "branch", "x\ny\0z", "x y z"], ["b-a", "b", "a", "failure", undefined, undefined], ["a-a", "a", "a", "success", undefined, undefined]],
    );
    const { a, b, c } = Object.fromEntries(drawing.nodes.map((node) => [node.id, node]));
    assert.deepEqual([a.width, a.height], [80, 40]);
    assert.ok(Math.abs(b.x - c.x) <= (c.width - b.width) / 2 && Math.abs(b.y - c.y) <= (c.height - b.height) / 2);
    for (const { points } of drawing.edges) assert.ok(points.length >= 2 && points.flat().every(Number.isFinite));
    assert.ok(drawing.width > 0 && drawing.height > 0);
  });
  test("runs down or to the right, with the gaps asked for", () => {
    const two = graph([box("a"), box("b")], [edge("a", "b")]);
    const apart = (options) => {
      const drawing = layoutGraph(two, options);
      const [a, b] = drawing.nodes;
      return [b.x - a.x, b.y - a.y, drawing.direction];
    };
    assert.deepEqual(apart({ rankGap: 50 }), [0, 90, "down"]);
    assert.deepEqual(apart({ rankGap: 50, direction: "right" }), [130, 0, "right"]);
    assert.deepEqual(apart({ direction: undefined }), apart());
    const fan = layoutGraph(graph([box("a"), box("b"), box("c")], [edge("a", "b"), edge("a", "c")]), { nodeGap: 77 });
    assert.equal(Math.abs(fan.nodes[1].x - fan.nodes[2].x), 157);
  });
  test("is drawn as the same workflow is", () => {
    const fail = { error: "E" };
    const { nodes, edges, ...drawing } = layout({ steps: { A: { branch: { x: "B" }, nextStep: "C" }, B: { fail }, C: { fail } } });
    const again = layoutGraph({ nodes, edges });
    assert.deepEqual([again.width, again.height, again.direction], [drawing.width, drawing.height, drawing.direction]);
    assert.deepEqual(again.edges.map(({ points }) => points), edges.map(({ points }) => points));
  });
  test("may be empty, large, deep, and named as objects' own members are", () => {
    assert.deepEqual(layoutGraph(graph([])).nodes, []);
    const ids = ["constructor", "__proto__", "", "0", "\u0000", "\ud800", "🚗"];
    const odd = layoutGraph(graph(ids.map((id) => box(id)), [edge("__proto__", "\ud800")]));
    assert.deepEqual(odd.nodes.map(({ id }) => id), ids);
    const deep = layoutGraph(graph(Array.from({ length: 300 }, (_, n) => box(`${n}`, n ? { parent: `${n - 1}` } : {}))));
    assert.equal(deep.nodes.length, 300);
    const chain = Array.from({ length: 5000 }, (_, n) => box(`${n}`));
    const long = layoutGraph(graph(chain, chain.slice(1).map(({ id }, n) => edge(`${n}`, id))));
    assert.equal(long.edges.length, 4999);
  });
  test("is left as it is", () => {
    const frozen = Object.freeze({ nodes: Object.freeze([Object.freeze(box("a"))]), edges: Object.freeze([]) });
    assert.deepEqual(layoutGraph(frozen), layoutGraph(frozen));
  });

  for (const [what, bad, code, message] of [
    ["nothing", undefined, "Layout.Graph", /`nodes` is undefined/],
    ["no object", "graph", "Layout.Graph", /`nodes` is undefined/],
    ["no edges", { nodes: [] }, "Layout.Graph", /`edges` is undefined/],
    ["nodes that are no list", { nodes: {}, edges: [] }, "Layout.Graph", /`nodes` is an object/],
    ["a hole", { nodes: [box("a"), , box("b")], edges: [] }, "Layout.Graph", /nodes\[1\]: it is undefined/],
    ["a node that is a text", graph(["a"]), "Layout.Graph", /nodes\[0\]: it is "a", not an object/],
    ["a node without an id", graph([{ width: 1, height: 1 }]), "Layout.Graph", /nodes\[0\]: `id` is undefined, not a string/],
    ["an id that is a number", graph([box(1)]), "Layout.Graph", /`id` is 1, not a string/],
    ["an id twice", graph([box("a"), box("b"), box("a")]), "Layout.DuplicateId", /nodes\[2\]: nodes\[0\] has the id "a" too/],
    ["a width that is not there", graph([{ id: "a", height: 1 }]), "Layout.Size", /nodes\[0\]: `width` is undefined/],
    ["a width that is no number", graph([box("a", { width: NaN })]), "Layout.Size", /`width` is NaN/],
    ["an endless height", graph([box("a", { height: Infinity })]), "Layout.Size", /`height` is Infinity/],
    ["a height below 0", graph([box("a", { height: -1 })]), "Layout.Size", /`height` is -1/],
    ["a label that is no text", graph([box("a", { label: 1 })]), "Layout.Graph", /`label` is 1, not a string/],
    ["a parent that is not there", graph([box("a", { parent: "z" })]), "Layout.UnknownNode", /nodes\[0\]: `parent` is "z", which is no node's id/],
    ["a node within itself", graph([box("a", { parent: "b" }), box("b", { parent: "a" })]), "Layout.Nesting", /nodes\[0\]: it lies within itself/],
    ["an edge without an id", graph([box("a")], [{ from: "a", to: "a" }]), "Layout.Graph", /edges\[0\]: `id` is undefined/],
    ["an edge's id twice", graph([box("a")], [edge("a", "a"), edge("a", "a")]), "Layout.DuplicateId", /edges\[1\]: another edge has the id "a-a"/],
    ["an edge from nowhere", graph([box("a")], [edge("z", "a")]), "Layout.UnknownNode", /edges\[0\]: `from` is "z"/],
    ["an edge to nowhere", graph([box("a")], [edge("a", undefined)]), "Layout.UnknownNode", /edges\[0\]: `to` is undefined/],
    ["an edge of another kind", graph([box("a")], [edge("a", "a", { kind: "maybe" })]), "Layout.Graph", /`kind` is "maybe", not one of success/],
  ]) {
    test(`with ${what} is an error`, () => {
      assert.throws(() => layoutGraph(bad), (error) => {
        assert.ok(error instanceof LayoutError && error.name === "LayoutError");
        assert.equal(error.code, code);
        assert.match(error.message, message);
        return true;
      });
    });
  }
});

describe("options", () => {
  for (const [what, options, message] of [
    ["no object", 5, /the options of `layoutGraph` are not an object/],
    ["an unknown key", { gap: 5 }, /`layoutGraph` has no option "gap"; it has direction, nodeGap, rankGap/],
    ["another direction", { direction: "left" }, /"down" or "right"/],
    ["a gap that is no number", { nodeGap: "5" }, /`nodeGap` of `layoutGraph` is a number of pixels/],
    ["a gap below 0", { rankGap: -1 }, /`rankGap`/],
    ["an endless gap", { rankGap: Infinity }, /`rankGap`/],
  ]) {
    test(`${what} is an error`, () => {
      assert.throws(() => layoutGraph({ nodes: [], edges: [] }, options), (error) => {
        assert.ok(error instanceof BuildError && error.code === "Build.Options");
        assert.match(error.message, message);
        return true;
      });
    });
  }
  test("are those of a workflow's layout too", () => {
    assert.throws(() => layout({ steps: { A: {} } }, { theme: "dark" }), { code: "Build.Options" });
    assert.equal(layout({ steps: { A: {} } }, { direction: "right" }).direction, "right");
  });
});

test("a workflow is a StepFunction, a definition, or its text", () => {
  const workflow = new StepFunction("W").addStep("A", { func: function f() {} });
  const drawing = layout(workflow);
  assert.deepEqual(drawing.nodes.map(({ id, kind, detail }) => [id, kind, detail]), [["[start]", "start", undefined], ["A", "task", "f"], ["[end]", "end", undefined]]);
  assert.deepEqual(layout(workflow.toJSON()), drawing);
  assert.deepEqual(layout(JSON.stringify(workflow)), drawing);
});
