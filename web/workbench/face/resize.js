// Panes whose borders can be dragged, or moved with the arrow keys; a double click puts one back.

const KEY = "stepwell.panes";
/** How far an arrow key moves a border, in pixels. */
const STEP = 16;

/**
 * A border: the pane that it is at and its property, which way it is dragged, by which sign the pane grows, and how small
 * and large the pane may be, in pixels.
 */
const BORDERS = [
  { pane: ".side", property: "--side-size", label: "Width of the document", axis: "x", grows: 1, least: 220, most: 0.6 },
  { pane: ".inspector-panel", property: "--inspector-size", label: "Width of the step", axis: "x", grows: -1, least: 240, most: 0.45 },
  { pane: ".dock", property: "--dock-size", label: "Height of the run", axis: "y", grows: -1, least: 120, most: 0.7 },
];

export function makeResizable() {
  const workspace = document.querySelector(".workspace");
  const sizes = stored();
  for (const border of BORDERS) {
    const pane = workspace.querySelector(border.pane);
    if (!pane) continue;
    if (sizes[border.property]) set(workspace, border, sizes[border.property]);
    pane.append(handle(workspace, pane, border));
  }
}

function handle(workspace, pane, border) {
  const { property, label, axis, grows } = border;
  const element = document.createElement("div");
  element.className = "border-handle";
  element.dataset.axis = axis;
  element.dataset.grows = grows;
  element.tabIndex = 0;
  for (const [name, value] of Object.entries({
    role: "separator",
    "aria-label": label,
    "aria-orientation": axis === "x" ? "vertical" : "horizontal",
  })) element.setAttribute(name, value);
  const size = () => pane.getBoundingClientRect()[axis === "x" ? "width" : "height"];
  const most = () => Math.round((axis === "x" ? innerWidth : innerHeight) * border.most);
  const tell = (size) => {
    const values = { "aria-valuenow": Math.round(size), "aria-valuemin": border.least, "aria-valuemax": most() };
    for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
  };
  new ResizeObserver(() => tell(size())).observe(pane);
  tell(size());
  const resize = (to) => {
    const bounded = Math.round(Math.min(Math.max(to, border.least), most()));
    set(workspace, border, bounded);
    store({ ...stored(), [property]: bounded });
  };
  element.addEventListener("pointerdown", (event) => {
    const at = (event) => (axis === "x" ? event.clientX : event.clientY);
    const [from, was] = [at(event), size()];
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    const move = (event) => resize(was + grows * (at(event) - from));
    element.addEventListener("pointermove", move);
    element.addEventListener("lostpointercapture", () => element.removeEventListener("pointermove", move), { once: true });
  });
  element.addEventListener("keydown", (event) => {
    const [less, more] = axis === "x" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const by = { [less]: -STEP, [more]: STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    resize(size() + grows * by);
  });
  element.addEventListener("dblclick", () => {
    workspace.style.removeProperty(property);
    const { [property]: _, ...others } = stored();
    store(others);
  });
  return element;
}

function set(workspace, { property }, size) {
  workspace.style.setProperty(property, `${size}px`);
}

function stored() {
  try {
    const sizes = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const isSize = ([, size]) => Number.isFinite(size);
    return Object.fromEntries(Object.entries(sizes).filter(isSize));
  } catch {
    return {}; // nothing is kept, or nothing good
  }
}

function store(sizes) {
  try {
    localStorage.setItem(KEY, JSON.stringify(sizes));
  } catch {
    // Without storage they hold until the page is left.
  }
}
