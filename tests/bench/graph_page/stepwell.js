// The drawing in Stepwell's page, which makes it itself of the definition.

import { open, run as runPage } from "../page.js";
import { FRAMES, frames } from "./peer.js";

/**
 * Opens a document. The page itself marks when it begins to draw and when it has handed the drawing to the browser.
 * @param {{ definition: object, functions: string }} document
 */
export async function draw(document) {
  await frames(2);
  await open(document);
  await frames(FRAMES);
  performance.mark("drawn");
}

/** Where the graph is. */
export function stage() {
  const { left, top, width, height } = document.querySelector("section.canvas").getBoundingClientRect();
  return [left, top, width, height];
}

/** Runs; answers how many seconds that took. */
export async function run() {
  const { took, status } = await runPage();
  if (status !== "COMPLETED") throw new Error(`the run ended as ${status}`);
  return took / 1000;
}
