// The dialog of documents: what is kept, what it was, what ran, and where to begin.

import { html } from "lit-html";
import { dialog } from "../dialog.js";
import css from "./keeping.css";
import { DocumentsView } from "./documents_view.js";
import { ExamplesView } from "./examples_view.js";
import { HistoryView } from "./history_view.js";
import { PasteView } from "./paste_view.js";
import { RunsView } from "./runs_view.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);

/** Which way a key moves along the tabs. */
const MOVES = { ArrowRight: 1, ArrowLeft: -1 };

export class Panel {
  #views;
  #shown = "documents";
  #dialog;
  #stop;
  #keeper;

  /**
   * @param {import("../../src/bridge.js").Page} page
   * @param {import("./keeper.js").Keeper} keeper
   * @param {import("./runs.js").RunKeeper} runs
   */
  constructor(page, keeper, runs) {
    this.#keeper = keeper;
    this.#views = {
      documents: new DocumentsView(page, keeper, this),
      history: new HistoryView(page, keeper, this),
      runs: new RunsView(page, runs, this),
      examples: new ExamplesView(page, keeper, this),
      paste: new PasteView(page, keeper, this),
    };
    this.#dialog = dialog({ id: "documents-dialog", title: "Documents", body: () => this.#body(), closed: () => this.#stop?.() });
  }

  /** Opens it with one of its views. @param {"documents" | "history" | "runs" | "examples" | "paste"} view */
  async show(view = "documents") {
    this.#shown = view;
    await this.#views[view].load();
    this.#stop = this.#keeper.onChange(() => this.renew());
    this.#dialog.show();
    this.#focus();
  }

  #focus() {
    const tab = this.find(`#documents-${this.#shown}-tab`);
    tab.focus();
    tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  close = () => this.#dialog.close();
  draw = () => this.#dialog.draw();
  find = (css) => this.#dialog.find(css);

  /** Shows what is kept now. */
  async renew() {
    await this.#views[this.#shown].load();
    this.#dialog.draw();
  }

  async #choose(view) {
    this.#shown = view;
    await this.renew();
    this.#focus();
  }

  #body() {
    const names = Object.keys(this.#views);
    const move = (event) => {
      const by = MOVES[event.key];
      if (by) void this.#choose(names[(names.indexOf(this.#shown) + by + names.length) % names.length]);
    };
    return html`<div class="tabs" role="tablist" aria-label="Documents" @keydown=${move}>
        ${names.map((name) => this.#tab(name))}
      </div>
      <div class="dialog-pane" role="tabpanel" id="documents-pane" aria-labelledby=${`documents-${this.#shown}-tab`}>
        ${this.#views[this.#shown].draw()}
      </div>`;
  }

  #tab(name) {
    const isShown = name === this.#shown;
    return html`<button
      type="button"
      class="tab"
      role="tab"
      id=${`documents-${name}-tab`}
      aria-controls="documents-pane"
      aria-selected=${String(isShown)}
      tabindex=${isShown ? 0 : -1}
      @click=${() => this.#choose(name)}
    >
      ${this.#views[name].title}
    </button>`;
  }
}
