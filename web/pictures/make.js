// Pictures as text, made in a wasm of their own.

import load, { render as renderText } from "pictures-wasm"; // what the crate in this folder is built into

let loaded;

/**
 * A picture of a drawing as text.
 * @param {"svg" | "mermaid" | "dot"} format
 * @param {{ text: string, strokes: Float64Array }} drawing
 * @param {{ theme?: "light" | "dark", title?: string, document?: string, marks?: string }} options see the crate
 */
export async function render(format, drawing, { theme = "auto", title = "", document = "", marks = "" }) {
  await prepare();
  return renderText(format, drawing.text, drawing.strokes, theme, title, document, marks);
}

/** Loads what makes pictures: once, and again if it could not be. */
export function prepare() {
  loaded ??= load({ module_or_path: new URL("pictures.wasm", import.meta.url) }).catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}
