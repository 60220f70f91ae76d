// Adds to a functions module a function that its workflow names and it does not export yet.

import { javascriptLanguage } from "@codemirror/lang-javascript";
import { isBindable, isIdentifier } from "./identifier.js";

/**
 * The module's text with an export called `name`: an existing function of that name is exported, otherwise one that
 * returns its input is appended. A module that exports `name` already stays as it is.
 *
 * @param {string} text
 * @param {string} name any text
 * @returns {string}
 */
export function addFunction(text, name) {
  const { bound, exported } = namesIn(text);
  if (exported.has(name)) return text;
  const gap = text === "" || text.endsWith("\n\n") ? "" : text.endsWith("\n") ? "\n" : "\n\n";
  if (bound.get(name) === "function") return `${text}${gap}export { ${name} };\n`;
  if (isBindable(name) && !bound.has(name)) return `${text}${gap}export ${functionText(name)}`;
  const local = freeName(text, name);
  const alias = isIdentifier(name) ? name : JSON.stringify(name);
  return `${text}${gap}${functionText(local)}export { ${local} as ${alias} };\n`;
}

const functionText = (name) => `function ${name}(input, step) {\n  return input;\n}\n`;

/** An identifier like `name` that the text does not hold anywhere. */
function freeName(text, name) {
  const words = name.match(/[\p{ID_Continue}$]+/gu) ?? [];
  const joined = words.map((word, i) => (i === 0 ? word : word[0].toUpperCase() + word.slice(1))).join("");
  const base = isIdentifier(joined) ? joined : `step${joined}`;
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? base : `${base}${number}`;
    if (isBindable(candidate) && !text.includes(candidate)) return candidate;
  }
}

/** The module's own names, with what is known of them, and those that it exports. */
function namesIn(text) {
  const bound = new Map();
  const exported = new Set();
  const read = (node) => text.slice(node.from, node.to);

  const bind = (statement) => {
    const names = [];
    statement.cursor().iterate((node) => {
      if (node.name === "VariableDefinition") names.push(read(node));
      return !["Block", "ParamList", "ClassBody", "ArrowFunction", "FunctionExpression"].includes(node.name);
    });
    for (const name of names) bound.set(name, isFunction(statement) ? "function" : "other");
    return names;
  };

  const script = javascriptLanguage.parser.parse(text).topNode;
  for (let statement = script.firstChild; statement; statement = statement.nextSibling) {
    if (
      ["FunctionDeclaration", "ClassDeclaration", "VariableDeclaration", "ImportDeclaration"].includes(statement.name)
    ) {
      bind(statement);
    } else if (statement.name === "ExportDeclaration") {
      const declaration = statement.getChild("Declaration") ?? statement.lastChild;
      if (statement.getChild("default")) exported.add("default");
      else if (statement.getChild("ExportGroup"))
        aliases(statement.getChild("ExportGroup"), read).forEach((name) => exported.add(name));
      else bind(declaration).forEach((name) => exported.add(name));
    }
  }
  return { bound, exported };
}

/** Whether a declaration binds a function and nothing else. */
function isFunction(statement) {
  if (statement.name === "FunctionDeclaration") return true;
  const values = ["ArrowFunction", "FunctionExpression"].flatMap((name) => statement.getChildren(name));
  return (
    statement.name === "VariableDeclaration" &&
    values.length === 1 &&
    statement.getChildren("VariableDefinition").length === 1
  );
}

/** The names under which `export { … }` exports. */
function aliases(group, read) {
  const names = [];
  for (let node = group.firstChild; node; node = node.nextSibling) {
    const isLast = node.nextSibling?.name === "," || node.nextSibling?.name === "}";
    if (!isLast || node.name === ",") continue;
    names.push(node.name === "String" ? JSON.parse(read(node)) : read(node));
  }
  return names;
}
