// The graph as it is used: where view, scene, gestures and keys meet. The page hands over drawings and what becomes of
// their steps, and is told what the user chooses.

import { Blocks } from "./blocks.js";
import { Controls } from "./controls.js";
import { set, template } from "./elements.js";
import { Gesture } from "./gesture.js";
import { command } from "./keyboard.js";
import { Minimap } from "./minimap.js";
import { ASK, startOf } from "./network.js";
import { News } from "./news.js";
import { Places } from "./places.js";
import { listenToPointers, stepAt } from "./pointers.js";
import { Search } from "./search.js";
import { Viewport, meets } from "./viewport.js";
import { Walk, first, paths } from "./walk.js";

/** How long the view takes to where it is sent, in milliseconds. */
const GLIDES = 220;
/** How long after the view has moved it rests. */
const RESTS = 150;
/** How much a frame may add and take away, as plain shapes: while the view rests; and while it moves, in view and ahead. */
const WHILE_RESTING = 400;
const WHILE_MOVING = [50, 16];
/** How large is shown at least what was searched for. */
const LEGIBLE = 0.8;
/** How long the map may wait for a change of status: that costs as much as drawing all boxes. */
const MAP_WAITS = 250;

/** What the page is asked. */
const SELECT = 0, FIND = 1, CLEAR = 2, TOGGLE = 3, REVEAL = 4, TURN = 5, STEPS = 6;

const KEYS = `<p id="graph-keys" hidden>Arrow keys walk along the edges, Enter selects a step. Escape leads to the ground, where arrow keys move the view. A adds a step; Shift F10 opens a menu of all that can be done.</p>`;

export class Canvas {
  #Scene;
  #page;
  #ground;
  #minimap = new Minimap((x, y) => this.#go(this.#view.centred([x * this.#view.drawing[0], y * this.#view.drawing[1]])));
  #search = new Search(
    () => this.#page(STEPS, ""),
    (id) => this.#lookAt(id),
    () => this.#enter(),
  );
  #news = new News();
  #controls = new Controls(this, () => this.#page(TURN, ""));
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  #view = new Viewport([0, 0], [1, 1]);
  /** Nobody has moved the view since it was the first one. */
  #untouched = true;
  /** The view moves from one to another, since a time. */
  #glide;
  /** When the view has moved last; unknown until the next frame. */
  #moved;
  #gesture = new Gesture();
  #scene;
  #picture;
  #hovered;
  /** The box that has the focus, and whether the keyboard gave it. */
  #focused;
  #byKeyboard = false;
  #traced;
  /** The container that is to stay where it is when the drawing changes; and the step to be looked at once it is drawn. */
  #anchor;
  #awaited;
  #frameAsked = false;
  #places = new Places(
    () => this.#scene && this.#shown(),
    (index) => this.#reveal(index),
  );
  #mapDrawn = -Infinity;
  #mapStale = true;

  /**
   * @param {HTMLElement} ground on which the graph is
   * @param {typeof import("./scene.js").Scene} Scene what has shown it first
   * @param {(what: number, id: string) => any} page
   */
  constructor(ground, Scene, page) {
    [this.#ground, this.#Scene, this.#page] = [ground, Scene, page];
    ground.places = this.#places;
    set(ground, { tabindex: -1, role: "application", "aria-label": "Graph", "aria-describedby": "graph-keys" });
    const over = [this.#news, this.#search, this.#minimap, this.#controls].map(({ element }) => element);
    ground.after(template(KEYS, "div"), ...over);
    this.#view = new Viewport([this.#ground.clientWidth, this.#ground.clientHeight], [1, 1]);
    // The workbench writes there how boxes are mocked (`web/workbench/run/mock_marks.js`).
    new MutationObserver(() => {
      if (!this.#scene) return;
      this.#scene.mocks = this.#mocks();
      this.change();
    }).observe(ground, { attributeFilter: ["data-mocks"] });
    listenToPointers(ground, this);
    this.#listenToKeys(ground.parentElement);
  }

  #mocks() {
    return JSON.parse(this.#ground.dataset.mocks ?? "{}");
  }

  #listenToKeys(section) {
    const ground = this.#ground;
    // Held, the space bar makes whatever is pressed the ground; let go without, it presses.
    let grabbed = false;
    const letGo = () => delete ground.dataset.grab;
    ground.addEventListener("pointerdown", () => (grabbed = true), true);
    section.addEventListener("keydown", (event) => {
      const inGraph = ground.contains(event.target);
      const toggle = event.key === "Enter" && event.target.closest("[data-toggle]")?.dataset.toggle;
      if (inGraph && event.key === " ") {
        if (!event.repeat) {
          ground.dataset.grab = "";
          grabbed = false;
        }
      } else if (toggle) {
        this.#toggle(toggle);
      } else {
        const onBox = this.#focused !== undefined;
        const [act, argument] = command(event, { inGraph, onBox, down: this.#picture?.down }) ?? [];
        if (!act || !this.#scene) return;
        this[act](argument);
      }
      event.preventDefault();
    });
    section.addEventListener("keyup", ({ key, target }) => {
      if (key !== " " || !("grab" in ground.dataset)) return;
      letGo();
      if (!grabbed) target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    });
    const focus = () => {
      const at = document.activeElement;
      const id = ground.contains(at) ? stepAt(at) : undefined;
      this.#takeFocus(id, id !== undefined && at.matches(":focus-visible"));
    };
    ground.addEventListener("focusin", focus);
    // Where it goes is known later.
    ground.addEventListener("focusout", () => {
      letGo();
      queueMicrotask(focus);
    });
  }

  // ---- What the page tells ----

  /**
   * Shows a drawing: that of another document from its start; of the same one so that what the user looks at stays.
   * @param {import("./network.js").Picture} picture
   * @param {boolean} isNew whether it is of another document
   * @param {string | undefined} selected
   */
  show(picture, isNew, selected) {
    const old = isNew ? undefined : this.#scene;
    if (isNew) this.#search.element.hidden = true;
    const scene = new this.#Scene(picture, Blocks);
    scene.mocks = this.#mocks();
    const again = (index) => (index === undefined ? undefined : scene.network.find(this.#picture.ids[index]));
    const focus = old && this.#ground.contains(document.activeElement) ? document.activeElement.dataset : undefined;
    scene.pressed = scene.network.find(selected);
    scene.stop = (old && again(old.stop)) ?? scene.pressed ?? first(scene.network);
    const places = old && this.#fixed(old, scene);
    [this.#hovered, this.#traced, this.#focused, this.#glide] = [];
    this.#picture = picture;
    this.#scene = scene;
    this.#mapStale = true;
    const size = [picture.width, picture.height];
    this.#ground.append(scene.svg);
    if (places && this.#view.size[0] > 0) {
      const before = this.#view;
      this.#view = before.of(size, [places[0][0] - places[1][0], places[0][1] - places[1][1]]);
      const by = [0, 1].map((axis) => (this.#view.place[axis] - before.place[axis]) / before.scale);
      scene.replace(old, this.#view, this.#still.matches ? undefined : by);
    } else {
      this.#view = new Viewport(this.#view.size, size, [0, 0], this.#view.scale);
      this.#firstView();
      scene.cover(this.#view, WHILE_RESTING);
    }
    for (const other of [...this.#ground.children]) if (other !== scene.svg) other.remove();
    if (focus) this.#focusAgain(focus);
    if (this.#awaited !== undefined) this.#lookAt(this.#awaited);
    this.#request();
  }

  /** A place of the old drawing and one of the new that are to be at the same place of the view. */
  #fixed(old, scene) {
    const corner = (scene, id) => scene.rect(scene.network.find(id));
    const id = this.#anchor;
    this.#anchor = undefined;
    if (id !== undefined && old.network.find(id) !== undefined && scene.network.find(id) !== undefined) {
      // The right end of its title, where its button is.
      return [old, scene].map((scene) => {
        const [, top, right] = corner(scene, id);
        return [right, top];
      });
    }
    const index = old.lookedAt(this.#view, (id) => scene.network.find(id) !== undefined);
    if (index === undefined) return;
    return [old, scene].map((scene) => {
      const [left, top, right] = corner(scene, this.#picture.ids[index]);
      return [(left + right) / 2, top];
    });
  }

  #focusAgain({ step, toggle }) {
    const index = this.#scene.network.find(step ?? toggle);
    if (index === undefined) return this.#ground.focus({ preventScroll: true });
    this.#scene.focus(index);
    if (toggle) this.#ground.querySelector(`[data-toggle="${CSS.escape(toggle)}"]`)?.focus({ preventScroll: true });
  }

  /** Shows which step is selected, if any. */
  select(id) {
    const index = this.#scene?.network.find(id);
    this.#scene?.press(index);
    if (index === undefined) return;
    this.#scene.stopAt(index);
    if (!meets(this.#goal().visible(), this.#scene.rect(index))) this.#reveal(index);
    this.#request();
  }

  /** Shows what has become of a step. */
  changeStep(id) {
    const index = this.#scene?.network.find(id);
    if (index === undefined) return;
    const { ask } = this.#picture;
    this.#news.change(id, () => [ask(ASK.name, index), ask(ASK.status, index)]);
    this.#changed(this.#scene.changeBox(index));
  }

  /** Shows that the run has taken an edge. */
  changeEdge(id) {
    const edge = this.#scene?.network.findEdge(id);
    if (edge !== undefined) this.#changed(this.#scene.changeEdge(edge));
  }

  /** Shows the run anew. */
  change() {
    if (this.#scene) this.#changed(this.#scene.change());
  }

  #changed(waits) {
    this.#mapStale = true;
    if (waits || !this.#minimap.element.hidden) this.#request();
  }

  // ---- What the user does: pointers ----

  press(id, at) {
    this.#glide = undefined;
    this.#gesture.press(id, at);
  }

  /** Whether the pointer moves the view. */
  drag(id, at) {
    const step = this.#gesture.drag(id, at);
    if (step) this.#go(this.#view.moved(step.by).zoomed(step.factor, step.at));
    return step !== undefined;
  }

  release(id) {
    this.#gesture.release(id);
  }

  zoomAt(at, factor) {
    this.#go(this.#view.zoomed(factor, at));
  }

  /** A step was pressed, or the ground; by a pointer, where. */
  click(id, at) {
    if (this.#isNoPress(at)) return;
    const tiny = at && id === undefined ? this.#scene?.tinyBoxAt(this.#view.at(at)) : undefined;
    const step = id ?? this.#picture?.ids[tiny];
    if (step === undefined) this.#page(CLEAR, "");
    else this.#page(SELECT, step);
  }

  clickToggle(id, at) {
    if (!this.#isNoPress(at)) this.#toggle(id);
  }

  /** The end of a drag, or a press while the space bar makes all the ground. */
  #isNoPress(at) {
    return at !== undefined && (this.#gesture.drags || "grab" in this.#ground.dataset);
  }

  hover(id) {
    this.#hovered = this.#scene?.network.find(id);
    this.#request();
  }

  resize(size) {
    const { size: was } = this.#view;
    if (size[0] === was[0] && size[1] === was[1]) return;
    const untouched = this.#untouched || was[0] <= 0;
    this.#go(this.#goal().resized(size));
    this.#mapStale = true;
    if (untouched && this.#scene) this.#firstView();
  }

  // ---- What the user does: commands ----

  move(by) {
    this.#go(this.#view.moved(by));
  }

  zoom(factor) {
    this.#send(this.#goal().zoomed(factor));
  }

  fullSize() {
    this.zoom(1 / this.#goal().scale);
  }

  fit() {
    const all = this.#view.fit();
    const { offsetLeft, offsetTop, offsetWidth } = this.#controls.element;
    const bottom = all.place[1] + all.drawing[1] * all.scale;
    const isCovered = bottom > offsetTop && all.place[0] < offsetLeft + offsetWidth;
    this.#send(isCovered ? this.#view.fit(all.size[1] - offsetTop) : all);
  }

  search() {
    this.#search.open();
  }

  walk(way) {
    const next = new Walk(this.#scene.network).step(this.#focused, way);
    if (next !== undefined) this.#focus(next);
  }

  goToFirst() {
    const box = first(this.#scene.network);
    if (box !== undefined) this.#focus(box);
  }

  choose() {
    this.#page(SELECT, this.#picture.ids[this.#focused]);
  }

  /** Lets go of the selection or, if there is none, of the box. */
  leave() {
    if (this.#scene.pressed === undefined) this.#ground.focus({ preventScroll: true });
    else this.#page(CLEAR, "");
  }

  #toggle(id) {
    this.#anchor = id;
    this.#page(TOGGLE, id);
  }

  // ---- Where the focus and the view go ----

  #takeFocus(id, byKeyboard) {
    const index = this.#scene?.network.find(id);
    // It stays with a box that is drawn anew, as when texts come into it, and the view stays too.
    const isSame = index === this.#focused;
    [this.#focused, this.#byKeyboard] = [index, byKeyboard];
    this.#request();
    if (index === undefined || isSame) return;
    this.#scene.stopAt(index);
    // Not where it could be beneath the pointer, which is about to press it.
    if (byKeyboard || !meets(this.#goal().visible(), this.#scene.rect(index))) this.#reveal(index);
  }

  #focus(index) {
    this.#scene.focus(index);
    [this.#focused, this.#byKeyboard] = [index, true];
    this.#reveal(index);
    this.#request();
  }

  #enter() {
    if (this.#scene?.stop !== undefined) this.#focus(this.#scene.stop);
  }

  #reveal(index) {
    const [from, view] = [this.#goal(), this.#goal().revealing(this.#scene.face(index))];
    if (view.place.some((length, axis) => Math.abs(length - from.place[axis]) > 0.01)) this.#send(view);
  }

  /** Selects a step and brings it into the middle; one that is not drawn yet, once it is. */
  #lookAt(id) {
    const index = this.#scene?.network.find(id);
    if (index === undefined) {
      // There is one try.
      const wasAwaited = this.#awaited === id;
      this.#awaited = wasAwaited ? undefined : id;
      if (!wasAwaited) this.#page(REVEAL, id);
      return;
    }
    this.#awaited = undefined;
    const [left, top, right, bottom] = this.#scene.face(index);
    const from = this.#goal();
    this.#send(from.zoomed(Math.max(LEGIBLE / from.scale, 1)).centred([(left + right) / 2, (top + bottom) / 2]));
    this.#page(FIND, id);
  }

  /** Where the view is, or is on the way to. */
  #goal() {
    return this.#glide?.to ?? this.#view;
  }

  /** Shows another view at once. */
  #go(view) {
    this.#view = view;
    this.#untouched = false;
    this.#glide = this.#moved = undefined;
    this.#request();
  }

  /** Goes to another view, by a way that the eye can follow if it is short. */
  #send(view) {
    const from = this.#view;
    this.#go(view);
    if (!from.isNear(view) || this.#still.matches) return;
    this.#view = from;
    this.#glide = { from, to: view };
  }

  #firstView() {
    this.#go(this.#view.first(startOf(this.#picture)));
    this.#untouched = true;
  }

  // ---- Frames ----

  #request() {
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    requestAnimationFrame((now) => {
      this.#frameAsked = false;
      if (this.#scene && this.#view.size[0] > 0 && this.#frame(now)) this.#request();
    });
  }

  /** Shows what is to be seen. Whether something is left for the next frame. */
  #frame(now) {
    if (this.#glide) {
      const { from, to, since = now } = this.#glide;
      this.#glide.since = since;
      const left = 1 - Math.min((now - since) / GLIDES, 1);
      // Fast at first, and slower where it ends.
      this.#view = left > 0 ? from.towards(to, 1 - left ** 3) : to;
      this.#moved = undefined;
      if (left <= 0) this.#glide = undefined;
    }
    this.#moved ??= now;
    const budget = now - this.#moved > RESTS ? [WHILE_RESTING] : WHILE_MOVING;
    const isComplete = this.#scene.cover(this.#view, ...budget);
    this.#places.moved();
    this.#controls.show(this.#view.scale, this.#picture.down);
    const trace = this.#hovered ?? (this.#byKeyboard ? this.#focused : undefined);
    if (trace !== this.#traced) {
      this.#traced = trace;
      this.#scene.trace(trace === undefined ? undefined : paths(this.#scene.network, trace));
    }
    return this.#showMap(now) || !isComplete || this.#glide !== undefined;
  }

  #shown() {
    const scene = this.#scene;
    const [face, rect] = [(index) => scene.face(index), (index) => scene.rect(index)];
    return { picture: this.#picture, network: scene.network, view: this.#view, face, rect };
  }

  /** Shows the map where one could lose one's way. Whether it waits for another frame. */
  #showMap(now) {
    const { element } = this.#minimap;
    const isHidden = !this.#view.isSmallPart();
    if (element.hidden !== isHidden) element.hidden = isHidden;
    if (isHidden) return false;
    if (this.#mapStale && now - this.#mapDrawn > MAP_WAITS) {
      [this.#mapStale, this.#mapDrawn] = [false, now];
      this.#minimap.draw(this.#picture);
    }
    const [width, height] = this.#view.drawing;
    const [left, top, right, bottom] = this.#view.visible();
    this.#minimap.frame(left / width, top / height, right / width, bottom / height);
    return this.#mapStale;
  }
}
