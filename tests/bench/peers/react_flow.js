// The drawing in React Flow: its own nodes and edges, at the places of the drawing.

import { createElement, useEffect } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { ReactFlow, ReactFlowProvider, useEdgesState, useNodesState } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { drawn, place } from "../graph_page/peer.js";

let setNodes;
let changes = new Map();

function Graph({ nodes, edges, options }) {
  const [shown, set, onNodesChange] = useNodesState(nodes);
  const [ways, , onEdgesChange] = useEdgesState(edges);
  useEffect(() => {
    setNodes = set;
  }, [set]);
  return createElement(ReactFlow, { nodes: shown, edges: ways, onNodesChange, onEdgesChange, ...options });
}

/** @param {{ drawing: object, stage: number[], onlyVisible: boolean }} what */
export async function draw({ drawing, stage: area, onlyVisible }) {
  const stage = place(area);
  const nodes = drawing.nodes.map(({ id, label, x, y, width, height }) => ({
    id,
    data: { label },
    position: { x: x - width / 2, y: y - height / 2 },
    width,
    height,
  }));
  const edges = drawing.edges.map(({ id, from, to }) => ({ id, source: from, target: to }));
  const [, , width, height] = area;
  const options = {
    onlyRenderVisibleElements: onlyVisible,
    nodesDraggable: false,
    nodesConnectable: false,
    elementsSelectable: false,
    minZoom: Math.min(width / drawing.width, height / drawing.height),
    maxZoom: 1,
    defaultViewport: { x: width / 2 - drawing.nodes[0].x, y: 40, zoom: 1 },
    proOptions: { hideAttribution: true },
  };
  const root = createRoot(stage);
  await drawn(() => {
    flushSync(() => root.render(createElement(ReactFlowProvider, null, createElement(Graph, { nodes, edges, options }))));
  });
}

/** Sets the status of a box. */
export function setStatus(index, status) {
  changes.set(index, status);
}

/** Shows the statuses that have been set since. */
export function flush() {
  const now = changes;
  changes = new Map();
  setNodes((nodes) => nodes.map((node, index) => (now.has(index) ? { ...node, className: now.get(index) } : node)));
}
