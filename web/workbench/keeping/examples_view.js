// The gallery, as it is shown: what each example teaches, and what to try with it.

import { html } from "lit-html";
import { examples } from "../gallery/gallery.js";

export class ExamplesView {
  title = "Examples";
  #page;
  #keeper;
  #panel;

  constructor(page, keeper, panel) {
    this.#page = page;
    this.#keeper = keeper;
    this.#panel = panel;
  }

  async load() {}

  draw() {
    return html`<p class="note">Each opens as a document of its own, which is kept as soon as you change or run it.</p>
      <ul class="examples" id="example-list" aria-label="Examples">
        ${examples.map(
          (example) =>
            html`<li class="example">
              <h3>${example.title}</h3>
              <p>${example.teaches}</p>
              <p class="note"><b>Try:</b> ${example.try}</p>
              <button type="button" class="button" data-example=${example.id} aria-label=${`Open the example ${example.title}`} @click=${() => this.#open(example)}>Open</button>
            </li>`,
        )}
      </ul>`;
  }

  async #open({ title, texts, try: attempt }) {
    await this.#keeper.save();
    this.#panel.close();
    this.#page.open(texts, `${title}. Try this: ${attempt}`);
  }
}
