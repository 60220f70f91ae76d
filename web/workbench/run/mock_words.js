// A mock as what a form has, and as people say it.
//
// Pure.

import { duration } from "./duration.js";

/** @typedef {import("../../sandbox/mocks.js").Mock} Mock */
/** @typedef {{ kind: "none" | "result" | "error" | "retry", result: string, name: string, message: string, times: string, delay: string }} Fields */

/** A mock in a form. @param {Mock | undefined} mock @returns {Fields} */
export function fieldsOf(mock) {
  const kind = !mock ? "none" : mock.failFirst !== undefined ? "retry" : mock.error ? "error" : "result";
  return {
    kind,
    result: JSON.stringify(mock?.result ?? null, null, 2),
    name: mock?.error?.name ?? "Mocked",
    message: mock?.error?.message ?? "failed on purpose",
    times: String(mock?.failFirst ?? 2),
    delay: String(mock?.delay ?? 0),
  };
}

/**
 * What a form makes; throws a `SyntaxError` if the result is not JSON.
 * @param {Fields} fields
 * @returns {Mock | undefined}
 */
export function mockOf({ kind, result, name, message, times, delay }) {
  if (kind === "none") return undefined;
  const mock = {};
  if (kind !== "error") mock.result = JSON.parse(result);
  if (kind !== "result") mock.error = { name, message };
  if (kind === "retry") mock.failFirst = wholeNumber(times);
  if (wholeNumber(delay) > 0) mock.delay = wholeNumber(delay);
  return mock;
}

const wholeNumber = (text) => Math.max(0, Math.round(Number(text) || 0));

/** A mock in a few words. @param {Mock} mock */
export function mockWords({ error, failFirst, delay }) {
  const times = failFirst === 1 ? "once" : failFirst === 2 ? "twice" : `${failFirst} times`;
  const does = failFirst !== undefined ? `fails ${times}, then succeeds` : error ? `fails with ${error.name}` : "gives a fixed result";
  return delay ? `${does} after ${duration(delay)}` : does;
}
