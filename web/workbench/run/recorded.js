// That what is looked at is a recorded run, and how to leave it, beside the page's notices.

import { html, nothing, render } from "lit-html";
import { showLatest } from "../shown_run.js";
import { when } from "../keeping/time.js";

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("./latest.js").Latest} latest
 */
export function recorded(page, latest) {
  const place = document.createElement("div");
  place.className = "recorded";
  document.querySelector("#notice").append(place);

  /** The definition that the run ran, as one line. */
  let ran;
  let log;
  function hasChanged() {
    if (log !== latest.log) ran = JSON.stringify((log = latest.log).events[0]?.definition);
    try {
      return JSON.stringify(JSON.parse(page.texts().definition)) !== ran;
    } catch {
      return true;
    }
  }

  latest.on(() => {
    place.hidden = !latest.isRecorded;
    render(place.hidden ? nothing : line(), place);
  });

  const line = () => html`<p class="notice" id="recorded-run">
    <span>
      This is the recorded run of ${when(latest.log.began)}; ${latest.isBusy ? "another goes on meanwhile" : "nothing runs"}.
      ${hasChanged() ? html`<span id="recorded-differs">The definition has changed since: what is not in it any more is not on the graph.</span>` : nothing}
    </span>
    ${latest.isBusy ? nothing : html`<button type="button" class="link" id="recorded-again" @click=${() => latest.run(() => ({}))}>Run again</button>`}
    <button type="button" class="link" id="recorded-leave" @click=${() => showLatest(page)}>
      ${page.latestLog(0) === "" ? "Leave the recorded run" : "Back to the latest run"}
    </button>
  </p>`;
}
