// A flowchart as Mermaid reads it.

import { provideDocument } from "./dom.js";

// Mermaid takes them when it is loaded.
provideDocument();
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false, maxTextSize: 1e6, maxEdges: 1e4 });

/**
 * What Mermaid finds in a flowchart: the label of each box with the place of its container (or -1), and of each edge
 * where from, where to, its label and whether it is dotted.
 */
export async function readMermaid(text) {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const containers = db.getSubGraphs();
  const containerOf = new Map(containers.flatMap(({ id, nodes }) => nodes.map((node) => [node, placeOf(id)])));
  const boxes = [];
  // A container has an entry among the vertices too if an edge ends at it.
  for (const { id, text } of db.getVertices().values()) boxes[placeOf(id)] = [read(text), containerOf.get(id) ?? -1];
  for (const { id, title } of containers) boxes[placeOf(id)] = [read(title), containerOf.get(id) ?? -1];
  const edges = db.getEdges().map(({ start, end, text, stroke }) => [placeOf(start), placeOf(end), read(text), stroke === "dotted"]);
  return { boxes, edges };
}

const placeOf = (id) => Number(/^n(\d+)$/.exec(id)[1]);

/** A label's text: Mermaid keeps entities in a notation of its own until it draws. */
function read(label) {
  return label
    .replace(/<br\s*\/?>/g, "\n")
    .replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(code))
    .replaceAll("\u2060", "");
}
