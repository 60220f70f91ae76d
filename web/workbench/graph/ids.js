// What the id of a box tells: it is the path of the step.

const WRITTEN = { "~0": "~", "~1": "/", "~2": "[", "~3": "]" };

/** What the step of an id is called: the end of the path, as it is written in the definition. */
export function nameOf(id) {
  if (id === "[end]") return "the end";
  const segment = id.slice(id.lastIndexOf("/") + 1);
  return segment.replaceAll(/~[0-3]/g, (sign) => WRITTEN[sign]);
}

/** The id of the chain that a step is in: that of the step around it, or empty. */
export const chainOf = (id) => id.slice(0, Math.max(id.lastIndexOf("/"), 0));
