// What a key does in the graph: from the key, and where the focus is, to a command.

/** How far an arrow moves the view, in pixels. */
const STRIDE = 64;
/** By what a key or a button zooms. */
export const ZOOM = 1.25;

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * @param {{ key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean }} event
 * @param {{ inGraph: boolean, onBox: boolean, down: boolean }} where in the drawing or on its ground, not on a button
 * beside it; and on a box; in a drawing that runs down
 * @returns {[command: string, argument?: any] | undefined} a method of the graph and its argument
 */
export function command({ key, ctrlKey, metaKey, altKey }, { inGraph, onBox, down }) {
  const control = ctrlKey || metaKey;
  if (altKey || !(control || inGraph)) return;
  if (key === "+" || key === "=") return ["zoom", ZOOM];
  if (key === "-" || key === "_") return ["zoom", 1 / ZOOM];
  if (key === "0") return ["fullSize"];
  const letter = key.toLowerCase();
  if (control) return letter === "f" ? ["search"] : undefined;
  const arrow = ARROWS[key];
  // The view goes where the arrow points, so that the drawing goes the other way.
  if (arrow) return onBox ? ["walk", way(arrow, down)] : ["move", arrow.map((part) => -part * STRIDE)];
  if (letter === "f") return ["fit"];
  if (key === "Home") return ["goToFirst"];
  if (key === "Escape") return ["leave"];
  if (key === "Enter" && onBox) return ["choose"];
}

function way([x, y], down) {
  const [along, across] = down ? [y, x] : [x, y];
  return along > 0 ? "on" : along < 0 ? "back" : across > 0 ? "after" : "before";
}
