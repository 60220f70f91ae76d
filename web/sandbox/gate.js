// What a worker may say to the page, and how much of it.
//
// A worker can at most forge results within its own run. What the gate adds: nothing but text comes in, of bounded
// length; an answer only to what was asked, and once; and everything else at a rate that the page can bear. It
// knows neither workers nor calls, only the numbers that answers go by.

import {
  BOOTED,
  CLOSED,
  ERROR,
  LOADED,
  LOAD_FAILED,
  LOGS,
  LOG_CHARACTERS,
  PONG,
  RESULT,
} from "./protocol.js";

/** The longest message: the longest result that there may be (16 MiB), and its header. */
export const LONGEST_MESSAGE = 16 * 1024 * 1024 + 64;
/** How many messages a second are let in that nothing explains: a worker's own script sends some thirty, of logs. */
export const MESSAGES_A_SECOND = 100;
/** How many characters a second they may have: twice what a worker's own script keeps to. */
export const CHARACTERS_A_SECOND = 2 * LOG_CHARACTERS;
/** A page that was held up gets at once what has gathered meanwhile; what more than so many seconds let in is too much. */
export const LONGEST_DELAY = 60;

/** The header's end is looked for in so many characters. */
const LONGEST_HEADER = 24;
/** How many entries one message of logs may hold. */
const LONGEST_LOG = 10_000;

const LEVELS = new Set(["debug", "log", "info", "warn", "error", "uncaught", "notice"]);

/** Stands in an answer's place when the worker has said too much. */
export class Flood {
  constructor(what) {
    this.what = what;
  }
}

export class Gate {
  #calls = new Set();
  #once = new Set([BOOTED, LOADED]);
  #pings = 0;
  #pongs = 0;
  #now;
  #at;
  #messages = MESSAGES_A_SECOND;
  #characters = CHARACTERS_A_SECOND;

  /** @param {() => number} now milliseconds */
  constructor(now = () => performance.now()) {
    this.#now = now;
    this.#at = now();
  }

  /** The call of that id will be answered. */
  expect(id) {
    this.#calls.add(id);
  }

  /** The number of the next ping. */
  ping() {
    return ++this.#pings;
  }

  /** Whether a ping is unanswered. */
  get isSilent() {
    return this.#pongs < this.#pings;
  }

  /** The worker will say that it has closed. */
  expectClosed() {
    this.#once.add(CLOSED);
  }

  /**
   * A message as `{ kind, number, text }`; `undefined` if it is to be ignored, and a `Flood` if the worker that sent
   * it is to be terminated.
   * @param {unknown} message
   */
  read(message) {
    if (typeof message !== "string") return new Flood("a message that is no text");
    if (message.length > LONGEST_MESSAGE) return new Flood(`a message of ${message.length} characters`);
    const kind = message.charAt(0);
    const header = message.slice(1, LONGEST_HEADER);
    const end = header.indexOf("\n");
    const number = end > 0 ? Number(header.slice(0, end)) : NaN;
    const explained = this.#answers(kind, number);
    if (!explained && !this.#isBearable(message.length)) return new Flood("more messages than the page can bear");
    return explained || kind === LOGS ? { kind, number, text: message.slice(end + 2) } : undefined;
  }

  #answers(kind, number) {
    switch (kind) {
      case RESULT:
      case ERROR:
        if (!this.#calls.delete(number)) return false;
        this.#messages += 1; // what the call has logged comes before its result
        return true;
      case PONG:
        if (this.#pongs >= this.#pings || number !== this.#pongs + 1) return false;
        this.#pongs = number;
        return true;
      case LOAD_FAILED:
        return this.#once.delete(LOADED);
      case BOOTED:
      case LOADED:
      case CLOSED:
        return this.#once.delete(kind);
      default:
        return false;
    }
  }

  #isBearable(length) {
    const now = this.#now();
    const seconds = Math.max(now - this.#at, 0) / 1000;
    this.#at = now;
    const refill = (left, rate) => Math.min(left + seconds * rate, LONGEST_DELAY * rate);
    this.#messages = refill(this.#messages, MESSAGES_A_SECOND) - 1;
    this.#characters = refill(this.#characters, CHARACTERS_A_SECOND) - length;
    return this.#messages >= 0 && this.#characters >= 0;
  }
}

/** The entries of a message of logs; what is none is left out. */
export function readLogs(text) {
  const entries = parseList(text).slice(0, LONGEST_LOG);
  return entries.filter(isEntry).map(({ level, call, at, text }) => ({ level, call, at, text }));
}

function isEntry(entry) {
  return (
    typeof entry === "object" &&
    entry !== null &&
    LEVELS.has(entry.level) &&
    (entry.call === null || Number.isSafeInteger(entry.call)) &&
    Number.isFinite(entry.at) &&
    typeof entry.text === "string"
  );
}

/** The names in a message of them. */
export function readNames(text) {
  return parseList(text).filter((name) => typeof name === "string");
}

function parseList(text) {
  try {
    const list = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
