// A part of the document that is not one of its texts: what opens and keeps documents sets it and is told of its changes.

/**
 * @template T
 * @param {T} empty what a new document has
 */
export function documentStore(empty) {
  let value = empty;
  const listeners = new Set();
  return {
    /** @returns {T} not to be changed in place */
    get: () => value,
    /** @param {T | undefined} next */
    set(next) {
      value = next ?? empty;
      for (const listener of listeners) listener(value);
    },
    /** Calls back after every change; gives what ends that. @param {(value: T) => void} listener */
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
