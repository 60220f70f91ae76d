// Stack traces as the user should read them: their own lines, by the name that their module has for them.

import { indexOf, replaceEvery, slice } from "./primordials.js";

/** What the module is called in stack traces and messages. */
const MODULE = "functions.js";
/** How much of a stack is looked at, in UTF-16 units. */
const LONGEST = 64 * 1024;

/** The worker's own script; its frames are nobody's business. */
const own = self.location.href;
let module = own;
let wrapper = own;

/** From here on the user's module is what the first address stands for, and the second what imports it. */
export function nameModule(address, wrapperAddress) {
  module = address;
  wrapper = wrapperAddress;
}

/** Whether an address is the module's. */
export function isModule(address) {
  return address === module;
}

/** Text in which the module has its name rather than an address that means nothing to anybody. */
export function named(text) {
  return replaceEvery(replaceEvery(text, module, MODULE), wrapper, MODULE);
}

/** A stack without the frames of the worker's own script and of what the browser has run between them. */
export function readable(stack) {
  const text = slice(stack, 0, LONGEST);
  let result = "";
  for (let from = 0; from <= text.length; ) {
    const end = indexOf(text, "\n", from);
    const line = slice(text, from, end < 0 ? text.length : end);
    if (line !== "" && indexOf(line, own) < 0 && indexOf(line, "@[native code]") < 0) {
      result += result === "" ? named(line) : `\n${named(line)}`;
    }
    from = end < 0 ? text.length + 1 : end + 1;
  }
  return result;
}
