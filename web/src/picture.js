// The menu of pictures: all of it is loaded when it is first opened.

import { loadPictures } from "./assets.js";
import { download, pictureText } from "./written.js";

/**
 * Opens the menu of a button.
 * @param {() => [name: string, drawing: string, strokes: Float64Array, marks: string | undefined, ...texts: string[]]
 *   | undefined} describe tells what there is to make a picture of, if anything
 * @param {(told: string) => void} tell tells the user something
 */
export async function openMenu(button, describe, tell) {
  let pictures;
  try {
    pictures = await loadPictures();
  } catch {
    tell("The menu could not be loaded. Try again.");
    return;
  }
  pictures.openMenu(button, { describe, tell, documentText: pictureText, download });
}
