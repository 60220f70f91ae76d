// Which run is looked at: the page's latest, or a recorded one in its place: a kept one, or one that came with a document.

/** @typedef {import("../src/bridge.js").Page} Page */

let isRecorded = false;
/** How often another run was to be shown: what comes too late is not. */
let changes = 0;
const listeners = new Set();

/**
 * Shows the run of that log; where that cannot be, says so, and what was shown stays.
 * @param {Page} page
 * @param {string} log JSON Lines
 */
export async function showRecorded(page, log) {
  const change = ++changes;
  const why = await page.showRecorded(log);
  if (change !== changes) return;
  if (why !== undefined) return page.tell(`The recorded run cannot be shown: ${why}.`);
  show(true);
}

/** Shows the page's latest run again. @param {Page} page */
export function showLatest(page) {
  changes += 1;
  page.showLatest();
  if (isRecorded) show(false);
}

function show(recorded) {
  isRecorded = recorded;
  for (const listener of listeners) listener();
}

/** Whether what is looked at is a recorded run. */
export const isShownRecorded = () => isRecorded;

/** Calls back when another run is looked at; gives what ends that. @param {() => void} listener */
export function onShownRun(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
