// `console.table`: rows and columns as text.

import { plain } from "./inspect.js";
import { SafeMap, getOwnPropertyDescriptor, hasOwn, ownKeys, repeat } from "./primordials.js";

const MAX_ROWS = 100;
const MAX_COLUMNS = 20;
const MAX_WIDTH = 60;

/** Rows that are objects have a column for each of their members; of other rows the value is shown. */
export function table(data) {
  if (typeof data !== "object" || data === null) return plain(data);
  const columns = new SafeMap();
  const rows = new SafeMap();
  const put = (row, column, text) => {
    if (!columns.has(column) && columns.size >= MAX_COLUMNS) return;
    row.set(column, text);
    columns.set(column, Math.max(columns.get(column) ?? column.length, Math.min(text.length, MAX_WIDTH)));
  };
  each(data, (key, value) => {
    if (rows.size >= MAX_ROWS) return;
    const row = new SafeMap();
    rows.set(key, row);
    put(row, "", key);
    if (typeof value === "object" && value !== null) each(value, (column, cell) => put(row, column, plain(cell)));
    else put(row, "value", plain(value));
  });
  let text = "";
  const write = (cell) => {
    let line = "";
    columns.forEach((width, column) => {
      const shown = cell(column);
      line += `${line === "" ? "" : "  "}${shown}${repeat(" ", width > shown.length ? width - shown.length : 0)}`;
    });
    text += text === "" ? line : `\n${line}`;
  };
  write((column) => column);
  rows.forEach((row) => write((column) => row.get(column) ?? ""));
  return text;
}

/** Goes through the members that can be read without calling anybody. */
function each(object, visit) {
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const property = getOwnPropertyDescriptor(object, keys[i]);
    const isShown = typeof keys[i] === "string" && property && property.enumerable && hasOwn(property, "value");
    if (isShown) visit(keys[i], property.value);
  }
}
