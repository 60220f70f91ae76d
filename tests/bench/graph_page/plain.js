// The drawing as plain SVG: everything in the DOM, moved by the transform of the group round it.

import { drawn, escaped, place } from "./peer.js";

/** Each box's group. */
let groups;

/** @param {{ drawing: object, stage: number[] }} what */
export async function draw({ drawing, stage: area }) {
  const stage = place(area);
  const edges = drawing.edges.map(({ line, head }) => `<g><path class="way" d="${line}"/><path class="head" d="${head}"/></g>`);
  const boxes = drawing.nodes.map(
    ({ x, y, width, height, label, detail }) =>
      `<g class="step" transform="translate(${x - width / 2} ${y - height / 2})"><rect class="box" width="${width}" height="${height}" rx="9"/><text x="42" y="22">${escaped(label)}</text><text class="detail" x="42" y="38">${escaped(detail ?? "")}</text></g>`,
  );
  await drawn(() => {
    stage.innerHTML = `<svg><g id="all">${edges.join("")}${boxes.join("")}</g></svg>`;
  });
  groups = stage.querySelectorAll(".step");
  follow(stage, drawing);
}

/** Sets the status of a box. */
export function setStatus(index, status) {
  groups[index].setAttribute("class", `step ${status}`);
}

export function flush() {}

/** Lets the pointer move the graph, and the wheel zoom it between the whole and its own size. */
function follow(stage, drawing) {
  const all = stage.querySelector("#all");
  const { width, height } = stage.getBoundingClientRect();
  const least = Math.min(width / drawing.width, height / drawing.height);
  let [x, y, scale] = [width / 2 - drawing.nodes[0].x, 40, 1];
  const show = () => all.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
  let held;
  stage.addEventListener("pointerdown", (event) => {
    held = [event.clientX - x, event.clientY - y];
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!held) return;
    [x, y] = [event.clientX - held[0], event.clientY - held[1]];
    show();
  });
  stage.addEventListener("pointerup", () => (held = undefined));
  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const to = Math.min(1, Math.max(least, scale * 2 ** (-event.deltaY * 0.002)));
      const { left, top } = stage.getBoundingClientRect();
      const [atX, atY] = [event.clientX - left, event.clientY - top];
      [x, y, scale] = [atX - ((atX - x) * to) / scale, atY - ((atY - y) * to) / scale, to];
      show();
    },
    { passive: false },
  );
  show();
}
