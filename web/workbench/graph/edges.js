// A button in the middle of an edge: it inserts a step there. It stands at the edge that the pointer is near, or at the one
// that was chosen, and has the focus in the place of the edge.

import { set, svg } from "./drawn.js";

/** How near to an edge the pointer is at it, in pixels. */
const REACH = 12;

export class Edges {
  #stage;
  #button = document.createElement("button");
  #edge;

  /** @param {import("./stage.js").Stage} stage @param {(edge, at: number[]) => void} insert */
  constructor(stage, insert) {
    this.#stage = stage;
    const button = Object.assign(this.#button, { id: "graph-insert", type: "button", hidden: true, tabIndex: -1 });
    const sign = set(svg("svg"), { width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": true });
    sign.append(set(svg("path"), { d: "M6 2v8M2 6h8" }));
    button.append(sign);
    button.addEventListener("click", () => insert(this.#edge, this.#place()));
    button.addEventListener("focusout", () => this.#show(undefined));
    button.addEventListener("pointerleave", () => this.hover(undefined));
    stage.layer.append(button);
    stage.follow(() => this.#place());
  }

  /** The edge whose button has the focus. */
  get chosen() {
    return this.#button === document.activeElement ? this.#edge : undefined;
  }

  get isShown() {
    return this.#edge !== undefined;
  }

  isButton(element) {
    return this.#button.contains(element);
  }

  /** The edge at a point of the ground, if there is one. */
  at(point) {
    return this.#stage.places?.edgeAt(point, REACH);
  }

  /** The pointer is at an edge, or at none. */
  hover(edge) {
    if (this.#button !== document.activeElement) this.#show(edge);
  }

  /** Gives the focus to an edge. */
  choose(edge) {
    this.#show(edge);
    this.#button.focus({ preventScroll: true });
  }

  /** Gives the focus to the next edge that leaves the same step, or to one that leaves a step. */
  next(by, step = this.#edge.from) {
    const leaving = this.#stage.places.leaving(step);
    const here = leaving.findIndex(({ id }) => id === this.#edge?.id);
    if (leaving.length > 0) this.choose(leaving[(here + by + leaving.length) % leaving.length] ?? leaving[0]);
  }

  #show(edge) {
    if (edge?.id === this.#edge?.id) return;
    this.#mark(false);
    this.#edge = edge;
    this.#place();
    if (edge) set(this.#button, { "aria-label": `Insert a step: ${edge.spoken}`, title: `Insert a step (${edge.spoken})` });
  }

  /** Where the button stands on the page. */
  #place() {
    const middle = this.#edge && this.#stage.places?.middle(this.#edge.id);
    // Set to what it is, it would be styled anew in each frame.
    if (this.#button.hidden !== !middle) this.#button.hidden = !middle;
    if (!middle) return;
    this.#button.style.transform = `translate(${middle[0]}px, ${middle[1]}px)`;
    this.#mark(true);
    return this.#stage.onPage(middle);
  }

  /** Lets the edge stand out. */
  #mark(stands) {
    const element = this.#edge && this.#stage.ground?.querySelector(`[data-edge="${CSS.escape(this.#edge.id)}"]`);
    element?.toggleAttribute("data-chosen", stands);
  }
}
