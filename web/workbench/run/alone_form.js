// "Run this step alone": the selected step with an input of one's own, by itself.

import { html, nothing } from "lit-html";
import { alone, placeOf } from "./alone.js";

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("./latest.js").Latest} latest
 */
export function aloneForm(page, latest) {
  /** What has been typed, by the id of the step. */
  const drafts = new Map();
  let wrong;
  let changed = () => {};

  /** The definition, if it can be read at all. */
  function definition() {
    try {
      return JSON.parse(page.texts().definition);
    } catch {
      return undefined;
    }
  }

  const inputOf = (id) => drafts.get(id) ?? JSON.stringify(latest.log.ofBox(id)?.input ?? null, null, 2);

  /** Runs the step alone, with what was typed for it or what it got in the latest run. */
  function run(id) {
    wrong = undefined;
    try {
      const input = JSON.parse(inputOf(id));
      latest.run(() => alone(definition(), id, input));
    } catch (error) {
      wrong = `This is not JSON: ${error.message}`;
    }
    changed();
  }

  const template = (id) => {
    if (!placeOf(definition(), id)) return nothing;
    return html`<details class="part" id="alone">
      <summary>Run this step alone</summary>
      <label class="field"
        ><span>Its input, as JSON</span
        ><textarea
          id="alone-input"
          spellcheck="false"
          rows="4"
          .value=${inputOf(id)}
          aria-invalid=${wrong !== undefined}
          @input=${({ target }) => drafts.set(id, target.value)}
        ></textarea></label
      >
      ${wrong ? html`<p class="field-error" role="alert">${wrong}</p>` : nothing}
      <p class="note">No other step runs, and nothing follows it.</p>
      <button type="button" class="button" id="alone-run" ?disabled=${latest.isBusy} @click=${() => run(id)}>Run alone</button>
    </details>`;
  };

  page.on("texts", ({ opened }) => opened && drafts.clear());
  return {
    template,
    run,
    canRun: (id) => id !== undefined && placeOf(definition(), id) !== undefined,
    on: (listener) => (changed = listener),
  };
}
