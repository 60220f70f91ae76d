// The map's DOM: a canvas with every box, and a frame round what is in view. Pressing or dragging on it moves there.

/** The most that the map takes, in pixels, and as a part of the graph's width and height. */
const MOST = { width: 200, height: 320, part: 0.45 };
/** The least: a drawing that is longer than that is shown out of proportion. */
const LEAST = 36;

export class Minimap {
  #host;
  #canvas = document.createElement("canvas");
  #frame = document.createElement("div");
  #statuses;
  /** The arguments of the latest `draw`. */
  #drawn;
  #size = [0, 0];

  /**
   * @param {HTMLElement} host
   * @param {string} statuses the names of the statuses, in the order in which they are drawn
   * @param {(x: number, y: number) => void} centre moves to a place, as parts of the drawing's width and height
   */
  constructor(host, statuses, centre) {
    this.#host = host;
    this.#statuses = statuses.split(" ");
    host.append(this.#canvas, this.#frame);
    const move = (event) => {
      const { left, top, width, height } = this.#canvas.getBoundingClientRect();
      centre((event.clientX - left) / width, (event.clientY - top) / height);
    };
    host.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      host.setPointerCapture(event.pointerId);
      move(event);
    });
    host.addEventListener("pointermove", (event) => void (event.buttons && move(event)));
    const again = () => this.#drawn && this.draw(...this.#drawn);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    new ResizeObserver(again).observe(host.parentElement);
  }

  /** Draws the boxes, four numbers each, in the colours of their statuses. */
  draw(width, height, boxes, statuses) {
    // Copies: what is handed over lies in memory that is used again.
    this.#drawn = [width, height, (boxes = boxes.slice()), (statuses = statuses.slice())];
    const { clientWidth, clientHeight } = this.#host.parentElement;
    const most = [Math.min(MOST.width, clientWidth * MOST.part), Math.min(MOST.height, clientHeight * MOST.part)];
    const scale = Math.min(most[0] / width, most[1] / height);
    const [x, y] = [width, height].map((length, axis) => Math.min(most[axis], Math.max(LEAST, length * scale)) / length);
    const sharp = devicePixelRatio;
    this.#size = [width * x, height * y];
    Object.assign(this.#canvas, { width: this.#size[0] * sharp, height: this.#size[1] * sharp });
    [this.#canvas.style.width, this.#canvas.style.height] = this.#size.map((length) => `${length}px`);
    const context = this.#canvas.getContext("2d");
    this.#statuses.forEach((status, at) => {
      // A canvas knows no custom properties; the element that shows the status does.
      this.#canvas.dataset.status = status;
      context.fillStyle = getComputedStyle(this.#canvas).color;
      for (let box = 0; box < statuses.length; box++) {
        if (statuses[box] !== at) continue;
        const [left, top, width, height] = boxes.subarray(4 * box, 4 * box + 4);
        context.fillRect(left * x * sharp, top * y * sharp, Math.max(width * x * sharp, 1), Math.max(height * y * sharp, 1));
      }
    });
  }

  /** Frames what is in view, as parts of the drawing's width and height. */
  frame(left, top, right, bottom) {
    if (this.#host.hidden) {
      this.#host.hidden = false;
      if (this.#drawn) this.draw(...this.#drawn);
    }
    const [width, height] = this.#size;
    const [x, y] = [Math.max(left, 0) * width, Math.max(top, 0) * height];
    const { style } = this.#frame;
    style.transform = `translate(${x}px,${y}px)`;
    style.width = `${Math.max(Math.min(right, 1) * width - x, 4)}px`;
    style.height = `${Math.max(Math.min(bottom, 1) * height - y, 4)}px`;
  }

  hide() {
    this.#host.hidden = true;
  }
}
