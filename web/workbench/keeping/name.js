// A document's name is that of its workflow.

// jsonc-parser: finds and changes a value in a JSON text that may have mistakes, and leaves all else as it is written; the
// editors use it too.
import { applyEdits, findNodeAtLocation, modify, parseTree } from "jsonc-parser";

const UNNAMED = "Without a name";

/** The name in a definition, which need not be valid. */
export function nameOf(definition) {
  const tree = parseTree(definition);
  const name = tree && findNodeAtLocation(tree, ["name"])?.value;
  return typeof name === "string" && name.trim() !== "" ? name : UNNAMED;
}

/** The definition with another name; as it is, if it has no place for one. */
export function renamed(definition, name) {
  if (parseTree(definition)?.type !== "object") return definition;
  const formattingOptions = { insertSpaces: true, tabSize: 2, keepLines: true };
  return applyEdits(definition, modify(definition, ["name"], name, { formattingOptions, getInsertionIndex: () => 0 }));
}
