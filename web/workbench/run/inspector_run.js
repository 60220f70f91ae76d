// What became of the selected step in the run, in the place that the inspector has for it.

import { html, nothing, render } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { duration } from "./duration.js";
import { jsonView } from "./json_view.js";
import { ownLine } from "./own_line.js";
import { showLine } from "../to_text.js";
import { statusBadge } from "./status.js";

/** The inspector, and the place in it. */
const [INSPECTOR, PLACE] = ["inspector", "inspector-run"];

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("./latest.js").Latest} latest
 * @param {{ template: (id: string) => unknown, on: (listener: () => void) => void }[]} more what stands beneath it
 */
export function inspectorRun(page, latest, more) {
  let drawn;
  let asked = false;

  function draw() {
    asked = false;
    drawn = document.getElementById(PLACE);
    const id = page.selected();
    if (drawn) render(id === undefined ? nothing : keyed(id, [became(id), ...more.map(({ template }) => template(id))]), drawn);
  }

  const ask = () => {
    if (!asked) requestAnimationFrame(draw);
    asked = true;
  };

  function became(id) {
    const { log } = latest;
    const part = log.ofBox(id);
    if (log.events.length === 0) return nothing;
    const isOver = log.ended !== undefined;
    if (!part || part.status === "pending") {
      return html`<p class="step-facts">${statusBadge(isOver ? "skipped" : "pending")}</p>
        <p class="note">${isOver ? "The run did not come here." : "The run has not come here yet."}</p>`;
    }
    const { status, visits, started, ended, input, output, error, attempts, path } = part;
    const took = started === undefined ? "" : duration((ended ?? latest.now) - started);
    return html`
      <p class="step-facts">
        ${statusBadge(status)} <span id="inspector-duration">${took}</span>
        ${visits > 1 ? html`<span id="inspector-visits" class="note">visit ${visits}</span>` : nothing}
        ${path === id ? nothing : html`<span class="note">${path}</span>`}
      </p>
      ${error ? errorBox(error) : nothing}
      ${output === undefined ? nothing : section("Output", jsonView("inspector-output", "Output", output))}
      ${input === undefined ? nothing : section("Input", jsonView("inspector-input", "Input", input))}
      ${attempts.length === 0 ? nothing : section("Attempts", html`<div id="inspector-attempts"><ol class="attempts">${attempts.map(attempt)}</ol></div>`)}
    `;
  }

  const section = (title, content) => html`<section class="part"><h4>${title}</h4>${content}</section>`;

  const attempt = ({ number, from, to, status, error }) => html`<li>
    <span class="attempt-number">${number}</span> ${statusBadge(status)}
    <span class="attempt-times">${duration((to ?? latest.now) - from)} <span class="note">at ${duration(from)}</span></span>
    ${error ? html`<p class="attempt-error">${error.name}: ${error.message}</p>` : nothing}
  </li>`;

  function errorBox({ name, message, stack }) {
    const own = ownLine(stack, latest.functions);
    return html`<div id="inspector-error" class="error-box">
      <p class="error-name">${name}</p>
      <p>${message}</p>
      ${own ? html`<p class="own-line"><button type="button" class="link" id="inspector-own-line" @click=${() => showLine(own)}>Line ${own.line} of the functions</button><code>${own.text}</code></p>` : nothing}
      ${stack ? html`<details><summary>Stack</summary><pre>${stack}</pre></details>` : nothing}
    </div>`;
  }

  // The place is made anew whenever the inspector shows another step.
  const inspector = document.getElementById(INSPECTOR);
  if (inspector) {
    new MutationObserver(() => document.getElementById(PLACE) !== drawn && ask()).observe(inspector, { childList: true, subtree: true });
  }
  page.on("selected", ask);
  page.on("texts", ask);
  for (const { on } of more) on(ask);
  latest.on(ask);
}
