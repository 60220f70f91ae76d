// Edits of the definition that are made on the graph: each is applied to the text, named, and leads to what it made.

import { loadEdits } from "../edits.js";
import { offer } from "../offer.js";
import { showMistake } from "../to_text.js";
import { isEmpty } from "./empty_text.js";

export class Editing {
  #page;
  #stage;
  #edits;
  /** What this has told last. */
  #told = "";
  #said = document.createElement("p");
  /** Takes back what was offered last. */
  #takeBack = () => {};

  /** @param {import("../../src/bridge.js").Page} page @param {import("./stage.js").Stage} stage */
  constructor(page, stage) {
    [this.#page, this.#stage] = [page, stage];
    Object.assign(this.#said, { id: "graph-said", className: "unseen" });
    this.#said.setAttribute("role", "status");
    stage.layer.append(this.#said);
  }

  /** Loads what edits a definition, so that it is there when it is needed. */
  async load() {
    try {
      this.#edits ??= await loadEdits();
    } catch {
      this.tell("What edits the graph could not be loaded. Is the page still reachable?");
    }
    return this.#edits;
  }

  /** Loads it while nothing is to be edited yet. */
  async prepare() {
    this.#edits ??= await loadEdits().catch(() => undefined);
  }

  tell(text) {
    this.#told = text;
    this.#page.tell(text);
  }

  /** Says something to those who do not see it. */
  say(text) {
    this.#said.textContent = text;
  }

  /** Whether the graph can be edited; says why, if it cannot, and offers the way to the mistake. */
  isPossible() {
    this.#takeBack();
    if (!this.#stage.isStale || isEmpty(this.#page.texts().definition)) return true;
    const why = document.querySelector("#run-obstacle")?.textContent ?? "";
    const says = "The graph cannot be edited while the workflow's text has mistakes";
    this.#takeBack = offer(why ? `${says}: ${why}` : `${says}.`, [{ label: "Go to the mistake", act: showMistake }]);
    return false;
  }

  get definition() {
    return this.#page.texts().definition;
  }

  /** What would come of an edit, without making it; undefined while that cannot be known. */
  preview(edit, definition = this.definition) {
    return this.#edits?.apply(definition, edit);
  }

  /**
   * Makes an edit, and gives the focus to what it has made.
   * @param {object} edit as `edits.js` takes it
   * @returns {Promise<boolean>} whether it was made; if not, the user has been told why
   */
  async make(edit) {
    if (!this.isPossible() || !(await this.load())) return false;
    const { definition, what, select, error } = this.preview(edit);
    if (error !== undefined) {
      this.tell(error);
      return false;
    }
    if (this.#told !== "") this.tell("");
    this.#page.edit({ definition }, what);
    this.#page.select(select ?? undefined);
    await this.#stage.focus(select ?? undefined);
    return true;
  }
}
