// What has been read from a link or a file and is about to be open. Its texts reach the page; what it brought besides
// — a recorded run, mocks — waits here until the page shows them.

/** @typedef {{ definition: string, functions: string, input: string, mocks?: object, run?: { log: string } }} Received */

/** @type {Received | undefined} */
let waiting;

/** @param {Received} received */
export const receive = (received) => (waiting = received);

/** What was read and has these texts; once. @param {{ definition: string, functions: string, input: string }} texts */
export function takeReceived(texts) {
  const received = waiting;
  waiting = undefined;
  const isIt = received && ["definition", "functions", "input"].every((key) => received[key] === texts[key]);
  return isIt ? received : undefined;
}
