// What crosses between JavaScript and the engine: results as JSON text, thrown values as error records.
// The page and the package share this file. It knows nothing of workflows. In the page it stands between the sandbox's
// worker and whatever the user's functions give and do: what it makes is text, even if they have overwritten `JSON` and
// `String`, so that it takes what it needs when it is loaded.

const { Error, Object, String, TextEncoder } = globalThis;
const { parse, stringify } = JSON;
const { freeze, getPrototypeOf, keys } = Object;
const { isArray } = Array;
const { isFinite } = Number;
const { bind, call } = Function.prototype;
/** A method as a function that takes `this` first. */
const uncurryThis = bind.bind(call);
const slice = uncurryThis(String.prototype.slice);

/** How deep a result may nest arrays and objects. */
const MAX_DEPTH = 512;
/** How long a result's text may be, in bytes of UTF-8. */
const MAX_BYTES = 16 * 1024 * 1024;
/** How long a message or stack may be, in UTF-16 units. */
const MAX_TEXT = 64 * 1024;
/** How many causes of causes are kept. */
const MAX_CAUSES = 8;

/** A value that cannot be a result. */
class DataError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

/**
 * A value as JSON text, as `JSON.stringify` sees it; `undefined` becomes `null`. Throws a `Data.*` error that
 * names the place of whatever is not JSON.
 */
export function toJson(value) {
  if (value === undefined) return "null";
  const text = isPlain(value, 0) ? stringify(value) : stringifyChecked(value);
  if (text.length * 3 > MAX_BYTES) {
    const bytes = new TextEncoder().encode(text).length;
    if (bytes > MAX_BYTES) {
      throw new DataError("Data.TooLarge", `${bytes} bytes long; at most ${MAX_BYTES} are allowed`);
    }
  }
  return text;
}

const { isWellFormed, toWellFormed } = String.prototype;
const wellFormed = isWellFormed && uncurryThis(isWellFormed);
const repaired = toWellFormed ? uncurryThis(toWellFormed) : (text) => text.replace(/\p{Surrogate}/gu, "\ufffd");
const hasLoneSurrogate = wellFormed ? (text) => !wellFormed(text) : (text) => /\p{Surrogate}/u.test(text);

/** Whether a value is surely JSON. `false` means: look closer. */
function isPlain(value, depth) {
  switch (typeof value) {
    case "string":
      return !hasLoneSurrogate(value);
    case "number":
      return isFinite(value);
    case "boolean":
      return true;
    case "undefined":
      return depth > 0; // dropped from an object, null in an array
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (depth >= MAX_DEPTH || typeof value.toJSON === "function") return false;
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isPlain(value[i], depth + 1)) return false;
    return true;
  }
  const prototype = getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const names = keys(value);
  for (let i = 0; i < names.length; i++) {
    if (hasLoneSurrogate(names[i]) || !isPlain(value[names[i]], depth + 1)) return false;
  }
  return true;
}

function stringifyChecked(value) {
  const holders = [];
  const keys = [];
  const reject = (name, key, what) => {
    const pointer = [...keys.slice(1), ...(holders.length ? [key] : [])]
      .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
      .join("");
    throw new DataError(name, `${pointer || "the result"}: ${what}`);
  };
  return stringify(value, function (key, value) {
    while (holders.length && holders.at(-1) !== this) {
      holders.pop();
      keys.pop();
    }
    if (hasLoneSurrogate(key)) reject("Data.NotJson", key, "the key has a lone surrogate");
    const what = notJson(value);
    if (what) reject("Data.NotJson", key, `${what} is not JSON`);
    if (typeof value === "object" && value !== null) {
      if (holders.includes(value)) reject("Data.NotJson", key, "a value that contains itself is not JSON");
      if (holders.length >= MAX_DEPTH) reject("Data.TooDeep", key, `nested deeper than ${MAX_DEPTH} levels`);
      holders.push(value);
      keys.push(key);
    }
    return value;
  }) ?? "null";
}

/** What a value is that JSON has no place for; `undefined` if it has one. */
function notJson(value) {
  switch (typeof value) {
    case "function":
      return "a function";
    case "symbol":
      return "a symbol";
    case "bigint":
      return "a BigInt";
    case "number":
      return isFinite(value) ? undefined : String(value);
    case "string":
      return hasLoneSurrogate(value) ? "a string with a lone surrogate" : undefined;
    case "object": {
      const tag = Object.prototype.toString.call(value);
      return tag === "[object Map]" ? "a Map" : tag === "[object Set]" ? "a Set" : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * Whatever was thrown as the JSON text of an error record: `{ name, message, stack?, cause? }`. Never throws.
 * `readStack` makes of a stack what is to be shown of it.
 */
export function toErrorRecord(thrown, readStack = (stack) => stack) {
  try {
    return stringify(record(thrown, MAX_CAUSES, readStack));
  } catch {
    return '{"name":"Error","message":"something was thrown that cannot be read"}';
  }
}

function record(thrown, causes, readStack) {
  if ((typeof thrown !== "object" && typeof thrown !== "function") || thrown === null) {
    const message = thrown === undefined || thrown === null ? `${thrown} was thrown` : String(thrown);
    return { __proto__: null, name: "Error", message: text(message) };
  }
  const isError = thrown instanceof Error || typeof thrown.message === "string";
  const name = typeof thrown.name === "string" && thrown.name && isError ? thrown.name : "Error";
  const message = text(isError ? String(thrown.message) : describe(thrown));
  // Without a prototype there is no `toJSON` that somebody else has put there.
  const result = { __proto__: null, name: text(name), message };
  const stack = typeof thrown.stack === "string" ? text(readStack(thrown.stack)) : "";
  if (stack) result.stack = stack;
  if (thrown.cause !== undefined) result.cause = cause(thrown.cause, causes, readStack);
  return result;
}

function cause(value, causes, readStack) {
  if (value instanceof Error) {
    return causes > 0 ? record(value, causes - 1, readStack) : text(String(value));
  }
  try {
    return parse(toJson(value));
  } catch {
    return describe(value);
  }
}

function describe(value) {
  if (typeof value === "function") return "a function was thrown";
  try {
    return text(toJson(value));
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Well-formed text of bounded length. */
function text(value) {
  const short = value.length > MAX_TEXT ? `${slice(value, 0, MAX_TEXT)}…` : value;
  return hasLoneSurrogate(short) ? repaired(short) : short;
}

/** The `Error` that an error record was made from, as near as can be. */
export function fromErrorRecord({ name, message, stack, cause, outcomes }) {
  const options = cause === undefined ? undefined : { cause: isRecord(cause) ? fromErrorRecord(cause) : cause };
  const error = new Error(message, options);
  Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  if (stack !== undefined) Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
  if (outcomes !== undefined) error.outcomes = outcomes;
  return error;
}

function isRecord(value) {
  return typeof value === "object" && value !== null && typeof value.name === "string" && typeof value.message === "string";
}

/** A parsed JSON value that nothing can change. */
export function parseFrozen(text) {
  return deepFreeze(parse(text));
}

function deepFreeze(value) {
  if (typeof value === "object" && value !== null) {
    const names = keys(value);
    for (let i = 0; i < names.length; i++) deepFreeze(value[names[i]]);
    freeze(value);
  }
  return value;
}
