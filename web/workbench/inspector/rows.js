// Lists in a step's form: its branches, and what handles its failures.

import { html, nothing } from "lit-html";
import { keyField, otherProblems, textField } from "./fields.js";
import { segment } from "./form.js";

/** @typedef {import("./form.js").Form} Form */

/** @param {Form} form */
export function branchRows(form) {
  const branch = form.value("branch");
  const { step } = form;
  const isMap = typeof branch === "object" && branch !== null && !Array.isArray(branch);
  if (branch !== undefined && !isMap) return keyField(form, "branch", { label: "Branches" });
  const keys = step.orders.branch ?? [];
  const branchOn = isMap || step.keys.branchOn !== undefined;
  // A step that only chooses hands on what it is given.
  const chosenBy = step.kind === "branch" ? "input" : "result";
  const looksAt = typeof step.keys.branchOn === "string" && step.keys.branchOn !== "" ? step.keys.branchOn : `the ${chosenBy}`;
  const row = (key, index) => {
    const at = segment(key);
    const keyId = `field-branch-${index}-key`;
    const toId = `field-branch-${index}-to`;
    const to = branch[key];
    const remove =
      keys.length > 1
        ? [{ do: "set", step: step.id, key: "branch", at }]
        : ["branch", "branchOn"].map((gone) => ({ do: "set", step: step.id, key: gone }));
    return html`<li class="entry pair">
      ${textField(form, {
        id: keyId,
        label: `If ${looksAt} is`,
        value: key,
        take: (name) => form.change([{ do: "renameKey", step: step.id, key: "branch", at, name }], keyId),
      })}
      ${textField(form, {
        id: toId,
        key: "branch",
        at,
        label: "Go to",
        list: "step-names",
        value: typeof to === "string" ? to : JSON.stringify(to),
        take: (text) => form.leaveOff([{ do: "set", step: step.id, key: "branch", at, value: text }], text === to ? [] : [to], toId),
      })}
      ${removeButton(`Remove the branch ${key}`, "add-branch", () => form.leaveOff(remove, [to], undefined, `Remove the branch \`${key}\` of \`${step.name}\``))}
    </li>`;
  };
  const add = () => {
    // A branch leads somewhere from its beginning: to a step of its own.
    const edit = { do: "addStep", chain: form.chain, kind: "task", after: step.id, via: { branch: freeKey(keys) } };
    form.change([edit], undefined, `Add a branch to \`${step.name}\``);
    focus(`field-branch-${keys.length}-key`);
  };
  return html`<fieldset id="field-branch" aria-describedby=${keys.length > 0 ? "branch-hint" : nothing}>
    <legend>Branches</legend>
    ${branchOn
      ? keyField(form, "branchOn", {
          label: "What decides",
          placeholder: `the whole ${chosenBy}`,
          hint: `Empty, the whole ${chosenBy}. Or a place in it: /status is its “status”, /order/total the “total” of its “order”.`,
        })
      : nothing}
    <ul class="entries">${keys.map(row)}</ul>
    ${otherProblems(form.untold("branch"))}
    ${keys.length > 0
      ? html`<p class="hint" id="branch-hint">Text is written as it is, without quotation marks: paid. So are numbers, true, false and null.</p>`
      : nothing}
    <button type="button" class="button" id="add-branch" @click=${add}>Add a branch</button>
  </fieldset>`;
}

function freeKey(keys) {
  const names = ["true", "false"].filter(() => keys.every((key) => key === "true" || key === "false"));
  for (let number = keys.length + 1; number <= 2 * keys.length + 1; number += 1) names.push(`result ${number}`);
  return names.find((name) => !keys.includes(name));
}

/** @param {Form} form */
export function failureRows(form) {
  const handlers = form.value("onFailure");
  const { step } = form;
  const byName = Array.isArray(handlers);
  const rule = (errors, goTo) => ({ errors, goTo });
  const what = `Handle failures of \`${step.name}\``;
  const add = () => {
    const known = typeof handlers === "string" ? handlers : handlers?.at?.(-1)?.goTo;
    const to = known ?? freeName(step.steps, "Handle failure");
    const value = byName ? rule(["*"], to) : typeof handlers === "string" ? [rule(["Step.Timeout"], to), rule(["*"], to)] : [rule(["*"], to)];
    const set = { do: "set", step: step.id, key: "onFailure", at: byName ? "/-" : "", value };
    const made = known === undefined ? [{ do: "addStep", chain: form.chain, kind: "task", name: to }] : [];
    form.change([...made, set], undefined, what);
    focus(`field-onFailure-${byName ? handlers.length : 0}-errors`);
  };
  const button = html`<button type="button" class="button" id="add-failure-rule" @click=${add}>
    ${byName ? "Add a rule" : "Handle errors by name"}
  </button>`;
  if (!byName) {
    const addStep = () => {
      form.change([{ do: "addStep", chain: form.chain, kind: "task", after: step.id, via: "failure" }], undefined, what);
      focus("field-onFailure");
    };
    return html`${keyField(form, "onFailure", {
      label: step.keys.retry === undefined ? "Go to" : "When every try has failed, go to",
      list: "step-names",
      placeholder: "nowhere: the run fails",
      take: (text) =>
        form.leaveOff(
          [{ do: "set", step: step.id, key: "onFailure", ...(text === "" ? {} : { value: text }) }],
          text === handlers ? [] : [handlers],
          "field-onFailure",
        ),
    })}
      <div class="row">
        ${handlers === undefined
          ? html`<button type="button" class="button" id="add-failure-step" @click=${addStep}>Go to a new step</button>`
          : nothing}
        ${button}
      </div>`;
  }
  const row = (handler, index) => {
    const at = `/${index}`;
    const goTo = handler?.goTo;
    const toId = `field-onFailure-${index}-goTo`;
    return html`<li class="entry pair">
      ${errorsField(form, "onFailure", index, handler?.errors)}
      ${textField(form, {
        id: toId,
        key: "onFailure",
        at: `${at}/goTo`,
        label: "Go to",
        list: "step-names",
        value: typeof goTo === "string" ? goTo : JSON.stringify(goTo ?? ""),
        take: (text) =>
          form.leaveOff(
            [{ do: "set", step: step.id, key: "onFailure", at: `${at}/goTo`, value: text }],
            text === goTo ? [] : [goTo],
            toId,
          ),
      })}
      ${removeButton(`Remove rule ${index + 1}`, "add-failure-rule", () =>
        form.leaveOff([withoutItem(form, "onFailure", handlers, index)], [goTo]),
      )}
    </li>`;
  };
  return html`<fieldset id="field-onFailure" aria-describedby="onFailure-hint">
    <legend>Which step handles which errors: the first rule that fits</legend>
    <ol class="entries">${handlers.map(row)}</ol>
    ${otherProblems(form.untold("onFailure"))}
    <p class="hint" id="onFailure-hint">${ABOUT_ERRORS}</p>
    ${button}
  </fieldset>`;
}

/** How errors are named. */
export const ABOUT_ERRORS = "An error's name, such as Step.Timeout or TypeError; several with commas between them; * is any other.";

/** Names of errors, with commas between them. */
export function errorsField(form, key, index, errors) {
  const id = `field-${key}-${index}-errors`;
  const at = `/${index}/errors`;
  return textField(form, {
    id,
    key,
    at,
    label: "For these errors",
    list: "error-names",
    placeholder: "*",
    value: Array.isArray(errors) ? errors.join(", ") : JSON.stringify(errors ?? ""),
    take: (text) => {
      const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
      return form.set(key, names.length > 0 ? names : ["*"], { at, field: id });
    },
  });
}

/** The edit that takes an item out of a list; with the last one, the list goes. */
export function withoutItem(form, key, items, index) {
  return { do: "set", step: form.step.id, key, at: items.length > 1 ? `/${index}` : "" };
}

/** @param {string[]} taken */
function freeName(taken, wanted) {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} ${number}`;
    if (!taken.includes(name)) return name;
  }
}

/** @param {string} then the id of what has the focus once the button is gone with the last of its kind */
export function removeButton(label, then, remove) {
  const press = ({ currentTarget }) => {
    const wait = new MutationObserver(() => {
      wait.disconnect();
      if (!currentTarget.isConnected && document.activeElement === document.body) document.getElementById(then)?.focus();
    });
    wait.observe(document.getElementById("inspector-form"), { childList: true, subtree: true });
    remove();
  };
  return html`<button type="button" class="button small" aria-label=${label} @click=${press}>Remove</button>`;
}

/** Goes to a field that is there as soon as the change has been told. */
export function focus(id) {
  const wait = new MutationObserver(() => {
    const field = document.getElementById(id);
    if (!field) return;
    wait.disconnect();
    field.focus();
    field.select();
  });
  wait.observe(document.getElementById("inspector-form"), { childList: true, subtree: true });
}
