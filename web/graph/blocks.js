// The drawing from very far: a few paths for each block of it, one for each status and each kind of edge.
//
// There a box is a few pixels, and an element for each would be more than a browser can paint in time.

import { NAMESPACE, set } from "./elements.js";
import { Grid } from "./grid.js";
import { ASK, HOLDS } from "./network.js";

/** The side of a block, in the drawing's pixels; of a drawing that is longer than so many, more. */
const SIDE = 4096;
const MOST = 64;

/** The statuses, each beneath those that it must not hide. */
export const STATUSES = ["pending", "skipped", "cancelled", "succeeded", "handled", "waiting", "running", "retrying", "failed"];

/** The layers, from the lowest. */
const LAYERS = ["failures", "ways", "taken", "boxes"];

export class Blocks {
  #picture;
  #layers = {};
  #blocks;
  /** The block of each box and edge. */
  #ofBox = [];
  #ofEdge = [];
  /** Which are not in the DOM as they should be. */
  #stale;

  /** @param {SVGElement} parent @param {import("./network.js").Picture} picture with `lineStart(edge)`, a point */
  constructor(parent, picture) {
    this.#picture = picture;
    for (const name of LAYERS) {
      this.#layers[name] = set(document.createElementNS(NAMESPACE, "g"), { class: `far-${name}` });
      parent.append(this.#layers[name]);
    }
    const { width, height, boxes, ids, points, starts } = picture;
    const of = (count, place) => {
      const grid = new Grid([width, height], SIDE, MOST);
      for (let index = 0; index < count; index++) {
        const [x, y] = place(index);
        grid.add(index, x, y, x, y);
      }
      return grid.cells;
    };
    const boxesOf = of(ids.length, (index) => [boxes[6 * index], boxes[6 * index + 1]]);
    const edgesOf = of(starts.length - 1, (edge) => [points[2 * starts[edge]], points[2 * starts[edge] + 1]]);
    this.#blocks = boxesOf.map((boxes, block) => ({ boxes, edges: edgesOf[block], paths: new Map() }));
    this.#blocks.forEach((block) => {
      for (const index of block.boxes) this.#ofBox[index] = block;
      for (const edge of block.edges) this.#ofEdge[edge] = block;
    });
    this.#stale = new Set(this.#blocks);
  }

  changeBox(index) {
    this.#stale.add(this.#ofBox[index]);
  }

  changeEdge(edge) {
    this.#stale.add(this.#ofEdge[edge]);
  }

  change() {
    this.#stale = new Set(this.#blocks);
  }

  /** Brings the DOM up to date, at that cost at most, or little more. What is left of the cost. */
  draw(left) {
    for (const block of this.#stale) {
      if (left <= 0) break;
      this.#stale.delete(block);
      this.#draw(block);
      left -= 3 + (block.boxes.length + block.edges.length) / 4;
    }
    return left;
  }

  #draw({ boxes: indices, edges, paths }) {
    const { boxes, ask, edges: ofEdges } = this.#picture;
    const drawn = new Map();
    const add = (layer, status, path) => {
      const key = `${layer} ${status}`;
      drawn.set(key, (drawn.get(key) ?? "") + path);
    };
    for (const index of indices) {
      const [x, y, width, height, holds] = boxes.subarray(6 * index, 6 * index + 5);
      if (holds === HOLDS.open || holds === HOLDS.marker) continue;
      add("boxes", ask(ASK.status, index), `M${x - width / 2} ${y - height / 2}h${width}v${height}h-${width}z`);
    }
    for (const edge of edges) {
      add(ask(ASK.taken, edge) ? "taken" : ofEdges[5 * edge] ? "failures" : "ways", "", ask(ASK.line, edge));
    }
    for (const key of new Set([...paths.keys(), ...drawn.keys()])) {
      if (!paths.has(key)) paths.set(key, this.#path(key));
      paths.get(key).setAttribute("d", drawn.get(key) ?? "");
    }
  }

  #path(key) {
    const [layer, status] = key.split(" ");
    const path = document.createElementNS(NAMESPACE, "path");
    if (status) path.dataset.status = status;
    this.#layers[layer].append(path);
    return path;
  }
}
