// Steps that are chosen together, beside the selected one, to be copied, wrapped or deleted as one.

export class Chosen {
  #stage;
  #ids = new Set();
  #help = document.createElement("p");
  /** Whether one of them stands out on the graph. */
  #marked = false;

  /** @param {import("./stage.js").Stage} stage */
  constructor(stage) {
    this.#stage = stage;
    Object.assign(this.#help, { id: "graph-chosen", className: "graph-help", hidden: true });
    this.#help.setAttribute("role", "status");
    stage.layer.append(this.#help);
    stage.follow(() => this.#mark());
  }

  /** A step, with all that are chosen together with it; by itself if it is not among them. @returns {string[]} */
  with(id) {
    return this.#ids.has(id) ? [...this.#ids] : [id];
  }

  /** Takes a step among the chosen ones, or out; the first comes with the one that was selected. */
  toggle(id, selected) {
    if (this.#ids.size === 0 && selected !== undefined && selected !== id) this.#ids.add(selected);
    if (!this.#ids.delete(id)) this.#ids.add(id);
    this.#show();
  }

  clear() {
    if (this.#ids.size === 0) return;
    this.#ids.clear();
    this.#show();
  }

  #show() {
    const count = this.#ids.size;
    this.#help.hidden = count === 0;
    const steps = count === 1 ? "1 step is chosen" : `${count} steps are chosen together`;
    this.#help.textContent = `${steps}: Shift+click or Shift+Enter takes more, Escape none`;
    this.#mark();
  }

  #mark() {
    const { ground } = this.#stage;
    if (!ground || (this.#ids.size === 0 && !this.#marked)) return;
    this.#marked = this.#ids.size > 0;
    for (const step of ground.querySelectorAll("[data-step]")) step.toggleAttribute("data-chosen", this.#ids.has(step.dataset.step));
  }
}
