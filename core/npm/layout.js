// Layouts: the drawing of a workflow or of any graph, as coordinates.

import { layoutWorkflow, needEngine, Places } from "./engine.js";
import { checkGraph } from "./graph.js";
import { layoutOptions, readOptions } from "./options.js";
import { StepFunction } from "./step-function.js";

const KINDS = ["success", "failure", "branch", "default"];
/** What ends each of the texts that cross together. */
const END = "\0";

/** The drawing of a workflow: a `StepFunction`, a definition, or a definition's JSON text. */
export function layout(definition, options) {
  needEngine("layout");
  const read = readOptions("layout", options, ["direction", "nodeGap", "rankGap", "depth"]);
  const workflow = definition instanceof StepFunction ? definition : StepFunction.fromJSON(definition);
  return JSON.parse(layoutWorkflow(StepFunction.graph(workflow), layoutOptions(read)));
}

/** The drawing of any graph. Throws a `LayoutError` where it is none. */
export function layoutGraph(graph, options) {
  needEngine("layoutGraph");
  const read = readOptions("layoutGraph", options, ["direction", "nodeGap", "rankGap"]);
  const placeOf = checkGraph(graph, KINDS);
  const places = new Places(...flat(graph, placeOf), layoutOptions(read));
  try {
    return { direction: "down", ...read, ...drawing(graph, places) };
  } finally {
    places.free();
  }
}

/** The graph as lists of numbers, as the engine takes it, and its labels. */
function flat({ nodes, edges }, placeOf) {
  const nodeNumbers = new Float64Array(4 * nodes.length);
  const edgeNumbers = new Uint32Array(4 * edges.length);
  let labels = "";
  const addLabel = (label) => {
    if (!label) return 0;
    labels += label.replaceAll(END, " ") + END;
    return 1;
  };
  nodes.forEach(({ width, height, parent, label }, place) => {
    const at = 4 * place;
    nodeNumbers[at] = width;
    nodeNumbers[at + 1] = height;
    nodeNumbers[at + 2] = placeOf.get(parent) ?? -1;
    nodeNumbers[at + 3] = addLabel(label);
  });
  edges.forEach(({ from, to, kind = "success", label }, place) => {
    const at = 4 * place;
    edgeNumbers[at] = placeOf.get(from);
    edgeNumbers[at + 1] = placeOf.get(to);
    edgeNumbers[at + 2] = KINDS.indexOf(kind);
    edgeNumbers[at + 3] = addLabel(label);
  });
  return [nodeNumbers, edgeNumbers, labels];
}

/** The graph's nodes and edges where the engine has put them. */
function drawing({ nodes, edges }, places) {
  const numbers = places.numbers();
  const texts = places.texts().split(END);
  let at = 0;
  let text = 0;
  // One by one: taking a list apart costs ten times as much.
  const next = () => numbers[at++];
  const width = next();
  const height = next();
  const drawnNodes = nodes.map(() => {
    const { id, parent, label = "" } = nodes[next()];
    const node = { id, kind: "task", x: next(), y: next(), width: next(), height: next(), container: next() > 0, name: label, label };
    if (parent !== undefined && parent !== null) node.parent = parent;
    return node;
  });
  const drawnEdges = edges.map(() => {
    const { id, from, to, kind = "success", label } = edges[next()];
    const edge = { id, from, to, kind, points: undefined };
    if (next()) {
      edge.label = label;
      edge.labelBox = { text: texts[text++], x: next(), y: next(), width: next(), height: next() };
    }
    const points = new Array(next());
    for (let i = 0; i < points.length; i++) points[i] = [next(), next()];
    edge.points = points;
    return edge;
  });
  return { width, height, nodes: drawnNodes, edges: drawnEdges };
}
