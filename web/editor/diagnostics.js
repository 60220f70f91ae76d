// What is wrong with a text, as the page says it, shown by CodeMirror where it is and with what mends it.

import { prose } from "./prose.js";

/**
 * @typedef {object} Diagnostic
 * @property {number} from UTF-16 offset in the text
 * @property {number} to
 * @property {"error" | "warning"} severity
 * @property {string} message
 * @property {string} [code]
 * @property {string} [suggestion] bare text to put in the place of what is underlined
 * @property {string} [missingFunction] the name of a function that the module does not export
 */

/**
 * CodeMirror's form of the page's diagnostics.
 *
 * @param {Diagnostic[]} diagnostics
 * @param {number} length of the text: what lies beyond is moved to its end
 * @param {(name: string) => void} onAddFunction
 * @returns {import("@codemirror/lint").Diagnostic[]}
 */
export function shown(diagnostics, length, onAddFunction) {
  return diagnostics.map(({ from, to, severity, message, code, suggestion, missingFunction }) => {
    const start = Math.min(Math.max(from, 0), length);
    const actions = [];
    if (suggestion !== undefined) {
      actions.push({
        name: `Replace by “${suggestion}”`,
        apply(view, from, to) {
          const insert = replacement(view.state.sliceDoc(from, to), suggestion);
          view.dispatch({ changes: { from, to, insert }, userEvent: "input.fix" });
        },
      });
    }
    if (missingFunction !== undefined) {
      const name = `Add “${missingFunction}” to the functions`;
      actions.push({ name, apply: () => onAddFunction(missingFunction) });
    }
    return {
      from: start,
      to: Math.min(Math.max(to, start), length),
      severity,
      message,
      source: code,
      actions,
      renderMessage: () => prose(message),
    };
  });
}

/** What takes the place of `underlined`: a string stays a string. */
export function replacement(underlined, suggestion) {
  return underlined.startsWith('"') ? JSON.stringify(suggestion) : suggestion;
}
