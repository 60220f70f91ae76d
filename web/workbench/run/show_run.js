// What is shown of a run without being asked for: when it fails, the step that failed, so that the inspector says why; and
// where one pane is shown at a time, the graph while it goes on.

import { boxId } from "./path.js";

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("./latest.js").Latest} latest
 */
export function showRun(page, latest) {
  let begun;
  let failed;
  latest.on(() => {
    const { log } = latest;
    if (latest.isLive && log !== begun) {
      begun = log;
      const pane = document.getElementById("pane-document-tab");
      // Only one that is shown can be in the graph's place.
      if (pane?.checkVisibility() && pane.getAttribute("aria-selected") === "true") document.getElementById("pane-graph-tab").click();
    }
    if (!log.failure || log === failed) return;
    failed = log;
    if (log.failure.path === "") return;
    page.select(boxId(log.failure.path));
    // Where one pane is shown at a time, its.
    document.getElementById("inspector-tab")?.click();
    document.getElementById("inspector")?.scrollTo({ top: 0 });
  });
}
