// A document as it is written: as text, as a file, and where it stands in a link.

/** The version of what is written here. */
export const VERSION = 1;
/** What a fragment begins with that holds a document. */
export const KEY = "#doc=";

/**
 * The text of a document.
 * @param {[definition: string, functions: string, input: string]} texts
 * @param {number} [indent]
 * @param {{ mocks?: object, run?: { log: string } }} [more] what it is accompanied by, if wanted
 */
export function documentText([definition, functions, input], indent, more) {
  return JSON.stringify({ stepwell: VERSION, definition, functions, input, ...more }, null, indent);
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
