// What stands in the graph's DOM: it makes elements, changes them and takes them away as it is told, and tells what the
// user does. It decides nothing: `scene.rs` says what is there, `canvas.rs` what happens.
//
// What people have written is only ever set as text or attribute, never read as markup.

const NAMESPACE = "http://www.w3.org/2000/svg";

/** What is drawn beneath comes first. */
const LAYERS = ["containers", "failures", "ways", "taken", "labels", "boxes"];

/** The layers of what is seen from very far. */
const FAR_LAYERS = ["failures", "ways", "taken", "boxes"];

/** How long a box takes to its new place, in milliseconds. */
const GLIDES = 260;

/** What the user does, as `canvas.rs` has it. */
const FRAME = 0, SIZE = 1, PRESS = 2, DRAG = 3, RELEASE = 4, ZOOM = 5, MOVE = 6, CLICK = 7, TOGGLE = 8, HOVER = 9, FOCUS = 10, KEY = 11;

/** @returns {SVGElement} the one element of constant markup. */
function template(markup) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  svg.innerHTML = markup;
  return svg.firstChild;
}

function set(element, attributes) {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
}

const NEAR = template(
  `<g class="node" role="button" tabindex="-1"><title/><rect class="box" rx="9"/><g class="status-icon"><circle class="disc" cx="8" cy="8" r="7"/><path class="sign"/></g><text class="name" x="42"/><text class="detail" x="42"/></g>`,
);
const TOGGLE_BUTTON = template(
  `<g class="toggle" role="button" tabindex="-1"><rect width="26" height="26" x="-13" y="-13" rx="6"/><path/></g>`,
);
const FAR = template(`<rect class="box far" role="button" tabindex="-1" rx="9"/>`);
const MARKER = template(`<g class="marker" role="img"><title/><circle/><path/></g>`);
const EDGE = template(`<g class="edge" role="img"><path class="line"/><path class="head"/></g>`);
const LINE = template(`<path class="edge line"/>`);
const LABEL = template(`<g class="edge-label"><rect class="label-box"/><text class="label" text-anchor="middle"/></g>`);

export class Stage {
  #svg = document.createElementNS(NAMESPACE, "svg");
  #layers = {};
  /** The elements of boxes, edges and labels, by index. */
  #boxes = [];
  #edges = [];
  #labels = [];
  /** What is seen from very far. */
  #far = document.createElementNS(NAMESPACE, "g");
  #blocks = new Map();
  /** The boxes of the drawing before, while another takes its place. */
  #before = [];
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  #act;
  #asked = false;

  /**
   * @param {HTMLElement} ground that the graph is drawn on
   * @param {(what: number, x: number, y: number, z: number, name: string) => boolean} act whether it had a meaning
   */
  constructor(ground, act) {
    this.#act = act;
    set(this.#svg, { class: "graph", role: "group", "aria-label": "Steps of the workflow" });
    for (const name of LAYERS) {
      this.#layers[name] = set(document.createElementNS(NAMESPACE, "g"), { class: name });
      this.#svg.append(this.#layers[name]);
    }
    set(this.#far, { class: "blocks" }).append(
      ...FAR_LAYERS.map((name) => set(document.createElementNS(NAMESPACE, "g"), { class: `far-${name}` })),
    );
    this.#svg.prepend(this.#far);
    ground.append(this.#svg);
    this.#listen(ground);
  }

  #listen(ground) {
    const act = this.#act;
    let place;
    const forget = () => (place = undefined);
    const at = (event) => {
      place ??= ground.getBoundingClientRect();
      return [event.clientX - place.left, event.clientY - place.top];
    };
    const tell = (what) => (event) => void act(what, ...at(event), event.pointerId, "");
    addEventListener("scroll", forget, { capture: true, passive: true });
    new ResizeObserver(([{ contentRect }]) => {
      forget();
      act(SIZE, contentRect.width, contentRect.height, 0, "");
    }).observe(ground);

    ground.addEventListener("pointerdown", (event) => {
      // The middle button moves the view too.
      if (event.button < 2) act(PRESS, ...at(event), event.pointerId, "");
      if (event.button === 1) event.preventDefault();
    });
    ground.addEventListener("pointermove", (event) => {
      if (event.buttons && act(DRAG, ...at(event), event.pointerId, "")) ground.setPointerCapture(event.pointerId);
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) ground.addEventListener(end, tell(RELEASE));
    ground.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const lines = event.deltaMode ? 16 : 1;
        if (event.shiftKey && !event.ctrlKey) {
          act(MOVE, -(event.deltaX || event.deltaY) * lines, 0, 0, "");
        } else {
          // A trackpad's pinch comes as a wheel with Ctrl, in smaller steps.
          const factor = Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016));
          act(ZOOM, ...at(event), factor, "");
        }
      },
      { passive: false },
    );
    ground.addEventListener("click", (event) => {
      if ("grab" in ground.dataset) return;
      const toggle = event.target.closest("[data-toggle]");
      // Without a count, no pointer clicked.
      if (toggle) act(TOGGLE, event.detail, 0, 0, toggle.dataset.toggle);
      else act(CLICK, ...at(event), event.detail, step(event.target));
    });
    ground.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "touch" && !event.buttons) act(HOVER, 0, 0, 0, step(event.target));
    });
    ground.addEventListener("pointerleave", () => act(HOVER, 0, 0, 0, ""));
    // Later, since it may be an answer to what is just being done here.
    const tellFocus = () => {
      const at = document.activeElement;
      if (ground.contains(at)) act(FOCUS, Number(at.matches(":focus-visible")), 0, 0, step(at));
      else act(FOCUS, 0, 0, 0, "");
    };
    for (const change of ["focusin", "focusout"]) ground.addEventListener(change, () => queueMicrotask(tellFocus));

    const section = ground.parentElement;
    let grabbed = false;
    section.addEventListener("keydown", (event) => {
      const { target, key } = event;
      const inGraph = ground.contains(target);
      if (key === " " && inGraph) {
        // Held, it makes whatever is pressed the ground; let go without, it presses.
        event.preventDefault();
        if (event.repeat) return;
        ground.dataset.grab = "";
        grabbed = false;
        return;
      }
      const held = Number(event.ctrlKey || event.metaKey) + 2 * Number(event.shiftKey) + 4 * Number(event.altKey);
      const toggle = inGraph && key === "Enter" ? target.closest("[data-toggle]") : null;
      if (toggle ? act(TOGGLE, 0, 0, 0, toggle.dataset.toggle) : act(KEY, held, Number(inGraph), 0, key)) event.preventDefault();
    });
    const letGo = () => delete ground.dataset.grab;
    ground.addEventListener("pointerdown", () => (grabbed = true), true);
    ground.addEventListener("focusout", letGo);
    section.addEventListener("keyup", ({ key, target }) => {
      if (key !== " " || !("grab" in ground.dataset)) return;
      letGo();
      if (!grabbed) target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    });
  }

  /** The ground's size, for the first view; later it is told. */
  get width() {
    return this.#svg.parentElement.clientWidth;
  }

  get height() {
    return this.#svg.parentElement.clientHeight;
  }

  /** Calls with the next frame. */
  request() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame((now) => {
      this.#asked = false;
      this.#act(FRAME, now, 0, 0, "");
    });
  }

  /** Whether what moves is to be at its place at once. */
  get still() {
    return this.#still.matches;
  }

  /** Takes the size of a drawing, in whose place another was: its boxes can be used again until `clear`. */
  begin(width, height) {
    for (const old of [...this.#edges, ...this.#labels]) old?.remove();
    for (const path of this.#blocks.values()) path.remove();
    this.#blocks.clear();
    this.#before = this.#boxes;
    this.#boxes = [];
    this.#edges = [];
    this.#labels = [];
    set(this.#svg, { width, height });
  }

  /** Uses a box of the drawing before again. */
  again(before, index, left, top) {
    const box = (this.#boxes[index] = this.#before[before]);
    this.#before[before] = undefined;
    set(box, { transform: `translate(${left} ${top})` });
  }

  /** Takes away what has not been used again. */
  clear() {
    for (const old of this.#before) old?.remove();
    this.#before = [];
  }

  /** Shows the drawing there, at that scale; `level` says how far out that is. */
  view(x, y, scale, level) {
    this.#svg.style.transform = `translate(${x}px,${y}px) scale(${scale})`;
    if (this.#svg.dataset.level !== level) this.#svg.dataset.level = level;
  }

  #put(layer, element, before) {
    this.#layers[layer].insertBefore(element, this.#boxes[before] ?? null);
  }

  /** A box with its texts; `toggle` is how many boxes it hides, 0 if it is open, -1 if nothing is in it. */
  box(index, before, container, left, top, width, height, middle, kind, id, label, name, toggle) {
    const box = NEAR.cloneNode(true);
    const [title, frame, icon, text, detail] = box.children;
    title.textContent = name;
    set(frame, { width, height });
    set(icon, { transform: `translate(14 ${middle - 8})` });
    set(text, { y: middle - 3.5 }).textContent = label;
    set(detail, { y: middle + 13 });
    if (container) box.setAttribute("class", "container");
    set(box, { "data-step": id, "data-kind": kind });
    const item = document.createElementNS(NAMESPACE, "g");
    item.append(box);
    if (toggle >= 0) {
      const button = set(TOGGLE_BUTTON.cloneNode(true), {
        transform: `translate(${width - 20} ${middle})`,
        "data-toggle": id,
        "aria-expanded": toggle === 0,
        "aria-label": `${toggle ? "Open" : "Close"} ${name}`,
      });
      button.lastChild.setAttribute("d", toggle ? "M-2 -4l4 4l-4 4" : "M-4 -2l4 4l4 -4");
      item.append(button);
    }
    this.#boxes[index] = set(item, { transform: `translate(${left} ${top})` });
    this.#put(container ? "containers" : "boxes", item, before);
  }

  /** A box as a plain shape. */
  shape(index, before, container, left, top, width, height, kind, id, name) {
    const box = set(FAR.cloneNode(), { x: left, y: top, width, height, "data-step": id, "data-kind": kind, "aria-label": name });
    if (container) box.setAttribute("class", "container far");
    this.#boxes[index] = box;
    this.#put(container ? "containers" : "boxes", box, before);
  }

  /** The start or end of the workflow. */
  marker(index, before, x, y, radius, kind, name) {
    const marker = set(MARKER.cloneNode(true), { transform: `translate(${x} ${y})`, "data-kind": kind, "aria-label": name });
    const [title, circle, sign] = marker.children;
    title.textContent = name;
    circle.setAttribute("r", radius - 0.75);
    sign.setAttribute("d", kind === "start" ? "M-3 -5v10l8 -5z" : "M-4 -4h8v8h-8z");
    this.#boxes[index] = marker;
    this.#put("boxes", marker, before);
  }

  /** What has become of a step: its status, and where the box has texts, these. */
  tell(index, status, sign, detail, spoken) {
    const box = this.#step(index);
    box.dataset.status = status;
    if (!box.lastChild) return;
    const [, , icon, , text] = box.children;
    icon.lastChild.setAttribute("d", sign);
    text.textContent = detail;
    box.setAttribute("aria-label", spoken);
  }

  /** The status of a box without texts. */
  status(index, status) {
    this.#step(index).dataset.status = status;
  }

  /** Whether a box is the selected one. */
  press(index, pressed) {
    this.#step(index).setAttribute("aria-pressed", pressed);
  }

  /** Whether Tab stops at a box, and at its button. */
  stop(index, stops) {
    const box = this.#boxes[index];
    for (const element of [this.#step(index), box?.querySelector("[data-toggle]")]) {
      element?.setAttribute("tabindex", stops ? 0 : -1);
    }
  }

  focus(index) {
    this.#step(index).focus({ preventScroll: true });
  }

  /** Gives the focus to the ground. */
  leave() {
    this.#svg.parentElement.focus({ preventScroll: true });
  }

  /** Whether the focus is within the graph. */
  get focused() {
    return this.#svg.contains(document.activeElement);
  }

  #step(index) {
    const box = this.#boxes[index];
    return box.dataset.step === undefined && box.firstChild?.dataset.step !== undefined ? box.firstChild : box;
  }

  /** An edge with its head; or without, as a plain line. */
  edge(index, layer, kind, id, line, head, name) {
    const edge = (head ? EDGE : LINE).cloneNode(true);
    if (head) {
      edge.firstChild.setAttribute("d", line);
      edge.lastChild.setAttribute("d", head);
      edge.setAttribute("aria-label", name);
    } else {
      edge.setAttribute("d", line);
    }
    set(edge, { "data-edge": id, "data-kind": kind, "data-taken": layer === 3 });
    this.#edges[index] = edge;
    this.#layers[LAYERS[layer]].append(edge);
  }

  label(index, kind, taken, text, x, y, width, height) {
    const label = set(LABEL.cloneNode(true), { "data-kind": kind, "data-taken": taken });
    set(label.firstChild, { x: x - width / 2, y: y - height / 2, width, height, rx: height / 2 });
    set(label.lastChild, { x, y: y + 4 }).textContent = text;
    this.#labels[index] = label;
    this.#layers.labels.append(label);
  }

  /** The run has taken an edge, or has forgotten it. */
  take(index, layer) {
    const taken = layer === 3;
    this.#edges[index].dataset.taken = taken;
    if (this.#labels[index]) this.#labels[index].dataset.taken = taken;
    this.#layers[LAYERS[layer]].append(this.#edges[index]);
  }

  /** A block of what is seen from very far: its boxes of a status, or its edges in a layer, as one path. */
  block(index, layer, status, path) {
    const key = `${index} ${layer} ${status}`;
    let block = this.#blocks.get(key);
    if (!block) {
      if (!path) return;
      block = document.createElementNS(NAMESPACE, "path");
      if (status) block.dataset.status = status;
      this.#far.children[FAR_LAYERS.indexOf(layer)].append(block);
      this.#blocks.set(key, block);
    }
    block.setAttribute("d", path);
  }

  removeBox(index) {
    this.#boxes[index].remove();
    this.#boxes[index] = undefined;
  }

  removeEdge(index) {
    this.#edges[index].remove();
    this.#labels[index]?.remove();
    this.#edges[index] = this.#labels[index] = undefined;
  }

  /** Whether some boxes and edges stand out; `trace` says which. */
  set tracing(on) {
    this.#svg.toggleAttribute("data-tracing", on);
  }

  traceBox(index, on) {
    this.#step(index).toggleAttribute("data-traced", on);
  }

  traceEdge(index, on) {
    this.#edges[index].toggleAttribute("data-traced", on);
    this.#labels[index]?.toggleAttribute("data-traced", on);
  }

  /** Lets a box come from so far away to where it is. */
  glideBox(index, x, y) {
    this.#glide(this.#boxes[index], x, y);
  }

  /** Lets an edge come along with its boxes. */
  glideEdge(index, x, y) {
    this.#glide(this.#edges[index], x, y);
    this.#glide(this.#labels[index], x, y);
  }

  #glide(element, x, y) {
    element?.animate([{ transform: `translate(${x}px,${y}px)`, composite: "add" }, { transform: "none", composite: "add" }], {
      duration: GLIDES,
      easing: "ease-in-out",
      composite: "add",
    });
  }

  /** Lets a new box appear. */
  fadeBox(index) {
    fade(this.#boxes[index]);
  }

  /** Lets a new edge appear, once the boxes are at their places. */
  fadeEdge(index) {
    fade(this.#edges[index]);
    fade(this.#labels[index]);
  }
}

function fade(element) {
  element?.animate([{ opacity: 0 }, { opacity: 0, offset: 0.4 }, { opacity: 1 }], { duration: 1.5 * GLIDES });
}

/** The path of the step whose box an element is in; empty on the ground. */
function step(element) {
  return element.closest("[data-step]")?.dataset.step ?? "";
}
