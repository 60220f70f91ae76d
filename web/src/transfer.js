// Documents that come and go: as a file, in a link's fragment, or in a picture.

import { loadPictures } from "./assets.js";

/** The longest document that is opened, in bytes. */
const LONGEST = 16 * 1024 * 1024;
/** The largest picture that one is looked for in. */
const LARGEST_PICTURE = 4 * LONGEST;
const KEY = "#doc=";
const VERSION = 1;

/** @typedef {[definition: string, functions: string, input: string]} Texts What a document holds. */

/** The document in the page's own link; `undefined` if there is none. Rejects where it is damaged. */
export async function fromLink() {
  if (!location.hash.startsWith(KEY)) return undefined;
  const base64 = location.hash.slice(KEY.length).replaceAll("-", "+").replaceAll("_", "/");
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return read(text + decoder.decode());
    bytes += value.length;
    if (bytes > LONGEST) {
      void reader.cancel();
      throw new Error("it is too large");
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Calls back when the page's link has changed. */
export function onLink(callback) {
  addEventListener("hashchange", () => callback());
}

/** The page's address with a document in it. */
export async function toLink(...texts) {
  const packed = new Blob([documentText(texts)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const base64 = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return location.href.split("#")[0] + KEY + base64;
}

/** The document in a file that the user chose or dropped: the file itself, or what it carries as a picture. */
export async function fromFile(file) {
  const start = await file.slice(0, 64).text();
  // No JSON begins as SVG and PNG do.
  const isPicture = /^\ufeff?\s*<|^\ufffdPNG/.test(start);
  if (file.size > (isPicture ? LARGEST_PICTURE : LONGEST)) throw new Error("it is too large");
  if (!isPicture) return read(await file.text());
  const { documentOf } = await loadPictures();
  return read(await documentOf(file, LONGEST));
}

/** Calls back with each file that is dropped on the page. */
export function onDrop(callback) {
  addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    callback(file);
  });
}

/** Lets the user choose a file, and calls back with it. */
export function chooseFile(callback) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,.svg,.png,application/json,image/svg+xml,image/png";
  input.onchange = () => input.files[0] && callback(input.files[0]);
  input.click();
}

/** Hands the user the document as a file. */
export function toFile(name, ...texts) {
  download(name, "stepwell.json", new Blob([documentText(texts, 2)], { type: "application/json" }));
}

/** Hands the user a file, named for the document. */
export function download(name, ending, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name.replace(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 80) || "workflow"}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {Texts} texts */
export function documentText([definition, functions, input], indent) {
  return JSON.stringify({ stepwell: VERSION, definition, functions, input }, null, indent);
}

/** @returns {Texts} A definition by itself is a document too, without functions. */
function read(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON");
  }
  if (value?.stepwell === undefined) {
    if (typeof value?.steps !== "object") throw new Error("it is neither a Stepwell document nor a definition");
    return [text, "", "null"];
  }
  if (value.stepwell !== VERSION) throw new Error(`its version is ${value.stepwell}; this page reads version ${VERSION}`);
  const texts = [value.definition, value.functions, value.input];
  if (texts.some((part) => typeof part !== "string")) throw new Error("its definition, functions and input must be texts");
  return texts;
}
