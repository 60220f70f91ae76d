// The line over a panel's rows: what one can do with them.

import { render } from "lit-html";

/** @param {(state: object) => unknown} template what stands in it; drawn anew with what `show` is given */
export function toolbar(template) {
  const element = document.createElement("div");
  element.className = "dock-bar";
  let state = {};
  const show = (changes = {}) => {
    state = { ...state, ...changes };
    render(template(state), element);
  };
  return { element, show };
}
