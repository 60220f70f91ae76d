// What the peers' pages have in common: where they draw, and when they have.

/** In so many frames a first drawing is complete, whatever it leaves for later ones. */
export const FRAMES = 12;

/** Where the graph is drawn: as large as in Stepwell's page. */
export function place([left, top, width, height]) {
  const stage = document.querySelector("#stage");
  Object.assign(stage.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  return stage;
}

/** Does what draws; resolves when it is seen. The browser's timeline tells how long that took. */
export async function drawn(act) {
  await frames(2);
  performance.mark("drawing");
  act();
  await frames(FRAMES);
  performance.mark("drawn");
}

/** Resolves in the frame after so many others. */
export async function frames(count) {
  for (let frame = 0; frame < count; frame++) await new Promise((done) => requestAnimationFrame(done));
}

export function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/**
 * Changes so many statuses a second, evenly over the frames, in the page drawn by the module `by`; answers how many
 * seconds that took.
 * @param {{ by: string, boxes: number, perSecond: number, seconds: number }} how
 */
export async function changeStatuses({ by, boxes, perSecond, seconds }) {
  const { setStatus, flush } = await import(by);
  const start = performance.now();
  const total = perSecond * seconds;
  for (let done = 0; done < total; ) {
    const now = await new Promise((frame) => requestAnimationFrame(frame));
    const due = Math.min(total, Math.floor(((now - start) / 1000) * perSecond));
    for (; done < due; done++) setStatus((done >> 1) % boxes, done % 2 ? "succeeded" : "running");
    flush();
  }
  return (performance.now() - start) / 1000;
}
