// The workbench: what one edits, looks into, keeps and shares a document with. It is loaded after the first view.
//
// Each part is told of the page (`web/src/bridge.js`) and knows no other part.

import { graphEditing } from "./graph/graph.js";
import { history } from "./history/history.js";

/** @typedef {import("../src/bridge.js").Page} Page */

const PARTS = [history, graphEditing];

/** @param {Page} page */
export function start(page) {
  for (const part of PARTS) part(page);
}
