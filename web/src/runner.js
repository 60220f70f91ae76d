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
