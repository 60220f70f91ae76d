// Where in the user's functions an error came from.
//
// Pure. The sandbox calls their module `functions.js` in every stack (`web/sandbox/stack.js`).

/**
 * The first line of a stack that is the user's own, with the text that stands there.
 * @param {string | undefined} stack
 * @param {string} functions
 * @returns {{ line: number, column: number, text: string } | undefined}
 */
export function ownLine(stack, functions) {
  const found = /functions\.js:(\d+)(?::(\d+))?/.exec(stack ?? "");
  if (!found) return undefined;
  const line = Number(found[1]);
  const text = functions.split("\n")[line - 1];
  return text === undefined ? undefined : { line, column: Number(found[2] ?? 1), text: text.trim() };
}
