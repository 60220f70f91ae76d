// Whatever was thrown, as the page gets it: with the user's own lines, and with the place of a syntax error.

import { toErrorRecord } from "../../core/npm/value.js";
import { slice } from "./primordials.js";
import { isModule, named, readable } from "./stack.js";
import { locate } from "./uncaught.js";

const { SyntaxError } = self;

/** The JSON text of an error record. */
export function errorRecord(thrown) {
  return named(toErrorRecord(thrown, readable));
}

/** That of why the module cannot be loaded: a syntax error has `line` and `column` too, as far as the browser tells. */
export function loadErrorRecord(thrown) {
  const record = errorRecord(thrown);
  const place = placeOf(thrown);
  return place ? `{${place},${slice(record, 1)}` : record;
}

function placeOf(thrown) {
  try {
    if (!(thrown instanceof SyntaxError)) return undefined;
    const { file, line, column } = locate(thrown);
    if (!isModule(file) || !(line > 0)) return undefined;
    return column > 0 ? `"line":${line},"column":${column}` : `"line":${line}`;
  } catch {
    return undefined; // the module has a say in what an instance is
  }
}
