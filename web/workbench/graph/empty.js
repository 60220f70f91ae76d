// What stands in the place of the graph while the workflow has no steps: what to do, and the buttons that do it.

import { html, render } from "lit-html";
import { isEmpty } from "./empty_text.js";
import { beneath } from "./menu.js";

/** Room between a button and the menu that it opens. */
const GAP = 4;

export class Empty {
  #stage;
  #page;
  #place = document.createElement("div");

  /** @param {import("../../src/bridge.js").Page} page @param {import("./stage.js").Stage} stage @param {(at: import("./menu.js").At) => void} add */
  constructor(page, stage, add) {
    [this.#page, this.#stage] = [page, stage];
    Object.assign(this.#place, { id: "graph-empty", className: "graph-empty", hidden: true });
    const offer = ({ currentTarget }) => add(beneath(currentTarget, GAP));
    render(
      html`<h2>This workflow has no steps yet</h2>
        <p>A step calls a function, waits, chooses or fails; its result decides which step comes next.</p>
        <div class="graph-empty-ways">
          <button type="button" class="button primary" id="graph-add-first" @click=${offer}>Add the first step</button>
          <button type="button" class="button" id="graph-open-example" data-show="examples">Open an example</button>
        </div>
        <p class="graph-empty-key">Or press <kbd>A</kbd> here, or write it under Workflow.</p>`,
      this.#place,
    );
    this.#place.tabIndex = -1;
    stage.section.append(this.#place);
    this.show();
  }

  get isShown() {
    return !this.#place.hidden;
  }

  /** Shows it if there are no steps, or takes it away; one who has just opened such a document can go on from there. */
  show(isOpened = false) {
    const isShown = isEmpty(this.#page.texts().definition);
    if (isShown && isOpened && !document.querySelector("dialog[open]")) queueMicrotask(() => this.#place.querySelector("button").focus());
    if (isShown === this.isShown) return;
    const { ground, section } = this.#stage;
    const hadFocus = ground?.contains(document.activeElement);
    this.#place.hidden = !isShown;
    section.toggleAttribute("data-empty", isShown);
    // Nothing of the graph that was there can be reached meanwhile.
    for (const other of section.children) if (other !== this.#place) other.inert = isShown;
    if (isShown && hadFocus) this.#place.querySelector("button").focus();
  }
}
