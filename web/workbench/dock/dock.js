// What the workbench shows of runs: the panels of the dock, the inspector's run part, and the ways to run.

import { aloneForm } from "../run/alone_form.js";
import { showRun } from "../run/show_run.js";
import { inspectorRun } from "../run/inspector_run.js";
import { Latest } from "../run/latest.js";
import { mockForm } from "../run/mock_form.js";
import { mockMarks } from "../run/mock_marks.js";
import { pauseButton } from "../run/pause.js";
import { progress } from "../run/progress.js";
import runCss from "../run/run.css";
import { recorded } from "../run/recorded.js";
import { runMenu } from "../run/run_menu.js";
import { context } from "./context.js";
import dockCss from "./dock.css";
import { events } from "./events.js";
import { timeline } from "./timeline.js";

/** @param {import("../workbench.js").Page} page */
export function dock(page) {
  for (const css of [dockCss, runCss]) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }

  const latest = new Latest(page);
  const panel = (id) => document.getElementById(`panel-${id}`);
  timeline(page, latest, panel("timeline"));
  events(page, latest, panel("events"));
  context(page, latest, panel("context"));
  progress(page, latest, document.querySelector(".dock"));

  const [mock, alone] = [mockForm(page, latest), aloneForm(page, latest)];
  inspectorRun(page, latest, [mock, alone]);
  mockMarks();
  pauseButton(page, latest);
  recorded(page, latest);
  runMenu(page, latest, alone);
  showRun(page, latest);
}
