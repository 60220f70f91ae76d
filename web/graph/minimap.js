// The whole drawing, small: a canvas with every box, and a frame round what is in view. Pressing or dragging on it moves
// there.

import { STATUSES } from "./blocks.js";
import { template } from "./elements.js";
import { ASK, HOLDS } from "./network.js";

/** The most that the map takes, in pixels, and as a part of the graph's width and height. */
const MOST = { width: 200, height: 320, part: 0.45 };
/** The least: a drawing that is longer than that is shown out of proportion. */
const LEAST = 36;

export class Minimap {
  /** Stands over the graph. */
  element = template(`<div class="minimap" hidden aria-hidden="true"><canvas></canvas><div></div></div>`, "div");
  #size = [0, 0];
  /** Draws it once more. */
  #again = () => {};

  /** @param {(x: number, y: number) => void} centre moves to a place, as parts of the drawing's width and height */
  constructor(centre) {
    const canvas = this.element.firstChild;
    const move = (event) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      centre((event.clientX - left) / width, (event.clientY - top) / height);
    };
    this.element.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.element.setPointerCapture(event.pointerId);
      move(event);
    });
    this.element.addEventListener("pointermove", (event) => void (event.buttons && move(event)));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#again());
  }

  /** Draws the boxes of a drawing, in the colours of their statuses. @param {import("./network.js").Picture} picture */
  draw(picture) {
    this.#again = () => this.draw(picture);
    const { width, height, boxes, ask } = picture;
    const { clientWidth, clientHeight } = this.element.parentElement;
    const most = [Math.min(MOST.width, clientWidth * MOST.part), Math.min(MOST.height, clientHeight * MOST.part)];
    const scale = Math.min(most[0] / width, most[1] / height);
    const [x, y] = [width, height].map((length, axis) => Math.min(most[axis], Math.max(LEAST, length * scale)) / length);
    this.#size = [width * x, height * y];
    const canvas = this.element.firstChild;
    const sharp = devicePixelRatio;
    Object.assign(canvas, { width: this.#size[0] * sharp, height: this.#size[1] * sharp });
    [canvas.style.width, canvas.style.height] = this.#size.map((length) => `${length}px`);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const image = context.createImageData(canvas.width, canvas.height);
    // A box is a few of the map's pixels, and to set them takes less than thousands of rectangles do.
    const pixels = new Uint32Array(image.data.buffer);
    const put = (at, colour) => {
      if (boxes[at + 4] === HOLDS.open || boxes[at + 4] === HOLDS.marker) return;
      const [width, height] = [Math.max(boxes[at + 2] * x * sharp, 1), Math.max(boxes[at + 3] * y * sharp, 1)];
      const left = within(boxes[at] * x * sharp - width / 2, image.width);
      const top = within(boxes[at + 1] * y * sharp - height / 2, image.height);
      for (let row = top; row < top + height; row++) pixels.fill(colour, row * image.width + left, row * image.width + Math.min(left + width, image.width));
    };
    // All of them, and then those that a run has come to, in an order in which none hides what matters more.
    const pending = colourOf(STATUSES[0], context);
    for (let at = 0; at < boxes.length; at += 6) put(at, pending);
    const come = new Map(ask(ASK.statuses, 0).split("\n").map((line) => [line.slice(0, line.indexOf(" ")), line]));
    for (const status of STATUSES) {
      const [, ...indices] = come.get(status)?.split(" ") ?? [];
      const colour = indices.length > 0 && colourOf(status, context);
      for (const index of indices) put(6 * index, colour);
    }
    context.putImageData(image, 0, 0);
  }

  /** Frames what is in view, as parts of the drawing's width and height. */
  frame(left, top, right, bottom) {
    const [width, height] = this.#size;
    const [x, y] = [Math.max(left, 0) * width, Math.max(top, 0) * height];
    const { style } = this.element.lastChild;
    style.transform = `translate(${x}px,${y}px)`;
    style.width = `${Math.max(Math.min(right, 1) * width - x, 4)}px`;
    style.height = `${Math.max(Math.min(bottom, 1) * height - y, 4)}px`;
  }
}

/** The pixel where something begins, of so many: beyond the last would be in another row. */
const within = (start, count) => Math.min(Math.max(Math.round(start), 0), count - 1);

/** The colour of a status, as a pixel. */
function colourOf(status, context) {
  // A canvas knows no custom properties; the element that shows the status does.
  context.canvas.dataset.status = status;
  context.fillStyle = getComputedStyle(context.canvas).color;
  context.fillRect(0, 0, 1, 1);
  return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0];
}
