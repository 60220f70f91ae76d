// A picture in pixels.

import { withText } from "./png.js";

/** Pixels of a PNG for each of the drawing. */
const SCALE = 2;
/** What every browser draws: a side of a canvas, and its area, in pixels. */
const LONGEST_SIDE = 16_000;
const LARGEST_AREA = 64_000_000;
/** A drawing that would be made smaller than this cannot be read. */
const SMALLEST_SCALE = 0.2;

/**
 * An SVG as a PNG that carries a document, and at how many percent of its size. Rejects where it is too large, or the
 * browser cannot draw it.
 */
export async function toPng(svg, document) {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const fits = Math.min(LONGEST_SIDE / width, LONGEST_SIDE / height, Math.sqrt(LARGEST_AREA / (width * height)));
    const scale = Math.min(SCALE, fits);
    if (scale < SMALLEST_SCALE) throw new Error("the graph is too large for one; an SVG has no such bounds");
    const canvas = globalThis.document.createElement("canvas");
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    if (!blob) throw new Error("the browser could not draw it");
    const png = withText(new Uint8Array(await blob.arrayBuffer()), document);
    return { png: new Blob([png], { type: "image/png" }), percent: Math.floor((100 * scale) / SCALE) };
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
