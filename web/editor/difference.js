// The smallest change that makes one text another.

/**
 * The one range in which `before` and `after` differ, as a change of CodeMirror's; null where they are the same.
 * It never splits a pair of surrogates.
 *
 * @param {string} before
 * @param {string} after
 * @returns {{ from: number, to: number, insert: string } | null}
 */
export function difference(before, after) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  if (isLead(before.charCodeAt(start - 1))) start -= 1;
  let end = 0;
  const room = shorter - start;
  while (end < room && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end))
    end += 1;
  if (isTrail(before.charCodeAt(before.length - end))) end -= 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

const isLead = (unit) => unit >= 0xd800 && unit < 0xdc00;
const isTrail = (unit) => unit >= 0xdc00 && unit < 0xe000;
