// Pictures as files: what the page loads when one is made or opened.

export { documentOf } from "./document.js";
export { toPng } from "./raster.js";
