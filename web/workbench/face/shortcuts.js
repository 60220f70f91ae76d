// The sheet of shortcuts.

import { html } from "lit-html";
import { openDialog } from "../dialog.js";
import { SHORTCUTS } from "./commands.js";

export function openShortcuts() {
  if (document.querySelector(".shortcuts-dialog")) return;
  const { draw } = openDialog("Shortcuts", "shortcuts-dialog");
  draw(html`<div class="shortcuts">
    ${SHORTCUTS.map(
      ([place, keys]) => html`<section>
        <h3>${place}</h3>
        <dl>
          ${keys.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}
        </dl>
      </section>`,
    )}
  </div>`);
}
