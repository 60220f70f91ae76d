// A drawing, and how its boxes hang together: what lies in what, what leads where.
//
// Pure. Boxes and edges are known by their indices in the drawing.

/**
 * A drawing as the page hands it over.
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {boolean} down whether its edges run down, not to the right
 * @property {string[]} ids of the boxes
 * @property {Float64Array} boxes six numbers each: centre, width and height; `HOLDS`; 1 if it lies in a container
 * @property {Float64Array} points of the edges' lines, two numbers each
 * @property {Uint32Array} starts where the points of each edge begin; and the end
 * @property {Float64Array} edges five numbers each: 1 if it is of failure; centre, width and height of its label
 * @property {(what: number, index: number) => string} ask what there is to know of a box or an edge besides
 */

/** What a box holds, the fifth of its numbers: how many closed boxes, or one of these. */
export const HOLDS = { open: 0, nothing: -1, marker: -2 };

/** What can be asked of a box or an edge. */
export const ASK = {
  label: 0, name: 1, kind: 2, status: 3, sign: 4, detail: 5, spoken: 6, parent: 7,
  line: 10, head: 11, edgeKind: 12, when: 13, edgeLabel: 14, taken: 15, edgeId: 16, from: 17, to: 18,
};

export class Network {
  #indices = new Map();
  #edgeIndices;
  /** The box that each lies in. */
  parents = [];
  /** Where each edge leads from and to. */
  from = [];
  to = [];
  /** The edges that leave and reach each box. */
  leaving;
  arriving;
  /** What each container holds, and the whole. */
  children = new Map();

  /** @param {Picture} picture */
  constructor(picture) {
    const { ids, boxes, edges, ask } = picture;
    this.picture = picture;
    ids.forEach((id, index) => this.#indices.set(id, index));
    this.leaving = ids.map(() => []);
    this.arriving = ids.map(() => []);
    ids.forEach((_, index) => {
      const parent = boxes[6 * index + 5] ? this.find(ask(ASK.parent, index)) : undefined;
      this.parents.push(parent);
      const siblings = this.children.get(parent);
      if (siblings) siblings.push(index);
      else this.children.set(parent, [index]);
    });
    for (let edge = 0; edge < edges.length / 5; edge++) {
      const [from, to] = [this.find(ask(ASK.from, edge)), this.find(ask(ASK.to, edge))];
      this.from.push(from);
      this.to.push(to);
      this.leaving[from].push(edge);
      this.arriving[to].push(edge);
    }
  }

  /** The box of that id. */
  find(id) {
    return this.#indices.get(id);
  }

  /** The edge of that id. */
  findEdge(id) {
    if (!this.#edgeIndices) {
      this.#edgeIndices = new Map();
      this.from.forEach((_, edge) => this.#edgeIndices.set(this.picture.ask(ASK.edgeId, edge), edge));
    }
    return this.#edgeIndices.get(id);
  }

  /** Whether it is a step or task. */
  canBeChosen(index) {
    return this.picture.boxes[6 * index + 4] !== HOLDS.marker;
  }

  isContainer(index) {
    return this.picture.boxes[6 * index + 4] === HOLDS.open;
  }
}

/** Where a drawing starts. @param {Picture} picture */
export function startOf({ ids, boxes, ask }) {
  const start = ids.findIndex((_, index) => boxes[6 * index + 4] === HOLDS.marker && ask(ASK.kind, index) === "start");
  return start < 0 ? [0, 0] : boxes.subarray(6 * start, 6 * start + 2);
}
