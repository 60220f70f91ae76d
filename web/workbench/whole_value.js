// A value of which elsewhere only the beginning is shown, as a whole.

import { html, render } from "lit-html";

/** Shows a value in a dialog. */
export function whole(title, value) {
  const dialog = document.createElement("dialog");
  dialog.className = "whole-value";
  dialog.setAttribute("aria-label", title);
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  const copy = ({ target }) =>
    navigator.clipboard.writeText(text).then(
      () => (target.textContent = "Copied"),
      () => getSelection().selectAllChildren(dialog.querySelector("pre")),
    );
  render(
    html`<h2>${title}</h2>
      <pre tabindex="0">${text}</pre>
      <div class="dialog-actions">
        <button type="button" class="button" @click=${copy}>Copy</button>
        <button type="button" class="button primary" autofocus @click=${() => dialog.close()}>Close</button>
      </div>`,
    dialog,
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
