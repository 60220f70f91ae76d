// What is open, written where the page can read it at once when it is loaded again (`lastTexts` in `web/src/transfer.js`):
// for this tab, and for tabs to come. It is also what is left when a page ends before the database has written.

const LAST = "stepwell.last";
const RUN = "stepwell.run";
/** So many characters may be written: browsers give a page about five million. */
const MOST = 1_000_000;

/** @typedef {{ id: string, edited: number, definition?: string, functions?: string, input?: string }} Last */

/** @returns {Last | undefined} */
export function readLast() {
  const last = read(LAST);
  return typeof last?.id === "string" ? last : undefined;
}

/** @param {Last} last */
export function writeLast({ id, edited, definition, functions, input }) {
  const isSmall = definition.length + functions.length + input.length <= MOST;
  // Of a long one the page opens the kept document by its id, a moment later.
  write(LAST, isSmall ? { id, edited, definition, functions, input } : { id, edited });
}

/** The events of a run that came last, in case that the page ends. @param {{ record: object, from: number, text: string }} tail */
export function writeRunTail(tail) {
  if (tail.text.length <= MOST) write(RUN, tail);
}

/** Reads what `writeRunTail` has written, once. */
export function takeRunTail() {
  const tail = read(RUN);
  for (const storage of storages()) storage.removeItem(RUN);
  return typeof tail?.record?.id === "string" && typeof tail.text === "string" && Number.isInteger(tail.from) ? tail : undefined;
}

function read(key) {
  for (const storage of storages()) {
    try {
      const value = JSON.parse(storage.getItem(key));
      if (value) return value;
    } catch {
      // Not what is written here.
    }
  }
  return undefined;
}

function write(key, value) {
  for (const storage of storages()) {
    try {
      storage.setItem(key, JSON.stringify(value));
    } catch {
      // An older one would be taken for the last.
      storage.removeItem(key);
    }
  }
}

/** This tab's, then that of all tabs; without those that the browser denies. */
function storages() {
  return ["sessionStorage", "localStorage"].flatMap((name) => {
    try {
      return [globalThis[name]];
    } catch {
      return [];
    }
  });
}
