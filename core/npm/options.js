// Options of layouts and pictures, read strictly: what is misspelt must not be passed over.

import { LayoutOptions } from "./engine.js";
import { BuildError } from "./errors.js";

const isGap = (value) => typeof value === "number" && value >= 0 && value <= 1e6;
const isOneOf = (words) => (value) => words.includes(value);
const words = (...all) => [isOneOf(all), all.map((word) => JSON.stringify(word)).join(" or ")];

/** Of each option whether a value will do, and what does. */
const OPTIONS = {
  direction: words("down", "right"),
  nodeGap: [isGap, "a number of pixels from 0 to 1000000"],
  rankGap: [isGap, "a number of pixels from 0 to 1000000"],
  depth: [(value) => Number.isInteger(value) && value >= 0 && value < 2 ** 31, "a whole number, 0 or more"],
  theme: words("auto", "light", "dark"),
  title: [(value) => typeof value === "string", "a string"],
  statuses: [
    (value) => value === true || (typeof value === "object" && value !== null && !Array.isArray(value)),
    "`true`, a run, or an object from paths to statuses",
  ],
  document: [(value) => typeof value === "boolean", "`true` or `false`"],
};

/** The options, each of which is known and of its kind; those that are `undefined` are left out. */
export function readOptions(who, options = {}, known) {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new BuildError("Build.Options", `the options of \`${who}\` are not an object`);
  }
  const read = {};
  for (const [key, value] of Object.entries(options)) {
    if (!known.includes(key)) {
      throw new BuildError("Build.Options", `\`${who}\` has no option ${JSON.stringify(key)}; it has ${known.join(", ")}`);
    }
    if (value === undefined) continue;
    const [fits, what] = OPTIONS[key];
    if (!fits(value)) throw new BuildError("Build.Options", `the option \`${key}\` of \`${who}\` is ${what}`);
    read[key] = value;
  }
  return read;
}

/** Read options of a layout as the engine takes them. */
export function layoutOptions({ direction, nodeGap, rankGap, depth }) {
  return new LayoutOptions(direction === "right", nodeGap, rankGap, depth);
}
