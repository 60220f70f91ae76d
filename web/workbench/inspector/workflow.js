// The workflow's own keys.

import { html, nothing } from "lit-html";
import { flagField, keyField, numberField, otherProblems } from "./fields.js";
import { suggestions } from "./suggestions.js";

/** @param {import("./form.js").Form} form */
export function workflowFields(form) {
  form.begin();
  const fields = [
    keyField(form, "name", { label: "Name" }),
    keyField(form, "startAt", {
      label: "Starts at",
      list: "step-names",
      placeholder: form.step.steps[0] ?? "",
      hint: "The first step. Without it, the one that is written first.",
    }),
    numberField(form, "timeout", { label: "Seconds that a run may take", placeholder: "no limit" }),
    flagField(form, "allowCycles", "Steps may lead back to earlier ones"),
    numberField(form, "maxSteps", {
      label: "Most visits of steps in a run",
      placeholder: form.step.keys.allowCycles === true ? "10000" : "no limit",
    }),
  ];
  const others = form.untold();
  return html`<form class="step-form" id="workflow-form" @submit=${(event) => event.preventDefault()}>
    <section class="part"><h4>The workflow</h4>${fields}</section>
    ${others.length > 0 ? otherProblems(others) : nothing} ${suggestions(form.step)}
  </form>`;
}
