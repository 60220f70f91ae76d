// The user's module, loaded.

import { toErrorRecord } from "../../core/npm/value.js";
import { hasOwn, ownKeys, setPrototypeOf, slice } from "./primordials.js";
import { named, nameModule, readable } from "./stack.js";
import { locate } from "./uncaught.js";

const { Blob, SyntaxError } = self;
const createAddress = URL.createObjectURL.bind(URL);

/** Loads a module from its text. Throws the JSON text of an error record. */
export async function loadModule(text) {
  const address = addressOf(text);
  // The promise of a module that exports a function `then` would call it, so it is imported by another.
  const wrapper = addressOf(`export * as functions from "${address}";`);
  nameModule(address, wrapper);
  try {
    const { functions } = await import(wrapper);
    return new Functions(functions);
  } catch (thrown) {
    throw named(errorRecord(thrown, address));
  }
}

function addressOf(text) {
  return createAddress(new Blob([text], { type: "text/javascript" }));
}

/** Why the module could not be loaded; if it is a syntax error in it, where, as far as the browser tells. */
function errorRecord(thrown, address) {
  const record = toErrorRecord(thrown, readable);
  if (!(thrown instanceof SyntaxError)) return record;
  const { file, line, column } = locate(thrown);
  if (file !== address || !(line > 0)) return record;
  const place = column > 0 ? `"line":${line},"column":${column}` : `"line":${line}`;
  return `{${place},${slice(record, 1)}`;
}

class Functions {
  #module;

  constructor(module) {
    this.#module = module;
  }

  /** The names of those that the module exports. */
  get names() {
    const names = setPrototypeOf([], null); // so that nobody is called when an item is set, or it is made into JSON
    const keys = ownKeys(this.#module);
    for (let i = 0; i < keys.length; i++) if (this.#get(keys[i])) names[names.length] = keys[i];
    return names;
  }

  /** The function of that name; throws if there is none. */
  find(name) {
    const found = this.#get(name);
    if (found) return found;
    throw { __proto__: null, name: "Function.Missing", message: `there is no function \`${name}\`` };
  }

  #get(name) {
    const value = typeof name === "string" && hasOwn(this.#module, name) ? this.#module[name] : undefined;
    return typeof value === "function" ? value : undefined;
  }
}
