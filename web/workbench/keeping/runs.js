// Runs as they are kept: their logs, as far as they have come, so that a run that was cut off can go on.

import { showRecorded } from "../shown_run.js";
import { takeRunTail, writeRunTail } from "./last.js";

/** How long events are gathered before they are written, in milliseconds. */
const GATHERED = 250;
/** So many runs are kept of a document, and so many characters of the log of one. */
const MOST_RUNS = 20;
const MOST_CHARACTERS = 50_000_000;

const OVER = ["COMPLETED", "FAILED", "CANCELLED"];

/**
 * A kept run. `count` is the number of its events, `length` that of their characters; `virtual` and `mocks` are how it was
 * asked for, as `page.run` takes them.
 * @typedef {{ id: string, document: string, started: number, edited: number, status: string, count: number, length: number,
 *   virtual?: boolean, mocks?: object, dismissed?: boolean }} KeptRun
 */

export class RunKeeper {
  #page;
  #store;
  #keeper;
  /** The run that goes on, or went on last; without an `id` as long as nothing of it is known. */
  #run = { count: 0, length: 0 };
  #timer;
  #queue = Promise.resolve();
  /** What the database has been told to keep and may not have yet, from the oldest. */
  #unwritten = [];

  /** @param {import("../../src/bridge.js").Page} page @param {import("./store.js").Store} store
   * @param {import("./keeper.js").Keeper} keeper */
  constructor(page, store, keeper) {
    this.#page = page;
    this.#store = store;
    this.#keeper = keeper;
  }

  start() {
    this.#page.on("run", () => this.#follow());
    this.#page.on("log", () => (this.#timer ??= setTimeout(() => this.flush(), GATHERED)));
    addEventListener("pagehide", () => this.#leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.#leave());
    this.#follow();
  }

  #follow() {
    this.#meet();
    if (OVER.includes(this.#page.runState().status)) this.flush();
  }

  /** Another run may have begun, and even ended, since it was looked last. */
  #meet() {
    const { number, status, loading } = this.#page.runState();
    if (number === this.#run.number) return;
    this.#run = { number, count: 0, length: 0 };
    if (loading || status !== "INITIALIZED") void this.#keeper.save(true);
  }

  /** Another document is open: what ran is not what goes on now. */
  forget() {
    this.#run = { number: this.#page.runState().number, count: 0, length: 0 };
  }

  /** Writes what is new of the run. */
  flush() {
    const grown = this.#take();
    return grown ? this.#write(grown) : this.#queue;
  }

  /** What is new of the run: its record as it is now, and the events after so many. */
  #take() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#meet();
    const { status, virtual, mocks } = this.#page.runState();
    const run = this.#run;
    const text = this.#page.latestLog(run.count);
    if (status === run.status && text === "") return undefined;
    if (run.count === 0 && !this.#begin(text)) return undefined;
    run.status = status;
    const from = run.count;
    run.count += countOf(text);
    run.length += text.length;
    const isKept = run.length <= MOST_CHARACTERS;
    const { id, document, started, count, length } = run;
    const record = { id, document, started, edited: Date.now(), status: isKept ? status : "CANCELLED", count, length, virtual, mocks };
    return { record, from, text: isKept ? text : "" };
  }

  #write(grown) {
    const { record, from, text } = grown;
    this.#unwritten.push(grown);
    this.#queue = this.#queue.then(async () => {
      const changes = [{ put: "runs", record }];
      if (text !== "") changes.push({ put: "events", record: partOf(record.id, from, text) });
      if (from === 0) changes.push(...(await this.#outdated(record)));
      await this.#store.write(changes);
      this.#unwritten.shift();
    });
    return this.#queue;
  }

  /** A run's first events say which it is. */
  #begin(text) {
    const first = firstOf(text);
    if (first === undefined) return false;
    const document = this.#keeper.id;
    Object.assign(this.#run, { id: `${document} ${first.run}`, document, started: first.at });
    return true;
  }

  /** What goes when a run begins or is continued: the parts of its log that the new one has, and the oldest runs. */
  async #outdated({ id, document }) {
    const runs = (await this.ofDocument(document)).filter((run) => run.id !== id).slice(MOST_RUNS - 1);
    const own = (await this.#store.all("events", id)).filter(({ from }) => from > 0);
    const events = await Promise.all(runs.map((run) => this.#store.all("events", run.id)));
    return [
      ...runs.map((run) => ({ delete: "runs", id: run.id })),
      ...[...own, ...events.flat()].map((part) => ({ delete: "events", id: part.id })),
    ];
  }

  /** The page may end: what the database may not come to write is written at once. */
  #leave() {
    void this.flush();
    const last = this.#unwritten.at(-1);
    if (!last) return;
    // What is before a run's beginning is another's.
    const beginning = this.#unwritten.findLastIndex(({ from }) => from === 0);
    const parts = this.#unwritten.slice(Math.max(beginning, 0));
    writeRunTail({ record: last.record, from: parts[0].from, text: parts.map(({ text }) => text).join("") });
  }

  /** Takes what was written when the page ended. */
  async takeTail() {
    const tail = takeRunTail();
    if (!tail) return;
    const { record, from, text } = tail;
    const kept = await this.#store.get("runs", record.id);
    // It may be another tab's, where the run has gone on since.
    if (kept?.count >= record.count) return;
    // A run's beginning takes the place of all that is kept of it; of a later part, some may have been written after all.
    const count = from === 0 ? 0 : (kept?.count ?? 0);
    const rest = text.split("\n").slice(Math.max(count - from, 0)).join("\n");
    if (seqOf(rest) === count + 1) await this.#write({ record, from: count, text: rest });
  }

  /** The kept runs of a document, the latest first. @returns {Promise<KeptRun[]>} */
  async ofDocument(id = this.#keeper.id) {
    const runs = await this.#store.all("runs", id);
    return runs.sort((a, b) => b.started - a.started);
  }

  /** A run's log. @param {KeptRun} run */
  async log({ id }) {
    if (id === this.#run.id) await this.flush();
    const parts = (await this.#store.all("events", id)).sort((a, b) => a.from - b.from);
    let log = "";
    let count = 0;
    for (const { from, text } of parts) {
      // What follows on a part that is missing cannot be understood.
      if (from !== count) break;
      log += text;
      count += countOf(text);
    }
    return log;
  }

  /** The run of the open document that was cut off, if one was. */
  async cutOff() {
    const [latest] = await this.ofDocument();
    if (!latest || OVER.includes(latest.status) || latest.dismissed || latest.id === this.#run.id) return undefined;
    return (await this.#keeper.isOurs) ? latest : undefined;
  }

  /** Whether it has come to its end. @param {KeptRun} run */
  isOver = (run) => OVER.includes(run.status);

  /** Whether it goes on in this page. @param {KeptRun} run */
  isLive = (run) => run.id === this.#run.id && ["RUNNING", "PAUSED"].includes(this.#page.runState().status);

  /** Goes on with a run that was cut off, as it was begun: with the definition, the mocks and the clock that it had; says
   * why not, if it cannot. @param {KeptRun} run */
  async goOn(run) {
    const log = await this.log(run);
    const definition = definitionOf(log);
    if (definition === undefined) return "its log cannot be read";
    return this.#page.run({ log, definition, virtual: run.virtual, mocks: run.mocks });
  }

  /** Does not offer a run any more. @param {KeptRun} run */
  dismiss = (run) => this.#store.write([{ put: "runs", record: { ...run, dismissed: true } }]);

  /** Looks at a run again. @param {KeptRun} run */
  async show(run) {
    await showRecorded(this.#page, await this.log(run));
  }

  /** Forgets a run. @param {KeptRun} run */
  async remove(run) {
    const parts = await this.#store.all("events", run.id);
    await this.#store.write([{ delete: "runs", id: run.id }, ...parts.map(({ id }) => ({ delete: "events", id }))]);
  }

  /** Keeps a run that came with the open document. @param {string} log */
  async add(log) {
    const first = firstOf(log);
    if (first === undefined) return;
    const document = this.#keeper.id;
    const id = `${document} ${first.run}`;
    const lines = log.trimEnd().split("\n");
    const last = JSON.parse(lines.at(-1));
    const status = { RunCompleted: "COMPLETED", RunFailed: "FAILED", RunCancelled: "CANCELLED" }[last.type] ?? "RUNNING";
    const text = `${lines.join("\n")}\n`;
    const run = { id, document, started: first.at, edited: Date.now(), status, count: lines.length, length: text.length, dismissed: true };
    await this.#store.write([{ put: "runs", record: run }, { put: "events", record: partOf(id, 0, text) }]);
  }
}

const partOf = (run, from, text) => ({ id: `${run} ${from}`, run, from, text });

function countOf(text) {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** The number of the first event. */
const seqOf = (text) => Number(/^\{"seq":(\d+),/.exec(text)?.[1]);

function firstOf(log) {
  try {
    const first = JSON.parse(log.slice(0, log.indexOf("\n")));
    return typeof first.run === "string" && Number.isFinite(first.at) ? first : undefined;
  } catch {
    return undefined;
  }
}

/** The definition that a run ran, as text: as it stands in the log's first event. */
export function definitionOf(log) {
  const definition = firstOf(log)?.definition;
  return definition === undefined ? undefined : JSON.stringify(definition, null, 2);
}
