// What functions log, on its way to the page: gathered, and no more of it than the page can bear.

import assert from "node:assert/strict";
import { before, beforeEach, mock, test } from "node:test";
import { LOG_CHARACTERS, LOG_LINES } from "../../web/sandbox/protocol.js";

let Log, log, sent;

before(async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1000 });
  // What a worker has, and Node has not; log.js takes what it needs when it is loaded.
  globalThis.self = globalThis;
  ({ Log } = await import("../../web/sandbox/log.js"));
});

beforeEach(() => {
  mock.timers.tick(10_000);
  sent = [];
  log = new Log((message) => sent.push(message));
});

const put = (text, level = "log", call = 1) => log.hasRoom() && log.write(level, call, text);
const entries = () => sent.flatMap((message) => JSON.parse(message.slice(message.indexOf("\n") + 1)));
const texts = () => entries().map(({ text }) => text);

test("the first line goes at once, those after it together", () => {
  put("a");
  assert.equal(sent.length, 1);
  put("b", "warn", null);
  put('c\n"\ud800');
  assert.equal(sent.length, 1);
  mock.timers.tick(30);
  assert.equal(sent.length, 2);
  assert.ok(sent.every((message) => message.startsWith("L0\n")));
  const at = Date.now() - 30;
  assert.deepEqual(entries(), [
    { level: "log", call: 1, at, text: "a" },
    { level: "warn", call: null, at, text: "b" },
    { level: "log", call: 1, at, text: 'c\n"\ud800' },
  ]);
});

test("a function that never waits is heard too", () => {
  put("a");
  put("b");
  mock.timers.setTime(Date.now() + 40); // no timer has fired when the next line is written
  sent.length = 0;
  log.flush();
  put("c");
  assert.ok(texts().includes("b"));
});

test("flush sends what there is, and nothing if there is nothing", () => {
  log.flush();
  assert.equal(sent.length, 0);
  put("a");
  put("b");
  log.flush();
  log.flush();
  assert.deepEqual(texts(), ["a", "b"]);
});

test("lines beyond what a second holds are counted, and said to be missing", () => {
  for (let i = 0; i < LOG_LINES + 5; i++) put(`${i}`);
  mock.timers.tick(999);
  assert.equal(entries().length, LOG_LINES);
  mock.timers.tick(50);
  const [notice] = entries().slice(LOG_LINES);
  assert.equal(notice.level, "notice");
  assert.match(notice.text, /^5 lines were dropped/);
  put("again");
  mock.timers.tick(50);
  assert.equal(texts().at(-1), "again");
});

test("so are characters", () => {
  const text = "x".repeat(LOG_CHARACTERS / 8);
  for (let i = 0; i < 20; i++) put(text);
  mock.timers.tick(1000);
  mock.timers.tick(50);
  const shown = texts();
  assert.equal(shown.filter((line) => line === text).length, 7);
  assert.match(shown.at(-1), /^13 lines were dropped/);
  assert.ok(sent.reduce((sum, message) => sum + message.length, 0) <= LOG_CHARACTERS + 1000);
});

test("the line that says how many comes before the next one", () => {
  for (let i = 0; i < LOG_LINES + 1; i++) put(`${i}`);
  mock.timers.setTime(Date.now() + 1000);
  put("after");
  mock.timers.tick(100);
  const shown = texts().slice(LOG_LINES);
  assert.match(shown[0], /^1 line was dropped/);
  assert.deepEqual(shown.slice(1), ["after"]);
});
