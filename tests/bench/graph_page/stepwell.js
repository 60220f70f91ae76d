// The drawing in Stepwell's page, which makes it itself of the definition.

import { open, run as runPage, until } from "../page.js";
import { FRAMES, frames } from "./peer.js";

/**
 * Opens a document; the browser's timeline tells when the page begins to draw it and when it has handed the drawing over.
 * @param {{ definition: object, functions: string }} texts
 */
export async function draw(texts) {
  await until(() => document.querySelector(".ground[role=application]"), "people can move in the graph");
  const folder = document.querySelector("meta[name=stepwell-assets]").content;
  const { Canvas } = await import(new URL(`${folder}graph.js`, document.baseURI));
  const { show } = Canvas.prototype;
  Canvas.prototype.show = function (...how) {
    performance.mark("drawing");
    show.apply(this, how);
    performance.mark("handed over");
  };
  await frames(2);
  await open(texts);
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
