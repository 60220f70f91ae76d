// The document that a picture carries. A picture is as hostile as any file: it is only read, and never shown.

import { isPng, readText } from "./png.js";

/** The element that holds the document in an SVG's metadata, as the core writes it. */
const NAMESPACE = "urn:stepwell:document";
const SVG = "http://www.w3.org/2000/svg";
/** How deep elements may lie in one another; browsers run out of stack somewhere beyond. */
const DEEPEST = 1_000;

/** The text of the document in a picture, which is an SVG or a PNG. Rejects where there is none that can be read. */
export async function documentOf(file, longest) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = isPng(bytes) ? await readText(bytes, longest) : inSvg(new TextDecoder().decode(bytes));
  if (text.length > longest) throw new Error("its document is too large");
  return text;
}

function inSvg(text) {
  // Entities of its own can make a small file expand without end.
  if (text.includes("<!ENTITY")) throw new Error("it declares entities, which no picture of Stepwell does");
  if (depth(text) > DEEPEST) throw new Error("its elements are nested too deep");
  const { documentElement: root } = new DOMParser().parseFromString(text, "image/svg+xml");
  if (root.namespaceURI !== SVG || root.localName !== "svg" || root.querySelector("parsererror")) {
    throw new Error("it is neither JSON nor a picture that can be read");
  }
  const found = root.getElementsByTagNameNS(NAMESPACE, "document");
  if (found.length === 0) throw new Error("the picture carries no document");
  if (found.length > 1) throw new Error("the picture carries several documents");
  return found[0].textContent.trim();
}

/** How deep elements lie in one another, or a little more: what only looks like a tag counts too. */
function depth(text) {
  let depth = 0;
  let deepest = 0;
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at + 1)) {
    const next = text[at + 1];
    if (next === "/") depth -= 1;
    else if (next !== "!" && next !== "?") {
      const end = text.indexOf(">", at);
      if (text[end - 1] !== "/") depth += 1;
      if (depth > deepest) deepest = depth;
    }
  }
  return deepest;
}
