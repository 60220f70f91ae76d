// What the language gives, taken before the user's module can change it.
//
// The user's module runs in the same realm as the worker's own script, and may overwrite whatever it reaches:
// `Array.prototype.push`, `MessageEvent.prototype.data`, a setter on `Object.prototype`. Code that runs after it is
// imported therefore calls only what is kept here, iterates by index, and keeps what it knows in private fields and
// in maps of this file.

const { bind, call } = Function.prototype;

/** A method as a function that takes `this` first. */
export const uncurryThis = bind.bind(call);

export const { parse, stringify } = JSON;
export const { getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf, hasOwn, defineProperty } = Object;
export const { ownKeys } = Reflect;
export const { isArray } = Array;
export const now = Date.now;
export const clock = performance.now.bind(performance);

export const indexOf = uncurryThis(String.prototype.indexOf);
export const slice = uncurryThis(String.prototype.slice);
export const startsWith = uncurryThis(String.prototype.startsWith);
export const repeat = uncurryThis(String.prototype.repeat);

/** The getter of a property, as a function that takes `this`. */
export function getter(prototype, name) {
  return uncurryThis(getOwnPropertyDescriptor(prototype, name).get);
}

/** Every `what` in `text` by `by`. */
export function replaceEvery(text, what, by) {
  let result = "";
  let from = 0;
  for (let at; (at = indexOf(text, what, from)) >= 0; from = at + what.length) result += slice(text, from, at) + by;
  return result + slice(text, from);
}

/** A `Map` whose methods nobody can exchange. To go through it there is `forEach`: iterators have a prototype too. */
export class SafeMap extends Map {
  static {
    for (const name of ownKeys(Map.prototype)) {
      if (name !== "constructor") defineProperty(this.prototype, name, getOwnPropertyDescriptor(Map.prototype, name));
    }
    setPrototypeOf(this.prototype, null);
    Object.freeze(this.prototype);
  }
}
