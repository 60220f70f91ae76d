// The document that is open, as it is kept: saved within a second of a change, each time as a state of its history.

import { KEY } from "../../src/written.js";
import { takeReceived } from "../sharing/received.js";
import { describe, replaces, superfluous } from "./history.js";
import { readLast, writeLast } from "./last.js";
import { isHeld, lock } from "./lock.js";
import { nameOf } from "./name.js";
import { newId } from "./store.js";

/** How long changes are gathered before they are saved, in milliseconds. */
const GATHERED = 500;
/** What a change is called that is none of the texts. */
const TOUCHED = "Changed mocks or input presets";
/** How long a deleted document can be brought back, in milliseconds. */
const GONE_AFTER = 7 * 24 * 3_600_000;

/** @typedef {{ definition: string, functions: string, input: string }} Texts */
/**
 * A document as it is kept.
 * @typedef {Texts & { id: string, name: string, created: number, edited: number, deleted?: number, more?: object }} Kept
 */
/**
 * The one that is open. `kept` is what is in the store of it; without that, it is not kept until it is changed or run.
 * @typedef {{ id: string, kept?: Kept, origin: Texts, states?: import("./history.js").Entry[], lock: import("./lock.js").Lock }} Open
 */

const KEYS = ["definition", "functions", "input"];
const isSame = (a, b) => a !== undefined && b !== undefined && KEYS.every((key) => a[key] === b[key]);
const textsOf = ({ definition, functions, input }) => ({ definition, functions, input });
const sizeOf = ({ definition, functions, input }) => definition.length + functions.length + input.length;
/** @returns {import("./history.js").Entry} */
const entryOf = ({ id, document, time, saved, what, typed, size }) => ({ id, document, time, saved, what, typed, size });
const lockOf = (id) => `stepwell-document-${id}`;

/** Takes a document's link out of the address; but not the next one, which may stand there and not be read yet. */
function dropLink(link) {
  const isIt = link === undefined ? location.hash.startsWith(KEY) : location.hash === KEY + link;
  if (isIt) history.replaceState(history.state, "", location.pathname + location.search);
}

export class Keeper {
  #page;
  #store;
  /** @type {Open} */
  #open;
  /** What is about to be opened from the store. */
  #opening;
  /** The texts of a document that was found open before the page has told of it. */
  #foreseen;
  /** The texts as they were last seen, and the change by which they came to be so, if it is not saved yet. */
  #seen;
  #unsaved;
  #isOpening = false;
  /** Whether what was saved last is there though the page should end now. */
  #isWritten = false;
  #timer;
  #queue = Promise.resolve();
  #listeners = new Set();
  /** What is kept of a document besides its texts: gives it, and takes it when it is opened. */
  #more;

  /**
   * @param {import("../../src/bridge.js").Page} page
   * @param {import("./store.js").Store} store
   * @param {{ get: () => object | undefined, set: (more: object | undefined) => void }} more
   */
  constructor(page, store, more) {
    this.#page = page;
    this.#store = store;
    this.#more = more;
  }

  /** The id of the document that is open. */
  get id() {
    return this.#open.id;
  }

  /** Whether this tab alone has it open. */
  get isOurs() {
    return this.#open.lock.asked;
  }

  /** Finds out what is open, and follows it from here on. */
  async start() {
    const texts = this.#page.texts();
    const received = this.#take(texts);
    const last = readLast();
    this.#seen = texts;
    if (received) {
      this.#foreseen = texts;
      this.#become(newId(), undefined, texts, received);
    } else if (last) await this.#startWith(last, texts);
    else {
      this.#become(newId(), undefined, texts);
      const [latest] = await this.documents();
      if (latest) this.open(latest.id);
    }
    addEventListener("pagehide", () => this.settle());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.settle());
    this.#page.on("texts", (told) => this.#follow(told));
    this.#follow({});
    void this.#forgetDeleted();
  }

  async #startWith(last, texts) {
    const kept = await this.#store.get("documents", last.id);
    const wasShown = last.definition !== undefined;
    const isNewer = kept && kept.edited > last.edited;
    this.#become(last.id, kept, kept ? textsOf(kept) : texts);
    if (kept && (!wasShown || (isNewer && isSame(texts, last)))) this.#show(kept);
    // One that was opened and neither changed nor run is as it came.
    else if (!isSame(texts, kept ?? (last.edited === 0 ? last : undefined))) this.#change(texts, "Before the page was loaded again", false);
  }

  /** Takes what is shown now for the document of that id. */
  #become(id, kept, origin, received, isOpened = false) {
    this.#open?.lock.release();
    this.#open = { id, kept, origin, lock: lock(lockOf(id)) };
    this.#seen = this.#page.texts();
    this.#unsaved = undefined;
    if (kept) writeLast({ ...this.#seen, id, edited: kept.edited });
    else if (isOpened && !received) writeLast({ ...this.#seen, id, edited: 0 });
    this.#isOpening = true;
    this.#more.set(received?.mocks ? { mocks: received.mocks } : kept?.more);
    this.#isOpening = false;
    if (received) {
      this.#change(this.#seen, "Opened", false);
      const saved = this.save();
      // Loaded again, the page is to show what has become of the document, not the link's anew.
      if (this.#isWritten) dropLink(received.link);
      else void saved.then(() => this.#store.isDurable && dropLink(received.link));
    }
    const open = this.#open;
    void open.lock.asked.then((isOurs) => {
      if (isOurs || open !== this.#open) return;
      this.#page.tell("This document is open in another tab too. What you change here is kept as a copy; the other one stays as it is.");
    });
    this.#changed(received);
  }

  #follow(told) {
    const texts = this.#page.texts();
    if (this.#opening && isSame(this.#opening, texts)) {
      const kept = this.#opening;
      this.#opening = undefined;
      this.save();
      this.#become(kept.id, kept, textsOf(kept));
      return;
    }
    const received = this.#take(texts);
    const isKnown = told.opened && !received && isSame(this.#foreseen, texts);
    if (told.opened || received) this.#foreseen = told.opened ? undefined : texts;
    if (isKnown) return;
    if (told.opened || received) {
      this.save();
      this.#become(newId(), undefined, texts, received, true);
    } else if (!isSame(texts, this.#seen)) {
      this.#change(texts, told.what ?? describe(this.#open.kept ?? this.#open.origin, texts), told.what === undefined);
    }
  }

  #change(texts, what, typed) {
    if (this.#unsaved && this.#unsaved.what !== what) this.save();
    this.#seen = texts;
    this.#unsaved = { what, typed };
    this.#timer ??= setTimeout(() => this.save(), GATHERED);
  }

  /** Saves what has just been done to the page, though the page has not told of it yet. */
  settle() {
    this.#follow({});
    return this.save();
  }

  /** What is kept of the document besides its texts has changed. */
  touch() {
    if (this.#isOpening) return;
    this.#unsaved ??= { what: TOUCHED, typed: true };
    this.#timer ??= setTimeout(() => this.save(), GATHERED);
  }

  /** Saves what is not saved. What can be written at once is. With `isRun`, the state stays as it is however much is typed
   * after it, and the document is kept though it may be as it came. */
  save(isRun = false) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const open = this.#open;
    const change = this.#unsaved ?? (isRun ? { what: "Run", typed: false } : undefined);
    if (!change) return this.#queue;
    this.#unsaved = undefined;
    if (!isRun && !open.kept && change.what !== TOUCHED && change.typed && isSame(this.#seen, open.origin)) return this.#queue;
    const edited = Date.now();
    const texts = this.#seen;
    const more = this.#more.get();
    if (open.lock.isOurs === false) this.#leave(open);
    if (open === this.#open) this.#isWritten = writeLast({ ...texts, id: open.id, edited });
    this.#queue = this.#queue.then(async () => {
      if (!(await open.lock.asked)) {
        this.#leave(open);
        if (open === this.#open) writeLast({ ...texts, id: open.id, edited });
      }
      const typed = change.typed && !isRun;
      await this.#write(open, { ...texts, more, edited }, { ...change, typed });
    });
    return this.#queue;
  }

  /** Makes the document another one, of this tab alone. */
  #leave(open) {
    open.id = newId();
    open.kept = open.states = undefined;
    open.lock = lock(lockOf(open.id));
  }

  async #write(open, { more, edited, ...texts }, { what, typed }) {
    const before = open.kept;
    const kept = { ...texts, id: open.id, name: nameOf(texts.definition), created: before?.created ?? edited, edited, more };
    open.kept = kept;
    open.states ??= (await this.states(open.id)).map(entryOf);
    const { states } = open;
    const changes = [{ put: "documents", record: kept }];
    const put = (entry, texts) => changes.push({ put: "states", record: { ...entry, ...texts } });
    const last = states.at(-1);
    const next = { id: newId(), document: open.id, time: edited, saved: edited, what, typed, size: sizeOf(texts) };
    if (last && isSame(before, texts)) {
      // The same state; when it has run, what is typed after it is another.
      if (last.typed && !typed) put((states[states.length - 1] = { ...last, typed }), texts);
    } else if (replaces(last, next)) {
      put((states[states.length - 1] = { ...next, id: last.id, time: last.time }), texts);
    } else {
      // What it was before it was changed for the first time can be had again too.
      if (!last && !isSame(open.origin, texts)) {
        const first = { ...next, id: newId(), time: edited - 1, saved: edited - 1, what: "As it was opened", typed: false };
        states.push({ ...first, size: sizeOf(open.origin) });
        put(states.at(-1), textsOf(open.origin));
      }
      states.push(next);
      put(next, texts);
    }
    const gone = superfluous(states, edited);
    open.states = states.filter((state) => !gone.includes(state));
    await this.#store.write([...changes, ...gone.map(({ id }) => ({ delete: "states", id }))]);
    this.#changed();
  }

  /** The kept documents, the one that was edited last first. @returns {Promise<Kept[]>} */
  async documents() {
    const all = await this.#store.all("documents");
    return all.filter((kept) => kept.deleted === undefined).sort((a, b) => b.edited - a.edited);
  }

  /** The states of a document, from the oldest. @returns {Promise<import("./history.js").State[]>} */
  async states(id = this.id) {
    const states = await this.#store.all("states", id);
    return states.sort((a, b) => a.time - b.time);
  }

  /** Opens a kept document. */
  async open(id) {
    await this.save();
    const kept = await this.#store.get("documents", id);
    if (kept) this.#show(kept);
  }

  #show(kept) {
    if (isSame(kept, this.#page.texts())) {
      this.#become(kept.id, kept, textsOf(kept));
      return;
    }
    this.#opening = kept;
    this.#page.open(textsOf(kept), "");
  }

  /** Opens texts as a new document, which is kept at once. @param {Texts & { more?: object }} texts */
  async create(texts, notice) {
    await this.save();
    this.#show(await this.#keep(texts));
    if (notice) this.#page.tell(notice);
  }

  /** Keeps texts as a new document. */
  async #keep({ more, ...texts }) {
    const now = Date.now();
    const kept = { ...textsOf(texts), more, id: newId(), name: nameOf(texts.definition), created: now, edited: now };
    const entry = { id: newId(), document: kept.id, time: now, saved: now, what: "New", typed: false, size: sizeOf(texts) };
    await this.#store.write([{ put: "documents", record: kept }, { put: "states", record: { ...entry, ...textsOf(texts) } }]);
    return kept;
  }

  /** What was received and is shown now, if that is so. What the page showed too short a time to be followed is kept as well. */
  #take(texts) {
    const { shown, passed } = takeReceived(texts);
    for (const { mocks, ...one } of passed) this.#queue = this.#queue.then(() => this.#keep({ ...one, more: mocks && { mocks } }));
    return shown;
  }

  /** Puts an earlier state in the place of the present one, which stays in the history. */
  restore(state, when) {
    this.#page.edit(textsOf(state), `Restore the state of ${when}`);
  }

  /** Changes a kept document, unless it is open in another tab; says whether it has. @param {Partial<Kept>} changes */
  async alter(id, changes) {
    const kept = await this.#store.get("documents", id);
    const isFree = id === this.id ? await this.isOurs : !(await isHeld(lockOf(id)));
    if (!kept || !isFree) return false;
    await this.#store.write([{ put: "documents", record: { ...kept, ...changes } }]);
    this.#changed();
    return true;
  }

  async #forgetDeleted() {
    const all = await this.#store.all("documents");
    for (const { id } of all.filter(({ deleted }) => deleted < Date.now() - GONE_AFTER)) {
      const runs = await this.#store.all("runs", id);
      const events = await Promise.all(runs.map((run) => this.#store.all("events", run.id)));
      await this.#store.write([
        { delete: "documents", id },
        ...(await this.#store.all("states", id)).map((state) => ({ delete: "states", id: state.id })),
        ...runs.map((run) => ({ delete: "runs", id: run.id })),
        ...events.flat().map((part) => ({ delete: "events", id: part.id })),
      ]);
    }
  }

  /** Calls back when something that is kept has changed, with what was received if that is open now; gives what ends that. */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(received) {
    for (const listener of this.#listeners) listener(received);
  }
}
