// A picture as those read it who know SVG.

import { DOMParser } from "./dom.js";

/** Its title, the titles of its boxes in the drawing's order, and the document that it carries. */
export function readSvg(text) {
  const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  const carried = svg.getElementsByTagNameNS("urn:stepwell:document", "document");
  return {
    title: svg.querySelector(":scope > title").textContent,
    boxes: [...svg.querySelectorAll("g[data-id] > title")].map((title) => title.textContent),
    document: carried.length ? JSON.parse(carried[0].textContent) : undefined,
  };
}
