// The document in an SVG. The SVG is read as text, and never parsed by the browser: so nothing of it can load, run or
// expand, and its styles do not meet the page's policy.

/** The element that holds the document in the metadata, as the core writes it. */
const NAMESPACE = "urn:stepwell:document";
const SVG = "http://www.w3.org/2000/svg";

/** A tag (XML, fifth edition, section 3.1). */
const TAG =
  /<(?:\/(?<end>[^\s>]+)\s*|(?<start>[^\s/>!?]+)(?<attributes>(?:\s+[^\s=>/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?))>/y;
/** What else begins with `<`, and how it ends. */
const OTHERS = [
  ["<!--", "-->"],
  ["<?", "?>"],
  ["<![CDATA[", "]]>"],
  ["<!DOCTYPE", ">"],
];
const DECLARATION = /\sxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const REFERENCE = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([^;\s&]{0,20}));?/gi;
const ENTITIES = { __proto__: null, lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** How many elements around a place may declare namespaces: each is looked at for every name. */
const MOST_SCOPES = 100;

/** The text of the one element in an SVG that holds a document. Throws where it cannot be read, or there is none. */
export function readSvg(xml) {
  /** The names of the elements that are open. */
  const open = [];
  /** The namespaces that some of them declare. */
  const scopes = [];
  let found;
  let isWithin = false;
  const close = () => {
    if (scopes.at(-1)?.depth === open.length) scopes.pop();
    isWithin = false;
    return open.pop();
  };
  for (const { text, start, attributes, empty, end } of pieces(xml)) {
    if (start !== undefined) {
      if (isWithin) throw new Error("the picture's document has elements in it");
      open.push(start);
      if (attributes.includes("xmlns")) scopes.push({ depth: open.length, declared: declared(attributes) });
      if (scopes.length > MOST_SCOPES) throw new Error("its namespaces are nested too deep");
      const [local, namespace] = qualified(start, scopes);
      if (open.length === 1 && (local !== "svg" || namespace !== SVG)) break;
      if (local === "document" && namespace === NAMESPACE) {
        if (found !== undefined) throw new Error("the picture carries several documents");
        found = "";
        isWithin = true;
      }
      if (empty) close();
    } else if (end !== undefined) {
      if (close() !== end) break;
      if (open.length === 0) {
        if (found === undefined) throw new Error("the picture carries no document");
        return found.trim();
      }
    } else if (isWithin) {
      found += text;
    }
  }
  throw new Error("it is neither JSON nor a picture that can be read");
}

/** The tags of an XML text and what is between them, up to where it stops being XML. */
function* pieces(xml) {
  for (let at = 0; at < xml.length; ) {
    const tag = xml.indexOf("<", at);
    if (tag !== at) {
      const end = tag < 0 ? xml.length : tag;
      yield { text: withoutReferences(xml.slice(at, end)) };
      at = end;
      continue;
    }
    const other = OTHERS.find(([start]) => xml.startsWith(start, at));
    if (other) {
      const [start, end] = other;
      const from = at + start.length;
      const to = xml.indexOf(end, from);
      if (to < 0) return;
      const inside = xml.slice(from, to);
      if (end === ">" && inside.includes("[")) throw new Error("it declares entities, which no picture of Stepwell does");
      yield { text: end === "]]>" ? inside : "" };
      at = to + end.length;
      continue;
    }
    TAG.lastIndex = at;
    const found = TAG.exec(xml);
    if (!found) return;
    yield found.groups;
    at += found[0].length;
  }
}

function declared(attributes) {
  const all = [...attributes.matchAll(DECLARATION)];
  return new Map(all.map(([, prefix = "", double, single]) => [prefix, withoutReferences(double ?? single)]));
}

/** A name's local part and its namespace. */
function qualified(name, scopes) {
  const colon = name.indexOf(":");
  const prefix = name.slice(0, Math.max(colon, 0));
  const scope = scopes.findLast(({ declared }) => declared.has(prefix));
  return [name.slice(colon + 1), scope?.declared.get(prefix)];
}

function withoutReferences(text) {
  return text.replace(REFERENCE, (reference, hex, decimal, name) => {
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    const character = name === undefined ? code <= 0x10ffff && String.fromCodePoint(code) : ENTITIES[name];
    if (!character || !reference.endsWith(";")) throw new Error(`the picture has ${reference} in it, which is nothing in XML`);
    return character;
  });
}
