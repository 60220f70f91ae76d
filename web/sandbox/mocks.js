// What answers in the place of functions: fixed results, errors, failures at first, delays. A call that is mocked never
// reaches the user's code.

/**
 * Fails with `error` every attempt, or only the first `failFirst` of a visit; then gives `result`. `delay` is in milliseconds.
 * @typedef {{ result?: unknown, error?: { name?: string, message?: string }, failFirst?: number, delay?: number }} Mock
 * @typedef {{ [box: string]: Mock }} MockList by the ids of the boxes that call (`core/src/layout/workflow_graph.rs`): the
 *   items of a map have one, `Pack[]`
 */

/** The longest time that `setTimeout` takes, in milliseconds. */
const LONGEST_TIMER = 0x7fff_ffff;

/** What a mocked call fails with if the mock does not say. */
const NAME = "Mocked";
const MESSAGE = "the mock of this step fails";

/** The id of the box of a path. */
const boxId = (path) => path.replace(/\[\d+\]/g, "[]");

export class Mocks {
  #list;
  /** How to give each call up that is being answered. */
  #pending = new Map();

  /** @param {MockList} [list] */
  constructor(list) {
    this.#list = list ?? {};
  }

  /**
   * Answers a call, if it is mocked, as the sandbox would: with the JSON text of a result, or rejecting with that of an
   * error record.
   * @param {string} step JSON text, as `Sandbox.call` takes it
   * @returns {Promise<string> | undefined}
   */
  answer(id, step) {
    const { path, attempt } = JSON.parse(step);
    const box = boxId(path);
    if (!Object.hasOwn(this.#list, box)) return undefined;
    const mock = Object(this.#list[box]);
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#pending.delete(id);
        if (fails(mock, attempt)) reject(record(mock.error));
        else resolve(JSON.stringify(mock.result ?? null));
      };
      const timer = setTimeout(settle, Math.min(Math.max(Number(mock.delay) || 0, 0), LONGEST_TIMER));
      this.#pending.set(id, (error) => {
        clearTimeout(timer);
        reject(error);
      });
    });
  }

  /** Gives a call up, if it is being answered. @param {string} error JSON text of an error record */
  abandon(id, error) {
    this.#pending.get(id)?.(error);
    return this.#pending.delete(id);
  }

  /** Gives every call up. */
  close(error) {
    for (const id of [...this.#pending.keys()]) this.abandon(id, error);
  }
}

/** Whether an attempt of a visit fails. */
function fails({ error, failFirst }, attempt) {
  return failFirst === undefined ? error !== undefined : attempt <= failFirst;
}

function record(error) {
  return JSON.stringify({ name: String(error?.name || NAME), message: String(error?.message || MESSAGE) });
}
