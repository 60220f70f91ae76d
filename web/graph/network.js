// How the boxes of a drawing hang together: who is whose neighbour, which way leads where.
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
  #picture;
  #indices = new Map();
  #edgeIndices;
  /** The box that each lies in. */
  parents = [];
  /** Where each edge leads from and to. */
  from = [];
  to = [];
  #leaving;
  #arriving;
  #children = new Map();

  /** @param {Picture} picture */
  constructor(picture) {
    const { ids, boxes, edges, ask } = picture;
    this.#picture = picture;
    ids.forEach((id, index) => this.#indices.set(id, index));
    this.#leaving = ids.map(() => []);
    this.#arriving = ids.map(() => []);
    ids.forEach((_, index) => {
      const parent = boxes[6 * index + 5] ? this.find(ask(ASK.parent, index)) : undefined;
      this.parents.push(parent);
      const siblings = this.#children.get(parent);
      if (siblings) siblings.push(index);
      else this.#children.set(parent, [index]);
    });
    for (let edge = 0; edge < edges.length / 5; edge++) {
      const [from, to] = [this.find(ask(ASK.from, edge)), this.find(ask(ASK.to, edge))];
      this.from.push(from);
      this.to.push(to);
      this.#leaving[from].push(edge);
      this.#arriving[to].push(edge);
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
      this.from.forEach((_, edge) => this.#edgeIndices.set(this.#picture.ask(ASK.edgeId, edge), edge));
    }
    return this.#edgeIndices.get(id);
  }

  /** Whether it is a step or task. */
  canBeChosen(index) {
    return this.#picture.boxes[6 * index + 4] !== HOLDS.marker;
  }

  isContainer(index) {
    return this.#picture.boxes[6 * index + 4] === HOLDS.open;
  }

  /**
   * All that leads to a box and all that it leads to, with the edges on the way. For what lies in a container, the
   * container's ways count too; with a container goes all that is in it.
   */
  paths(start) {
    const marks = { boxes: new Uint8Array(this.parents.length), edges: new Uint8Array(this.from.length) };
    const around = [start];
    for (let box = start; (box = this.parents[box]) !== undefined; ) around.push(box);
    for (const [links, ends] of [[this.#leaving, this.to], [this.#arriving, this.from]]) {
      const seen = new Set(around);
      // What is added while it is gone through is gone through too.
      for (const box of seen) {
        marks.boxes[box] = 1;
        for (const edge of links[box]) {
          marks.edges[edge] = 1;
          seen.add(ends[edge]);
        }
      }
    }
    // A container comes before what is in it.
    this.parents.forEach((parent, index) => {
      if (parent !== undefined && marks.boxes[parent] && around.indexOf(parent) < 1) marks.boxes[index] = 1;
    });
    return marks;
  }

  /** The first box that can be chosen. */
  first() {
    const all = this.parents.map((_, index) => index);
    const start = all.find((index) => this.#picture.ask(ASK.kind, index) === "start");
    const [first] = start === undefined ? [] : this.#leaving[start].map((edge) => this.to[edge]);
    return first ?? all.find((index) => this.canBeChosen(index));
  }

  /**
   * Where an arrow key leads from a box: `on` along an edge, `back` against one, to what stands `before` or `after` it
   * beside it. On leads into an open container and, behind the last box in it, out of it; back from the first box in it
   * to the container itself. Beside a box are those of the same rank, or else what could be in its place: where its
   * predecessors also lead, and what also leads to its successors.
   */
  walk(from, way) {
    if (way === "before") return this.#beside(from, -1);
    if (way === "after") return this.#beside(from, 1);
    if (way === "on") return this.#on(from);
    return this.#follow(from, this.#arriving, this.from) ?? this.#inGrid(from, -1) ?? this.parents[from];
  }

  #on(from) {
    if (this.isContainer(from)) {
      const entry = nearest(this.#children.get(from), (index) => [
        Math.min(this.#arriving[index].length, 1),
        this.#main(index),
        this.#cross(index),
      ]);
      if (entry !== undefined) return entry;
    }
    for (let here = from; here !== undefined; here = this.parents[here]) {
      const on = this.#follow(here, this.#leaving, this.to) ?? this.#inGrid(here, 1);
      if (on !== undefined) return on;
    }
  }

  /** The end of the best edge: not one of failure if there is another, then one that leads straight. */
  #follow(from, links, ends) {
    const ways = links[from].filter((edge) => ends[edge] !== from && this.canBeChosen(ends[edge]));
    const best = nearest(ways, (edge) => [
      this.#picture.edges[5 * edge],
      Math.abs(this.#cross(ends[edge]) - this.#cross(from)),
    ]);
    return ends[best];
  }

  /** The next box in a container whose boxes no edge joins, in the row after (`side` 1) or before it (-1). */
  #inGrid(from, side) {
    if (this.parents[from] === undefined || this.#leaving[from].length + this.#arriving[from].length > 0) return;
    const ahead = (index) => (this.#main(index) - this.#main(from)) * side;
    const others = this.#siblings(from).filter((index) => ahead(index) > 1);
    return nearest(others, (index) => [ahead(index), Math.abs(this.#cross(index) - this.#cross(from))]);
  }

  /** The nearest box on one side: before it (-1) or after it (1). */
  #beside(from, side) {
    const ahead = (index) => (this.#cross(index) - this.#cross(from)) * side;
    const apart = (index) => Math.abs(this.#main(index) - this.#main(from));
    const isOfRank = (index) => apart(index) < (this.#depth(index) + this.#depth(from)) / 2;
    const ofRank = this.#siblings(from).filter((index) => ahead(index) > 0 && isOfRank(index));
    const found = nearest(ofRank, (index) => [ahead(index), apart(index)]);
    if (found !== undefined) return found;
    const others = [
      ...this.#arriving[from].flatMap((edge) => this.#leaving[this.from[edge]].map((other) => this.to[other])),
      ...this.#leaving[from].flatMap((edge) => this.#arriving[this.to[edge]].map((other) => this.from[other])),
    ].filter((index) => ahead(index) > 0 && this.canBeChosen(index));
    return nearest(others, (index) => [apart(index), ahead(index)]);
  }

  /** The other boxes in the same container. */
  #siblings(of) {
    return this.#children.get(this.parents[of]).filter((index) => index !== of && this.canBeChosen(index));
  }

  #number(index, down, right) {
    return this.#picture.boxes[6 * index + (this.#picture.down ? down : right)];
  }

  /** Where it is along the way that edges run. */
  #main(index) {
    return this.#number(index, 1, 0);
  }

  /** Where it is across that. */
  #cross(index) {
    return this.#number(index, 0, 1);
  }

  /** How long it is along the way that edges run. */
  #depth(index) {
    return this.#number(index, 3, 2);
  }
}

/** The one with the smallest key, a list of numbers; the first where there are several. */
function nearest(all, key) {
  let [best, least] = [];
  for (const one of all ?? []) {
    const its = key(one);
    const at = least ? its.findIndex((number, index) => number !== least[index]) : 0;
    if (!least || (at >= 0 && its[at] < least[at])) [best, least] = [one, its];
  }
  return best;
}
