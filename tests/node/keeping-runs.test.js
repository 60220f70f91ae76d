// What is kept of a run when its page ends: all that had happened, however far the database had come.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { RunKeeper } from "../../web/workbench/keeping/runs.js";

mock.timers.enable({ apis: ["setTimeout"] });

const EVENTS = [
  { type: "RunStarted", at: 100, run: "one", start: "A", input: 1, definition: { steps: { A: {}, B: {} } } },
  { type: "StepEntered", at: 110, path: "A" },
  { type: "StepSucceeded", at: 120, path: "A" },
  { type: "StepEntered", at: 130, path: "B" },
  { type: "StepSucceeded", at: 140, path: "B" },
];
const LINES = EVENTS.map((event, index) => `${JSON.stringify({ seq: index + 1, ...event })}\n`);
const first = (count) => LINES.slice(0, count).join("");

/** What outlasts a page. */
let disk;

beforeEach(() => {
  disk = { runs: new Map(), events: new Map() };
  globalThis.sessionStorage = storage();
  globalThis.localStorage = storage();
});

function storage() {
  const items = new Map();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  };
}

/** What is done to the disk; once `isStuck`, nothing comes of it any more. */
class Store {
  isStuck = false;
  async get(name, id) {
    return disk[name].get(id);
  }
  async all(name, of) {
    return [...disk[name].values()].filter((record) => [record.document, record.run].includes(of));
  }
  async write(changes) {
    if (this.isStuck) return new Promise(() => {});
    for (const { put, record, delete: from, id } of changes) put ? disk[put].set(record.id, record) : disk[from].delete(id);
  }
}

/** A page from when it is loaded; `runs` to so many events, and `ends`. */
async function load() {
  const listeners = { run: [], log: [] };
  const ends = [];
  globalThis.addEventListener = (name, listener) => name === "pagehide" && ends.push(listener);
  globalThis.document = { addEventListener: () => {} };
  let [lines, number] = [[], 0];
  const page = {
    on: (name, listener) => listeners[name].push(listener),
    latestLog: (from) => lines.slice(from).join(""),
    runState: () => ({ number, status: lines.length > 0 ? "RUNNING" : "INITIALIZED", loading: false }),
  };
  const store = new Store();
  const keeper = { id: "doc", isOurs: Promise.resolve(true), save: async () => {} };
  const runs = new RunKeeper(page, store, keeper);
  await runs.takeTail();
  runs.start();
  const runTo = (count) => {
    lines = LINES.slice(0, count);
    for (const listener of listeners.log) listener();
  };
  /** Runs again, as far as another run came, with other news of it than its events. */
  const runAgain = (of, count) => {
    number += 1;
    lines = LINES.slice(0, count).map((line) => line.replace('"run":"one"', `"run":"${of}"`));
    for (const listener of listeners.run) listener();
  };
  return { runs, store, runTo, runAgain, end: () => ends.forEach((listener) => listener()) };
}

/** How often what was written waits for the disk, at most. */
async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

async function gather() {
  mock.timers.tick(1000);
  await settle();
}

/** Loads the page anew: the run is offered, with all that had happened. */
async function check(count) {
  const { runs } = await load();
  const run = await runs.cutOff();
  assert.equal(run?.count, count);
  assert.equal(await runs.log(run), first(count));
}

test("a page that ends before anything was written", async () => {
  const page = await load();
  page.runTo(3);
  page.store.isStuck = true;
  page.end();
  await settle();
  await check(3);
});

test("a page that ends after what was written", async () => {
  const page = await load();
  page.runTo(2);
  await gather();
  page.store.isStuck = true;
  page.runTo(4);
  page.end();
  await settle();
  await check(4);
});

test("a page that ends while it writes the beginning", async () => {
  const page = await load();
  page.store.isStuck = true;
  page.runTo(2);
  await gather();
  page.runTo(4);
  page.end();
  await settle();
  await check(4);
});

test("a page that ends while it writes, with nothing new", async () => {
  const page = await load();
  page.runTo(2);
  await gather();
  page.store.isStuck = true;
  page.runTo(4);
  await gather();
  page.end();
  await settle();
  await check(4);
});

test("a page that ends while it writes more than one part", async () => {
  const page = await load();
  page.runTo(1);
  await gather();
  page.store.isStuck = true;
  for (const count of [2, 4]) {
    page.runTo(count);
    await gather();
  }
  page.runTo(5);
  page.end();
  await settle();
  await check(5);
});

test("a page that has written, and ended before it was told so", async () => {
  const page = await load();
  page.runTo(1);
  await gather();
  const write = page.store.write;
  page.store.write = (changes) => (write.call(page.store, changes), new Promise(() => {}));
  page.runTo(3);
  await gather();
  page.store.isStuck = true;
  page.runTo(4);
  page.end();
  await settle();
  await check(4);
});

test("a page that is hidden, goes on, and ends later", async () => {
  const page = await load();
  page.runTo(2);
  page.end();
  await settle();
  page.runTo(4);
  await gather();
  page.store.isStuck = true;
  page.runTo(5);
  page.end();
  await settle();
  await check(5);
});

test("a page that ends again just after the run was continued", async () => {
  const before = await load();
  before.runTo(2);
  await gather();
  const page = await load();
  page.store.isStuck = true;
  page.runTo(4);
  page.end();
  await settle();
  await check(4);
});

test("a page that was hidden, and whose run has gone on in it since, when another is loaded", async () => {
  const page = await load();
  page.runTo(2);
  page.end();
  await settle();
  page.runTo(4);
  await gather();
  await check(4);
});

test("a run that follows so soon that nobody saw it load is another one, however many events it has", async () => {
  for (const count of [2, 4, 5]) {
    const page = await load();
    page.runTo(4);
    await gather();
    page.runAgain(`other ${count}`, count);
    await page.runs.flush();
    const kept = [disk.runs.get("doc one"), disk.runs.get(`doc other ${count}`)];
    assert.deepEqual(kept.map((run) => run?.count), [4, count]);
    assert.equal(await page.runs.log(kept[0]), first(4));
  }
});
