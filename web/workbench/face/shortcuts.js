// The sheet of shortcuts.

import { html } from "lit-html";
import { dialog } from "../dialog.js";
import { SHORTCUTS } from "./commands.js";

export function openShortcuts() {
  if (document.getElementById("shortcuts-dialog")) return;
  dialog({ id: "shortcuts-dialog", title: "Shortcuts", body: sheet }).show();
}

const sheet = () =>
  html`<div class="shortcuts dialog-pane">
    ${SHORTCUTS.map(
      ([place, keys]) => html`<section>
        <h3>${place}</h3>
        <dl>
          ${keys.map(([key, does]) => html`<dt><kbd>${key}</kbd></dt><dd>${does}</dd>`)}
        </dl>
      </section>`,
    )}
  </div>`;
