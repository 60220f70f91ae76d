// A mock for the selected step: what answers in the place of its function in a run with mocks.

import { html, nothing } from "lit-html";
import * as mocks from "../mocks_store.js";
import { placeOf } from "./alone.js";
import { fieldsOf, mockOf, mockWords } from "./mock_words.js";

const KINDS = [
  ["none", "None: the function is called"],
  ["result", "A fixed result"],
  ["error", "An error"],
  ["retry", "Fail at first, then a result"],
];

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("./latest.js").Latest} latest
 */
export function mockForm(page, latest) {
  /** What stands in the form, by the id of the step; also what is no mock yet. */
  const drafts = new Map();
  let changed = () => {};

  const own = (id) => (Object.hasOwn(mocks.get(), id) ? mocks.get()[id] : undefined);

  function edit(id, key, value) {
    const draft = { ...(drafts.get(id) ?? fieldsOf(own(id))), [key]: value };
    drafts.set(id, draft);
    try {
      const { [id]: _, ...others } = mocks.get();
      const mock = mockOf(draft);
      Object.assign(draft, { made: mock, wrong: undefined });
      mocks.set(mock ? Object.fromEntries([...Object.entries(others), [id, mock]]) : others);
    } catch (error) {
      draft.wrong = `This is not JSON: ${error.message}`;
    }
    changed();
  }

  const template = (id) => {
    let place;
    try {
      place = placeOf(JSON.parse(page.texts().definition), id);
    } catch {
      // The definition is being edited.
    }
    if (!place?.calls) return nothing;
    const mock = own(id);
    const fields = drafts.get(id) ?? fieldsOf(mock);
    const { kind, wrong } = fields;
    const field = (key, label, attributes = {}) => html`<label class="field"
      ><span>${label}</span
      ><input id=${`mock-${key}`} type=${attributes.type ?? "text"} min="0" .value=${fields[key]} @input=${({ target }) => edit(id, key, target.value)}
    /></label>`;
    return html`<details class="part" id="mock" ?open=${mock !== undefined}>
      <summary>Mock${mock ? html`: <b>${mockWords(mock)}</b>` : nothing}</summary>
      <label class="field"
        ><span>In the place of <code>${place.calls}</code></span
        ><select id="mock-kind" @change=${({ target }) => edit(id, "kind", target.value)}>
          ${KINDS.map(([value, label]) => html`<option value=${value} .selected=${value === kind}>${label}</option>`)}
        </select></label
      >
      ${kind === "retry" ? field("times", "How many attempts of a visit fail", { type: "number" }) : nothing}
      ${kind === "error" || kind === "retry" ? html`${field("name", "The error's name")}${field("message", "Its message")}` : nothing}
      ${kind === "result" || kind === "retry"
        ? html`<label class="field"
            ><span>The result, as JSON</span
            ><textarea
              id="mock-result"
              rows="3"
              spellcheck="false"
              .value=${fields.result}
              aria-invalid=${wrong !== undefined}
              @input=${({ target }) => edit(id, "result", target.value)}
            ></textarea
          ></label>`
        : nothing}
      ${wrong ? html`<p class="field-error" role="alert">${wrong}</p>` : nothing}
      ${kind === "none" ? nothing : field("delay", "After so many milliseconds", { type: "number" })}
      <p class="note">Mocks answer in a run with mocks only; Run calls the functions.</p>
      <button type="button" class="button" id="mock-run" ?disabled=${latest.isBusy || !mock} @click=${() => latest.run(() => ({ mocks: mocks.get() }))}>Run with mocks</button>
    </details>`;
  };

  // Those that were not made here are another document's.
  mocks.on(() => {
    for (const [id, { made }] of drafts) if (made !== own(id)) drafts.delete(id);
    changed();
  });
  page.on("texts", ({ opened }) => opened && drafts.clear());
  return { template, on: (listener) => (changed = listener) };
}
