// Lists in a step's form: its branches, what handles its failures, when it is tried again.

import { html, nothing } from "lit-html";
import { checkField, keyField, otherProblems, setNumber, textField } from "./fields.js";
import { segment } from "./form.js";

/** @typedef {import("./form.js").Form} Form */

/** @param {Form} form */
export function branchRows(form) {
  const branch = form.value("branch");
  const { step } = form;
  const isMap = typeof branch === "object" && branch !== null && !Array.isArray(branch);
  if (branch !== undefined && !isMap) return keyField(form, "branch", { label: "Branches" });
  const keys = step.orders.branch ?? [];
  const row = (key, index) => {
    const at = segment(key);
    const keyId = `field-branch-${index}-key`;
    const toId = `field-branch-${index}-to`;
    const to = branch[key];
    return html`<li class="entry pair">
      ${textField(form, {
        id: keyId,
        label: "If the result is",
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
        take: (text) => form.set("branch", text, { at, field: toId }),
      })}
      ${removeButton(`Remove the branch ${key}`, "add-branch", () =>
        keys.length > 1
          ? form.set("branch", undefined, { at })
          : form.change(
              ["branch", "branchOn"].map((gone) => ({ do: "set", step: step.id, key: gone })),
              undefined,
              `Remove the branches of \`${step.name}\``,
            ),
      )}
    </li>`;
  };
  const add = () => {
    const to = step.keys.nextStep ?? Object.values(branch ?? {}).at(-1);
    const key = freeKey(keys);
    // A branch leads somewhere from its beginning: to a new step, where there is none.
    if (to === undefined) form.change([{ do: "addStep", chain: form.chain, kind: "task", after: step.id, via: { branch: key } }], undefined, `Add a branch to \`${step.name}\``);
    else if (isMap) form.set("branch", to, { at: segment(key) });
    else form.set("branch", { [key]: to });
    focus(`field-branch-${keys.length}-key`);
  };
  const branchOn = isMap || step.keys.branchOn !== undefined;
  return html`<fieldset id="field-branch">
    <legend>Branches</legend>
    ${branchOn
      ? keyField(form, "branchOn", {
          label: "What the branches look at",
          placeholder: "the whole result",
          hint: "A JSON pointer into the result, such as /status.",
        })
      : nothing}
    <ul class="entries">${keys.map(row)}</ul>
    ${otherProblems(form.untold("branch"))}
    <button type="button" class="button" id="add-branch" @click=${add}>Add a branch</button>
  </fieldset>`;
}

function freeKey(keys) {
  const names = ["true", "false"].concat(Array.from({ length: keys.length + 1 }, (_, n) => `result ${n + 1}`));
  return names.find((name) => !keys.includes(name));
}

/** @param {Form} form */
export function failureRows(form) {
  const handlers = form.value("onFailure");
  const { step } = form;
  const byName = Array.isArray(handlers);
  const rule = (errors, goTo) => ({ errors, goTo });
  const add = () => {
    const known = typeof handlers === "string" ? handlers : (handlers?.at?.(-1)?.goTo ?? step.keys.nextStep);
    const to = known ?? freeName(step.steps, "Handle failure");
    const value = byName ? rule(["*"], to) : typeof handlers === "string" ? [rule(["Step.Timeout"], to), rule(["*"], to)] : [rule(["*"], to)];
    const set = { do: "set", step: step.id, key: "onFailure", at: byName ? "/-" : "", value };
    if (known === undefined) form.change([{ do: "addStep", chain: form.chain, kind: "task", name: to }, set], undefined, `Handle failures of \`${step.name}\``);
    else form.change([set]);
    focus(`field-onFailure-${byName ? handlers.length : 0}-errors`);
  };
  const button = html`<button type="button" class="button" id="add-failure-rule" @click=${add}>
    ${byName ? "Add a rule" : "Handle errors by name"}
  </button>`;
  if (!byName) {
    return html`${keyField(form, "onFailure", {
      label: "Go to",
      list: "step-names",
      placeholder: "nowhere: the workflow fails",
    })}${button}`;
  }
  const row = (handler, index) => {
    const at = `/${index}`;
    const goTo = handler?.goTo;
    return html`<li class="entry pair">
      ${errorsField(form, "onFailure", index, handler?.errors)}
      ${textField(form, {
        id: `field-onFailure-${index}-goTo`,
        key: "onFailure",
        at: `${at}/goTo`,
        label: "Go to",
        list: "step-names",
        value: typeof goTo === "string" ? goTo : JSON.stringify(goTo ?? ""),
        take: (text) => form.set("onFailure", text, { at: `${at}/goTo`, field: `field-onFailure-${index}-goTo` }),
      })}
      ${removeButton(`Remove rule ${index + 1}`, "add-failure-rule", () => removeItem(form, "onFailure", handlers, index))}
    </li>`;
  };
  return html`<fieldset id="field-onFailure">
    <legend>Which step handles which errors</legend>
    <ol class="entries">${handlers.map(row)}</ol>
    ${otherProblems(form.untold("onFailure"))} ${button}
  </fieldset>`;
}

const NUMBERS = [
  ["maxRetries", "Most retries", "3"],
  ["interval", "Seconds before the first", "1"],
  ["backoff", "Longer each time by", "2"],
  ["maxDelay", "At most seconds", "no limit"],
];

/** @param {Form} form */
export function retryRows(form) {
  const rules = form.value("retry");
  if (rules !== undefined && !Array.isArray(rules)) return keyField(form, "retry", { label: "Tries again" });
  const row = (rule, index) => {
    const number = ([name, label, placeholder]) => {
      const id = `field-retry-${index}-${name}`;
      const at = `/${index}/${name}`;
      const value = rule?.[name];
      return textField(form, {
        id,
        key: "retry",
        at,
        label,
        placeholder,
        numeric: true,
        value: value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value),
        take: (text) => setNumber(form, "retry", text, { at, field: id }),
      });
    };
    return html`<li class="entry">
      ${errorsField(form, "retry", index, rule?.errors)}
      <div class="entry-numbers">${NUMBERS.map(number)}</div>
      ${checkField(form, {
        id: `field-retry-${index}-jitter`,
        key: "retry",
        at: `/${index}/jitter`,
        label: "Any time up to that, at random",
        checked: rule?.jitter === true,
        take: (checked) => form.set("retry", checked || undefined, { at: `/${index}/jitter` }),
      })}
      ${removeButton(`Remove retry rule ${index + 1}`, "add-retry", () => removeItem(form, "retry", rules, index))}
    </li>`;
  };
  const add = () => {
    if (rules) form.set("retry", { errors: ["*"] }, { at: "/-" });
    else form.set("retry", [{ errors: ["*"] }]);
    focus(`field-retry-${rules?.length ?? 0}-errors`);
  };
  return html`<fieldset id="field-retry">
    <legend>Tries again</legend>
    <ol class="entries">${(rules ?? []).map(row)}</ol>
    ${otherProblems(form.untold("retry"))}
    <button type="button" class="button" id="add-retry" @click=${add}>Add a retry rule</button>
  </fieldset>`;
}

/** Names of errors, with commas between them. */
function errorsField(form, key, index, errors) {
  const id = `field-${key}-${index}-errors`;
  const at = `/${index}/errors`;
  return textField(form, {
    id,
    key,
    at,
    label: "On errors",
    list: "error-names",
    placeholder: "*",
    value: Array.isArray(errors) ? errors.join(", ") : JSON.stringify(errors ?? ""),
    take: (text) => {
      const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
      return form.set(key, names.length > 0 ? names : ["*"], { at, field: id });
    },
  });
}

function removeItem(form, key, items, index) {
  if (items.length > 1) form.set(key, undefined, { at: `/${index}` });
  else form.set(key, undefined);
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
function focus(id) {
  const wait = new MutationObserver(() => {
    const field = document.getElementById(id);
    if (!field) return;
    wait.disconnect();
    field.focus();
    field.select();
  });
  wait.observe(document.getElementById("inspector-form"), { childList: true, subtree: true });
}
