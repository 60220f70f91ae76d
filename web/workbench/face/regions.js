// The parts of the page, through which F6 goes round; and Escape, which leads from a step's form back to the graph.

import { register } from "./commands.js";

/** Each with the pane that a narrow page shows it in, and with what of it is first given the focus. */
const REGIONS = [
  { pane: "pane-graph", name: "graph", of: ".canvas", first: ["#graph-add-first", '[data-step][tabindex="0"]', ".ground"] },
  { pane: "inspector", name: "step's form", of: "#inspector", first: ["#field-name", "#inspector-form input", "#inspector button"] },
  { pane: "pane-run", name: "results", of: "#pane-run", first: ["[role=tab][aria-selected=true]"] },
  { pane: "pane-document", name: "texts", of: "#pane-document", first: ["[role=tab][aria-selected=true]"] },
];

export function goRoundByKeys() {
  /** What had the focus last in each region. */
  const left = new Map();
  document.addEventListener("focusin", ({ target }) => {
    const region = REGIONS.find(({ of }) => target.closest(of));
    // A step of the graph is found again by where the graph stands.
    if (region && region !== REGIONS[0]) left.set(region, target);
  });
  addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open], .graph-menu")) return;
    const { key, target } = event;
    if (key === "F6" && !event.ctrlKey && !event.altKey && !event.metaKey) goOn(event.shiftKey ? -1 : 1, left);
    else if (key === "Escape" && !event.defaultPrevented && target.closest?.("#inspector")) enter(REGIONS[0], left);
    else return;
    event.preventDefault();
  });
  for (const region of REGIONS) register({ title: `Go to the ${region.name}`, run: () => enter(region, left) });
}

function goOn(by, left) {
  const here = REGIONS.findIndex(({ of }) => document.activeElement.closest(of));
  const start = here < 0 && by < 0 ? 0 : here;
  for (let step = 1; step <= REGIONS.length; step += 1) {
    if (enter(REGIONS[(start + by * step + 2 * REGIONS.length) % REGIONS.length], left)) return;
  }
}

/** Gives the focus to a region. Whether it could take it. */
function enter(region, left) {
  document.getElementById(`${region.pane}-tab`)?.click();
  const within = document.querySelector(region.of);
  const candidates = [left.get(region), ...region.first.map((css) => within?.querySelector(css))];
  const element = candidates.find((one) => one?.isConnected && one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]"));
  element?.focus();
  return element !== undefined && within.contains(document.activeElement);
}
