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
 * @property {Float64Array} boxes six numbers each: centre, width and height; `HOLDS`; the box that it lies in, or -1
 * @property {Float64Array} points of the edges' lines, two numbers each
 * @property {Uint32Array} starts where the points of each edge begin; and the end
 * @property {Float64Array} edges five numbers each: 1 if it is of failure; centre, width and height of its label
 * @property {Uint32Array} ends of the edges: the boxes that each leads from and to
 * @property {(what: number, index: number) => string} ask what there is to know of a box or an edge besides
 */

/** What a box holds, the fifth of its numbers: how many closed boxes, or one of these. */
export const HOLDS = { open: 0, nothing: -1, marker: -2 };

/** What can be asked of a box or an edge. */
export const ASK = {
  label: 0, name: 1, kind: 2, status: 3, sign: 4, detail: 5, spoken: 6,
  /** Of all boxes that are not pending: for each status a line with the indices of its boxes. */
  statuses: 7,
  line: 10, head: 11, edgeKind: 12, when: 13, edgeLabel: 14, taken: 15, edgeId: 16,
};

export class Network {
  #indices = new Map();
  #edgeIndices;
  /** The box that each lies in. */
  parents = [];
  /** Where each edge leads from and to. */
  from = [];
  to = [];
  #leaving;
  #arriving;
  #children;

  /** @param {Picture} picture */
  constructor(picture) {
    const { ids, boxes, ends } = picture;
    this.picture = picture;
    ids.forEach((id, index) => this.#indices.set(id, index));
    for (let index = 0; index < ids.length; index++) {
      const parent = boxes[6 * index + 5];
      this.parents.push(parent < 0 ? undefined : parent);
    }
    for (let edge = 0; edge < ends.length / 2; edge++) {
      this.from.push(ends[2 * edge]);
      this.to.push(ends[2 * edge + 1]);
    }
  }

  // What it takes to walk through the drawing is made when somebody does: a first drawing is not to wait for it.

  /** The edges that leave each box. */
  get leaving() {
    return (this.#leaving ??= this.#edgesAt(this.from));
  }

  /** The edges that reach each box. */
  get arriving() {
    return (this.#arriving ??= this.#edgesAt(this.to));
  }

  #edgesAt(ends) {
    const edges = this.parents.map(() => []);
    ends.forEach((box, edge) => edges[box].push(edge));
    return edges;
  }

  /** What each container holds, and the whole. */
  get children() {
    if (!this.#children) {
      this.#children = new Map();
      this.parents.forEach((parent, index) => {
        const siblings = this.#children.get(parent);
        if (siblings) siblings.push(index);
        else this.#children.set(parent, [index]);
      });
    }
    return this.#children;
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
