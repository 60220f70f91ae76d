// `console` as the user's module finds it: every method that browsers have, writing to the page's console.

import { inspect, line, plain } from "./inspect.js";
import { SafeMap, clock, defineProperty, indexOf, replaceEvery, slice } from "./primordials.js";
import { readable } from "./stack.js";
import { table } from "./table.js";

const MAX_INDENT = 40;

/**
 * Puts a console in the place of the browser's.
 * @param {(level: string, text: () => string) => void} write asks for the text only if there is room for it
 */
export function replaceConsole(write) {
  let indent = "";
  const counts = new SafeMap();
  const timers = new SafeMap();
  const put = (level, text) => write(level, () => indented(text(), indent));
  const level = (name) => (...values) => put(name, () => formatted(values));
  const tellTime = (name, values) => {
    const began = timers.get(name);
    if (began === undefined) put("warn", () => `${name}: there is no such timer`);
    else put("log", () => line(values, 0, `${name}: ${(clock() - began) | 0} ms${values.length > 0 ? " " : ""}`));
  };
  const group = (...values) => {
    if (values.length > 0) put("log", () => formatted(values));
    if (indent.length < MAX_INDENT) indent += "  ";
  };
  const nothing = () => {};
  const console = {
    log: level("log"),
    info: level("info"),
    debug: level("debug"),
    warn: level("warn"),
    error: level("error"),
    dirxml: level("log"),
    dir: (value) => put("log", () => inspect(value)),
    table: (data) => put("log", () => table(data)),
    trace(...values) {
      const { stack } = new Error("Trace");
      put("log", () => `${formatted(values)}\n${readable(stack)}`);
    },
    assert(condition, ...values) {
      if (!condition) put("error", () => `Assertion failed: ${formatted(values)}`);
    },
    group,
    groupCollapsed: group,
    groupEnd() {
      indent = slice(indent, 2);
    },
    count(label = "default") {
      const name = plain(label);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      put("log", () => `${name}: ${counts.get(name)}`);
    },
    countReset: (label = "default") => void counts.delete(plain(label)),
    time: (label = "default") => void timers.set(plain(label), clock()),
    timeLog: (label = "default", ...values) => tellTime(plain(label), values),
    timeEnd(label = "default") {
      tellTime(plain(label), []);
      timers.delete(plain(label));
    },
    clear: nothing,
    timeStamp: nothing,
    profile: nothing,
    profileEnd: nothing,
  };
  defineProperty(self, "console", { value: console, configurable: true, writable: true });
}

function indented(text, indent) {
  return indent === "" ? text : indent + replaceEvery(text, "\n", `\n${indent}`);
}

/** Values as one line; `%s` and its like in the first stand for those after it. */
function formatted(values) {
  const format = values[0];
  if (typeof format !== "string" || values.length < 2) return line(values);
  let text = "";
  let next = 1;
  let from = 0;
  for (let at; (at = indexOf(format, "%", from)) >= 0; ) {
    const what = slice(format, at + 1, at + 2);
    text += slice(format, from, at);
    from = at + 2;
    if (what === "%") text += "%";
    else if (what === "" || indexOf("sdifoOc", what) < 0 || next >= values.length) text += `%${what}`;
    else text += filled(what, values[next++]);
  }
  return line(values, next, text + slice(format, from));
}

function filled(what, value) {
  if (what === "c") return ""; // a style
  if (what === "s") return plain(value);
  return what === "i" && typeof value === "number" ? `${value < 0 ? Math.ceil(value) : Math.floor(value)}` : inspect(value);
}
