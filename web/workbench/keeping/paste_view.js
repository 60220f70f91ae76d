// A document or a definition, pasted as text.

import { html, nothing } from "lit-html";
import { readDocument } from "../sharing/reading.js";
import { receive } from "../sharing/received.js";

export class PasteView {
  title = "Paste";
  #page;
  #keeper;
  #panel;
  #problem;

  constructor(page, keeper, panel) {
    this.#page = page;
    this.#keeper = keeper;
    this.#panel = panel;
  }

  async load() {
    this.#problem = undefined;
  }

  draw() {
    return html`<form id="paste-form" @submit=${(event) => this.#take(event)}>
      <label for="paste-text">A definition or a whole document, as JSON. It opens as a document of its own; nothing in it runs.</label>
      <textarea id="paste-text" name="text" rows="14" required spellcheck="false" aria-describedby="paste-problem" aria-invalid=${this.#problem ? "true" : "false"}></textarea>
      <p id="paste-problem" class="problem" role="alert">${this.#problem ?? nothing}</p>
      <button type="submit" id="paste-open" class="button primary">Open</button>
    </form>`;
  }

  async #take(event) {
    event.preventDefault();
    const text = new FormData(event.target).get("text");
    let received;
    try {
      received = readDocument(text);
    } catch (error) {
      this.#problem = `It cannot be opened: ${error.message}.`;
      this.#panel.draw();
      return;
    }
    await this.#keeper.save();
    this.#panel.close();
    receive(received);
    this.#page.open(received, "Opened from what was pasted. Nothing in it has run; when you press Run, its functions run in a sandbox.");
  }
}
