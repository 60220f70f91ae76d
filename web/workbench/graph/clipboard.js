// Steps on the clipboard: as JSON text, so that they go to other tabs and into text too.

import { nameOf } from "./ids.js";

export class Clipboard {
  #editing;
  /** What was copied last, for where the clipboard cannot be read. */
  #kept;

  /** @param {import("./editing.js").Editing} editing */
  constructor(editing) {
    this.#editing = editing;
  }

  /** Copies steps. @returns {Promise<boolean>} whether there was something to copy */
  async copy(steps) {
    // As it is now, however long it takes to load what copies.
    const { definition } = this.#editing;
    if (!this.#editing.isPossible() || !(await this.#editing.load())) return false;
    const { text, error } = this.#editing.preview({ do: "copy", steps }, definition);
    if (error !== undefined) {
      this.#editing.tell(error);
      return false;
    }
    this.#kept = text;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      this.#editing.tell("The browser keeps the clipboard to itself: what was copied can be pasted in this tab only.");
    }
    this.#editing.say(`Copied ${steps.map(nameOf).join(", ")}`);
    return true;
  }

  /** Pastes what is on the clipboard, as far as the browser lets it be read. */
  async read(place) {
    let text;
    try {
      text = await navigator.clipboard.readText();
    } catch {
      text = this.#kept;
    }
    if (text === undefined) return this.#editing.tell("The browser does not let the clipboard be read here: press Ctrl+V.");
    return this.paste(text, place);
  }

  /** @param {string} text on the clipboard; where nothing could be put on it, what was copied @param {{ chain: string, after?: string }} place */
  paste(text, place) {
    return this.#editing.make({ do: "paste", text: text || (this.#kept ?? ""), ...place });
  }
}
