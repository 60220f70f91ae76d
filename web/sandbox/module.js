// The user's module, loaded.

import { hasOwn, ownKeys, setPrototypeOf } from "./primordials.js";
import { nameModule } from "./stack.js";

const { Blob } = self;
const createAddress = URL.createObjectURL.bind(URL);

/** Loads a module from its text. */
export async function loadModule(text) {
  const address = addressOf(text);
  // The promise of a module that exports a function `then` would call it, so it is imported by another.
  const wrapper = addressOf(`export * as functions from "${address}";`);
  nameModule(address, wrapper);
  const { functions } = await import(wrapper);
  return new Functions(functions);
}

function addressOf(text) {
  return createAddress(new Blob([text], { type: "text/javascript" }));
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
