// The exports of a parsed module that may be functions, as far as its text tells.

/** Expressions whose value is never a function. */
const VALUES = new Set(
  `Literal TemplateLiteral ObjectExpression ArrayExpression ClassExpression UnaryExpression BinaryExpression
  UpdateExpression ImportExpression MetaProperty ThisExpression`.split(/\s+/),
);

/**
 * Names in the order of the text: an export that surely is no function is left out, one that may be is not. Null where
 * another module decides.
 *
 * @param {import("acorn").Program} program
 * @returns {string[] | null}
 */
export function exportedFunctions(program) {
  if (program.body.some(({ type, exported }) => type === "ExportAllDeclaration" && !exported)) return null;
  const sureValues = valuesOf(program);
  return program.body.flatMap((statement) => {
    switch (statement.type) {
      case "ExportDefaultDeclaration":
        return isValue(statement.declaration, sureValues) ? [] : ["default"];
      case "ExportNamedDeclaration":
        if (statement.declaration) return namesOf(statement.declaration, sureValues);
        return statement.specifiers
          .filter(({ local }) => statement.source || !sureValues.has(local.name))
          .map(({ exported }) => exported.name ?? exported.value);
      default:
        return [];
    }
  });
}

/** The module's own names that surely stand for no function. */
function valuesOf(program) {
  const values = new Set();
  for (const statement of program.body) {
    const declaration = statement.declaration ?? statement;
    if (declaration.type === "ClassDeclaration" && declaration.id) values.add(declaration.id.name);
    if (declaration.type === "VariableDeclaration" && declaration.kind === "const") {
      for (const { id, init } of declaration.declarations) {
        if (id.type === "Identifier" && isValue(init, values)) values.add(id.name);
      }
    }
    if (declaration.type === "ImportDeclaration") {
      for (const { type, local } of declaration.specifiers) {
        if (type === "ImportNamespaceSpecifier") values.add(local.name);
      }
    }
  }
  return values;
}

/** The names that an exported declaration binds, without those that surely are no functions. */
function namesOf(declaration, sureValues) {
  const names = declaration.declarations?.flatMap(({ id }) => bound(id)) ?? [declaration.id.name];
  return names.filter((name) => !sureValues.has(name));
}

function bound(pattern) {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) => bound(property.value ?? property.argument));
    case "ArrayPattern":
      return pattern.elements.flatMap(bound);
    case "AssignmentPattern":
      return bound(pattern.left);
    case "RestElement":
      return bound(pattern.argument);
    default:
      return [];
  }
}

/** Whether an expression, or what is exported by default, surely is no function. A class cannot be called. */
function isValue(expression, sureValues) {
  switch (expression?.type) {
    case "ClassDeclaration":
      return true;
    case "Identifier":
      return sureValues.has(expression.name);
    case "ConditionalExpression":
      return isValue(expression.consequent, sureValues) && isValue(expression.alternate, sureValues);
    case "LogicalExpression":
      return isValue(expression.left, sureValues) && isValue(expression.right, sureValues);
    case "SequenceExpression":
      return isValue(expression.expressions.at(-1), sureValues);
    default:
      return VALUES.has(expression?.type);
  }
}
