// The document that a picture carries. A picture is as hostile as any file: it is only read, and never shown.

import { isPng, readText } from "./png.js";
import { readSvg } from "./svg.js";

/** The text of the document in a picture, which is an SVG or a PNG. Rejects where there is none that can be read. */
export async function documentOf(file, longest) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = isPng(bytes) ? await readText(bytes, longest) : readSvg(new TextDecoder().decode(bytes));
  if (text.length > longest) throw new Error("its document is too large");
  return text;
}
