// Who may write a document: the tab that has opened it first, for as long as it shows it (Web Locks).

/** How long another tab may take to let go, such as one that is being loaded again. */
const PATIENCE = 1_000;

/** @typedef {{ isOurs: boolean | undefined, asked: Promise<boolean>, release: () => void }} Lock */

/** Asks for the lock of that name. @returns {Lock} `isOurs` is undefined until there is an answer */
export function lock(name) {
  /** @type {Lock} */
  const made = { isOurs: undefined, asked: undefined, release: () => {} };
  const held = new Promise((resolve) => (made.release = resolve));
  made.asked = new Promise((resolve) => {
    const answer = (isOurs) => resolve((made.isOurs = isOurs));
    // Where a browser has no locks, as on a page without HTTPS, there is nothing to be asked.
    if (!navigator.locks) return answer(true);
    const signal = AbortSignal.timeout(PATIENCE);
    navigator.locks.request(name, { signal }, () => (answer(true), held)).catch(() => answer(false));
  });
  return made;
}

/** Whether any tab holds the lock of that name. */
export async function isHeld(name) {
  const { held } = (await navigator.locks?.query()) ?? { held: [] };
  return held.some((lock) => lock.name === name);
}
