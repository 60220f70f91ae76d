// Documents that come and go: as a file, in a link's fragment, or in a picture. How they are read is in the workbench
// (`web/workbench/sharing/reading.js`), which is loaded for it.

import { loadPictures, loadWorkbench } from "./assets.js";
import { firstView } from "./bridge.js";
import { KEY } from "./written.js";

/** Under which the workbench keeps what was open last (`web/workbench/keeping/last.js`). */
const LAST = "stepwell.last";

/** @typedef {[definition: string, functions: string, input: string]} Texts What a document holds. */

/** What was open last in this tab or, in a new one, in any. @returns {Texts | undefined} */
export function lastTexts() {
  try {
    const last = sessionStorage.getItem(LAST) ?? localStorage.getItem(LAST);
    // The workbench, which is loaded later, is to find what was found here.
    if (last !== null) sessionStorage.setItem(LAST, last);
    const { definition, functions, input } = JSON.parse(last);
    const texts = [definition, functions, input];
    return texts.every((text) => typeof text === "string") ? texts : undefined;
  } catch {
    return undefined; // there is none, or the browser lets nothing be kept
  }
}

async function reading() {
  await firstView;
  return loadWorkbench();
}

/** The document in the page's own link; `undefined` if there is none. Rejects where it is damaged. */
export async function fromLink() {
  if (location.hash.startsWith(KEY)) return (await reading()).readLink(location.hash.slice(KEY.length));
}

/** Calls back when the page's link has changed. */
export function onLink(callback) {
  addEventListener("hashchange", () => callback());
}

/** The document in a file that the user chose or dropped: the file itself, or what it carries as a picture. */
export const fromFile = async (file) => (await reading()).readFile(file, loadPictures);

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
