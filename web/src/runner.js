// What runs: a wasm of its own, and the page's side of the sandbox, loaded when there is something to run.

import { loadClient, loadRunner } from "./assets.js";

/**
 * Begins a run.
 * @param {object} order what to run, and how (`web/runner/src/lib.rs`)
 * @param {(what: number, value: unknown) => void} page is told what becomes of it
 */
export async function begin(order, page) {
  const [{ Live }, client] = await Promise.all([loadRunner(), loadClient()]);
  return new Live(client, order, page);
}

/**
 * The run that a log tells of, of which nothing is carried out. Rejects with why it cannot be shown, as text.
 * @param {string} log JSON Lines
 * @param {(what: number, value: unknown) => void} page
 */
export async function recorded(log, page) {
  const { Live } = await loadRunner();
  return Live.ofLog(log, page);
}
