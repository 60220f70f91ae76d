// The command palette: everything that can be done, and every step, found by a few letters.

import { html } from "lit-html";
import { dialog } from "../dialog.js";
import { commands } from "./commands.js";

/** How many are shown at most. */
const MOST = 50;

/** @param {import("../workbench.js").Page} page */
export function openPalette(page) {
  if (document.getElementById("commands-dialog")) return;
  const all = [...commands(), ...stepsOf(page)];
  let wanted = "";
  let found = all;
  let at = 0;
  const choose = (command) => {
    palette.close();
    command.run();
  };
  const search = ({ target }) => {
    wanted = target.value;
    found = matching(all, wanted);
    at = 0;
    palette.draw();
  };
  const move = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const shown = Math.min(found.length, MOST);
    if (step && shown) at = (at + step + shown) % shown;
    else if (event.key === "Enter" && found[at]) choose(found[at]);
    else return;
    event.preventDefault();
    palette.draw();
    palette.find("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  const body = () =>
    html`<div class="palette">
      <input
        id="command-search"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="command-list"
        aria-activedescendant=${found.length ? `command-${at}` : ""}
        aria-label="What do you want to do?"
        placeholder="What do you want to do?"
        autocomplete="off"
        .value=${wanted}
        @input=${search}
        @keydown=${move}
      />
      <ul id="command-list" role="listbox" aria-label="Commands">
        ${found.slice(0, MOST).map(
          (command, index) => html`<li
            id=${`command-${index}`}
            role="option"
            aria-selected=${index === at}
            @click=${() => choose(command)}
          >
            <span>${command.title}</span>${command.keys ? html`<kbd>${command.keys}</kbd>` : ""}
          </li>`,
        )}
      </ul>
      ${found.length ? "" : html`<p class="note">Nothing is called that. Try fewer letters.</p>`}
    </div>`;
  const palette = dialog({ id: "commands-dialog", title: "Commands", body });
  palette.show();
  palette.find("input").focus();
}

/** Those in whose titles every word of the search occurs; where one begins with it first. */
export function matching(all, wanted) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = all.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
  const rank = ({ title }) => (title.toLowerCase().startsWith(words[0] ?? "") ? 0 : 1);
  return fits.sort((one, other) => rank(one) - rank(other));
}

function stepsOf(page) {
  try {
    const { steps } = JSON.parse(page.texts().definition);
    return Object.keys(steps).map((name) => ({
      title: `Go to ${name}`,
      run: () => page.select(name.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("[", "~2").replaceAll("]", "~3")),
    }));
  } catch {
    return []; // a text that is no definition has none to go to
  }
}
