// Any value as short text, as an inspector shows it. Never throws, calls no getter, and takes a bounded time for
// whatever is not a `Proxy`.

import {
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  getter,
  hasOwn,
  isArray,
  ownKeys,
  setPrototypeOf,
  slice,
  startsWith,
  stringify,
  uncurryThis,
} from "./primordials.js";
import { readable } from "./stack.js";

/** How deep objects are shown in one another. */
const MAX_DEPTH = 4;
/** How many members of an object or list are shown. */
const MAX_MEMBERS = 100;
/** How long the text may be, in UTF-16 units. */
const MAX_LENGTH = 10_000;

const TypedArray = getPrototypeOf(Uint8Array);
const isPrototypeOf = uncurryThis(Object.prototype.isPrototypeOf);
const symbolText = uncurryThis(Symbol.prototype.toString);
const regExpText = uncurryThis(RegExp.prototype.toString);
const dateText = uncurryThis(Date.prototype.toISOString);
const dateValue = uncurryThis(Date.prototype.getTime);
const mapSize = getter(Map.prototype, "size");
const mapEach = uncurryThis(Map.prototype.forEach);
const setSize = getter(Set.prototype, "size");
const setEach = uncurryThis(Set.prototype.forEach);
const bufferLength = getter(ArrayBuffer.prototype, "byteLength");
const typedName = getter(TypedArray.prototype, Symbol.toStringTag);
const typedLength = getter(TypedArray.prototype, "length");
const isName = uncurryThis(RegExp.prototype.test);
const NAME = setPrototypeOf(/^[A-Za-z_$][\w$]*$/, null);
defineProperty(NAME, "exec", { value: RegExp.prototype.exec });

/** Values as one line of a log, from the one at `from` on, after `text`: text as it is, all else as `inspect` has it. */
export function line(values, from = 0, text = "") {
  for (let i = from; i < values.length && text.length <= MAX_LENGTH; i++) {
    text += (i === 0 ? "" : " ") + plain(values[i]);
  }
  return cut(text);
}

/** A value for the eye alone: text without quotes. */
export function plain(value) {
  return typeof value === "string" ? cut(value) : inspect(value);
}

/** A value as an inspector shows it. */
export function inspect(value) {
  try {
    return cut(show(value, null, 0));
  } catch {
    return "[unreadable]";
  }
}

function cut(text) {
  return text.length > MAX_LENGTH ? `${slice(text, 0, MAX_LENGTH)}… ${text.length - MAX_LENGTH} more characters` : text;
}

/** `within`: the objects that the value lies in, innermost first. */
function show(value, within, depth) {
  switch (typeof value) {
    case "string":
      return stringify(value.length > MAX_LENGTH ? slice(value, 0, MAX_LENGTH) : value);
    case "number":
      return value === 0 && 1 / value < 0 ? "-0" : `${value}`;
    case "bigint":
      return `${value}n`;
    case "symbol":
      return symbolText(value);
    case "function":
      return `[Function ${ownText(value, "name") || "(anonymous)"}]`;
    case "object":
      break;
    default:
      return `${value}`;
  }
  if (value === null) return "null";
  for (let outer = within; outer; outer = outer.within) if (outer.value === value) return "[Circular]";
  const inside = { __proto__: null, value, within };
  try {
    return showObject(value, inside, depth);
  } catch {
    return "[unreadable]"; // a proxy whose traps throw
  }
}

function showObject(value, within, depth) {
  if (isPrototypeOf(Error.prototype, value)) return showError(value, within, depth);
  if (isDate(value)) return dateValue(value) === dateValue(value) ? dateText(value) : "Invalid Date";
  if (isPrototypeOf(RegExp.prototype, value)) return regExpText(value);
  const name = className(value);
  if (depth >= MAX_DEPTH) return isArray(value) ? "[Array]" : `[${name || "Object"}]`;
  const members = new Members(within, depth);
  if (isArray(value)) {
    members.items(value, value.length);
    return `${name === "Array" ? "" : `${name} `}[${members.text}]`;
  }
  const typed = typedName(value);
  if (typed !== undefined) {
    members.items(value, typedLength(value));
    return `${typed}(${typedLength(value)}) [${members.text}]`;
  }
  const size = sizeOf(value, mapSize);
  if (size !== undefined) {
    mapEach(value, (item, key) => members.add(`${members.show(key)} => `, item));
    return `Map(${size}) {${members.text}}`;
  }
  const count = sizeOf(value, setSize);
  if (count !== undefined) {
    setEach(value, (item) => members.add("", item));
    return `Set(${count}) {${members.text}}`;
  }
  const bytes = sizeOf(value, bufferLength);
  if (bytes !== undefined) return `ArrayBuffer(${bytes})`;
  members.properties(value);
  return `${name === "Object" ? "" : `${name || "[no prototype]"} `}{${members.text}}`;
}

/** The text between an object's brackets. */
class Members {
  text = "";
  #count = 0;
  #within;
  #depth;

  constructor(within, depth) {
    this.#within = within;
    this.#depth = depth;
  }

  show(value) {
    return show(value, this.#within, this.#depth + 1);
  }

  /** Whether there is room for one more. What there is no room for is dots. */
  #hasRoom() {
    this.#count += 1;
    const isFull = this.#count > MAX_MEMBERS || this.text.length > MAX_LENGTH;
    if (isFull && this.#count <= MAX_MEMBERS + 1) this.text += ", …";
    if (isFull) this.#count = MAX_MEMBERS + 1;
    return !isFull;
  }

  add(key, value) {
    this.#put(key, () => this.show(value));
  }

  #put(key, text) {
    if (this.#count > MAX_MEMBERS || !this.#hasRoom()) return;
    this.text += `${this.text === "" ? "" : ", "}${key}${text()}`;
  }

  items(list, length) {
    for (let i = 0; i < length && this.#count <= MAX_MEMBERS; i++) {
      if (hasOwn(list, i)) this.#property(list, i, "");
      else this.#put("", () => "empty");
    }
  }

  properties(object) {
    const keys = ownKeys(object);
    for (let i = 0; i < keys.length && this.#count <= MAX_MEMBERS; i++) {
      const key = keys[i];
      const text = typeof key === "symbol" ? `[${symbolText(key)}]` : isName(NAME, key) ? key : stringify(key);
      this.#property(object, key, `${text}: `);
    }
  }

  #property(object, key, label) {
    const property = setPrototypeOf(getOwnPropertyDescriptor(object, key), null);
    if (property.enumerable) this.#put(label, () => (property.get || property.set ? "[Getter]" : this.show(property.value)));
  }
}

function showError(error, within, depth) {
  const name = textOf(error, "name") || "Error";
  const message = textOf(error, "message");
  const heading = message ? `${name}: ${message}` : name;
  const stack = readable(textOf(error, "stack"));
  // Chromium's stacks begin with the heading; the others' hold frames alone.
  const text = startsWith(stack, name) ? stack : stack === "" ? heading : `${heading}\n${stack}`;
  const cause = hasOwn(error, "cause") ? getOwnPropertyDescriptor(error, "cause").value : undefined;
  return cause === undefined || depth >= MAX_DEPTH ? text : `${text}\ncaused by ${show(cause, within, depth + 1)}`;
}

/** Text at a property, own or inherited: an error's stack is a getter in some browsers. */
function textOf(object, key) {
  const text = object[key];
  return typeof text === "string" ? text : "";
}

function ownText(object, key) {
  const property = getOwnPropertyDescriptor(object, key);
  const text = property && hasOwn(property, "value") ? property.value : undefined;
  return typeof text === "string" ? text : "";
}

/** The name of what made an object; empty if it has no prototype. */
function className(object) {
  for (let at = getPrototypeOf(object); at; at = getPrototypeOf(at)) {
    const property = getOwnPropertyDescriptor(at, "constructor");
    if (property && hasOwn(property, "value") && typeof property.value === "function") {
      return ownText(property.value, "name") || "Object";
    }
  }
  return "";
}

function sizeOf(object, size) {
  try {
    return size(object);
  } catch {
    return undefined; // it is something else
  }
}

function isDate(object) {
  try {
    dateValue(object);
    return true;
  } catch {
    return false;
  }
}
