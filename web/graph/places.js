// Where boxes and edges stand in the view, for who draws over the graph (web/workbench/graph/). It is found as `places` at
// the graph's ground. Points and rectangles are in the ground's pixels.

import { ASK } from "./network.js";

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

export class Places {
  #shown;
  #reveal;
  #listeners = new Set();

  /**
   * @param {() => { picture, network, view, face(index: number): number[], rect(index: number): number[] } | undefined} shown what is to be seen now
   * @param {(index: number) => void} reveal brings a box into view
   */
  constructor(shown, reveal) {
    [this.#shown, this.#reveal] = [shown, reveal];
  }

  /** Calls back whenever something may have moved; gives what ends that. */
  on(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A frame has been shown. */
  moved() {
    for (const listener of this.#listeners) listener();
  }

  /** Whether the graph runs down, not to the right. */
  get down() {
    return this.#shown()?.picture.down ?? true;
  }

  /** The rectangle of a box, of a container its title's; undefined if there is no such box. */
  box(id) {
    return this.#inView(id, (shown, index) => shown.face(index));
  }

  /** The whole rectangle of a box. */
  frame(id) {
    return this.#inView(id, (shown, index) => shown.rect(index));
  }

  #inView(id, rect) {
    const shown = this.#shown();
    const index = shown?.network.find(id);
    if (index === undefined) return;
    const [left, top, right, bottom] = rect(shown, index);
    return [...toView(shown.view, [left, top]), ...toView(shown.view, [right, bottom])];
  }

  /** Brings a box into view. */
  reveal(id) {
    const index = this.#shown()?.network.find(id);
    if (index !== undefined) this.#reveal(index);
  }

  /** What an edge joins, and when it is taken. @returns {{ id, from, to, kind, spoken } | undefined} */
  edge(id) {
    const shown = this.#shown();
    const index = shown?.network.findEdge(id);
    return index === undefined ? undefined : described(shown, index);
  }

  /** The edges that leave a box. */
  leaving(id) {
    const shown = this.#shown();
    const index = shown?.network.find(id);
    return index === undefined ? [] : shown.network.leaving[index].map((edge) => described(shown, edge));
  }

  /** The edges that reach a box. */
  arriving(id) {
    const shown = this.#shown();
    const index = shown?.network.find(id);
    return index === undefined ? [] : shown.network.arriving[index].map((edge) => described(shown, edge));
  }

  /** The middle of an edge, or beside its label if it has one; undefined if there is no such edge. */
  middle(id) {
    const shown = this.#shown();
    const index = shown?.network.findEdge(id);
    if (index === undefined) return;
    const [, x, y, width] = shown.picture.edges.subarray(5 * index, 5 * index + 5);
    if (width > 0) {
      const [right, middle] = toView(shown.view, [x + width / 2, y]);
      return [right + BESIDE, middle];
    }
    const points = pointsOf(shown, index);
    const lengths = points.slice(1).map((point, at) => distance(points[at], point));
    let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
    const at = lengths.findIndex((length) => (left -= length) <= 0);
    if (at < 0) return points[0];
    const part = lengths[at] > 0 ? 1 + left / lengths[at] : 0;
    return [0, 1].map((axis) => points[at][axis] + (points[at + 1][axis] - points[at][axis]) * part);
  }

  /** The edge nearest to a point, if one is within reach. */
  edgeAt(point, reach) {
    const shown = this.#shown();
    let [found, least] = [undefined, reach];
    if (!shown) return;
    const goal = shown.view.at(point);
    const { points, starts } = shown.picture;
    const most = reach / shown.view.scale;
    for (let edge = 0; edge < starts.length - 1; edge++) {
      for (let at = starts[edge]; at < starts[edge + 1] - 1; at++) {
        // Of ten thousand lines nearly all are nowhere near.
        if (isBeside(goal[0], points[2 * at], points[2 * at + 2], most) || isBeside(goal[1], points[2 * at + 1], points[2 * at + 3], most)) continue;
        const from = fromLine(goal, points.subarray(2 * at, 2 * at + 4)) * shown.view.scale;
        if (from < least) [found, least] = [edge, from];
      }
    }
    return found === undefined ? undefined : described(shown, found);
  }
}

/** How far right of an edge's label the middle is taken to be. */
const BESIDE = 14;

const toView = (view, point) => point.map((length, axis) => length * view.scale + view.place[axis]);

function pointsOf({ picture: { points, starts }, view }, edge) {
  const count = starts[edge + 1] - starts[edge];
  return Array.from({ length: count }, (_, at) => toView(view, [...points.subarray(2 * (starts[edge] + at), 2 * (starts[edge] + at + 1))]));
}

function described({ picture: { ask, ids }, network }, edge) {
  const ends = [network.from[edge], network.to[edge]];
  const [from, to] = ends.map((index) => ids[index]);
  const names = ends.map((index) => ask(ASK.name, index));
  const spoken = `${names.join(" to ")}, ${ask(ASK.when, edge)}`;
  return { id: ask(ASK.edgeId, edge), from, to, kind: ask(ASK.edgeKind, edge), spoken };
}

/** Whether a number is more than `most` outside of two others. */
const isBeside = (number, one, other, most) => (number < one - most && number < other - most) || (number > one + most && number > other + most);

/** How far a point is from a line between two others. */
function fromLine([x, y], [fromX, fromY, toX, toY]) {
  const [wayX, wayY] = [toX - fromX, toY - fromY];
  const length = wayX ** 2 + wayY ** 2;
  const part = length > 0 ? Math.max(0, Math.min(1, ((x - fromX) * wayX + (y - fromY) * wayY) / length)) : 0;
  return distance([x, y], [fromX + part * wayX, fromY + part * wayY]);
}
