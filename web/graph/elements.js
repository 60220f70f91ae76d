// The graph's elements: makes them from a box or an edge as it is to be seen, and changes and moves them. It does not
// know which are wanted.
//
// What people have written is only ever set as text or attribute, never read as markup.

export const NAMESPACE = "http://www.w3.org/2000/svg";

/** How long a box takes to its new place, in milliseconds. */
const GLIDES = 260;

/** Where a box's text starts. */
const TEXT_LEFT = 42;

/** The one element of constant markup, which is SVG's unless it is said to be `div`'s. */
export function template(markup, within = "svg") {
  const around = within === "svg" ? document.createElementNS(NAMESPACE, within) : document.createElement(within);
  around.innerHTML = markup;
  return around.firstChild;
}

export function set(element, attributes) {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
}

const stepBox = template(
  `<g class="node" role="button" tabindex="-1"><title/><rect class="box" rx="9"/><g class="status-icon"><circle class="disc" r="7"/><g><path class="sign"/></g></g><text class="name"/> <text class="detail"/></g>`,
);
const toggleButton = template(
  `<g class="toggle" role="button" tabindex="-1"><rect width="26" height="26" x="-13" y="-13" rx="6"/><path/></g>`,
);
const plainBox = template(`<rect class="box far" role="button" tabindex="-1" rx="9"/>`);
const startOrEnd = template(`<g class="marker" role="img"><title/><circle/><path/></g>`);
const fullEdge = template(`<g class="edge" role="img"><path class="line"/><path class="head"/></g>`);
const plainEdge = template(`<path class="edge line"/>`);
const edgeLabel = template(`<g class="edge-label"><rect class="label-box"/><text class="label" text-anchor="middle"/></g>`);

const at = (left, top) => `translate(${left} ${top})`;

/**
 * A box with its texts, and a button if something is in it.
 * @param {{ id, kind, name, label, left, top, width, height, title: number, isContainer: boolean, hides: number }} shown
 * `title` is the height of a container's title; `hides` how many boxes, 0 if it is open, less if nothing is in it
 */
export function box({ id, kind, name, label, left, top, width, height, title, isContainer, hides }) {
  const step = stepBox.cloneNode(true);
  const [tooltip, frame, , text] = step.children;
  // What is written in full needs none.
  if (name !== label) tooltip.textContent = name;
  set(frame, { width, height });
  text.textContent = label;
  set(step, { "data-step": id, "data-kind": kind });
  if (isContainer) step.setAttribute("class", "container");
  const whole = document.createElementNS(NAMESPACE, "g");
  whole.append(step);
  if (hides >= 0) {
    const button = set(toggleButton.cloneNode(true), {
      "data-toggle": id,
      "aria-expanded": hides === 0,
      "aria-label": `${hides ? "Open" : "Close"} ${name}`,
    });
    button.lastChild.setAttribute("d", hides ? "M-2 -4l4 4l-4 4" : "M-4 -2l4 4l4 -4");
    whole.append(button);
  }
  place(whole, { left, top, width, height, title, isContainer });
  return whole;
}

/**
 * Puts a box with its texts where it is to be. By coordinates, and by a transform only where it must be: each is a layer of
 * its own to a browser that paints.
 */
export function place(whole, { left, top, width, height, title, isContainer }) {
  const middle = top + (isContainer ? title : height) / 2;
  const [step, button] = whole.children;
  const [, frame, icon, text, detail, tag] = step.children;
  set(frame, { x: left, y: top });
  if (tag) placeTag(tag, frame);
  set(icon.firstChild, { cx: left + 22, cy: middle });
  set(icon.lastChild, { transform: at(left + 14, middle - 8) });
  set(text, { x: left + TEXT_LEFT, y: middle - 3.5 });
  set(detail, { x: left + TEXT_LEFT, y: middle + 13 });
  if (button) set(button, { transform: at(left + width - 20, middle) });
}

/** A box as a plain shape. */
export function shape({ id, kind, name, left, top, width, height, isContainer }) {
  const shape = set(plainBox.cloneNode(), { x: left, y: top, width, height, "data-step": id, "data-kind": kind, "aria-label": name });
  if (isContainer) shape.setAttribute("class", "container far");
  return shape;
}

/** The start or end of the workflow. */
export function marker({ kind, name, left, top, width }) {
  const radius = width / 2;
  const marker = set(startOrEnd.cloneNode(true), { transform: at(left + radius, top + radius), "data-kind": kind, "aria-label": name });
  const [tooltip, circle, sign] = marker.children;
  tooltip.textContent = name;
  circle.setAttribute("r", radius - 0.75);
  sign.setAttribute("d", kind === "start" ? "M-3 -5v10l8 -5z" : "M-4 -4h8v8h-8z");
  return marker;
}

/** The element of a box that is chosen and focused: itself, or what is in it beside its button. */
export const stepOf = (element) => (element.firstChild?.dataset.step === undefined ? element : element.firstChild);

/** Shows what has become of a step, and how it is mocked, if it is; a plain shape shows its status alone. */
export function tell(element, status, { sign, detail, spoken }, mock) {
  const step = stepOf(element);
  step.dataset.status = status;
  step.toggleAttribute("data-mocked", mock !== undefined);
  if (!step.firstChild) return;
  const [, , icon, , text] = step.children;
  icon.lastChild.firstChild.setAttribute("d", sign());
  text.textContent = detail();
  step.setAttribute("aria-label", mock ? `${spoken()}, mocked: ${mock}` : spoken());
  tag(step, mock);
}

/** Says over a box that it is mocked. */
function tag(step, mock) {
  const [, frame, , , , before] = step.children;
  if (!mock) return before?.remove();
  const tag = before ?? set(document.createElementNS(NAMESPACE, "text"), { class: "mock-tag", "text-anchor": "end" });
  tag.textContent = "mock";
  placeTag(tag, frame);
  step.append(tag);
}

function placeTag(tag, frame) {
  const [x, y, width] = ["x", "y", "width"].map((name) => Number(frame.getAttribute(name)));
  set(tag, { x: x + width - 6, y: y - 5 });
}

/** Whether Tab stops at a box and its button. */
export function stop(element, stops) {
  for (const one of [stepOf(element), element.querySelector("[data-toggle]")]) one?.setAttribute("tabindex", stops ? 0 : -1);
}

/** An edge with its head and what it says; or without, as a plain line. */
export function edge({ id, kind, line, head, spoken }) {
  const edge = set((head ? fullEdge : plainEdge).cloneNode(true), { "data-edge": id, "data-kind": kind });
  (head ? edge.firstChild : edge).setAttribute("d", line);
  if (head) {
    edge.lastChild.setAttribute("d", head);
    edge.setAttribute("aria-label", spoken);
  }
  return edge;
}

/** An edge's label. */
export function label({ kind, text, x, y, width, height }) {
  const label = set(edgeLabel.cloneNode(true), { "data-kind": kind });
  set(label.firstChild, { x: x - width / 2, y: y - height / 2, width, height, rx: height / 2 });
  set(label.lastChild, { x, y: y + 4 }).textContent = text;
  return label;
}

/** Lets an element come from so far away to where it is. */
export function glide(element, [x, y]) {
  element?.animate([{ transform: `translate(${x}px,${y}px)` }, { transform: "none" }], {
    duration: GLIDES,
    easing: "ease-in-out",
    composite: "add",
  });
}

/** Lets an element appear, once the others are at their places. */
export function fade(element) {
  element?.animate([{ opacity: 0 }, { opacity: 0, offset: 0.4 }, { opacity: 1 }], { duration: 1.5 * GLIDES });
}
