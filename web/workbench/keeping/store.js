// What is kept, in the browser's database; and in memory, where the browser has no room for it or does not allow it.

// idb: IndexedDB's requests as promises and nothing more; small, and well kept for years.
import { openDB } from "idb";

const NAME = "stepwell";
const VERSION = 1;
const isText = (value) => typeof value === "string";
const hasTexts = ({ definition, functions, input }) => isText(definition) && isText(functions) && isText(input);

/** The stores: what their records are found by besides their `id`, and what a record must be to be of any use. */
const STORES = {
  documents: { isRecord: (record) => hasTexts(record) && isText(record.name) && Number.isFinite(record.edited) },
  states: { index: "document", isRecord: (record) => hasTexts(record) && Number.isFinite(record.time) && Number.isFinite(record.size) && isText(record.what) },
  runs: { index: "document", isRecord: (record) => Number.isFinite(record.started) && isText(record.status) },
  /** The events of runs, so many lines a record. */
  events: { index: "run", isRecord: (record) => isText(record.text) && Number.isInteger(record.from) },
  /** Records that cannot be read. */
  aside: { isRecord: () => true },
};

const DENIED =
  "This browser keeps nothing for this page (a private window, or storage is switched off): what you do here is gone when the page is closed. Save the document as a file to keep it.";
const FULL =
  "The browser's storage is full: what you do from here on is kept only until the page is closed. Save the document as a file, or delete documents that you do not need.";

/** A name that nothing else has. */
export const newId = () => Date.now().toString(36) + Math.random().toString(36).slice(2, 12);

export class Store {
  #disk;
  /** Records by store and id that the disk did not take; `undefined` for those that are deleted there. */
  #memory = new Map(Object.keys(STORES).map((name) => [name, new Map()]));
  #tell;
  #told = new Set();

  /** @param {(text: string) => void} tell tells the user what they should know, each once */
  constructor(tell) {
    this.#tell = (text) => {
      if (this.#told.has(text)) return;
      this.#told.add(text);
      tell(text);
    };
  }

  async open() {
    try {
      this.#disk = await openDB(NAME, VERSION, {
        upgrade(database) {
          for (const [name, { index }] of Object.entries(STORES)) {
            const store = database.createObjectStore(name, { keyPath: "id" });
            if (index) store.createIndex(index, index);
          }
        },
        // A newer page in another tab wants to change the stores.
        blocking: () => this.#lose("Stepwell has been renewed in another tab. Load this page again: until then nothing is kept."),
        terminated: () => this.#lose(DENIED),
      });
    } catch {
      this.#tell(DENIED);
    }
    return this;
  }

  #lose(why) {
    this.#disk?.close();
    this.#disk = undefined;
    this.#tell(why);
  }

  /** Whether what is kept outlasts the page, as far as is known. */
  get isDurable() {
    return this.#disk !== undefined && this.#told.size === 0;
  }

  async get(name, id) {
    const { [0]: record } = await this.#read(name, async (store) => [await store.get(id)], (record) => record.id === id);
    return record;
  }

  /** All records of a store or, with `of`, those of one document or run. */
  all(name, of) {
    const { index } = STORES[name];
    return this.#read(
      name,
      (store) => (of === undefined ? store.getAll() : store.index(index).getAll(of)),
      (record) => of === undefined || record[index] === of,
    );
  }

  async #read(name, ask, isAsked) {
    const found = new Map();
    try {
      const records = this.#disk ? await ask(this.#disk.transaction(name).store) : [];
      for (const record of records) if (record !== undefined) found.set(record.id, record);
    } catch {
      this.#tell(`Some of what was kept (${name}) cannot be read; it is left as it is.`);
    }
    for (const [id, record] of this.#memory.get(name)) {
      if (record === undefined) found.delete(id);
      else if (isAsked(record)) found.set(id, record);
    }
    const records = [...found.values()];
    const broken = records.filter((record) => !isGood(name, record));
    if (broken.length > 0) await this.#setAside(name, broken);
    return records.filter((record) => !broken.includes(record));
  }

  async #setAside(name, broken) {
    const moves = broken.flatMap((record) => [
      { put: "aside", record: { id: newId(), store: name, time: Date.now(), record } },
      { delete: name, id: record.id },
    ]);
    await this.write(moves);
    const what = broken.length === 1 ? "A kept record" : `${broken.length} kept records`;
    this.#tell(`${what} (${name}) cannot be read, and has been set aside. All others are as they were.`);
  }

  /**
   * Makes changes, all or none.
   * @param {({ put: string, record: object } | { delete: string, id: string })[]} changes
   */
  async write(changes) {
    if (this.#disk) {
      try {
        await this.#writeToDisk(changes);
        for (const change of changes) this.#memory.get(change.put ?? change.delete).delete(change.id ?? change.record.id);
        return;
      } catch (error) {
        this.#tell(error?.name === "QuotaExceededError" ? FULL : DENIED);
      }
    }
    for (const change of changes) this.#memory.get(change.put ?? change.delete).set(change.id ?? change.record.id, change.record);
  }

  async #writeToDisk(changes) {
    const names = [...new Set(changes.map((change) => change.put ?? change.delete))];
    const transaction = this.#disk.transaction(names, "readwrite");
    const { done } = transaction;
    try {
      const asked = changes.map((change) => {
        const store = transaction.objectStore(change.put ?? change.delete);
        return change.put ? store.put(change.record) : store.delete(change.id);
      });
      // A page that is being left may not come to an end that it waits for.
      transaction.commit?.();
      await Promise.all([...asked, done]);
    } catch (error) {
      done.catch(() => {}); // it is this error again
      if (transaction.error === null) abort(transaction);
      throw error;
    }
  }
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It has come to its end already.
  }
}

function isGood(name, record) {
  try {
    const { index, isRecord } = STORES[name];
    return (index === undefined || isText(record[index])) && isRecord(record);
  } catch {
    return false;
  }
}
