// Connecting steps: a handle at a step's edge, from which a line is dragged to another step; or by keys, where the way to
// the other step is walked or searched.

import { set, svg } from "./drawn.js";
import { KINDS } from "./kinds.js";
import { ask, choose } from "./menu.js";
import { chainOf } from "./ids.js";

/** How far a pointer goes before it drags, in pixels. */
const DRAGS = 4;
/** How large a box is at least on whose border the handle stands; by a smaller one, which is to be pressed, it stands beside. */
const ROOMY = 40;
const BESIDE = 11;
/** What is said when one has thought better of it. */
const NOTHING = "Nothing was connected";
/** Room between a step and the menu that it opens. */
const GAP = 4;

export class Connecting {
  #stage;
  #editing;
  #handle = document.createElement("button");
  #line = set(svg("path"), { class: "graph-line" });
  #target = document.createElement("div");
  #help = document.createElement("p");
  /** The step at which the handle stands; and that from which the keyboard connects. */
  #at;
  #from;

  /** @param {import("./stage.js").Stage} stage @param {import("./editing.js").Editing} editing */
  constructor(stage, editing) {
    [this.#stage, this.#editing] = [stage, editing];
    Object.assign(this.#handle, { id: "graph-connect", type: "button", hidden: true, tabIndex: -1 });
    this.#handle.append(set(svg("svg"), { width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": true }));
    this.#handle.firstChild.append(set(svg("path"), { d: "M2 6h7M6 3l3 3l-3 3" }));
    const lines = set(svg("svg"), { class: "graph-lines", "aria-hidden": true });
    lines.append(this.#line);
    Object.assign(this.#target, { className: "graph-target", hidden: true });
    Object.assign(this.#help, { id: "graph-connecting", className: "graph-help", hidden: true });
    this.#help.setAttribute("role", "status");
    stage.layer.append(lines, this.#target, this.#handle, this.#help);
    stage.follow(() => this.#place());
    this.#listen();
  }

  // ---- By pointer ----

  /** Puts the handle at a step, or nowhere. */
  offerAt(id) {
    this.#at = id;
    this.#place();
  }

  isHandle(element) {
    return this.#handle.contains(element);
  }

  #place() {
    const { places } = this.#stage;
    const box = this.#at === undefined ? undefined : places?.box(this.#at);
    const isHidden = !box || !this.#stage.isStep(this.#at);
    // Set to what it is, it would be styled anew in each frame.
    if (this.#handle.hidden !== isHidden) this.#handle.hidden = isHidden;
    if (isHidden) return;
    const [x, y] = this.#portOf(this.#at);
    const [left, top, right, bottom] = places.frame(this.#at);
    const beside = (places.down ? bottom - top : right - left) < ROOMY ? BESIDE : 0;
    this.#handle.style.transform = places.down ? `translate(${x}px, ${y + beside}px)` : `translate(${x + beside}px, ${y}px)`;
    this.#handle.dataset.way = places.down ? "down" : "right";
    const name = `Drag from here to the step that follows ${this.#stage.name(this.#at)}`;
    if (this.#handle.title !== name) set(this.#handle, { title: name, "aria-label": name });
  }

  /** Where a step's edges leave it. */
  #portOf(id) {
    const { places } = this.#stage;
    const [left, top, right, bottom] = places.frame(id);
    return places.down ? [(left + right) / 2, bottom] : [right, (top + bottom) / 2];
  }

  #listen() {
    const handle = this.#handle;
    handle.addEventListener("pointerdown", (down) => {
      const from = this.#at;
      if (down.button !== 0 || from === undefined) return;
      down.preventDefault();
      handle.setPointerCapture(down.pointerId);
      this.#editing.load();
      let drags = false;
      const move = (event) => {
        drags ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > DRAGS;
        if (drags) this.#drawLine(from, event);
      };
      const end = (event) => {
        handle.removeEventListener("pointermove", move);
        for (const over of ["pointerup", "pointercancel"]) handle.removeEventListener(over, end);
        this.#line.removeAttribute("d");
        this.#aim(undefined);
        if (event.type !== "pointerup") return;
        if (drags) this.#drop(from, event);
        else this.start(from);
      };
      handle.addEventListener("pointermove", move);
      for (const over of ["pointerup", "pointercancel"]) handle.addEventListener(over, end);
    });
  }

  #drawLine(from, event) {
    const [x, y] = this.#portOf(from);
    const [toX, toY] = this.#stage.at(event);
    const bend = this.#stage.places.down ? [x, y + 40, toX, toY - 40] : [x + 40, y, toX - 40, toY];
    this.#line.setAttribute("d", `M${x} ${y}C${bend.join(" ")} ${toX} ${toY}`);
    this.#aim(this.#stage.under(event));
  }

  /** Frames the box that is aimed at. */
  #aim(id) {
    const box = id === undefined ? undefined : this.#stage.places.box(id);
    this.#target.hidden = !box;
    if (!box) return;
    const [left, top, right, bottom] = box;
    this.#target.style.transform = `translate(${left}px, ${top}px)`;
    this.#target.style.inlineSize = `${right - left}px`;
    this.#target.style.blockSize = `${bottom - top}px`;
  }

  async #drop(from, event) {
    const at = [event.clientX, event.clientY];
    const to = this.#stage.under(event, true);
    if (to !== undefined) return this.connect(from, to, at);
    if (!this.#stage.isOver(event) || !this.#editing.isPossible()) return;
    const way = await this.#chooseWay(from, "a new step", at, true);
    const kind = way && (await choose(at, "Add a step", KINDS.map((kind) => ({ ...kind, id: kind.kind, value: kind.kind }))));
    if (kind === undefined) return this.#editing.say(NOTHING);
    // What no branch matches is what is next.
    const via = { branch: { branch: way.key }, default: "success" }[way.edge] ?? way.edge;
    await this.#editing.make({ do: "addStep", chain: chainOf(from), kind, after: from, via });
  }

  // ---- By keys ----

  get isUnderway() {
    return this.#from !== undefined;
  }

  /** Begins to connect a step with another one, to be chosen. */
  start(from) {
    if (!this.#editing.isPossible()) return;
    this.#editing.load();
    this.#from = from;
    this.#help.hidden = false;
    this.#help.textContent = `Connect ${this.#stage.name(from)}: click a step, or free ground for a new one; by keys, go to it by arrows or search (Ctrl+F) and press Enter; Escape ends it`;
    this.#stage.focus(from);
  }

  stop() {
    this.#from = undefined;
    this.#help.hidden = true;
  }

  /** Ends it without a step to connect with, and says so. */
  giveUp() {
    this.stop();
    this.#editing.say(NOTHING);
  }

  /** The step to connect with was chosen. */
  finish(to) {
    const from = this.#from;
    this.stop();
    const [left, top, , bottom] = this.#stage.places.box(to) ?? [0, 0, 0, 0];
    const [x, y] = this.#stage.onPage([left, bottom + GAP]);
    return this.connect(from, to, [x, y, this.#stage.onPage([left, top - GAP])[1]]);
  }

  /** A place beside the steps was clicked: the end, or free ground for a new step. */
  finishAt(event) {
    const from = this.#from;
    this.stop();
    return this.#drop(from, event);
  }

  // ---- Both ----

  /** Connects two steps, by a way to be chosen in a menu at a point of the page. */
  async connect(from, to, at) {
    if (!this.#editing.isPossible()) return;
    const way = await this.#chooseWay(from, this.#stage.name(to), at, to !== "[end]");
    if (!way) return this.#editing.say(NOTHING);
    await this.#editing.make({ do: "connect", from, to, ...way });
  }

  /** @returns {Promise<{ edge: string, key?: string } | undefined>} */
  async #chooseWay(from, to, at, withBranch) {
    const hasBranch = this.#stage.places.leaving(from).some(({ kind }) => kind === "branch" || kind === "default");
    const next = hasBranch
      ? { id: "default", name: "If no branch matches", about: "The way that is left", value: { edge: "default" } }
      : { id: "success", name: "On success", about: "The step that is next", value: { edge: "success" } };
    if (!withBranch) return next.value;
    const others = [
      { id: "failure", name: "On failure", about: "Handles every error", value: { edge: "failure" } },
      { id: "branch", name: "If the result is…", about: "A branch for one result", value: { edge: "branch" } },
    ];
    const way = await choose(at, `${this.#stage.name(from)} leads to ${to}`, [next, ...others]);
    if (way?.edge !== "branch") return way;
    const key = await ask(at, { label: "If the result is", check: (text) => (text === "" ? "Type the result, such as yes, 3 or true." : undefined) });
    return key === undefined ? undefined : { ...way, key };
  }
}
