// Dialogs: the browser's own, with a title, which close by Escape, by their button and by a press beside them.

import { html, render } from "lit-html";

/**
 * Opens a dialog; it is taken out of the page when it is closed.
 * @param {string} title
 * @param {string} name the class of its element, for its style
 * @returns {{ element: HTMLDialogElement, draw(content: unknown): void }}
 */
export function openDialog(title, name) {
  const element = document.createElement("dialog");
  element.className = `dialog ${name}`;
  element.setAttribute("aria-label", title);
  document.body.append(element);
  element.addEventListener("close", () => element.remove());
  element.addEventListener("click", ({ target }) => target === element && element.close());
  const draw = (content) =>
    render(
      html`<div class="dialog-frame">
        <header class="dialog-head">
          <h2>${title}</h2>
          <button type="button" class="button plain" @click=${() => element.close()}>Close</button>
        </header>
        ${content}
      </div>`,
      element,
    );
  draw();
  element.showModal();
  return { element, draw };
}
