// The form of a step.

import { html, nothing } from "lit-html";
import { actionFields } from "./action.js";
import { flagField, keyField, numberField, otherProblems, textField } from "./fields.js";
import { branchRows, failureRows, removeButton, retryRows } from "./rows.js";
import { suggestions } from "./suggestions.js";

/** @param {import("./form.js").Form} form */
export function stepFields(form) {
  form.begin();
  const { step } = form;
  const goesOn = step.kind !== "fail" || step.keys.nextStep !== undefined;
  const parts = [
    part("Step", nameField(form), actionFields(form)),
    part(
      "Then",
      goesOn
        ? keyField(form, "nextStep", {
            label: step.keys.branch === undefined ? "Next step" : "Next step if no branch matches",
            list: "step-names",
            placeholder: "the end",
          })
        : nothing,
      branchRows(form),
    ),
    part("When it fails", failureRows(form), retryRows(form), numberField(form, "timeout", {
      label: "Seconds that an attempt may take",
      placeholder: "no limit",
    })),
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
