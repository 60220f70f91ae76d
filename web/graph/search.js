// The search for a step: what is typed is looked for in the names of all steps, and what is found is shown.

import { button } from "./controls.js";
import { template } from "./elements.js";
import { matching } from "./matching.js";

export class Search {
  /** Stands over the graph while it is open. */
  element = template(
    `<div class="graph-search" role="search" hidden><input id="graph-search" type="search" placeholder="Find a step" aria-label="Find a step" autocomplete="off"><span id="graph-found" role="status"></span></div>`,
    "div",
  );
  #field = this.element.firstChild;
  #found = [];
  #at = 0;
  #steps;
  #show;
  #leave;

  /**
   * @param {() => [id: string, name: string][]} steps
   * @param {(id: string) => void} show
   * @param {() => void} leave
   */
  constructor(steps, show, leave) {
    this.#steps = steps;
    this.#show = show;
    this.#leave = leave;
    this.element.append(
      button("graph-search-back", "Previous", "M4 10l4-4 4 4", () => this.#go(-1)),
      button("graph-search-on", "Next", "M4 6l4 4 4-4", () => this.#go(1)),
      button("graph-search-close", "Close", "M4.5 4.5l7 7M11.5 4.5l-7 7", () => this.#close()),
    );
    this.#field.addEventListener("input", () => {
      this.#found = matching(this.#steps(), this.#field.value);
      this.#at = 0;
      this.#go(0);
    });
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#go(event.shiftKey ? -1 : 1);
      else if (event.key === "Escape") this.#close();
      else return;
      event.preventDefault();
    });
  }

  /** Opens it, or goes to its field if it is open. */
  open() {
    this.element.hidden = false;
    this.#field.focus();
    this.#field.select();
  }

  #close() {
    this.element.hidden = true;
    this.#leave();
  }

  /** Shows the next one found, or the one before. */
  #go(by) {
    const count = this.#found.length;
    if (count > 0) this.#at = (this.#at + by + count) % count;
    this.element.children[1].textContent = count > 0 ? `${this.#at + 1} of ${count}` : "";
    this.#field.setAttribute("aria-invalid", count === 0 && this.#field.value !== "");
    if (count > 0) this.#show(this.#found[this.#at]);
  }
}
