// The syntax tree of what is being edited.

import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";

/** So long (milliseconds) may it take to parse further when somebody waits for an answer. */
const PATIENCE = 100;

/** The tree up to `pos` and a little further, or what there is of it when that takes too long. */
export function treeUpTo(state, pos) {
  return ensureSyntaxTree(state, Math.min(state.doc.length, pos + 1000), PATIENCE) ?? syntaxTree(state);
}
