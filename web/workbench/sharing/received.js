// What has been read from a link or a file and is about to be open. Its texts reach the page; what it brought besides
// — a recorded run, mocks — waits here until the page shows them.

/**
 * @typedef {{ definition: string, functions: string, input: string, mocks?: object, run?: { log: string }, link?: string }} Received
 * `link` is what stood after `#doc=`
 */

/** @type {Received[]} */
let waiting = [];

/** @param {Received} received */
export const receive = (received) => void waiting.push(received);

/**
 * What was read: the one that has these texts, if any, and those before it, which the page does not show any more. What came
 * after it, or all if none has these texts, the page is about to show.
 * @param {{ definition: string, functions: string, input: string }} texts
 * @returns {{ shown?: Received, passed: Received[] }}
 */
export function takeReceived(texts) {
  const at = waiting.findLastIndex((one) => ["definition", "functions", "input"].every((key) => one[key] === texts[key]));
  if (at < 0) return { shown: undefined, passed: [] };
  const [shown, passed] = [waiting[at], waiting.slice(0, at)];
  waiting = waiting.slice(at + 1);
  return { shown, passed };
}
