// The palette: all kinds of step, to be clicked, dragged onto the graph, a step or an edge, or chosen by keys.

import { KINDS } from "./kinds.js";
import { choose } from "./menu.js";
import { chainOf } from "./ids.js";

const DRAGS = 4;

export class Palette {
  #stage;
  #editing;
  #edges;
  /** Follows the pointer, and says what would come of letting go. */
  #ghost = document.createElement("div");

  /** @param {import("./stage.js").Stage} stage @param {import("./editing.js").Editing} editing @param {import("./edges.js").Edges} edges */
  constructor(stage, editing, edges) {
    [this.#stage, this.#editing, this.#edges] = [stage, editing, edges];
    this.#ghost.className = "graph-ghost";
  }

  /** Offers all kinds at a point of the page; what is chosen comes after a step, or at the end. */
  async open(at, after = this.#stage.current()) {
    if (!this.#editing.isPossible()) return;
    this.#editing.load();
    const label = after === undefined ? "Add a step" : `Add a step after ${this.#stage.name(after)}`;
    const kind = await choose(at, label, items(), (...press) => this.#drag(...press));
    if (kind !== undefined) await this.#editing.make(this.#after(kind, after));
  }

  /** Offers all kinds at an edge, into which the chosen one is put. */
  async insert(edge, at) {
    if (!this.#editing.isPossible()) return;
    this.#editing.load();
    const kind = await choose(at, "Insert a step", items());
    if (kind !== undefined) await this.#editing.make(into(kind, edge));
  }

  /** The edit that adds a step after another; in a parallel step, a task; without another, at the end. */
  #after(kind, after = this.#last()) {
    if (after === undefined) return { do: "addStep", chain: "", kind };
    const chain = chainOf(after);
    if (this.#stage.isItem(after)) return this.#after(kind, after.slice(0, -2));
    return { do: "addStep", chain, kind, ...(this.#stage.isStep(after) ? { after } : {}) };
  }

  /** The step after which the workflow ends. */
  #last() {
    return this.#stage.places?.arriving("[end]").at(-1)?.from;
  }

  #drag(item, down, close) {
    const button = down.currentTarget;
    let drags = false;
    const move = (event) => {
      if (!drags && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) <= DRAGS) return;
      if (!drags) {
        drags = true;
        button.setPointerCapture(event.pointerId);
        button.closest(".graph-menu").dataset.dragging = "";
        document.body.append(this.#ghost);
      }
      const { says, edge } = this.#at(event, item);
      this.#edges.hover(edge);
      this.#ghost.textContent = says;
      this.#ghost.style.transform = `translate(${event.clientX + 14}px, ${event.clientY + 10}px)`;
    };
    const end = (event) => {
      button.removeEventListener("pointermove", move);
      for (const over of ["pointerup", "pointercancel"]) button.removeEventListener(over, end);
      this.#ghost.remove();
      if (!drags) return;
      const { edit } = event.type === "pointerup" ? this.#at(event, item) : {};
      // Its click would be that of the item.
      button.addEventListener("click", (click) => click.stopImmediatePropagation(), { capture: true, once: true });
      close();
      this.#edges.hover(undefined);
      if (edit) this.#editing.make(edit);
    };
    button.addEventListener("pointermove", move);
    for (const over of ["pointerup", "pointercancel"]) button.addEventListener(over, end);
  }

  /** What letting go at a point would do. */
  #at(event, { name, value: kind }) {
    if (!this.#stage.isOver(event)) return { says: `${name}: not here` };
    const step = this.#stage.ground && this.#stage.under(event);
    if (step !== undefined) return { says: `${name} after ${this.#stage.name(step)}`, edit: this.#after(kind, step) };
    const edge = this.#stage.ground && this.#edges.at(this.#stage.at(event));
    if (edge) return { says: `${name} into ${edge.spoken}`, edge, edit: into(kind, edge) };
    return { says: `${name} at the end`, edit: this.#after(kind) };
  }
}

const items = () => KINDS.map((kind) => ({ ...kind, id: kind.kind, value: kind.kind }));

const into = (kind, { from, to, kind: edge }) => ({ do: "insertOnEdge", from, to, edge, kind });
