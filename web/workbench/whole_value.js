// A value of which elsewhere only the beginning is shown, as a whole.

import { html } from "lit-html";
import { openDialog } from "./dialog.js";

/** Shows a value in a dialog. */
export function whole(title, value) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const { element, draw } = openDialog(title, "whole-value");
  const copy = ({ target }) =>
    navigator.clipboard.writeText(text).then(
      () => (target.textContent = "Copied"),
      // Not allowed to: then by hand.
      () => getSelection().selectAllChildren(element.querySelector("pre")),
    );
  draw(html`<pre tabindex="0">${text}</pre>
    <p><button type="button" class="button" @click=${copy}>Copy</button></p>`);
}
