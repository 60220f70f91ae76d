// Pictures that go out: as files, and to the clipboard.

import { loadPictures } from "./assets.js";
import { download } from "./transfer.js";

export const prefersDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

/** Hands the user an SVG. */
export function saveSvg(name, svg) {
  download(name, "svg", new Blob([svg], { type: "image/svg+xml" }));
}

/** Hands the user an SVG as a PNG that carries the document. Answers whether it is smaller than it ought to be. */
export async function savePng(name, svg, text) {
  const { toPng } = await loadPictures();
  const { png, isReduced } = await toPng(svg, text);
  download(name, "png", png);
  return isReduced;
}

/** Rejects where the browser does not allow it. */
export async function copy(text) {
  await navigator.clipboard.writeText(text);
}

/** Goes to a text and selects it. */
export function select(area) {
  area.focus();
  area.select();
}
