// Pictures as others read them: Mermaid's and Graphviz' own parsers find in them what the drawing has, whatever the
// names are.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { BuildError, InvalidWorkflow, StepFunction, init, layout } from "../../core/npm/index.js";
import { readDot } from "./read-dot.js";
import { readMermaid } from "./read-mermaid.js";
import { readSvg } from "./read-svg.js";

before(() => init());

const NAMES = [
  "end", "End", "graph", "subgraph", "flowchart", "digraph", "node", "edge", "strict", "style", "class", "classDef a fill:#fff;",
  "click", "default", "linkStyle", "direction", "x", "o", "n0", "cluster_1", "title", "style a: #f; b",
  '"', '""', "'", "<", ">", "<b>bold</b>", "</text><script>alert(1)</script>", "<br>", "<br/>", "<!--", "-->", "]]>",
  "#", "#35;", "#quot;", "&", "&amp;", "&lt;b&gt;", "&#65;", "&bogus;", "\\", "\\n", "\\N\\G\\E", "a\\", "\\\"", "\\l",
  "`", "`code`", "```js", "\n", "two\nlines", "three\r\nli\rnes", "\n\n", "tab\there", "%%", "%%{init: {}}%%", "%% a comment",
  "]", "[", "]]", "a]b", "(", ")", "((a))", "{", "}", "{{a}}", "|", "a|b", "--", "---", "->", "-.->", "===", "==>", "~~~",
  "- list", "* list", "+ list", "1. one", "1) two", "# heading", "> quote", "_em_", "__strong__", "**bold**", "~~gone~~",
  "[link](https://x.y)", "https://x.y", "www.x.y", "a@b.c", "a@{ shape: x }", ":::", "a:::b", ";", "a;b", "a, b", "$$x^2$$", "fa:fa-car",
  " ", "  lead", "trail  ", "two  spaces", "    code", "\u00a0", "\u200b", "\ufeff", "\u2028", "\u0001\u001b[0m\u007f\u009b", "\ufffe\uffff",
  "🚗", "👨‍👩‍👧", "é漢字", "e\u0301", "שלום עולם", "\u202ertl", "ﬂ°°35¶ß", "°¶ß",
  "constructor", "__proto__", "toString", "é".repeat(500), "word ".repeat(100), '"\\'.repeat(250),
];

/** A workflow that has a name everywhere where there can be one. */
function workflowOf(name) {
  const nested = { name, steps: { [name]: { func: name } } };
  const steps = [
    [name, { func: name, branch: { [name]: "Parallel" }, nextStep: "Map", onFailure: [{ errors: [name], goTo: "Nested" }] }],
    ["Parallel", { parallel: true, func: { [name]: name, [`${name}2`]: { workflow: nested } }, nextStep: "Map" }],
    ["Map", { map: { workflow: nested }, nextStep: "Nested" }],
    ["Nested", { workflow: nested, nextStep: "Fail" }],
    ["Fail", { fail: { error: name } }],
  ];
  const members = (pairs) => pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",");
  return `{"name":${JSON.stringify(name)},"startAt":${JSON.stringify(name)},"steps":{${members(steps)}}}`;
}

/** A text as pictures show it: lines end in one way, and control characters are marked. */
const shown = (text) => text.replace(/\r\n?/g, "\n").replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]/g, "\ufffd");
const label = ({ name, detail }) => shown(detail === undefined ? name : `${name}\n${detail}`);

/** What any picture of a drawing says: its boxes with their containers, and its edges. */
const said = ({ nodes, edges }) => ({
  boxes: nodes.map((node) => [label(node), nodes.findIndex(({ id }) => id === node.parent)]),
  edges: edges.map(({ from, to, label, kind }) => [
    nodes.findIndex(({ id }) => id === from),
    nodes.findIndex(({ id }) => id === to),
    shown(label ?? ""),
    kind === "failure",
  ]),
});

/** Graphviz draws nothing for an empty line, and all spaces alike. */
function asDrawnByGraphviz({ boxes, edges }) {
  const drawn = (text) => text.replaceAll("\u00a0", " ").split("\n").filter((line) => line !== "").join("\n");
  return {
    boxes: boxes.map(([label, container]) => [drawn(label), container]),
    edges: edges.map(([from, to, label, dashed]) => [from, to, drawn(label), dashed]),
  };
}

describe("a name", () => {
  for (const name of NAMES) {
    test(JSON.stringify(name).slice(0, 40), async () => {
      const workflow = StepFunction.fromJSON(workflowOf(name));
      const drawing = layout(workflow);
      const expected = said(drawing);
      assert.deepEqual(await readMermaid(workflow.visualize("mermaid")), expected, "Mermaid");
      assert.deepEqual(await readDot(workflow.visualize("dot")), asDrawnByGraphviz(expected), "DOT");
      assert.deepEqual(JSON.parse(workflow.visualize("json")), drawing);
      const svg = readSvg(workflow.visualize("svg"));
      const written = (text) => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd");
      const title = ({ name, detail }) => written(detail === undefined ? name : `${name}: ${detail}`);
      assert.deepEqual(svg.boxes, drawing.nodes.map(title), "SVG");
      assert.equal(svg.title, written(name), "the SVG's title");
      assert.deepEqual(svg.document, { stepwell: 1, definition: JSON.stringify(JSON.parse(workflowOf(name))), functions: "", input: "null" });
    });
  }
});

test("a container may lead to itself", async () => {
  const steps = { A: { workflow: { steps: { B: { nextStep: "C" }, C: {} } }, branch: { again: "A" }, nextStep: "D" }, D: {} };
  const workflow = StepFunction.fromJSON({ allowCycles: true, steps });
  const expected = said(layout(workflow));
  assert.deepEqual(await readMermaid(workflow.visualize("mermaid")), expected);
  // Graphviz has an edge from one box of the container to another in its place.
  const { edges } = await readDot(workflow.visualize("dot"));
  assert.equal(edges.length, expected.edges.length);
});

describe("options", () => {
  const workflow = () =>
    new StepFunction("W")
      .addStep("A", { func: function one() { return 1; }, branch: { 1: "B" } })
      .addStep("B", { func: { x: () => { throw new Error("no"); } }, parallel: true });

  test("the direction", () => {
    for (const [format, down, right] of [
      ["mermaid", "flowchart TB", "flowchart LR"],
      ["dot", "rankdir=TB", "rankdir=LR"],
      ["json", '"direction":"down"', '"direction":"right"'],
    ]) {
      assert.ok(workflow().visualize(format).includes(down));
      assert.ok(workflow().visualize(format, { direction: "right" }).includes(right));
    }
    const [, wide, high] = /width="(\d+)" height="(\d+)"/.exec(workflow().visualize("svg", { direction: "right" }));
    assert.ok(+wide > +high);
  });
  test("the theme", () => {
    assert.match(workflow().visualize(), /prefers-color-scheme/);
    const [light, dark] = ["light", "dark"].map((theme) => workflow().visualize("svg", { theme }));
    assert.doesNotMatch(light + dark, /prefers-color-scheme/);
    assert.notEqual(light, dark);
  });
  test("the title", async () => {
    const title = "A <b> & \"c\"\nd";
    assert.equal(readSvg(workflow().visualize("svg", { title })).title, title);
    assert.match(workflow().visualize("mermaid", { title }), /^---\ntitle: "A ＜b＞ ＆ \\"c\\" d"\n---\n/);
    await readMermaid(workflow().visualize("mermaid", { title }));
    await readDot(workflow().visualize("dot", { title }));
  });
  test("the depth", () => {
    assert.equal(layout(workflow()).nodes.length, 5);
    assert.equal(layout(workflow(), { depth: 0 }).nodes.length, 4);
    assert.doesNotMatch(workflow().visualize("mermaid", { depth: 0 }), /subgraph/);
  });
  test("the document can be left out", () => {
    assert.equal(readSvg(workflow().visualize("svg", { document: false })).document, undefined);
    assert.equal(JSON.parse(readSvg(workflow().visualize()).document.definition).name, "W");
  });
  test("statuses of the latest run, of a run, and given ones", async () => {
    const ran = workflow();
    const boxes = (statuses) => {
      const { boxes } = readSvg(ran.visualize("svg", { statuses }));
      return [boxes[1], boxes[2], boxes[4]];
    };
    const plain = ["A: one", "B: parallel, 1 task", "x"];
    assert.deepEqual(boxes(undefined), plain);
    assert.deepEqual(boxes(true), plain, "there is no run yet");
    const run = ran.start();
    await run.result;
    assert.deepEqual(boxes(true), ["A: one: Succeeded", "B: parallel, 1 task: Succeeded", "x: Handled"]);
    assert.deepEqual(boxes(run), boxes(true));
    assert.deepEqual(boxes({ A: "failed", "B/x": "waiting", C: "failed" }), ["A: one: Failed", "B: parallel, 1 task", "x: Waiting"]);
    for (const [format, expected] of [
      ["svg", /class="branch taken"/],
      ["mermaid", /\n {2}class n1,n2 succeeded\n[^]*\n {2}linkStyle 0,1,2 /],
      ["dot", /\[label="x\\nHandled", fillcolor="#/],
    ]) {
      assert.match(ran.visualize(format, { statuses: run }), expected);
    }
    await readMermaid(ran.visualize("mermaid", { statuses: run }));
    await readDot(ran.visualize("dot", { statuses: run }));
  });
  test("a run that keeps no log shows its own steps", async () => {
    for (const retention of ["context", "none"]) {
      const ran = workflow();
      await ran.execute(null, { retention });
      const { boxes } = readSvg(ran.visualize("svg", { statuses: true }));
      assert.deepEqual([boxes[1], boxes[2], boxes[4]], ["A: one: Succeeded", "B: parallel, 1 task: Succeeded", "x"]);
    }
  });

  for (const [what, options, message] of [
    ["no object", null, /not an object/],
    ["a list", [], /not an object/],
    ["an unknown key", { dirction: "right" }, /no option "dirction"; it has direction/],
    ["another direction", { direction: "up" }, /`direction` of `visualize` is "down" or "right"/],
    ["another theme", { theme: "blue" }, /`theme`/],
    ["a title that is none", { title: 1 }, /`title` of `visualize` is a string/],
    ["statuses that are none", { statuses: "A" }, /`statuses`/],
    ["an unknown status", { statuses: { A: "lost" } }, /the status of "A" is one of pending/],
    ["a document that is none", { document: {} }, /`document`/],
    ["half a level", { depth: 0.5 }, /`depth`/],
  ]) {
    test(`${what} is an error`, () => {
      assert.throws(() => workflow().visualize("svg", options), (error) => {
        assert.ok(error instanceof BuildError && error.code === "Build.Options");
        assert.match(error.message, message);
        return true;
      });
    });
  }
  test("an unknown format and a workflow with mistakes are errors", () => {
    assert.throws(() => workflow().visualize("gif"), { code: "Build.Format", message: /"svg", "mermaid", "dot", "json"/ });
    assert.throws(() => new StepFunction("W").visualize(), InvalidWorkflow);
    assert.throws(() => layout({ steps: { A: { nextStep: "B" } } }), InvalidWorkflow);
    assert.throws(() => layout("{"), InvalidWorkflow);
  });
});
