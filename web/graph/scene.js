// What of a drawing stands in the DOM: what is in view and a margin, as boxes with texts or, far out, as plain shapes;
// from very far all of it, in blocks.
//
// Things are added and taken away when the view leaves what is covered, so many a frame that the frame is in time.

import * as elements from "./elements.js";
import { Grid } from "./grid.js";
import { ASK, HOLDS, Network } from "./network.js";
import { contains, grown, meets } from "./viewport.js";

/**
 * The scales below which the view is further out: texts cannot be read, and boxes become plain shapes; they are a few
 * pixels, and only blocks are drawn; lines need to be thicker still.
 */
const LEVELS = [0.4, 0.18, 0.05];
/** The level from which there are only blocks. */
const BLOCKS = 2;
/** How far beyond a level's bound the scale goes before the level changes, so that it does not flicker. */
const TARRIES = 1.08;
/** How much is covered round the view, as a part of its size; and how much must be. */
const MARGIN = 0.35;
const LEAST_MARGIN = 0.05;
/** What it costs to add a box or an edge with all its parts; a plain shape costs 1. */
const COST_OF_BOX = 8;
const COST_OF_EDGE = 4;

/** The height of a container's title. */
const TITLE = 48;

/** What is drawn beneath comes first. */
const LAYERS = ["blocks", "containers", "failures", "ways", "taken", "labels", "boxes"];

/** How something stands in the DOM. */
const ABSENT = 0, FULL = 1, PLAIN = 2;

export class Scene {
  /** The drawing's elements are beneath this one. */
  svg = elements.set(document.createElementNS(elements.NAMESPACE, "svg"), {
    class: "graph",
    role: "group",
    "aria-label": "Steps of the workflow",
  });
  #picture;
  #layers = {};
  #places;
  #Blocks;
  #blocks;
  /** How far out the view is: 0 is near. */
  #level = 0;
  /** How each box and edge stands in the DOM; its element; and of an edge the label's. */
  #forms;
  #boxes = [];
  #edges = [];
  #labels = [];
  /** The boxes and edges in what is covered. */
  #wanted;
  #covered = [0, 0, 0, 0];
  #complete = false;
  #traced;
  /** How boxes are mocked, in words by their ids. */
  mocks = {};
  /** The selected box, and the one at which Tab stops: they stay in the DOM. */
  pressed;
  stop;

  /**
   * Nothing of a drawing yet.
   * @param {import("./network.js").Picture} picture
   * @param {typeof import("./blocks.js").Blocks} [Blocks] what draws it from very far, where it is seen from there
   */
  constructor(picture, Blocks) {
    this.#picture = picture;
    this.#Blocks = Blocks;
    const { width, height, ids, points, starts, boxes: of } = picture;
    this.network = new Network(picture);
    elements.set(this.svg, { width, height });
    for (const name of LAYERS) {
      this.#layers[name] = elements.set(document.createElementNS(elements.NAMESPACE, "g"), { class: name });
      this.svg.append(this.#layers[name]);
    }
    const [boxes, edges] = [new Grid([width, height]), new Grid([width, height])];
    for (let index = 0; index < ids.length; index++) {
      const [x, y, width, height] = [of[6 * index], of[6 * index + 1], of[6 * index + 2] / 2, of[6 * index + 3] / 2];
      boxes.add(index, x - width, y - height, x + width, y + height);
    }
    for (let edge = 0; edge < starts.length - 1; edge++) {
      edges.addLine(edge, points, starts[edge], starts[edge + 1]);
    }
    this.#places = [boxes, edges];
    this.#forms = this.#marks();
    this.#wanted = this.#marks();
  }

  /** The rectangle of a box. */
  rect(index) {
    const { boxes } = this.#picture;
    const [x, y, width, height] = [boxes[6 * index], boxes[6 * index + 1], boxes[6 * index + 2], boxes[6 * index + 3]];
    return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  }

  /** What of a box one looks at: of a container its title. */
  face(index) {
    const [left, top, right, bottom] = this.rect(index);
    return [left, top, right, this.network.isContainer(index) ? top + TITLE : bottom];
  }

  #marks() {
    return [new Uint8Array(this.#picture.ids.length), new Uint8Array(this.#picture.starts.length - 1)];
  }

  #within(area) {
    const marks = this.#marks();
    this.#places.forEach((place, of) => place.mark(area, marks[of]));
    return marks;
  }

  /**
   * Puts into the DOM what is to be seen of the drawing, but no more than the budget allows.
   * @param {import("./viewport.js").Viewport} view
   * @param {number} budget what it may cost, as plain shapes
   * @param {number} [ahead] what of that may be for what is not in view yet, or no more
   * @returns {boolean} whether that was all
   */
  cover(view, budget, ahead = budget) {
    this.#chooseLevel(view.scale);
    const visible = view.visible();
    if (!contains(this.#covered, grown(visible, LEAST_MARGIN))) {
      this.#covered = grown(visible, MARGIN);
      this.#wanted = this.#level < BLOCKS ? this.#within(this.#covered) : this.#marks();
      this.#complete = false;
    }
    if (!this.#complete) {
      for (const pinned of [this.pressed, this.stop]) if (pinned !== undefined) this.#wanted[0][pinned] = 1;
      let left = budget;
      if (this.#level >= BLOCKS) {
        this.#blocks ??= new this.#Blocks(this.#layers.blocks, this.#picture);
        left = this.#blocks.draw(left);
      }
      const inView = this.#within(visible);
      // What is in view first.
      for (const now of [1, 0]) {
        if (now === 0) left = Math.min(left, ahead);
        left = this.#coverBoxes(inView[0], now, left);
        left = this.#coverEdges(inView[1], now, left);
      }
      this.#complete = left > 0;
    }
    const { place: [x, y], scale } = view;
    this.svg.style.transform = `translate(${x}px,${y}px) scale(${scale})`;
    return this.#complete;
  }

  #chooseLevel(scale) {
    const of = (scale) => LEVELS.filter((bound) => scale < bound).length;
    // Between the two it stays as it is.
    if (this.#level < of(scale * TARRIES) || this.#level > of(scale / TARRIES)) {
      const level = of(scale);
      if (Math.min(level, BLOCKS) !== Math.min(this.#level, BLOCKS)) this.#covered = [0, 0, 0, 0];
      this.#level = level;
    }
    const shown = String(this.#level);
    if (this.svg.dataset.level !== shown) this.svg.dataset.level = shown;
  }

  get #form() {
    return this.#level === 0 ? FULL : PLAIN;
  }

  #coverBoxes(inView, now, left) {
    const [forms, wanted, form] = [this.#forms[0], this.#wanted[0], this.#form];
    // The next box in the DOM, and the next container, so that the order is that of the drawing.
    const next = [undefined, undefined];
    for (let index = forms.length - 1; index >= 0 && left > 0; index--) {
      const among = Number(this.network.isContainer(index));
      if (inView[index] === now && forms[index] !== (wanted[index] ? form : ABSENT)) {
        const before = this.#boxes[index];
        // Only where Tab stops can the focus be.
        const hasFocus = index === this.stop && before?.contains(document.activeElement);
        if (forms[index]) {
          before.remove();
          forms[index] = ABSENT;
          left--;
        }
        if (wanted[index]) {
          this.#addBox(index, next[among]);
          left -= form === FULL ? COST_OF_BOX : 1;
        }
        if (hasFocus && forms[index]) this.focus(index);
      }
      if (forms[index]) next[among] = index;
    }
    return left;
  }

  #coverEdges(inView, now, left) {
    const [forms, wanted, form] = [this.#forms[1], this.#wanted[1], this.#form];
    for (let edge = 0; edge < forms.length && left > 0; edge++) {
      if (inView[edge] !== now || forms[edge] === (wanted[edge] ? form : ABSENT)) continue;
      if (forms[edge]) {
        this.#edges[edge].remove();
        this.#labels[edge]?.remove();
        this.#labels[edge] = undefined;
        forms[edge] = ABSENT;
        left--;
      }
      if (wanted[edge]) {
        this.#addEdge(edge);
        left -= form === FULL ? COST_OF_EDGE : 1;
      }
    }
    return left;
  }

  #shown(index) {
    const { ids, boxes, ask } = this.#picture;
    const [x, y, width, height, hides] = boxes.subarray(6 * index, 6 * index + 5);
    const [id, kind, name] = [ids[index], ask(ASK.kind, index), ask(ASK.name, index)];
    const [left, top, isContainer] = [x - width / 2, y - height / 2, hides === HOLDS.open];
    return { id, kind, name, label: ask(ASK.label, index), left, top, width, height, title: TITLE, isContainer, hides };
  }

  #addBox(index, before) {
    const form = (this.#forms[0][index] = this.#form);
    const make = !this.network.canBeChosen(index) ? elements.marker : form === FULL ? elements.box : elements.shape;
    const box = (this.#boxes[index] = make(this.#shown(index)));
    const layer = this.#layers[this.network.isContainer(index) ? "containers" : "boxes"];
    layer.insertBefore(box, this.#boxes[before] ?? null);
    this.#dress(index);
    if (this.#traced?.boxes[index]) elements.stepOf(box).toggleAttribute("data-traced", true);
  }

  /** Shows what has become of a box, and whether it is the selected one or the one at which Tab stops. */
  #dress(index) {
    if (!this.network.canBeChosen(index)) return;
    this.#tell(index);
    const box = this.#boxes[index];
    elements.stepOf(box).setAttribute("aria-pressed", this.pressed === index);
    elements.stop(box, this.stop === index);
  }

  #addEdge(edge) {
    const form = (this.#forms[1][edge] = this.#form);
    const { ask, edges } = this.#picture;
    const kind = ask(ASK.edgeKind, edge);
    const shown = { id: ask(ASK.edgeId, edge), kind, line: ask(ASK.line, edge) };
    if (form === FULL) {
      const [from, to] = [this.network.from[edge], this.network.to[edge]].map((index) => ask(ASK.name, index));
      Object.assign(shown, { head: ask(ASK.head, edge), spoken: `${from} to ${to}, ${ask(ASK.when, edge)}` });
    }
    this.#edges[edge] = elements.edge(shown);
    const [, x, y, width, height] = edges.subarray(5 * edge, 5 * edge + 5);
    if (form === FULL && width > 0) {
      this.#labels[edge] = elements.label({ kind, text: ask(ASK.edgeLabel, edge), x, y, width, height });
      this.#layers.labels.append(this.#labels[edge]);
    }
    this.#take(edge);
    if (this.#traced?.edges[edge]) this.#traceEdge(edge, true);
  }

  #tell(index) {
    const { ask, ids } = this.#picture;
    const mock = Object.hasOwn(this.mocks, ids[index]) ? this.mocks[ids[index]] : undefined;
    elements.tell(this.#boxes[index], ask(ASK.status, index), {
      sign: () => ask(ASK.sign, index),
      detail: () => ask(ASK.detail, index),
      spoken: () => ask(ASK.spoken, index),
    }, mock);
  }

  /** Failures lie beneath the ways of success, and all ways that the run took over both. */
  #take(edge) {
    const taken = this.#picture.ask(ASK.taken, edge) !== "";
    const layer = taken ? "taken" : this.#picture.edges[5 * edge] ? "failures" : "ways";
    for (const element of [this.#edges[edge], this.#labels[edge]]) if (element) element.dataset.taken = taken;
    this.#layers[layer].append(this.#edges[edge]);
  }

  /** Shows what has become of a step. Whether a frame is needed for that. */
  changeBox(index) {
    if (this.#forms[0][index]) this.#tell(index);
    this.#blocks?.changeBox(index);
    return this.#change();
  }

  /** Shows that the run has taken an edge. Whether a frame is needed for that. */
  changeEdge(edge) {
    if (this.#forms[1][edge]) this.#take(edge);
    this.#blocks?.changeEdge(edge);
    return this.#change();
  }

  /** Shows the run anew. */
  change() {
    this.#forms[0].forEach((form, index) => form && this.#dress(index));
    this.#forms[1].forEach((form, edge) => form && this.#take(edge));
    this.#blocks?.change();
    return this.#change();
  }

  #change() {
    const inBlocks = this.#level >= BLOCKS;
    if (inBlocks) this.#complete = false;
    return inBlocks;
  }

  /** Selects a box, or none. */
  press(index) {
    this.#pin("pressed", index);
  }

  /** Lets Tab stop at a box, wherever it is. */
  stopAt(index) {
    this.#pin("stop", index);
  }

  #pin(what, index) {
    const before = this[what];
    this[what] = index;
    if (before !== undefined && this.#forms[0][before]) this.#dress(before);
    if (index === undefined) return;
    if (this.#forms[0][index]) return void this.#dress(index);
    this.#wanted[0][index] = 1;
    const isContainer = this.network.isContainer(index);
    this.#addBox(
      index,
      this.#boxes.findIndex((_, other) => other > index && this.#forms[0][other] && this.network.isContainer(other) === isContainer),
    );
  }

  /** Gives a box the focus, wherever it is. */
  focus(index) {
    this.stopAt(index);
    elements.stepOf(this.#boxes[index]).focus({ preventScroll: true });
  }

  /** The box at a point of the drawing that is too small to be pressed itself. */
  tinyBoxAt([x, y]) {
    if (this.#level < BLOCKS) return;
    // What is in a container comes after it.
    return this.#picture.ids.findLastIndex((_, index) => this.network.canBeChosen(index) && contains(this.rect(index), [x, y, x, y]));
  }

  /** Lets boxes and edges stand out, or none. @param {{ boxes: Uint8Array, edges: Uint8Array } | undefined} marks */
  trace(marks) {
    const before = this.#traced;
    this.#traced = marks;
    const each = (of, forms, show) =>
      forms.forEach((form, index) => {
        const on = this.#traced?.[of][index] ?? 0;
        if (form && on !== (before?.[of][index] ?? 0)) show(index, on === 1);
      });
    each("boxes", this.#forms[0], (index, on) => elements.stepOf(this.#boxes[index]).toggleAttribute("data-traced", on));
    each("edges", this.#forms[1], (edge, on) => this.#traceEdge(edge, on));
    this.svg.toggleAttribute("data-tracing", marks !== undefined);
  }

  #traceEdge(edge, on) {
    for (const element of [this.#edges[edge], this.#labels[edge]]) element?.toggleAttribute("data-traced", on);
  }

  /**
   * Takes the place of the scene of an earlier drawing, whose boxes it uses again.
   * @param {Scene} old
   * @param {number[] | undefined} by how far the drawing as a whole has moved, in its own pixels, if what was there is to
   * glide from where it was, and what is new to appear
   */
  replace(old, view, by) {
    this.#level = old.#level;
    this.#picture.ids.forEach((id, index) => {
      const before = old.network.find(id);
      if (before === undefined || old.#forms[0][before] !== FULL || !this.#looksLike(index, old, before)) return;
      const box = (this.#boxes[index] = old.#boxes[before]);
      elements.place(box, this.#shown(index));
      elements.stepOf(box).removeAttribute("data-traced");
      this.#layers[this.network.isContainer(index) ? "containers" : "boxes"].append(box);
      this.#forms[0][index] = FULL;
      this.#dress(index);
    });
    this.cover(view, Infinity);
    if (by && this.#level === 0) this.#animate(old, by);
  }

  /** Whether a box shows what one of another drawing does. */
  #looksLike(index, old, before) {
    const { boxes, ask } = this.#picture;
    const shape = [2, 3, 4].every((at) => boxes[6 * index + at] === old.#picture.boxes[6 * before + at]);
    const says = (what) => ask(what, index) === old.#picture.ask(what, before);
    return shape && this.network.canBeChosen(index) && [ASK.kind, ASK.name, ASK.label].every(says);
  }

  #animate(old, by) {
    const hasMoved = ([x, y]) => Math.abs(x) > 0.5 || Math.abs(y) > 0.5;
    this.#forms[0].forEach((form, index) => {
      if (!form) return;
      const before = old.network.find(this.#picture.ids[index]);
      if (before === undefined) return elements.fade(this.#boxes[index]);
      const [here, there] = [this.rect(index), old.rect(before)];
      const way = [0, 1].map((axis) => there[axis] - here[axis] - by[axis]);
      if (hasMoved(way)) elements.glide(this.#boxes[index], way);
    });
    this.#forms[1].forEach((form, edge) => {
      if (!form) return;
      // One that has kept its shape comes along with its boxes.
      const shift = this.#shift(edge, old, old.network.findEdge(this.#picture.ask(ASK.edgeId, edge)));
      const way = shift?.map((length, axis) => -length - by[axis]);
      for (const element of [this.#edges[edge], this.#labels[edge]]) {
        if (!way) elements.fade(element);
        else if (hasMoved(way)) elements.glide(element, way);
      }
    });
  }

  /** By how much an edge has moved that has kept its shape. */
  #shift(edge, old, before) {
    if (before === undefined) return;
    const points = ({ points, starts }, edge) => points.subarray(2 * starts[edge], 2 * starts[edge + 1]);
    const [here, there] = [points(this.#picture, edge), points(old.#picture, before)];
    const shift = [here[0] - there[0], here[1] - there[1]];
    const isSame = (number, at) => Math.abs(number - there[at] - shift[at % 2]) < 0.5;
    return here.length === there.length && here.every(isSame) ? shift : undefined;
  }

  /** The box that a person looks at: the selected one if it is in view, else the one nearest to the middle; of those wanted. */
  lookedAt(view, isWanted) {
    const visible = view.visible();
    const [x, y] = view.middle();
    const isSeen = (index) => index !== undefined && meets(visible, this.rect(index)) && isWanted(this.#picture.ids[index]);
    if (isSeen(this.pressed)) return this.pressed;
    let [found, least] = [undefined, Infinity];
    this.#picture.ids.forEach((_, index) => {
      const [left, top, right, bottom] = this.face(index);
      const distance = Math.abs(left + right - 2 * x) + Math.abs(top + bottom - 2 * y);
      if (distance < least && isSeen(index)) [found, least] = [index, distance];
    });
    return found;
  }
}
