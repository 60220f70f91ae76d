// The journal of a document: every change of its texts, by name, to be undone and redone.
//
// Pure: what the time is it is told, and it knows neither page nor editor. A change is kept as the one range of each text
// in which it differs, so that a letter typed into a megabyte takes a letter. Lines end in "\n" in it, as in the editors.

import { difference } from "../../editor/difference.js";

/** How long a pause in typing may be, in milliseconds, that does not begin another entry. */
const PAUSE = 1_000;
/** How much the entries may hold together, in UTF-16 units: 16 MB. Of what is more, the oldest go; the newest stays always. */
export const BOUND = 8_000_000;

/** The document's texts, and what they are called. */
export const TEXTS = { definition: "Workflow", functions: "Functions", input: "Input" };

/**
 * @typedef {{ definition: string, functions: string, input: string }} Texts
 * @typedef {{ key: keyof Texts, from: number, removed: string, inserted: string }} Change of one text
 * @typedef {{ what: string, changes: Change[], typed: boolean, at: number, places?: [before: any, after: any] }} Entry
 */

export class Journal {
  /** What was done, in order, and what was undone: the next to be redone is last. @type {Entry[]} */
  #done = [];
  #undone = [];
  #texts;
  #size = 0;
  #bound;
  /** Whether what is typed now may be joined with the newest entry: what is typed after an undo stands by itself. */
  #goesOn = false;

  /** @param {Texts} texts that the document begins with @param {number} [bound] */
  constructor(texts, bound = BOUND) {
    this.#texts = withoutReturns(texts);
    this.#bound = bound;
  }

  /** The texts as they are now. */
  get texts() {
    return { ...this.#texts };
  }

  /** The name of what would be undone next; undefined if there is nothing. */
  get undoes() {
    return this.#done.at(-1)?.what;
  }

  /** The name of what would be redone next. */
  get redoes() {
    return this.#undone.at(-1)?.what;
  }

  /**
   * Notes what the texts have become. What is undone is then gone; but not if the texts are the same.
   * @param {Texts} texts
   * @param {{ what?: string, typed?: boolean, at: number, places?: [before: any, after: any] }} how `what` names the change; without, it is named for the texts
   * and, if it was `typed`, joined with what was typed just before and beside it; `at` is the time in milliseconds;
   * `places` are what an undo, and a redo, of a named change gives back
   * @returns {boolean} whether anything has changed
   */
  record(texts, { what, typed = what === undefined, at, places }) {
    const now = withoutReturns(texts);
    const changes = Object.keys(TEXTS).flatMap((key) => change(key, this.#texts[key], now[key]) ?? []);
    if (changes.length === 0) return false;
    this.#texts = now;
    for (const entry of this.#undone) this.#size -= sizeOf(entry);
    this.#undone = [];
    const isTyped = typed && what === undefined && changes.length === 1;
    const entry = { what: what ?? nameOf(changes, isTyped), changes, typed: isTyped, at, places: what && places };
    const last = this.#done.at(-1);
    const joined = last && isTyped && this.#goesOn ? join(last, entry) : undefined;
    this.#goesOn = true;
    if (joined) this.#size -= sizeOf(this.#done.pop());
    // What was typed and taken back again leaves nothing to undo.
    if (joined?.changes.length !== 0) this.#add(joined ?? entry);
    return true;
  }

  #add(entry) {
    this.#done.push(entry);
    this.#size += sizeOf(entry);
    let oldest = 0;
    while (this.#size > this.#bound && oldest < this.#done.length - 1) this.#size -= sizeOf(this.#done[oldest++]);
    this.#done.splice(0, oldest);
  }

  /**
   * Takes the last change back.
   * @returns {{ what: string, texts: Partial<Texts>, place?: { at: any } } | undefined} the texts that it changed
   */
  undo() {
    return this.#move(this.#done, this.#undone, 0);
  }

  /** Does again what was undone last. @returns {{ what: string, texts: Partial<Texts>, place?: { at: any } } | undefined} */
  redo() {
    return this.#move(this.#undone, this.#done, 1);
  }

  /** Moves an entry from one list to the other, to what was before it (0) or after it (1). */
  #move(source, target, end) {
    const entry = source.pop();
    if (!entry) return;
    this.#goesOn = false;
    target.push(entry);
    const texts = {};
    for (const { key, from, ...range } of entry.changes) {
      const ends = [range.removed, range.inserted];
      const text = this.#texts[key];
      texts[key] = text.slice(0, from) + ends[end] + text.slice(from + ends[1 - end].length);
    }
    Object.assign(this.#texts, texts);
    return { what: entry.what, texts, ...(entry.places && { place: { at: entry.places[end] } }) };
  }
}

function withoutReturns(texts) {
  const keys = Object.keys(TEXTS);
  return Object.fromEntries(keys.map((key) => [key, texts[key].replaceAll(/\r\n?/g, "\n")]));
}

/** @returns {Change | undefined} */
function change(key, before, after) {
  const range = difference(before, after);
  return range ? { key, from: range.from, removed: before.slice(range.from, range.to), inserted: range.insert } : undefined;
}

function nameOf(changes, isTyped) {
  const names = changes.map(({ key }) => TEXTS[key]);
  return `${isTyped ? "Typing in" : "Change to"} ${names.join(" and ")}`;
}

const sizeOf = ({ changes }) => changes.reduce((sum, { removed, inserted }) => sum + removed.length + inserted.length, 0);

/** Two entries of typing as one, if the later goes on where the earlier was, soon after it. */
function join(earlier, later) {
  if (!earlier.typed || later.at - earlier.at > PAUSE) return;
  const [[before], [after]] = [earlier.changes, later.changes];
  if (before.key !== after.key) return;
  const [start, end] = [before.from, before.from + before.inserted.length];
  const goesOn = after.from <= end && after.from + after.removed.length >= start;
  if (!goesOn) return;
  const lead = Math.max(start - after.from, 0);
  const trail = Math.max(after.from + after.removed.length - end, 0);
  // What the later one removed beside what the earlier one had put there was there before both.
  const removed = after.removed.slice(0, lead) + before.removed + after.removed.slice(after.removed.length - trail);
  const kept = Math.max(after.from - start, 0);
  const rest = Math.min(after.from + after.removed.length - start, before.inserted.length);
  const inserted = before.inserted.slice(0, kept) + after.inserted + before.inserted.slice(Math.max(rest, 0));
  const joined = { key: before.key, from: Math.min(start, after.from), removed, inserted };
  return { ...later, changes: removed === inserted ? [] : [joined] };
}
