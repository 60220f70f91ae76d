// A value of which elsewhere only the beginning is shown, as a whole.

import { html } from "lit-html";
import { dialog } from "./dialog.js";

/** Shows a value in a dialog. */
export function whole(title, value) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const copy = ({ target }) =>
    navigator.clipboard.writeText(text).then(
      () => (target.textContent = "Copied"),
      // Not allowed to: then by hand.
      () => getSelection().selectAllChildren(shown.find("pre")),
    );
  const body = () => html`<div class="dialog-pane">
    <pre tabindex="0">${text}</pre>
    <p><button type="button" class="button" @click=${copy}>Copy</button></p>
  </div>`;
  const shown = dialog({ id: "whole-value", title, body });
  shown.show();
}
