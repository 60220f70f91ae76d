// Lays graphs out in Node, by Stepwell's package and by its peers: a request a line, answered by a line.
//
// A request is { engine, gaps: [between boxes, between ranks], sample: { boxes: [[width, height]], edges: [[from, to]] },
// seconds, draw }: lay the sample out again and again, for so many seconds of CPU time at least. The answer is { ms,
// drawn? }: the CPU time of one layout, and if asked for the drawing, as Graphviz' JSON or as { boxes: [[left, top,
// right, bottom]], edges: [[[x, y]]] }.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import dagre from "@dagrejs/dagre";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import ELK from "elkjs/lib/elk.bundled.js";
import { init, layoutGraph } from "../../../core/npm/index.js";

await init();
const graphviz = await Graphviz.load();
const elk = new ELK();

/** What each makes of a request before it is measured, what is measured, and how its drawing is read. */
const ENGINES = {
  stepwell: {
    prepare: ({ sample, gaps: [nodeGap, rankGap] }) => ({
      graph: {
        nodes: sample.boxes.map(([width, height], id) => ({ id: String(id), width, height })),
        edges: sample.edges.map(([from, to], id) => ({ id: String(id), from: String(from), to: String(to) })),
      },
      options: { direction: "down", nodeGap, rankGap },
    }),
    layout: ({ graph, options }) => layoutGraph(graph, options),
    read: ({ nodes, edges }) => ({ boxes: nodes.map(around), edges: edges.map(({ points }) => points) }),
  },

  dagre: {
    prepare: ({ sample, gaps: [nodesep, ranksep] }) => {
      const graph = new dagre.graphlib.Graph().setGraph({ nodesep, ranksep }).setDefaultEdgeLabel(() => ({}));
      sample.boxes.forEach(([width, height], id) => graph.setNode(id, { width, height }));
      for (const [from, to] of sample.edges) graph.setEdge(from, to);
      return graph;
    },
    layout: (graph) => {
      dagre.layout(graph);
      return graph;
    },
    read: (graph, { sample }) => ({
      boxes: sample.boxes.map((_, id) => around(graph.node(id))),
      edges: sample.edges.map(([from, to]) => graph.edge(from, to).points.map(({ x, y }) => [x, y])),
    }),
  },

  elk: {
    prepare: ({ sample, gaps: [nodeGap, rankGap] }) => ({
      id: "graph",
      layoutOptions: {
        "elk.algorithm": "layered",
        "elk.direction": "DOWN",
        "elk.edgeRouting": "POLYLINE",
        "elk.spacing.nodeNode": nodeGap,
        "elk.layered.spacing.nodeNodeBetweenLayers": rankGap,
      },
      children: sample.boxes.map(([width, height], id) => ({ id: String(id), width, height })),
      edges: sample.edges.map(([from, to], id) => ({ id: `e${id}`, sources: [String(from)], targets: [String(to)] })),
    }),
    layout: (graph) => elk.layout(graph),
    read: ({ children, edges }) => ({
      boxes: children.map(({ x, y, width, height }) => [x, y, x + width, y + height]),
      edges: edges.map(({ sections: [{ startPoint, bendPoints = [], endPoint }] }) =>
        [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [x, y]),
      ),
    }),
  },

  graphviz: {
    prepare: ({ language }) => language,
    // Its shortest output; what is read has every coordinate.
    layout: (language) => graphviz.layout(language, "plain", "dot"),
    read: (_, { language }) => graphviz.layout(language, "json", "dot"),
  },
};

function around({ x, y, width, height }) {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

/** The CPU time of this thread in milliseconds; where the system does not tell, that of the program. */
function cpuTime() {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ");
    return Number(nanoseconds) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e3;
  }
}

async function measure(request) {
  const { prepare, layout, read } = ENGINES[request.engine];
  let spent = 0;
  let layouts = 0;
  let last;
  // Some change what they lay out, so each layout has its own; how many at a time is learnt on the way.
  for (let batch = 1; layouts === 0 || spent < request.seconds * 1e3; batch = Math.min(2 * layouts, 1000)) {
    const prepared = Array.from({ length: batch }, () => prepare(request));
    const start = cpuTime();
    for (const graph of prepared) last = await layout(graph);
    spent += cpuTime() - start;
    layouts += batch;
  }
  return { ms: spent / layouts, drawn: request.draw ? read(last, request) : undefined };
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await measure(JSON.parse(line)).catch((error) => ({ error: `${error.stack}` }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
