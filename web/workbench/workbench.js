// The workbench: what one edits, looks into, keeps and shares a document with. It is loaded after the first view.
//
// Each part is told of the page (`web/src/bridge.js`) and knows no other part.

import { dock } from "./dock/dock.js";
import { face } from "./face/face.js";
import { graphEditing } from "./graph/graph.js";
import { history } from "./history/history.js";
import { inspector } from "./inspector/inspector.js";
import { keeping } from "./keeping/keeping.js";
import { share } from "./sharing/share.js";

export { loadEdits } from "./edits.js";
export { Journal } from "./history/journal.js";
export { readFile, readLink } from "./sharing/reading.js";

/** @typedef {import("../src/bridge.js").Page} Page */

const PARTS = [
  history,
  graphEditing,
  keeping,
  share,
  dock,
  face,
  inspector,
];

/** @param {Page} page */
export function start(page) {
  for (const part of PARTS) part(page);
}
