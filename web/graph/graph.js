// The graph as the page has it from its first moment: it shows a drawing from its start, and then gets what people move in
// it with.

import { loadGraph } from "../src/assets.js";
import { startOf } from "./network.js";
import { Scene } from "./scene.js";
import { Viewport } from "./viewport.js";

export class Graph {
  #ground = document.createElement("div");
  #page;
  #canvas;
  /** What is shown until the canvas is there. */
  #shown;

  /**
   * @param {HTMLElement} section in which it is
   * @param {(what: number, id: string) => any} page what the user does that concerns the page, as `canvas.js` has it
   */
  constructor(section, page) {
    this.#ground.className = "ground";
    section.prepend(this.#ground);
    this.#page = page;
  }

  /**
   * Shows a drawing: that of another document from its start; of the same one so that what the user looks at stays.
   * @param {import("./network.js").Picture} picture
   * @param {boolean} isNew whether it is of another document
   * @param {string | undefined} selected
   */
  show(picture, isNew, selected) {
    if (this.#canvas) return this.#canvas.show(picture, isNew, selected);
    const isFirst = !this.#shown;
    this.#shown = [picture, true, selected];
    const { clientWidth, clientHeight } = this.#ground;
    const scene = new Scene(picture);
    scene.cover(new Viewport([clientWidth, clientHeight], [picture.width, picture.height]).first(startOf(picture)), Infinity);
    this.#ground.replaceChildren(scene.svg);
    // What the page needs later is not loaded before this.
    performance.mark("graph");
    if (isFirst) this.#load();
  }

  async #load() {
    const { Canvas } = await loadGraph();
    this.#canvas = new Canvas(this.#ground, Scene, this.#page);
    this.#canvas.show(...this.#shown);
  }

  /** Shows which step is selected, if any. */
  select(id) {
    if (this.#shown) this.#shown[2] = id;
    this.#canvas?.select(id);
  }

  /** Shows what has become of a step. */
  changeStep(id) {
    this.#canvas?.changeStep(id);
  }

  /** Shows that the run has taken an edge. */
  changeEdge(id) {
    this.#canvas?.changeEdge(id);
  }

  /** Shows the run anew. */
  change() {
    this.#canvas?.change();
  }
}
