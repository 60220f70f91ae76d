// The published JSON Schema of a definition, asked what may stand at a path and what it means.
//
// It reads the forms that the schema uses (`$ref`, `anyOf`, `properties`, `additionalProperties`, `items`, `type`,
// `enum`, `required`). vscode-json-languageservice would add 39 KB (gzipped), parse the whole text anew for each question,
// lose the description beside a `$ref`, and write no value for a key that may have several kinds.

/** @typedef {Record<string, any>} Schema */

/** The schemas that the value at `path` may follow; those of `anyOf` one by one. @returns {Schema[]} */
export function shapesAt(root, path) {
  let shapes = alternatives(root, root);
  for (const key of path) {
    shapes = shapes.flatMap((shape) => {
      const next = typeof key === "number" ? shape.items : propertyOf(shape, key);
      return next ? alternatives(root, next) : [];
    });
  }
  return shapes;
}

/** The keys that an object at `path` may have. @returns {Map<string, Schema>} */
export function propertiesAt(root, path) {
  return new Map(shapesAt(root, path).flatMap((shape) => Object.entries(shape.properties ?? {})));
}

/** What the value at `path` is for, in words; the empty text where the schema says nothing. */
export function docsAt(root, path) {
  const key = path.at(-1);
  const parents = shapesAt(root, path.slice(0, -1));
  for (const parent of parents) {
    if (typeof key === "string" && Object.hasOwn(parent.properties ?? {}, key)) {
      const docs = descriptionOf(root, parent.properties[key]);
      if (docs) return docs;
    }
  }
  return shapesAt(root, path).find((shape) => shape.description)?.description ?? "";
}

/** A schema's own description, or that of what it refers to. */
export function descriptionOf(root, schema) {
  return schema.description ?? (schema.$ref ? descriptionOf(root, referred(root, schema.$ref)) : "");
}

/**
 * What to write for a schema, as a snippet template with one field where it is to be filled in, and what to call that.
 *
 * @returns {{ label: string, template: string, docs: string }[]}
 */
export function templatesOf(root, schema) {
  return alternatives(root, schema).flatMap((shape) => {
    const docs = shape.description ?? "";
    if (shape.enum) return shape.enum.map((value) => plain(JSON.stringify(value), docs));
    switch (shape.type) {
      case "boolean":
        return [plain("true", docs), plain("false", docs)];
      case "number":
      case "integer":
        return [{ label: "0", template: `\${${Math.max(shape.minimum ?? 0, 1)}}`, docs }];
      case "string":
        return [{ label: '"…"', template: '"${}"', docs }];
      case "array":
        return [{ label: "[ … ]", template: `[${itemTemplate(root, shape)}]`, docs }];
      case "object":
        return [{ label: "{ … }", template: objectTemplate(root, shape), docs }];
      default:
        return [];
    }
  });
}

function plain(text, docs) {
  return { label: text, template: text, docs };
}

function itemTemplate(root, { items }) {
  const [shape] = items ? alternatives(root, items) : [];
  if (shape?.type === "object") return `\n\t${objectTemplate(root, shape)}\n`;
  return shape?.type === "string" ? '"${}"' : "${}";
}

/** An object with what it must have, on one line; otherwise empty. */
function objectTemplate(root, shape) {
  const members = (shape.required ?? []).map((key) => {
    const [first] = templatesOf(root, shape.properties[key]);
    return `"${key}": ${first?.template ?? "${}"}`;
  });
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{${}}";
}

function alternatives(root, schema) {
  if (schema === true) return [{}];
  if (schema.$ref) return alternatives(root, referred(root, schema.$ref));
  return schema.anyOf ? schema.anyOf.flatMap((one) => alternatives(root, one)) : [schema];
}

function propertyOf(shape, key) {
  if (Object.hasOwn(shape.properties ?? {}, key)) return shape.properties[key];
  return typeof shape.additionalProperties === "object" ? shape.additionalProperties : undefined;
}

function referred(root, reference) {
  return reference
    .split("/")
    .slice(1)
    .reduce((schema, key) => schema[key], root);
}
