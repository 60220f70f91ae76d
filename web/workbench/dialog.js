// A dialog over the page: its frame, and where the focus goes.

import { html, render } from "lit-html";
import css from "./dialog.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);

/**
 * Makes a dialog, which is not shown yet.
 * @param {{ id: string, title: string, body: () => unknown, closed?: () => void }} what `body` gives what lit-html draws
 */
export function dialog({ id, title, body, closed }) {
  const element = document.createElement("dialog");
  element.id = id;
  element.className = "workbench-dialog";
  element.setAttribute("aria-labelledby", `${id}-title`);
  element.addEventListener("close", () => {
    element.remove();
    closed?.();
  });
  const draw = () =>
    render(
      html`<header>
          <h2 id=${`${id}-title`}>${title}</h2>
          <button type="button" class="button plain" data-close aria-label="Close" @click=${() => element.close()}>✕</button>
        </header>
        <div class="dialog-body">${body()}</div>`,
      element,
    );
  return {
    draw: () => element.open && draw(),
    show() {
      if (element.open) return;
      document.body.append(element);
      draw();
      element.showModal();
    },
    close: () => element.close(),
    find: (css) => element.querySelector(css),
  };
}
