// The inspector's head: what is shown, and what is done with it as a whole.

import { html, nothing } from "lit-html";

/** @param {import("./form.js").Form} form */
export function head(form) {
  const { step } = form;
  if (step.kind === "workflow") {
    return html`<div class="empty">
      <p><b>Choose a step in the graph</b></p>
      <p>
        Click it, or move to it with Tab and press Enter: here you change what it does and where it leads, and once it has
        run, see what became of it. Below is what holds for the workflow as a whole.
      </p>
    </div>`;
  }
  const within = step.id.split("/").slice(0, -1).join("/");
  const all = (kind) => () => form.change([{ do: kind, steps: [step.id] }]);
  const rename = () => {
    const name = document.getElementById("field-name");
    name.focus();
    name.select();
  };
  return html`<div class="step-head">
    <h3 class="step-name">${breakable(step.task ?? step.name)}</h3>
    ${step.task === undefined ? nothing : html`<p class="note">A task of ${breakable(step.name)}, whose form this is</p>`}
    ${within === "" ? nothing : html`<p class="note">In ${within}</p>`}
    <div class="step-actions" role="group" aria-label="The step ${step.name}">
      <button type="button" class="button" id="step-rename" @click=${rename}>Rename</button>
      <button type="button" class="button" id="step-duplicate" @click=${all("duplicate")}>Duplicate</button>
      <button type="button" class="button" id="step-delete" @click=${all("delete")}>Delete</button>
    </div>
  </div>`;
}

/** A name that a line may break in behind its `_`, `-`, `.` and `/`. */
function breakable(name) {
  return name.split(/(?<=[_\-./])/).map((part) => html`${part}<wbr />`);
}
