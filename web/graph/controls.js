// The buttons over the graph: zoom, search, and which way the graph runs.

import { set, template } from "./elements.js";
import { ZOOM } from "./keyboard.js";

/** A button with a sign, a path on a field of 16 × 16. */
export function button(id, name, sign, act) {
  const button = template(
    `<button type="button"><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path/></svg></button>`,
    "div",
  );
  button.querySelector("path").setAttribute("d", sign);
  button.addEventListener("click", act);
  return set(button, { id, title: name, "aria-label": name });
}

export class Controls {
  /** Stands over the graph. */
  element = set(document.createElement("div"), { class: "graph-controls", role: "toolbar", "aria-label": "Graph" });
  #zoom = set(document.createElement("button"), { type: "button", id: "graph-zoom", title: "Show it at its own size (Ctrl 0)" });
  #turn;

  /** @param {import("./canvas.js").Canvas} canvas @param {() => void} turn */
  constructor(canvas, turn) {
    this.#zoom.addEventListener("click", () => canvas.fullSize());
    this.#turn = button("graph-turn", "", "M5 2.5v9M2.5 9L5 11.5 7.5 9M8 5h5.5M11 2.5L13.5 5 11 7.5", turn);
    this.element.append(
      button("graph-zoom-out", "Zoom out (Ctrl −)", "M3.5 8h9", () => canvas.zoom(1 / ZOOM)),
      this.#zoom,
      button("graph-zoom-in", "Zoom in (Ctrl +)", "M3.5 8h9M8 3.5v9", () => canvas.zoom(ZOOM)),
      button("graph-fit", "Show all of it (F)", "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10", () => canvas.fit()),
      button("graph-find", "Find a step (Ctrl F)", "M11.5 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 0 1 9 0M10.3 10.3l3.4 3.4", () => canvas.search()),
      this.#turn,
    );
  }

  /** Shows the scale, and what the last button does. */
  show(scale, down) {
    const percent = `${Math.max(Math.round(scale * 100), 1)} %`;
    if (this.#zoom.textContent !== percent) this.#zoom.textContent = percent;
    const name = down ? "Draw it from left to right" : "Draw it from top to bottom";
    if (this.#turn.title !== name) set(this.#turn, { title: name, "aria-label": name });
  }
}
