// The states that the open document has been in: any of them can be had again.

import { html, nothing } from "lit-html";
import { ago, when } from "./time.js";

export class HistoryView {
  title = "History";
  #keeper;
  #panel;
  #states = [];

  constructor(page, keeper, panel) {
    this.#keeper = keeper;
    this.#panel = panel;
  }

  async load() {
    await this.#keeper.save();
    this.#states = (await this.#keeper.states()).reverse();
  }

  draw() {
    return html`
      <p class="note">Each state of this document, from the newest. To restore one is a change like any other: it can be undone, and the present state stays in this list.</p>
      <ol class="kept-list" id="history-list" aria-label="History of this document">
        ${this.#states.map((state, index) => this.#row(state, index === 0))}
      </ol>
      ${this.#states.length ? nothing : html`<p class="note">The document is as it was opened: there is nothing to go back to yet.</p>`}
    `;
  }

  #row(state, isNow) {
    const time = when(state.saved);
    const restore = () => {
      this.#keeper.restore(state, time);
      this.#panel.close();
    };
    return html`<li class="kept" aria-current=${isNow ? "true" : "false"}>
      <span class="what"><span>${state.what}</span><span class="note">${time} · ${ago(state.saved)}</span></span>
      <span class="kept-actions">
        ${isNow
          ? html`<span class="note">Now</span>`
          : html`<button type="button" class="button plain" data-do="restore" aria-label=${`Restore ${state.what}, ${time}`} @click=${restore}>Restore</button>`}
      </span>
    </li>`;
  }
}
