// A graph as Graphviz reads it.

import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { DOMParser } from "./dom.js";

const graphviz = await Graphviz.load();

/**
 * What Graphviz finds in a graph: the label of each box with the place of its container (or -1), and of each edge
 * where from, where to, its label and whether it is dashed. Labels are as it draws them, so without empty lines.
 */
export async function readDot(dot) {
  const { objects = [], edges = [] } = JSON.parse(graphviz.layout(dot, "dot_json", "dot"));
  // Its JSON doubles backslashes in what is drawn; its SVG does not.
  const svg = new DOMParser().parseFromString(graphviz.layout(dot, "svg", "dot"), "image/svg+xml");
  const label = (element) => {
    const lines = [...element.querySelectorAll("text")].map(({ textContent }) => textContent.replaceAll("\u00a0", " "));
    return lines.join("\n");
  };
  const title = (element) => element.querySelector("title").textContent;
  const boxes = [];
  for (const element of svg.querySelectorAll("g.node, g.cluster")) boxes[placeOf(title(element))] = [label(element), -1];
  // Clusters come from the outermost inwards, so that the innermost one counts.
  for (const { name, nodes = [], subgraphs = [] } of objects) {
    for (const inner of [...subgraphs, ...nodes]) {
      const box = boxes[placeOf(objects[inner].name)];
      if (box[1] === -1 || boxes[placeOf(name)][1] === box[1]) box[1] = placeOf(name);
    }
  }
  const labels = new Map([...svg.querySelectorAll("g.edge")].map((edge) => [Number(edge.id.slice("edge".length)), label(edge)]));
  const end = (object, cluster) => placeOf(cluster ?? objects[object].name);
  return {
    boxes,
    edges: edges.map(({ _gvid, tail, head, ltail, lhead, style }) => [
      end(tail, ltail),
      end(head, lhead),
      labels.get(_gvid + 1),
      style === "dashed",
    ]),
  };
}

const placeOf = (name) => Number(/^(?:n|cluster_)(\d+)$/.exec(name)[1]);
