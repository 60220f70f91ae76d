// Whether something is a graph that can be laid out.

import { LayoutError } from "./errors.js";

/** The longest side of a box, in pixels. */
const LONGEST = 1e6;

/** The place of each node by its id. Throws a `LayoutError` that says what is wrong, and where. */
export function checkGraph(graph, kinds) {
  const nodes = list(graph, "nodes");
  const edges = list(graph, "edges");
  const placeOf = new Map();
  nodes.forEach((node, place) => {
    const fail = failAt("nodes", place);
    const id = text(node, "id", fail);
    if (placeOf.has(id)) fail("Layout.DuplicateId", `nodes[${placeOf.get(id)}] has the id ${JSON.stringify(id)} too`);
    placeOf.set(id, place);
    size(node, "width", fail);
    size(node, "height", fail);
    optionalText(node, "label", fail);
  });
  nodes.forEach(({ parent }, place) => {
    if (isThere(parent) && !placeOf.has(parent)) unknown("parent", parent, failAt("nodes", place));
  });
  checkNesting(nodes, placeOf);
  const ids = new Set();
  edges.forEach((edge, place) => {
    const fail = failAt("edges", place);
    const id = text(edge, "id", fail);
    if (ids.has(id)) fail("Layout.DuplicateId", `another edge has the id ${JSON.stringify(id)}`);
    ids.add(id);
    if (!placeOf.has(edge.from)) unknown("from", edge.from, fail);
    if (!placeOf.has(edge.to)) unknown("to", edge.to, fail);
    optionalText(edge, "label", fail);
    const { kind } = edge;
    if (kind !== undefined && !kinds.includes(kind)) fail("Layout.Graph", `\`kind\` is ${shown(kind)}, not one of ${kinds.join(", ")}`);
  });
  return placeOf;
}

function list(graph, key) {
  const value = graph?.[key];
  if (!Array.isArray(value)) throw new LayoutError("Layout.Graph", `a graph is { nodes: […], edges: […] }; here \`${key}\` is ${shown(value)}`);
  // `forEach` would pass over holes.
  return Array.from(value);
}

function failAt(key, place) {
  return (code, message) => {
    throw new LayoutError(code, `${key}[${place}]: ${message}`);
  };
}

function text(item, key, fail) {
  if (typeof item !== "object" || item === null) fail("Layout.Graph", `it is ${shown(item)}, not an object`);
  if (typeof item[key] !== "string") fail("Layout.Graph", `\`${key}\` is ${shown(item[key])}, not a string`);
  return item[key];
}

function optionalText(item, key, fail) {
  if (item[key] !== undefined) text(item, key, fail);
}

function size(node, key, fail) {
  const value = node[key];
  if (!(typeof value === "number" && value >= 0 && value <= LONGEST)) {
    fail("Layout.Size", `\`${key}\` is ${shown(value)}, not a number of pixels from 0 to ${LONGEST}`);
  }
}

function unknown(key, id, fail) {
  fail("Layout.UnknownNode", `\`${key}\` is ${shown(id)}, which is no node's id`);
}

/** Throws where a node lies within itself. */
function checkNesting(nodes, placeOf) {
  const rooted = new Set();
  nodes.forEach((node, place) => {
    const within = new Set();
    for (let around = node; isThere(around.parent) && !rooted.has(around.id); around = nodes[placeOf.get(around.parent)]) {
      if (within.has(around.id)) failAt("nodes", place)("Layout.Nesting", `it lies within itself: its containers are ${[...within].join(", ")}`);
      within.add(around.id);
    }
    for (const id of within) rooted.add(id);
  });
}

const isThere = (id) => id !== undefined && id !== null;

function shown(value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return typeof value === "function" ? "a function" : String(value);
}
