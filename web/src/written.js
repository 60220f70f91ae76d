// A document as it is written: as text, and where it stands in a link.

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


/** What accompanies the document's texts in the files that are made of it. */
let accompanying = () => ({});

/** @param {(withRun: boolean) => { mocks?: object, run?: { log: string } }} give as `documentText` takes it */
export function accompany(give) {
  accompanying = give;
}

/** The text of a document in a picture. @param {boolean} withRun whether it has the run that is shown */
export const pictureText = (texts, withRun) => documentText(texts, undefined, accompanying(withRun));

/** Hands the user a file, named for the document. */
export function download(name, ending, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name.replace(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 80) || "workflow"}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
