// Which way leads where in a drawing: along its edges, and by the arrow keys.
//
// Pure. Boxes and edges are known by their indices in the drawing.

import { ASK } from "./network.js";

/**
 * All that leads to a box and all that it leads to, with the edges on the way. For what lies in a container, the
 * container's ways count too; with a container goes all that is in it.
 */
export function paths(network, start) {
  const marks = { boxes: new Uint8Array(network.parents.length), edges: new Uint8Array(network.from.length) };
  const around = [start];
  for (let box = start; (box = network.parents[box]) !== undefined; ) around.push(box);
  for (const [links, ends] of [[network.leaving, network.to], [network.arriving, network.from]]) {
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
  network.parents.forEach((parent, index) => {
    if (parent !== undefined && marks.boxes[parent] && around.indexOf(parent) < 1) marks.boxes[index] = 1;
  });
  return marks;
}

/** The first box that can be chosen. */
export function first(network) {
  const { ids, ask } = network.picture;
  const start = ids.findIndex((_, index) => !network.canBeChosen(index) && ask(ASK.kind, index) === "start");
  const edge = network.from.indexOf(start);
  const first = edge < 0 ? ids.findIndex((_, index) => network.canBeChosen(index)) : network.to[edge];
  return first < 0 ? undefined : first;
}

/** Walks through a drawing. */
export class Walk {
  #network;

  /** @param {import("./network.js").Network} network */
  constructor(network) {
    this.#network = network;
  }

  /**
   * Where an arrow key leads from a box: `on` along an edge, `back` against one, to what stands `before` or `after` it
   * beside it. On leads into an open container and, behind the last box in it, out of it; back from the first box in it
   * to the container itself. Beside a box are those of the same rank, or else what could be in its place: where its
   * predecessors also lead, and what also leads to its successors.
   */
  step(from, way) {
    if (way === "before") return this.#beside(from, -1);
    if (way === "after") return this.#beside(from, 1);
    if (way === "on") return this.#on(from);
    return this.#follow(from, this.#network.arriving, this.#network.from) ?? this.#inGrid(from, -1) ?? this.#network.parents[from];
  }

  #on(from) {
    if (this.#network.isContainer(from)) {
      const entry = nearest(this.#network.children.get(from), (index) => [
        Math.min(this.#network.arriving[index].length, 1),
        this.#main(index),
        this.#cross(index),
      ]);
      if (entry !== undefined) return entry;
    }
    for (let here = from; here !== undefined; here = this.#network.parents[here]) {
      const on = this.#follow(here, this.#network.leaving, this.#network.to) ?? this.#inGrid(here, 1);
      if (on !== undefined) return on;
    }
  }

  /** The end of the best edge: not one of failure if there is another, then one that leads straight. */
  #follow(from, links, ends) {
    const ways = links[from].filter((edge) => ends[edge] !== from && this.#network.canBeChosen(ends[edge]));
    const best = nearest(ways, (edge) => [
      this.#network.picture.edges[5 * edge],
      Math.abs(this.#cross(ends[edge]) - this.#cross(from)),
    ]);
    return ends[best];
  }

  /** The next box in a container whose boxes no edge joins, in the row after (`side` 1) or before it (-1). */
  #inGrid(from, side) {
    if (this.#network.parents[from] === undefined || this.#network.leaving[from].length + this.#network.arriving[from].length > 0) return;
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
      ...this.#network.arriving[from].flatMap((edge) => this.#network.leaving[this.#network.from[edge]].map((other) => this.#network.to[other])),
      ...this.#network.leaving[from].flatMap((edge) => this.#network.arriving[this.#network.to[edge]].map((other) => this.#network.from[other])),
    ].filter((index) => ahead(index) > 0 && this.#network.canBeChosen(index));
    return nearest(others, (index) => [apart(index), ahead(index)]);
  }

  /** The other boxes in the same container. */
  #siblings(of) {
    return this.#network.children.get(this.#network.parents[of]).filter((index) => index !== of && this.#network.canBeChosen(index));
  }

  #number(index, down, right) {
    return this.#network.picture.boxes[6 * index + (this.#network.picture.down ? down : right)];
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
