// Editing the functions, one JavaScript module: its language, and what can be written where.

import {
  completionPath,
  javascriptLanguage,
  localCompletionSource,
  scopeCompletionSource,
} from "@codemirror/lang-javascript";
import { indentUnit, syntaxTree } from "@codemirror/language";
import { hoverTooltip } from "@codemirror/view";
import { isIdentifier } from "./identifier.js";
import { namesField } from "./names.js";
import { completeFunction, completeKeywords } from "./statements.js";
import { WORD, completeMembers, completePattern, completeText, stepDocs } from "./step_completion.js";
import { workerGlobals } from "./worker_globals.js";

/** The extensions of a functions editor. */
export function functionsLanguage() {
  const sources = [
    completeMembers,
    completePattern,
    completeText,
    completeFunction,
    ...[completeKeywords, completeExports, localCompletionSource, scopeCompletionSource(workerGlobals)].map(
      inExpressions,
    ),
  ];
  return [
    javascriptLanguage,
    indentUnit.of("  "),
    hoverTooltip(stepDocs),
    sources.map((autocomplete) => javascriptLanguage.data.of({ autocomplete })),
  ];
}

/** Where a variable can stand: the functions that the module exports. */
function completeExports(context) {
  const path = completionPath(context);
  if (!path || path.path.length > 0) return null;
  const options = context.state
    .field(namesField)
    .functions.filter(isIdentifier)
    .map((label) => ({ label, type: "function" }));
  return { from: context.pos - path.name.length, options, validFor: WORD };
}

const NO_VARIABLES = `TemplateString String RegExp LineComment BlockComment VariableDefinition Label PropertyDefinition
  PrivatePropertyDefinition PrivatePropertyName`.split(/\s+/);
const PATTERNS = ["ObjectPattern", "ArrayPattern", "PatternProperty", "ParamList"];

/** A source that is asked only where an expression can begin: in no text, and not where names are given. */
function inExpressions(source) {
  return (context) => {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    const holder = node.firstChild ? node : node.parent;
    const isGiven = PATTERNS.includes(holder?.name) && node.name !== "Equals" && node.name !== "VariableName";
    return isGiven || NO_VARIABLES.includes(node.name) ? null : source(context);
  };
}
