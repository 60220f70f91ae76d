// Editing on the graph: what the pointer and the keys do there becomes edits of the definition's text.

import { SHORTCUTS, register } from "../face/commands.js";
import { Chosen } from "./chosen.js";
import { Clipboard } from "./clipboard.js";
import { ALONG_EDGES, COMMANDS, commandOf, commandsFor } from "./commands.js";
import { Connecting } from "./connect.js";
import { Edges } from "./edges.js";
import { Editing } from "./editing.js";
import { Empty } from "./empty.js";
import css from "./graph.css";
import { set, svg } from "./drawn.js";
import { chainOf } from "./ids.js";
import { ask, beneath, choose } from "./menu.js";
import { Palette } from "./palette.js";
import { Stage } from "./stage.js";

/** Room between a step and the menu that it opens. */
const GAP = 4;
/** How far a pointer goes before it drags, in pixels. */
const DRAGS = 4;
const PLUS = "M8 3.5v9M3.5 8h9";

/** @param {import("../../src/bridge.js").Page} page */
export function graphEditing(page) {
  const section = document.querySelector(".canvas");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  const editing = new GraphEditing(page, new Stage(page, section));
  editing.listen();
  editing.announce();
}

class GraphEditing {
  #page;
  #stage;
  #editing;
  #edges;
  #palette;
  #connecting;
  #clipboard;
  #chosen;
  #empty;
  #hovered;
  /** Where the pointer was pressed last. */
  #pressed = [0, 0];
  #button = set(document.createElement("button"), { id: "graph-add", type: "button", title: "Add a step (A)" });

  /** @param {import("../../src/bridge.js").Page} page @param {Stage} stage */
  constructor(page, stage) {
    [this.#page, this.#stage] = [page, stage];
    this.#editing = new Editing(page, stage);
    this.#edges = new Edges(stage, (edge, at) => this.#palette.insert(edge, at));
    this.#palette = new Palette(stage, this.#editing, this.#edges);
    this.#connecting = new Connecting(stage, this.#editing);
    this.#clipboard = new Clipboard(this.#editing);
    this.#chosen = new Chosen(stage);
    this.#empty = new Empty(page, stage, (at) => this.#palette.open(at));
    const sign = set(svg("svg"), { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": true });
    sign.append(set(svg("path"), { d: PLUS }));
    const label = document.createElement("span");
    label.textContent = "Add a step";
    this.#button.append(sign, label);
    this.#button.addEventListener("click", () => this.#palette.open(this.#beneath()));
    this.#joinControls();
  }

  /** Puts the palette's button among those over the graph, which are there when the canvas is. */
  #joinControls() {
    const { section } = this.#stage;
    const join = () => section.querySelector(".graph-controls")?.append(this.#button);
    join();
    if (this.#button.isConnected) return;
    const observer = new MutationObserver(() => {
      join();
      if (this.#button.isConnected) observer.disconnect();
    });
    observer.observe(section, { childList: true });
  }

  listen() {
    const { section } = this.#stage;
    this.#page.on("texts", ({ opened }) => this.#empty.show(opened));
    this.#page.on("selected", () => this.#offer());
    section.addEventListener("pointerdown", ({ clientX, clientY }) => (this.#pressed = [clientX, clientY]), true);
    section.addEventListener("pointermove", (event) => this.#hover(event));
    section.addEventListener("pointerleave", () => this.#hover());
    section.addEventListener("focusin", () => {
      this.#editing.prepare();
      this.#offer();
    });
    // Before the graph itself moves, selects or walks.
    section.addEventListener("keydown", (event) => this.#press(event), true);
    section.addEventListener("click", (event) => this.#click(event), true);
    section.addEventListener("dblclick", ({ target }) => {
      const id = this.#inGround(target) && !target.closest("[data-toggle]") && target.closest("[data-step]")?.dataset.step;
      if (id) this.#do("rename", { place: "step", id });
    });
    section.addEventListener("contextmenu", (event) => this.#menuAt(event));
    document.addEventListener("paste", (event) => {
      // Not where the event is: in Firefox that is where text was selected last.
      const at = document.activeElement;
      if (!section.contains(at) || at.matches("input, textarea")) return;
      event.preventDefault();
      this.#clipboard.paste(event.clipboardData.getData("text/plain"), this.#pastePlace());
    });
  }

  /** Lets the command palette and the sheet of shortcuts know of all that can be done here. */
  announce() {
    const step = () => this.#stage.current();
    for (const { id, name, keys, on } of COMMANDS.filter(({ on }) => on[0] === "step")) {
      const isAnywhere = on.includes("ground");
      register({
        title: isAnywhere ? name : `Step: ${name}`,
        keys: `${keys} in the graph`,
        isAvailable: () => isAnywhere || step() !== undefined,
        run: () => this.#do(id, step() === undefined ? { place: "ground" } : { place: "step", id: step() }),
      });
    }
    SHORTCUTS.push(["Editing in the graph", COMMANDS.map(({ keys, name, on }) => [keys, on[0] === "edge" ? `${name} into the edge` : name])]);
  }

  /** Whether the pointer has been dragged to where it is let go. */
  #hasMoved({ clientX, clientY }) {
    const [x, y] = this.#pressed;
    return Math.hypot(clientX - x, clientY - y) > DRAGS;
  }

  #inGround(element) {
    return this.#stage.ground?.contains(element) ?? false;
  }

  // ---- What is beneath the pointer ----

  #hover(event) {
    if (event?.buttons || event?.pointerType === "touch") return;
    const element = event?.target;
    if (element && (this.#connecting.isHandle(element) || this.#edges.isButton(element))) return;
    const isInGround = element && this.#inGround(element);
    this.#hovered = isInGround ? element.closest("[data-step]")?.dataset.step : undefined;
    this.#edges.hover(isInGround && this.#hovered === undefined ? this.#edges.at(this.#stage.at(event)) : undefined);
    this.#offer();
  }

  /** Puts the handle at the step beneath the pointer, or else at the selected one; where an edge is offered, nowhere. */
  #offer() {
    this.#connecting.offerAt(this.#edges.isShown ? undefined : (this.#hovered ?? this.#stage.current()));
  }

  /** A click beside the boxes but on an edge chooses the edge; one on a box, if there is one to be connected, connects. */
  #click(event) {
    const { target, detail, shiftKey } = event;
    if (detail === 0 || !this.#inGround(target) || target.closest("[data-toggle]")) return;
    const step = target.closest("[data-step]")?.dataset.step;
    if (this.#connecting.isUnderway) {
      // Who only moved the view goes on.
      if (this.#hasMoved(event)) return;
      event.stopPropagation();
      return step === undefined ? this.#connecting.finishAt(event) : this.#connecting.finish(step);
    }
    if (step !== undefined && shiftKey) {
      event.stopPropagation();
      return this.#chosen.toggle(step, this.#page.selected());
    }
    this.#chosen.clear();
    if (step !== undefined) return;
    const edge = this.#edges.at(this.#stage.at(event));
    if (!edge) return;
    event.stopPropagation();
    this.#edges.choose(edge);
  }

  // ---- Keys ----

  #press(event) {
    const { target, key } = event;
    if (target.matches("input, textarea")) {
      // A step was searched for; to be connected with.
      if (key === "Enter" && this.#connecting.isUnderway && target.id === "graph-search") this.#finishSearch(event);
      return;
    }
    if (this.#connecting.isUnderway && this.#pressConnecting(event)) return stop(event);
    const subject = this.#subject();
    const { place, id } = subject;
    if (!place) return;
    const by = place === "edge" ? ALONG_EDGES[key] : undefined;
    if (by) this.#edges.next(by);
    else if (place === "edge" && key === "Escape") this.#stage.focus(id.from);
    else if (place === "step" && key === "Enter" && event.shiftKey) this.#chosen.toggle(id, this.#page.selected());
    else {
      const command = commandOf(event, place);
      if (!command && key === "Escape") this.#chosen.clear();
      if (!command) return;
      this.#do(command, subject);
    }
    stop(event);
  }

  /** Whether the key was one of connecting. */
  #pressConnecting({ key, target }) {
    if (key === "Escape") this.#connecting.giveUp();
    else if (key === "Enter" && this.#stage.current() !== undefined && this.#inGround(target)) this.#connecting.finish(this.#stage.current());
    else return false;
    return true;
  }

  #finishSearch(event) {
    const id = this.#page.selected();
    if (id === undefined || event.target.value === "") return;
    stop(event);
    document.querySelector("#graph-search-close").click();
    this.#connecting.finish(id);
  }

  /** What a key or the menu is about: a step, an edge, or the ground. */
  #subject() {
    const edge = this.#edges.chosen;
    if (edge) return { place: "edge", id: edge };
    const at = document.activeElement;
    if (this.#empty.isShown) return { place: "ground" };
    if (!this.#inGround(at)) return {};
    const id = at.dataset.step ?? this.#page.selected();
    return this.#stage.element(id ?? "") ? { place: "step", id } : { place: "ground" };
  }

  // ---- Commands ----

  /** @param {string} command one of `COMMANDS` @param {{ place: string, id: any }} subject */
  async #do(command, { place, id }) {
    const isEdge = place === "edge";
    const at = isEdge ? this.#stage.onPage(this.#stage.places.middle(id.id)) : this.#beneath(place === "step" ? id : undefined);
    const steps = place === "step" ? this.#chosen.with(id) : [];
    const make = async (edit) => {
      const isMade = await this.#editing.make(edit);
      if (isMade) this.#chosen.clear();
      return isMade;
    };
    switch (command) {
      case "menu":
        return this.#menu(at, { place, id });
      case "insert":
        return this.#palette.insert(id, at);
      case "rename":
        return this.#rename(id);
      case "add":
        return this.#palette.open(at, place === "step" ? id : undefined);
      case "connect":
        return this.#connecting.start(id);
      case "end":
        return this.#connecting.connect(id, "[end]", at);
      case "start":
        return make({ do: "connect", from: "[start]", to: id, edge: "success" });
      case "edges":
        return this.#edges.next(1, id);
      case "duplicate":
        return make({ do: "duplicate", steps });
      case "copy":
        return this.#clipboard.copy(steps);
      case "cut":
        return (await this.#clipboard.copy(steps)) && make({ do: "delete", steps });
      case "paste":
        return this.#clipboard.read(this.#pastePlace(place === "step" ? id : undefined));
      case "wrap":
        return this.#wrap(steps, at, make);
      case "delete":
        if (!isEdge) return make({ do: "delete", steps });
        this.#stage.focus(id.from);
        return make({ do: "disconnect", from: id.from, to: id.to, edge: id.kind });
    }
  }

  /** Where something opens for a step, or at the palette's button. @returns {import("./menu.js").At} */
  #beneath(id) {
    const box = id === undefined ? undefined : this.#stage.places?.box(id);
    if (box) return [...this.#stage.onPage([box[0], box[3] + GAP]), this.#stage.onPage(box)[1] - GAP];
    return beneath(this.#empty.isShown ? document.querySelector("#graph-add-first") : this.#button, GAP);
  }

  async #rename(id) {
    if (!this.#editing.isPossible() || !(await this.#editing.load())) return;
    const [left, top, right] = this.#stage.places.box(id);
    const name = this.#stage.name(id);
    const check = (text) => (text === name ? undefined : this.#editing.preview({ do: "rename", step: id, name: text }).error);
    const given = await ask(this.#stage.onPage([left, top]), { label: `Rename ${name}`, text: name, width: right - left, check });
    if (given !== undefined && given !== name) await this.#editing.make({ do: "rename", step: id, name: given });
  }

  async #wrap(steps, at, make) {
    if (!this.#editing.isPossible()) return;
    const names = steps.map((id) => this.#stage.name(id)).join(", ");
    const into = await choose(at, `Wrap ${names} in`, [
      { id: "parallel", name: "A parallel step", about: "As one of its tasks", value: "parallel" },
      { id: "workflow", name: "A nested workflow", about: "As a step of its own workflow", value: "workflow" },
    ]);
    if (into !== undefined) await make({ do: "wrap", steps, in: into });
  }

  #pastePlace(id = this.#stage.current()) {
    return id === undefined ? { chain: "" } : { chain: chainOf(id), after: id };
  }

  // ---- The context menu ----

  #menuAt(event) {
    const { target } = event;
    if (target.matches("input, textarea") || target.closest(".graph-controls, .graph-search")) return;
    const isInGround = this.#inGround(target);
    const id = isInGround ? target.closest("[data-step]")?.dataset.step : undefined;
    const edge = this.#edges.isButton(target) ? this.#edges.chosen : isInGround && this.#edges.at(this.#stage.at(event));
    event.preventDefault();
    if (id !== undefined) this.#page.select(id);
    const subject = id !== undefined ? { place: "step", id } : edge ? { place: "edge", id: edge } : { place: "ground" };
    this.#menu([event.clientX, event.clientY], subject);
  }

  async #menu(at, subject) {
    const label = { step: () => this.#stage.name(subject.id), edge: () => subject.id.spoken, ground: () => "Graph" }[subject.place]();
    const isInner = subject.place === "step" && !this.#stage.isStep(subject.id);
    const items = commandsFor(subject.place, isInner).map((command) => ({ ...command, value: command.id }));
    const command = await choose(at, label, items);
    if (command !== undefined) await this.#do(command, subject);
  }
}

function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}
