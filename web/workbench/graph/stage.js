// The graph as it stands on the page, for those who edit on it: its ground, what is where, and what has the focus. What
// they draw over it lies in one layer.

import { nameOf } from "./ids.js";

/** How many frames a new drawing may take. */
const PATIENCE = 120;
/** What stands over the graph. */
const OVER = ".graph-controls, .graph-search, .minimap";
/** Boxes that are not steps: they have no edges and no name of their own to be changed on the graph. */
const INNER = { parallelTask: "task", mapItem: "item" };

export class Stage {
  /** Over the ground; what is in it is moved with the graph. */
  layer = document.createElement("div");
  #page;
  #section;
  #followers = new Set();
  #followed;

  /** @param {import("../../src/bridge.js").Page} page @param {HTMLElement} section in which the graph is */
  constructor(page, section) {
    [this.#page, this.#section] = [page, section];
    this.layer.className = "graph-editing";
    section.append(this.layer);
  }

  get section() {
    return this.#section;
  }

  /** Undefined until a first graph is drawn. @returns {HTMLElement | undefined} */
  get ground() {
    return this.#section.querySelector(".ground") ?? undefined;
  }

  /** Where things are (web/graph/places.js); undefined until the canvas is there, and while there are no steps. */
  get places() {
    if ("empty" in this.#section.dataset) return;
    const places = this.ground?.places;
    if (places && places !== this.#followed) {
      this.#followed = places;
      places.on(() => this.#followers.forEach((follow) => follow()));
    }
    return places;
  }

  /** Calls back whenever something may have moved. */
  follow(follow) {
    this.#followers.add(follow);
  }

  /** Whether what is drawn is an earlier definition's. */
  get isStale() {
    return this.#section.dataset.stale === "true";
  }

  /** A point of the page in the ground's pixels. */
  at({ clientX, clientY }) {
    const { left, top } = this.ground.getBoundingClientRect();
    return [clientX - left, clientY - top];
  }

  /** A point of the ground in the page's pixels. */
  onPage([x, y]) {
    const { left, top } = this.layer.getBoundingClientRect();
    return [left + x, top + y];
  }

  /** Whether a point of the page is over the graph, not over what stands before it. */
  isOver({ clientX, clientY }) {
    const element = document.elementFromPoint(clientX, clientY);
    return this.#section.contains(element) && !element.closest(OVER);
  }

  /** The element of a box. */
  element(id) {
    return this.ground?.querySelector(`[data-step="${CSS.escape(id)}"]`) ?? undefined;
  }

  /** What a box is called. */
  name(id) {
    return nameOf(id);
  }

  /** Whether a box is a step, not a task or item inside of one. */
  isStep(id) {
    const kind = this.element(id)?.dataset.kind;
    return kind !== undefined && !(kind in INNER);
  }

  isItem(id) {
    return this.element(id)?.dataset.kind === "mapItem";
  }

  /** The step beneath a point of the page, or the end's marker if it is asked for. */
  under({ clientX, clientY }, withEnd = false) {
    const element = document.elementFromPoint(clientX, clientY);
    if (!element || !this.ground?.contains(element)) return;
    if (withEnd && element.closest(".marker")?.dataset.kind === "end") return "[end]";
    return element.closest("[data-step]")?.dataset.step;
  }

  /** The step that has the focus, or else the selected one, if it is drawn. */
  current() {
    const focused = this.ground?.contains(document.activeElement) ? document.activeElement.dataset.step : undefined;
    const id = focused ?? this.#page.selected();
    return id !== undefined && this.places?.box(id) ? id : undefined;
  }

  /** Gives the focus to a box once it is drawn, or to the ground. */
  async focus(id) {
    for (let left = PATIENCE; left > 0; left--) {
      const element = id === undefined ? this.ground : this.element(id);
      if (element && (id === undefined || this.places?.box(id))) {
        element.focus({ preventScroll: true });
        if (id !== undefined) this.places.reveal(id);
        return;
      }
      await new Promise(requestAnimationFrame);
    }
  }
}
