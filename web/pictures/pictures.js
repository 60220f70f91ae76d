// Pictures of the graph: what the page loads when one is made or opened.

export { documentOf } from "./document.js";
export { openMenu } from "./menu.js";
