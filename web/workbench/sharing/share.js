// The dialog that gives the document away: as a link, a file, or a picture that carries it.

import { html, nothing } from "lit-html";
import { documentText, download } from "../../src/written.js";
import { dialog } from "../dialog.js";
import { nameOf } from "../keeping/name.js";
import * as mocks from "../mocks_store.js";
import { LONG, TOO_LONG, aboutLength, toLink } from "./link.js";

/** @param {import("../../src/bridge.js").Page} page */
export function share(page) {
  const shared = new Share(page);
  document.querySelector("#share").addEventListener("click", () => shared.show());
  document.querySelector("#save").addEventListener("click", () => save(page, accompanying(page, { withMocks: true })));
  page.accompany((withRun) => accompanying(page, { withRun, withMocks: true }));
}

/** What goes with the document's texts, as far as it is there and wanted. */
function accompanying(page, { withMocks, withRun }) {
  const log = withRun ? page.log(0) : "";
  return { ...(withMocks && hasMocks() && { mocks: mocks.get() }), ...(log !== "" && { run: { log } }) };
}

const hasMocks = () => Object.keys(mocks.get()).length > 0;

function textOf(page, more, indent) {
  const { definition, functions, input } = page.texts();
  return documentText([definition, functions, input], indent, more);
}

/** Hands the user the document as a file. */
function save(page, more) {
  const name = nameOf(page.texts().definition);
  download(name, "stepwell.json", new Blob([textOf(page, more, 2)], { type: "application/json" }));
}

class Share {
  #page;
  #dialog;
  #withRun = false;
  #withMocks = true;
  /** The link, once it is made. */
  #link = "";
  #said = "";
  #asked = 0;

  constructor(page) {
    this.#page = page;
    this.#dialog = dialog({ id: "share-dialog", title: "Share this document", body: () => this.#body() });
  }

  show() {
    this.#link = this.#said = "";
    this.#dialog.show();
    void this.#make();
  }

  get #more() {
    return accompanying(this.#page, { withMocks: this.#withMocks, withRun: this.#withRun });
  }

  async #make() {
    const asked = ++this.#asked;
    const link = await toLink(textOf(this.#page, this.#more), location.href);
    if (asked !== this.#asked) return; // something else is wanted by now
    this.#link = link;
    this.#dialog.draw();
  }

  #choose(change) {
    change();
    this.#said = "";
    void this.#make();
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#link);
      this.#said = "The link is on the clipboard.";
    } catch {
      const field = this.#dialog.find("#share-link");
      field.focus();
      field.select();
      this.#said = "The browser does not let the page copy. The link is selected: press Ctrl+C, or ⌘C.";
    }
    this.#dialog.draw();
  }

  /** The picture's menu, whose SVG and PNG carry the document. */
  #picture() {
    this.#dialog.close();
    document.querySelector("#picture").click();
    this.#page.tell("Download SVG: the document is in it. Whoever drops it on this page, or opens it here, has the document.");
  }

  #body() {
    const check = (id, label, isOn, isThere, take) =>
      html`<label class="choice"><input type="checkbox" id=${id} .checked=${isOn && isThere} ?disabled=${!isThere} @change=${({ target }) => this.#choose(() => take(target.checked))} /> ${label}</label>`;
    return html`<div class="dialog-pane">
      <p>Whoever opens the link gets a copy, and nothing in it runs until they press Run. The document is in the link itself: no server has it.</p>
      <div class="dialog-actions">
        ${check("share-run", "With the recorded run", this.#withRun, this.#page.log(0) !== "", (isOn) => (this.#withRun = isOn))}
        ${check("share-mocks", "With the mocks", this.#withMocks, hasMocks(), (isOn) => (this.#withMocks = isOn))}
      </div>
      <label for="share-link">Link</label>
      <input type="text" id="share-link" readonly .value=${this.#link} aria-describedby="share-length" @focus=${({ target }) => target.select()} />
      <p id="share-length" class=${this.#link.length > TOO_LONG ? "problem" : this.#link.length > LONG ? "caution" : "note"}>${this.#link ? aboutLength(this.#link.length) : "The link is being made."}</p>
      <div class="dialog-actions">
        <button type="button" id="share-copy" class="button primary" ?disabled=${!this.#link} @click=${() => this.#copy()}>Copy link</button>
        <button type="button" id="share-file" class="button" @click=${() => save(this.#page, this.#more)}>Save as a file</button>
        <button type="button" id="share-picture" class="button" @click=${() => this.#picture()}>As an SVG…</button>
      </div>
      <p id="share-said" role="status">${this.#said || nothing}</p>
    </div>`;
  }
}
