// When a run fails, the step that failed is selected: the inspector then says why.

import { boxId } from "./path.js";

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("./latest.js").Latest} latest
 */
export function showFailure(page, latest) {
  let shown;
  latest.on(() => {
    const { log } = latest;
    if (!log.failure || log === shown) return;
    shown = log;
    if (log.failure.path === "") return;
    page.select(boxId(log.failure.path));
    // Where one pane is shown at a time, its.
    document.getElementById("inspector-tab")?.click();
    document.getElementById("inspector")?.scrollTo({ top: 0 });
  });
}
