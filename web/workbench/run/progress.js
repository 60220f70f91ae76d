// How far the run has come: steps done of steps reached, the time so far, and what it waits for.

import { html, nothing, render } from "lit-html";
import { showLatest } from "../shown_run.js";
import { duration } from "./duration.js";

/** So many of what the run waits for are named. */
const NAMED = 2;

/** What the run waits for, in words. @param {import("./latest.js").Latest} latest */
export function waitsFor({ log, now }) {
  if (log.status === "PAUSED") return "paused";
  const pending = log.pending();
  if (pending.length === 0) return "";
  const words = pending.slice(0, NAMED).map(({ kind, part, due }) => {
    const left = due === undefined ? "" : duration(Math.max(due - now, 0));
    return kind === "wait" ? `${part.name} (${left} left)` : kind === "retry" ? `${part.name} (again in ${left})` : part.name;
  });
  const others = pending.length > NAMED ? ` and ${pending.length - NAMED} more` : "";
  return `waiting for ${words.join(", ")}${others}`;
}

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("./latest.js").Latest} latest
 * @param {HTMLElement} dock
 */
export function progress(page, latest, dock) {
  const place = document.createElement("div");
  place.id = "run-progress";
  dock.append(place);
  latest.on(() => {
    const { reached, done } = latest.log.progress();
    place.hidden = reached === 0;
    place.dataset.run = latest.log.events[0]?.run ?? "";
    render(
      reached === 0
        ? nothing
        : html`<progress max=${reached} .value=${done} aria-label="Steps done of steps reached"></progress>
            <span>${done} of ${reached} ${reached === 1 ? "step" : "steps"}</span>
            <span>${duration(latest.now)}</span>
            ${latest.isLive ? html`<span class="waits-for">${waitsFor(latest)}</span>` : nothing}
            ${latest.isRecorded
              ? html`<span>of a recorded run</span><button type="button" class="link" id="latest-run" @click=${() => showLatest(page)}>Leave it</button>`
              : nothing}`,
      place,
    );
  });
}
