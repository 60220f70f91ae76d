// What a functions module exports, and where its syntax is wrong; its code is never run.

// The parser of ESLint and Rollup: exact about what a module may be, with the place of an error.
import { Parser } from "acorn";
import { exportedFunctions } from "./exports.js";

/** A scope's names. Acorn looks each new one up in a list: time in the square of their number. */
class Names extends Array {
  #known = new Set();

  push(name) {
    this.#known.add(name);
    return super.push(name);
  }

  indexOf(name) {
    return this.#known.has(name) ? 0 : -1;
  }
}

class ModuleParser extends Parser {
  enterScope(flags) {
    super.enterScope(flags);
    const scope = this.currentScope();
    scope.var = new Names();
    scope.lexical = new Names();
    scope.functions = new Names();
  }
}

/**
 * @typedef {object} SyntaxFault
 * @property {string} message
 * @property {number} line the first is 1
 * @property {number} column the first is 1, in UTF-16 units
 * @property {number} from UTF-16 offset in the text
 * @property {number} to
 */

/**
 * @param {string} text
 * @returns {{ exports: string[] | null, error: SyntaxFault | null }} `exports` is null where they cannot be known: with
 *   an error, or with `export * from`
 */
export function checkModule(text) {
  const parser = new ModuleParser({ ecmaVersion: "latest", sourceType: "module" }, text);
  try {
    return { exports: exportedFunctions(parser.parse()), error: null };
  } catch (error) {
    return { exports: null, error: fault(text, error, parser) };
  }
}

/** Acorn's word for the end of its stack. */
const TOO_DEEP = "Not enough stack space to parse input";

function fault(text, error, parser) {
  const message = String(error.message).replace(/ \(\d+:\d+\)$/, "");
  // What has no place in the text is no mistake in its syntax, but the parser at its own limits.
  if (typeof error.pos !== "number" || message === TOO_DEEP) {
    return placed(text, error.pos ?? parser.start, parser.end, "The module nests too deeply to be read");
  }
  const to = Math.max(error.pos, error.raisedAt);
  const said =
    message === "Unexpected token" ? unexpected(text, error.pos, to) : message.replaceAll(/'([^']+)'/g, "`$1`");
  return placed(text, error.pos, to, said + hint(text, error.pos));
}

/** A fault that ends with its word or, where none begins, with its line at the latest. */
function placed(text, from, to, message) {
  const before = text.slice(0, from).split(LINE_END);
  const ahead = text.slice(from, from + 200);
  const [word] = /^[\p{ID_Continue}$]+/u.exec(ahead) ?? text.slice(from, to).split(LINE_END, 1);
  const end = from + Math.max(word.length, /^.?/u.exec(ahead)[0].length);
  return { message, line: before.length, column: before.at(-1).length + 1, from, to: end };
}

const LINE_END = /\r\n?|\n/;

function unexpected(text, from, to) {
  const token = text.slice(from, to);
  if (token === "") return "Unexpected end of the module";
  return `Unexpected \`${token.length > 40 ? `${token.slice(0, 40)}…` : token}\``;
}

/** A word on the two languages that look like this one. */
function hint(text, at) {
  const ahead = text.slice(at, at + 20);
  const before = text.slice(Math.max(0, at - 200), at);
  if (/^<[\w>]/.test(ahead)) return ": HTML in code (JSX) is not JavaScript";
  if (
    /^(?::|(?:as|satisfies|interface|enum)\b)/.test(ahead) ||
    /\b(?:type|namespace|declare|abstract)\s+$/.test(before)
  ) {
    return ": if this is TypeScript, leave the types out, since only JavaScript runs here";
  }
  return "";
}
