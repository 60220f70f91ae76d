// When a step is tried again: its retry rules, and in a sentence what comes of them.

import { html, nothing } from "lit-html";
import { checkField, keyField, otherProblems, setNumber, textField } from "./fields.js";
import { ABOUT_ERRORS, errorsField, focus, removeButton, withoutItem } from "./rows.js";

/** @typedef {import("./form.js").Form} Form */

/** What a rule's numbers are when nothing is written (`core/src/workflow/definition.rs`). */
const DEFAULTS = { maxRetries: 3, interval: 1, backoff: 2 };

const NUMBERS = [
  ["maxRetries", "Try again, at most (times)", String(DEFAULTS.maxRetries)],
  ["interval", "First wait (seconds)", String(DEFAULTS.interval)],
  ["backoff", "Then each wait is longer (times)", String(DEFAULTS.backoff)],
  ["maxDelay", "But no wait longer than (seconds)", "no limit"],
];

/** How many waits are told one by one. */
const TOLD = 4;

/** @param {Form} form */
export function retryRows(form) {
  const rules = form.value("retry");
  if (rules !== undefined && !Array.isArray(rules)) return keyField(form, "retry", { label: "Try again" });
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
    const told = schedule(rule ?? {});
    return html`<li class="entry">
      ${errorsField(form, "retry", index, rule?.errors)}
      <div class="entry-numbers">${NUMBERS.map(number)}</div>
      ${checkField(form, {
        id: `field-retry-${index}-jitter`,
        key: "retry",
        at: `/${index}/jitter`,
        label: "Wait a random part of that, so that not all try again at once",
        checked: rule?.jitter === true,
        take: (checked) => form.set("retry", checked || undefined, { at: `/${index}/jitter` }),
      })}
      ${told === undefined ? nothing : html`<p class="told" id="retry-${index}-told" role="status">${told}</p>`}
      ${removeButton(`Remove retry rule ${index + 1}`, "add-retry", () => form.change([withoutItem(form, "retry", rules, index)]))}
    </li>`;
  };
  const add = () => {
    if (rules) form.set("retry", { errors: ["*"] }, { at: "/-" });
    else form.set("retry", [{ errors: ["*"] }]);
    focus(`field-retry-${rules?.length ?? 0}-errors`);
  };
  const isThere = rules !== undefined && rules.length > 0;
  return html`<fieldset id="field-retry" aria-describedby=${isThere ? "retry-hint" : nothing}>
    <legend>Try again</legend>
    <ol class="entries">${(rules ?? []).map(row)}</ol>
    ${otherProblems(form.untold("retry"))}
    ${isThere ? html`<p class="hint" id="retry-hint">${ABOUT_ERRORS}</p>` : nothing}
    <button type="button" class="button" id="add-retry" @click=${add}>
      ${isThere ? "Try again after other errors, too" : "Try again when it fails"}
    </button>
  </fieldset>`;
}

/** What a rule comes to; undefined where its numbers are none. */
function schedule({ maxRetries = DEFAULTS.maxRetries, interval = DEFAULTS.interval, backoff = DEFAULTS.backoff, maxDelay = Infinity, jitter }) {
  const areRight = Number.isInteger(maxRetries) && maxRetries >= 0 && interval >= 0 && backoff >= 1 && maxDelay >= 0;
  if (!areRight || [interval, backoff, maxDelay].some((one) => typeof one !== "number")) return;
  if (maxRetries === 0) return "It is not tried again.";
  const waits = Array.from({ length: Math.min(maxRetries, TOLD) }, (_, n) => seconds(Math.min(interval * backoff ** n, maxDelay)));
  const more = maxRetries > TOLD ? " and so on" : "";
  const list = more || waits.length === 1 ? waits.join(", ") : `${waits.slice(0, -1).join(", ")} and ${waits.at(-1)}`;
  return `${maxRetries + 1} tries at most: at once, then again after ${jitter === true ? "up to " : ""}${list}${more}.`;
}

const seconds = (number) => `${Number(number.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 3 })}\u00a0s`;
