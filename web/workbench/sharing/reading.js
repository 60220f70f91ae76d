// Reads documents that come from outside: in a link, a file, a picture, or pasted. They are as hostile as anything
// from outside: whatever is not exactly a document is refused, with the reason; nothing of it runs, and all of it stays text.

import { VERSION } from "../../src/written.js";
import { receive } from "./received.js";

/** The longest document that is opened, in bytes. */
const LONGEST = 16 * 1024 * 1024;
/** The largest picture that one is looked for in. */
const LARGEST_PICTURE = 4 * LONGEST;
/** How deep a definition and an input may be nested: what the engine reads (DESIGN, "The definition" and "What happens when"). */
const DEEPEST_DEFINITION = 200;
const DEEPEST_INPUT = 512;
/** The latest time that there is a date for, in milliseconds since the Unix epoch (ECMA-262, "Time Values and Time Range"). */
const LATEST = 8.64e15;
/** The version of a log that is read (`core/src/engine/event.rs`). */
const LOG_VERSION = 1;

const DAMAGED = "it is damaged: a part is missing or has been changed";

const KEYS = ["stepwell", "definition", "functions", "input", "mocks", "run"];

/** @typedef {import("./received.js").Received} Received */
/** @typedef {[definition: string, functions: string, input: string]} Texts */

/** The document in a link. @param {string} packed what stands after `#doc=` @returns {Promise<Texts>} */
export async function readLink(packed) {
  return texts({ ...readDocument(await unpack(packed)), link: packed });
}

/** The document in a file that was chosen or dropped: the file itself, or what it carries as a picture. @returns {Promise<Texts>} */
export async function readFile(file, loadPictures) {
  const start = await file.slice(0, 64).text();
  // No JSON begins as SVG and PNG do.
  const isPicture = /^\ufeff?\s*<|^\ufffdPNG/.test(start);
  if (file.size > (isPicture ? LARGEST_PICTURE : LONGEST)) throw new Error("it is too large");
  if (!isPicture) return texts(readDocument(await file.text()));
  const { documentOf } = await loadPictures();
  return texts(readDocument(await documentOf(file, LONGEST)));
}

function texts(received) {
  receive(received);
  return [received.definition, received.functions, received.input];
}

/** The text that is packed in a link. */
export async function unpack(packed) {
  if (packed.length > LONGEST) throw new Error("it is too large");
  if (/[^\w-]/.test(packed)) throw new Error("it has characters that no link of Stepwell has");
  let bytes;
  try {
    const base64 = packed.replaceAll("-", "+").replaceAll("_", "/");
    bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw new Error(DAMAGED);
  }
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  for (let length = 0; ; ) {
    try {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      length += value.length;
      if (length <= LONGEST) text += decoder.decode(value, { stream: true });
    } catch {
      throw new Error(DAMAGED);
    }
    if (length > LONGEST) {
      reader.cancel().catch(() => {}); // whatever else is wrong with it
      throw new Error("it is too large");
    }
  }
}

/** The document that a text is. A definition by itself is a document too, without functions. @returns {Received} */
export function readDocument(text) {
  if (text.length > LONGEST) throw new Error("it is too large");
  // What holds texts, mocks and a log is not deep; the parser of a browser may give up at any depth.
  if (depth(text) > DEEPEST_INPUT) throw new Error("it is nested too deeply");
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON");
  }
  if (!isObject(value) || !Object.hasOwn(value, "stepwell")) return { definition: asDefinition(text, value), functions: "", input: "null" };
  if (value.stepwell !== VERSION) {
    throw new Error(`its version is ${JSON.stringify(value.stepwell).slice(0, 20)}; this page reads version ${VERSION}`);
  }
  const strange = Object.keys(value).find((key) => !KEYS.includes(key));
  if (strange !== undefined) throw new Error(`it has the key \`${strange.slice(0, 40)}\`, which no document has`);
  const { definition, functions, input } = value;
  if ([definition, functions, input].some((part) => typeof part !== "string")) {
    throw new Error("its definition, functions and input must be texts");
  }
  if (depth(definition) > DEEPEST_DEFINITION) throw new Error("its definition is nested too deeply");
  if (depth(input) > DEEPEST_INPUT) throw new Error("its input is nested too deeply");
  const received = { definition, functions, input };
  if (value.mocks !== undefined) received.mocks = asMocks(value.mocks);
  if (value.run !== undefined) received.run = asRun(value.run);
  return received;
}

function asDefinition(text, value) {
  if (!isObject(value) || !Object.hasOwn(value, "steps") || !isObject(value.steps)) {
    throw new Error("it is neither a Stepwell document nor a definition");
  }
  if (depth(text) > DEEPEST_DEFINITION) throw new Error("its definition is nested too deeply");
  return text;
}

/** Mocks by the id of the box; an object without a prototype, since a step may have any name. */
function asMocks(value) {
  if (!isObject(value) || !Object.values(value).every(isObject)) throw new Error("its mocks cannot be read");
  return Object.assign(Object.create(null), value);
}

function asRun(value) {
  const why = isObject(value) && typeof value.log === "string" ? whatIsWrong(value.log) : "it has no log";
  if (why) throw new Error(`its recorded run cannot be read: ${why}`);
  // What follows on the last line break is not read.
  return { log: `${value.log.trimEnd()}\n` };
}

/** What is wrong with a log. Whether its events follow from one another is for the engine to say. */
export function whatIsWrong(log) {
  const lines = log.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) return "its log is empty";
  for (const [index, line] of lines.entries()) {
    let event;
    try {
      event = depth(line) <= DEEPEST_INPUT + 8 ? JSON.parse(line) : undefined;
    } catch {
      event = undefined;
    }
    if (!isObject(event) || event.seq !== index + 1 || typeof event.type !== "string" || !isTime(event.at)) {
      return `line ${index + 1} of its log is no event`;
    }
    if (index === 0 && event.type !== "RunStarted") return "its log has no beginning";
    if (index === 0 && event.version > LOG_VERSION) return `its log has version ${event.version}; this page reads version ${LOG_VERSION}`;
  }
  return undefined;
}

const isTime = (value) => Number.isFinite(value) && value >= 0 && value <= LATEST;

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** How deep brackets are nested in a JSON text, whether or not it is well-formed. */
function depth(text) {
  let now = 0;
  let deepest = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inText) {
      if (character === "\\") at++;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++now);
    else if (character === "]" || character === "}") now--;
  }
  return deepest;
}
