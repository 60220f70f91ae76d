// The form of a step.

import { html, nothing } from "lit-html";
import { actionFields } from "./action.js";
import { flagField, keyField, numberField, otherProblems, textField } from "./fields.js";
import { retryRows } from "./retries.js";
import { branchRows, failureRows, removeButton } from "./rows.js";
import { suggestions } from "./suggestions.js";

/** @param {import("./form.js").Form} form */
export function stepFields(form) {
  form.begin();
  const { step } = form;
  const goesOn = step.kind !== "fail" || step.keys.nextStep !== undefined;
  const chooses = step.keys.branch !== undefined;
  const next = goesOn
    ? keyField(form, "nextStep", {
        label: chooses ? "If no branch matches, go to" : "Next step",
        list: "step-names",
        placeholder: chooses ? "nowhere: the step fails" : "the end",
      })
    : nothing;
  const canFail = !["pass", "branch", "wait", "fail"].includes(step.kind);
  const parts = [
    part("Step", nameField(form), actionFields(form)),
    // What it chooses by comes before what is left.
    part("Then", chooses ? [branchRows(form), next] : [next, branchRows(form)]),
    part(
      "When it fails",
      // What is never called is never tried again, nor does it take too long.
      canFail || step.keys.retry !== undefined ? retryRows(form) : nothing,
      canFail || step.keys.timeout !== undefined
        ? numberField(form, "timeout", {
            label: "Time limit of each try (seconds)",
            placeholder: "the page's own limit",
            hint: "What takes longer is stopped, and fails with Step.Timeout.",
          })
        : nothing,
      failureRows(form),
    ),
    part(
      "More",
      keyField(form, "params", {
        label: "Parameters, as JSON",
        value: step.texts.params ?? "",
        lines: Math.min(8, Math.max(2, (step.texts.params ?? "").split("\n").length)),
        hint: "Given to the function beside its input, as step.params.",
        take: (text) =>
          text.trim() === "" ? form.set("params", undefined, { field: "field-params" }) : form.setText("params", text, { field: "field-params" }),
      }),
      flagField(form, "isolated", "Runs in a worker of its own"),
      keyField(form, "comment", { label: "Comment", lines: 2 }),
    ),
  ];
  const others = form.others();
  return html`<form class="step-form" id="step-form" @submit=${(event) => event.preventDefault()}>
    ${parts} ${others.length > 0 ? part("Other keys", others.map((key) => otherKey(form, key))) : nothing}
    ${rest(form)} ${suggestions(step)}
  </form>`;
}

function part(title, ...fields) {
  return html`<section class="part"><h4>${title}</h4>${fields}</section>`;
}

function nameField(form) {
  const { id, name } = form.step;
  return textField(form, {
    id: "field-name",
    label: "Name",
    value: name,
    hint: form.step.start ? "The workflow starts here." : undefined,
    take: (text) => form.change([{ do: "rename", step: id, name: text }], "field-name"),
  });
}

/** A key that such a step does not need, or that no step has. */
function otherKey(form, key) {
  const id = `field-${key}`;
  const remove = () => form.set(key, undefined);
  return html`<div class="entry">
    ${textField(form, {
      id,
      key,
      label: key,
      value: form.text(key),
      take: (text) => form.setText(key, JSON.stringify(text), { field: id }),
    })}
    ${removeButton(`Remove ${key}`, "field-comment", remove)}
  </div>`;
}

function rest(form) {
  const problems = form.untold();
  return problems.length > 0 ? otherProblems(problems) : nothing;
}
