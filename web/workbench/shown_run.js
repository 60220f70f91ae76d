// The run that is looked at, if it is not the page's latest: a kept one, or one that came with a document.

let shown;
const listeners = new Set();

/** Shows the run of that log, or with `undefined` the page's latest again. @param {string | undefined} log JSON Lines */
export function showRun(log) {
  if (log === shown) return;
  shown = log;
  for (const listener of listeners) listener(log);
}

/** The log of the run that is looked at; `undefined` while that is the page's latest. @returns {string | undefined} */
export const shownRun = () => shown;

/** Calls back with the log when another run is looked at; gives what ends that. @param {(log: string | undefined) => void} listener */
export function onShownRun(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
