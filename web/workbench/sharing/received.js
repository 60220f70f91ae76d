// What has been read from a link or a file and is about to be open. Its texts reach the page; what it brought besides
// — a recorded run, mocks — waits here until the page shows them.

/** @typedef {{ definition: string, functions: string, input: string, mocks?: object, run?: { log: string } }} Received */

/** @type {Received[]} */
let waiting = [];

/** @param {Received} received */
export const receive = (received) => void waiting.push(received);

/**
 * What was read since this was asked last: the one that has these texts, if any, and those that the page does not show any more.
 * @param {{ definition: string, functions: string, input: string }} texts
 * @returns {{ shown?: Received, passed: Received[] }}
 */
export function takeReceived(texts) {
  const all = waiting;
  waiting = [];
  const shown = all.findLast((one) => ["definition", "functions", "input"].every((key) => one[key] === texts[key]));
  return { shown, passed: all.filter((one) => one !== shown) };
}
