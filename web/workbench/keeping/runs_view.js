// The kept runs of the open document: look at one again, or go on with one that was cut off.

import { html, nothing } from "lit-html";
import { ago, when } from "./time.js";

const WORDS = { COMPLETED: "Completed", FAILED: "Failed", CANCELLED: "Cancelled", PAUSED: "Paused", RUNNING: "Cut off", INITIALIZED: "Cut off" };

export class RunsView {
  title = "Runs";
  #page;
  #runs;
  #panel;
  #kept = [];

  constructor(page, runs, panel) {
    this.#page = page;
    this.#runs = runs;
    this.#panel = panel;
  }

  async load() {
    await this.#runs.flush();
    this.#kept = await this.#runs.ofDocument();
  }

  draw() {
    return html`
      <ol class="kept-list" id="run-list" aria-label="Runs of this document">
        ${this.#kept.map((run) => this.#row(run))}
      </ol>
      ${this.#kept.length ? nothing : html`<p class="note">This document has not been run yet. Each run is kept here with its log, so that it can be looked at again.</p>`}
    `;
  }

  #row(run) {
    const isLive = this.#runs.isLive(run);
    const button = (label, act) =>
      html`<button type="button" class="button plain" data-do=${label.toLowerCase()} aria-label=${`${label}: run of ${when(run.started)}`} @click=${act}>${label}</button>`;
    return html`<li class="kept" data-run=${run.status}>
      <span class="what"><span>${isLive ? "Running" : (WORDS[run.status] ?? run.status)}</span><span class="note">${when(run.started)} · ${ago(run.started)} · ${run.count} events</span></span>
      <span class="kept-actions">
        ${button("Show", () => this.#show(run))}
        ${this.#runs.isOver(run) || isLive ? nothing : button("Continue", () => this.#goOn(run))}
        ${isLive ? nothing : button("Delete", () => this.#remove(run))}
      </span>
    </li>`;
  }

  async #show(run) {
    this.#panel.close();
    await this.#runs.show(run);
    document.querySelector("#panel-timeline-tab")?.click();
  }

  async #goOn(run) {
    this.#panel.close();
    const why = await this.#runs.goOn(run);
    if (why) this.#page.tell(`The run cannot go on: ${why}.`);
  }

  async #remove(run) {
    await this.#runs.remove(run);
    await this.#panel.renew();
  }
}
