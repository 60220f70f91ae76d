// Which states of a document are kept: while one types they are one; the older they are, the fewer.

/**
 * What is known of a state of a document. `what` names the change that led to it, `saved` is when it was replaced last, `size`
 * the number of its characters.
 * @typedef {{ id: string, document: string, time: number, saved: number, what: string, typed: boolean, size: number }} Entry
 */
/** A state. @typedef {Entry & { definition: string, functions: string, input: string }} State */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Typing that goes on within so long is one state. */
const BURST = MINUTE;
/** So many states, and so many characters in all of them, are kept of a document. */
export const MOST_STATES = 200;
export const MOST_CHARACTERS = 16_000_000;

/** Of states older than `after`, one in each `every` is kept. */
const THINNED = [
  { after: 30 * DAY, every: 7 * DAY },
  { after: DAY, every: DAY },
  { after: HOUR, every: 10 * MINUTE },
];

/** Whether `next` takes the place of `last`, since both are of one burst of typing. @param {Entry | undefined} last @param {Entry} next */
export const replaces = (last, next) =>
  last !== undefined && last.typed && next.typed && last.what === next.what && next.time - last.time < BURST;

/**
 * Those of a document's states that are not kept any longer. The newest is always kept.
 * @param {Entry[]} states from the oldest to the newest
 * @param {number} now
 */
export function superfluous(states, now) {
  const gone = new Set();
  const taken = new Set();
  // The newest of each stretch of time is the one that stays.
  for (const state of states.slice(0, -1).reverse()) {
    const rule = THINNED.find(({ after }) => now - state.time > after);
    if (!rule) continue;
    const stretch = `${rule.every} ${Math.floor(state.time / rule.every)}`;
    if (taken.has(stretch)) gone.add(state);
    taken.add(stretch);
  }
  let count = 0;
  let characters = 0;
  for (const state of [...states].reverse()) {
    if (gone.has(state)) continue;
    count++;
    characters += state.size;
    if (count > 1 && (count > MOST_STATES || characters > MOST_CHARACTERS)) gone.add(state);
  }
  return [...gone];
}

const NAMES = { definition: "Workflow", functions: "Functions", input: "Input" };

/** What to call a change that has no name of its own: the texts that differ. */
export function describe(before, after) {
  const changed = Object.keys(NAMES).filter((key) => before[key] !== after[key]);
  return `Edited ${changed.map((key) => NAMES[key]).join(", ")}`;
}
