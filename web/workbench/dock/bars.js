// What of a part's spans a timeline draws: bars between two places, those too near one another as one.
//
// Pure.

import { duration } from "../run/duration.js";

/** No bar is narrower, in px, so that it is seen and can be hit. */
const NARROWEST = 3;

/** How wide a character is at most, and what is beside a word, in px. */
const [CHARACTER, BESIDE] = [6.5, 10];

/** How a span is told in its bar: the first of these for which there is room. */
const WORDS = {
  attempt: ({ number }) => [`${number}`],
  wait: (span) => [`wait ${lasts(span)}`, lasts(span)],
  retry: (span) => [`retry in ${lasts(span)}`, lasts(span)],
  visit: () => [],
};

const lasts = ({ from, to, due }) => duration((to ?? due) - from);

/** A span in words. */
export function told(span) {
  const { kind, number, from, to, due, status, error } = span;
  const took = to === undefined ? "so far" : `after ${duration(to - from)}`;
  switch (kind) {
    case "attempt": {
      const ended = status === "running" ? "running" : `${status} ${took}`;
      return `attempt ${number} at ${duration(from)} ${ended}${error ? `: ${error.name}` : ""}`;
    }
    case "wait":
      return to === undefined ? `waits until ${duration(due)}` : `waited ${duration(to - from)}`;
    case "retry":
      return to === undefined ? `retry due at ${duration(due)}` : `retry ${took}`;
    default:
      return `${status} ${took} from ${duration(from)}`;
  }
}

/**
 * The bars of spans that are in order of their start: `{ left, width, kind, status, word, title, many }`.
 * @param {import("../run/log.js").Span[]} spans
 * @param {import("./axis.js").Axis} axis
 * @param {number} now where what goes on has come to
 * @param {[left: number, right: number]} view in px
 */
export function bars(spans, axis, now, [left, right]) {
  const drawn = [];
  let before;
  // What starts before the view may reach into it; but only within its part, whose spans hardly overlap.
  for (let index = firstWithin(spans, axis.time(left), now); index < spans.length; index++) {
    const span = spans[index];
    const start = axis.place(span.from);
    if (start > right) break;
    const width = Math.max(axis.place(span.to ?? Math.max(now, span.from)) - start, NARROWEST);
    const { kind, status } = span;
    if (before && kind !== "visit" && before.kind === kind && start < before.left + before.width && before.width <= 2 * NARROWEST) {
      before.width = Math.max(before.width, start + width - before.left);
      before.many += 1;
      before.title = `${before.many} ${kind === "attempt" ? "attempts" : kind === "wait" ? "waits" : "retries"}`;
      before.word = "";
      if (status === "failed") before.status = status;
      continue;
    }
    const bar = { left: start, width, kind, status, title: told(span), many: 1 };
    bar.word = WORDS[kind](span).find((word) => word.length * CHARACTER + BESIDE <= width) ?? "";
    drawn.push(bar);
    if (kind !== "visit") before = bar;
  }
  return drawn;
}

/** The first span that may reach to a time: the ends grow with the starts but for visits, of which there may be one before. */
function firstWithin(spans, time, now) {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle].to ?? now) < time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 2);
}
