// Which expressions of a functions module are the step that a function is called with, its context or its signal:
// however the function calls it, and when it takes it apart.

/** @typedef {"step" | "context" | "signal"} Kind */

/** So far are names and members followed; a name can be bound to itself. */
const MAX_DEPTH = 8;

const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunction"];
const PATTERNS = ["VariableDefinition", "ObjectPattern", "ArrayPattern"];

/**
 * What an expression is, or null.
 *
 * @param {import("@codemirror/state").EditorState} state
 * @param {import("@lezer/common").SyntaxNode | null} expression
 * @returns {Kind | null}
 */
export function kindOf(state, expression, depth = 0) {
  if (!expression || depth > MAX_DEPTH) return null;
  if (expression.name === "VariableName") return kindOfName(state, expression, depth);
  if (expression.name !== "MemberExpression") return null;
  const member = expression.getChild("PropertyName");
  return member && memberOf(kindOf(state, expression.firstChild, depth + 1), textOf(state, member));
}

/** What an object pattern takes apart, or null. @returns {Kind | null} */
export function kindOfPattern(state, pattern, depth = 0) {
  const { parent } = pattern;
  if (depth > MAX_DEPTH) return null;
  if (parent.name === "PatternProperty") {
    return memberOf(kindOfPattern(state, parent.parent, depth + 1), keyOfProperty(state, parent));
  }
  if (parent.name === "ParamList") {
    const func = parent.parent;
    return parametersOf(func).findIndex((one) => one.from === pattern.from) === 1 && isExported(state, func)
      ? "step"
      : null;
  }
  return parent.name === "VariableDeclaration" ? kindOf(state, initializerOf(pattern), depth + 1) : null;
}

/** The names that a property of a pattern stands for: of the member and, when it has another, of the variable. */
export function keyOfProperty(state, property) {
  const key = property.getChild("PropertyName") ?? property.getChild("VariableDefinition");
  return key && !property.getChild("Spread") ? textOf(state, key) : null;
}

/** What a member of something is. @returns {Kind | null} */
function memberOf(kind, name) {
  return kind === "step" && (name === "context" || name === "signal") ? name : null;
}

/** What a name is bound to, from the innermost scope that binds it. */
function kindOfName(state, variable, depth) {
  const name = textOf(state, variable);
  for (let scope = variable.parent; scope; scope = scope.parent) {
    if (FUNCTIONS.includes(scope.name) || scope.name === "MethodDeclaration") {
      const parameters = parametersOf(scope);
      const index = parameters.findIndex((parameter) => pathTo(state, parameter, name));
      if (index >= 0) return kindOfParameter(state, scope, parameters[index], index, name);
    } else if (scope.name === "Block" || scope.name === "Script") {
      for (const declaration of scope.getChildren("VariableDeclaration")) {
        if (declaration.from > variable.from) break;
        for (const pattern of childrenIn(declaration, PATTERNS)) {
          const path = pathTo(state, pattern, name);
          if (path) return path.reduce(memberOf, kindOf(state, initializerOf(pattern), depth + 1));
        }
      }
    }
  }
  return null;
}

function kindOfParameter(state, func, parameter, index, name) {
  const path = pathTo(state, parameter, name);
  if (index === 1 && isExported(state, func)) return path.reduce(memberOf, "step");
  // A helper beside the functions that is handed the step calls it so.
  return name === "step" && path.length === 0 && isTopLevel(func) ? "step" : null;
}

/** The members that lead from what a pattern takes apart to the variable `name`; null if it binds no such variable. */
function pathTo(state, pattern, name) {
  if (pattern.name === "VariableDefinition") return textOf(state, pattern) === name ? [] : null;
  if (pattern.name !== "ObjectPattern") return null;
  for (const property of pattern.getChildren("PatternProperty")) {
    const key = keyOfProperty(state, property);
    const bound = key === null ? null : childrenIn(property, PATTERNS)[0];
    const path = bound && pathTo(state, bound, name);
    if (path) return [key, ...path];
  }
  return null;
}

function parametersOf(func) {
  const list = func.getChild("ParamList");
  return list ? childrenIn(list, PATTERNS) : [];
}

/** What a variable or pattern of a declaration is given. */
function initializerOf(pattern) {
  const equals = pattern.nextSibling;
  return equals?.name === "Equals" ? equals.nextSibling : null;
}

function isExported(state, func) {
  const holder = holderOf(func);
  if (holder.parent?.name === "ExportDeclaration") return true;
  if (holder.parent?.name !== "Script") return false;
  const definition = holder === func ? func.getChild("VariableDefinition") : func.prevSibling?.prevSibling;
  return (
    definition?.name === "VariableDefinition" && exportedNames(state, holder.parent).includes(textOf(state, definition))
  );
}

/** The declaration that a function is the value of, or the function itself. */
function holderOf(func) {
  return func.parent?.name === "VariableDeclaration" ? func.parent : func;
}

function isTopLevel(func) {
  const { parent } = holderOf(func);
  return parent?.name === "Script" || parent?.name === "ExportDeclaration";
}

/** The names of variables that `export { … }` lists. */
function exportedNames(state, script) {
  return script
    .getChildren("ExportDeclaration")
    .flatMap((declaration) => declaration.getChildren("ExportGroup"))
    .flatMap((group) => group.getChildren("VariableName"))
    .filter((name) => name.prevSibling?.name !== "as")
    .map((name) => textOf(state, name));
}

function childrenIn(node, names) {
  const found = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (names.includes(child.name)) found.push(child);
  }
  return found;
}

export const textOf = (state, node) => state.sliceDoc(node.from, node.to);
