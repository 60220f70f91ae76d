// The time axis of a timeline: from times of a run to places, with idle gaps as they are or collapsed to a fixed width.
//
// Pure. Idle is a time in which no function runs: waits, and the delays of retries.

import { duration } from "../run/duration.js";

/** A gap is collapsed that is at least so long, in milliseconds, and such a part of the whole. */
const LEAST_GAP = 500;
const LEAST_PART = 0.02;
/** How wide a collapsed gap is, in px. */
export const GAP = 48;

/**
 * The gaps of at least a length in which nothing of a list goes on, between the first and the end.
 * @param {{ from: number, to?: number }[]} busy in the order of their start
 */
export function gaps(busy, end) {
  const least = Math.max(LEAST_GAP, end * LEAST_PART);
  const found = [];
  let idleFrom = 0;
  const look = (until) => {
    if (until - idleFrom >= least) found.push({ from: idleFrom, to: until });
  };
  for (const { from, to = end } of busy) {
    look(from);
    idleFrom = Math.max(idleFrom, to);
  }
  look(end);
  return found;
}

export class Axis {
  /** The collapsed gaps. */
  gaps;
  #end;
  #width;
  #scale;

  /**
   * @param {number} end in milliseconds
   * @param {{ from: number, to: number }[]} gaps to be collapsed
   * @param {number} width into which all of it goes, in px, at a zoom of 1
   */
  constructor(end, gaps, width, zoom) {
    this.#end = Math.max(end, 1);
    this.gaps = gaps;
    const idle = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
    const room = Math.max(width - gaps.length * GAP, 50);
    this.#scale = (room * zoom) / Math.max(this.#end - idle, 1);
    this.#width = (this.#end - idle) * this.#scale + gaps.length * GAP;
  }

  /** In px. */
  get width() {
    return this.#width;
  }

  /** Where a time is, in px. */
  place(time) {
    let place = 0;
    let at = 0;
    for (const { from, to } of this.gaps) {
      if (time <= from) break;
      place += (from - at) * this.#scale;
      if (time < to) return place + ((time - from) / (to - from)) * GAP;
      place += GAP;
      at = to;
    }
    return place + (time - at) * this.#scale;
  }

  /** The time that is at a place. */
  time(place) {
    let [left, at] = [place, 0];
    for (const { from, to } of this.gaps) {
      const length = (from - at) * this.#scale;
      if (left <= length) break;
      if (left < length + GAP) return from + ((left - length) / GAP) * (to - from);
      left -= length + GAP;
      at = to;
    }
    return at + left / this.#scale;
  }

  /** Round times between two places, so far apart that their words fit: `{ time, place, word }`. */
  ticks(left, right, apart = 80) {
    const step = roundUp(apart / this.#scale);
    const ticks = [];
    let last = -Infinity;
    for (let time = Math.floor(this.time(left) / step) * step; time <= Math.min(this.time(right), this.#end); time += step) {
      const gap = this.gaps.find(({ from, to }) => time > from && time < to);
      if (gap) {
        // On from the gap's end.
        time = Math.floor(gap.to / step) * step;
        continue;
      }
      const place = this.place(time);
      // Words do not go into a gap.
      const isBeforeGap = this.gaps.some(({ from }) => from > time && this.place(from) - place < apart / 2);
      if (isBeforeGap || place - last < apart * 0.75) continue;
      ticks.push({ time, place, word: word(time, step) });
      last = place;
    }
    return ticks;
  }
}

/** A time as precisely as one of so many milliseconds before or after it differs. */
function word(time, step) {
  if (time < 1000 || step >= 1000 || time >= 3_600_000) return duration(time);
  const decimals = step >= 100 ? 1 : step >= 10 ? 2 : 3;
  return `${(time / 1000).toFixed(decimals)} s`;
}

/** The next number of the form 1, 2 or 5 times a power of ten, and of times what people count in. */
function roundUp(ms) {
  const units = [1000, 60_000, 3_600_000, 86_400_000];
  const unit = units.findLast((unit) => ms > unit / 2 && unit > 1000) ?? 1;
  const least = ms / unit;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((factor) => factor * power >= least - 1e-9) ?? 10;
  return Math.max(1, factor * power * unit);
}
