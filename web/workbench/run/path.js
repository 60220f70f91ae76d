// Where something is within a run, `Ship/pack[3]/Weigh`, as `core/src/path.rs` writes it.

/** The id of the box in which something is shown: the items of a map share one, `Ship/pack[]/Weigh`. */
export const boxId = (path) => path.replace(/\[\d+\]/g, "[]");

/** What a path is directly within; empty for what is in the run itself. */
export function parent(path) {
  if (path.endsWith("]")) return path.slice(0, path.lastIndexOf("["));
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** The last part of a path as people read it: a name, or the item's number in brackets. */
export function shortName(path) {
  const start = path.endsWith("]") ? path.lastIndexOf("[") : path.lastIndexOf("/") + 1;
  return unescaped(path.slice(start));
}

/** The name that a segment was written for. */
export const unescaped = (segment) =>
  segment.replaceAll("~3", "]").replaceAll("~2", "[").replaceAll("~1", "/").replaceAll("~0", "~");

/** A name as one segment of a path. */
export const segment = (name) =>
  name.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("[", "~2").replaceAll("]", "~3");

/** A segment beneath a path. */
export const join = (prefix, segment) => (prefix === "" ? segment : `${prefix}/${segment}`);
