// Fields: each with its label, what it is for, and beside it what is wrong with it.

import { html, noChange, nothing } from "lit-html";
import { Directive, directive } from "lit-html/directive.js";

/** @typedef {import("./form.js").Form} Form */

/** The fields that somebody has written in since they were last taken. */
const written = new WeakSet();

/** A control's value, which does not overwrite what is being written. */
const kept = directive(
  class extends Directive {
    render() {
      return noChange;
    }

    update({ element }, [value]) {
      if (!written.has(element) && element.value !== value) element.value = value;
      return noChange;
    }
  },
);

/**
 * A field of text. It is taken when it is left, or by Enter.
 * @param {Form} form
 * @param {{ id: string, label: string, value: string, take: (text: string) => boolean, key?: string, at?: string,
 *   list?: string, hint?: unknown, lines?: number, placeholder?: string, numeric?: boolean, hidesLabel?: boolean }} field
 *   `key` and `at` say of what it is
 */
export function textField(form, field) {
  const { id, label, value, list, hint, lines, placeholder = "", numeric, hidesLabel } = field;
  const problems = problemsOf(form, field);
  const on = {
    input: ({ target }) => written.add(target),
    change: ({ target }) => take(form, field, target),
    keydown: (event) => {
      if (event.key === "Escape" && written.has(event.target)) {
        written.delete(event.target);
        event.target.value = value;
        form.refused.delete(id);
        form.draw();
        event.stopPropagation();
      } else if (event.key === "Enter" && !event.isComposing && (!lines || event.ctrlKey || event.metaKey)) {
        // WebKit tells of no change by Enter where there are suggestions.
        take(form, field, event.target);
        // Ctrl+Enter runs the workflow, too.
        if (event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
      }
    },
  };
  const describedBy = describing(id, hint, problems);
  const invalid = isInvalid(problems);
  const control = lines
    ? html`<textarea
        id=${id}
        rows=${lines}
        spellcheck="false"
        placeholder=${placeholder}
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
        .value=${kept(value)}
        @input=${on.input}
        @change=${on.change}
        @keydown=${on.keydown}
      ></textarea>`
    : html`<input
        id=${id}
        type="text"
        autocomplete="off"
        spellcheck="false"
        inputmode=${numeric ? "decimal" : "text"}
        list=${list ?? nothing}
        placeholder=${placeholder}
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
        .value=${kept(value)}
        @input=${on.input}
        @change=${on.change}
        @keydown=${on.keydown}
      />`;
  return html`<div class="field">
    <label for=${id} class=${hidesLabel ? "only-read" : ""}>${label}</label>
    ${control} ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${problemList(id, problems, (suggestion) => field.take(suggestion))} ${list === "step-names" ? missingStep(form, value) : nothing}
  </div>`;
}

/** What adds the step that a field names and that is not there. */
function missingStep(form, name) {
  if (name === "" || form.step.steps.includes(name)) return nothing;
  const add = () => form.change([{ do: "addStep", chain: form.chain, kind: "task", name }]);
  return html`<button type="button" class="link" data-add-step=${name} @click=${add}>Add the step “${name}”</button>`;
}

function take(form, field, control) {
  // What could not be taken stays for its writer to put right.
  if (!field.take(control.value)) return;
  written.delete(control);
  form.draw();
}

/** A box that is checked or not. */
export function checkField(form, field) {
  const { id, label, checked, take, hint } = field;
  const problems = problemsOf(form, field);
  return html`<div class="field check">
    <label for=${id}>
      <input
        id=${id}
        type="checkbox"
        aria-describedby=${describing(id, hint, problems)}
        aria-invalid=${isInvalid(problems)}
        .checked=${checked}
        @change=${({ target }) => take(target.checked)}
      />
      ${label}
    </label>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing} ${problemList(id, problems)}
  </div>`;
}

/** A choice of a few. @param {{ choices: [string, string][] }} field values and what they are called */
export function choiceField(form, field) {
  const { id, label, value, choices, take, hint } = field;
  const problems = problemsOf(form, field);
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      aria-describedby=${describing(id, hint, problems)}
      aria-invalid=${isInvalid(problems)}
      @change=${({ target }) => take(target.value)}
    >
      ${choices.map(([choice, called]) => html`<option value=${choice} .selected=${choice === value}>${called}</option>`)}
    </select>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing} ${problemList(id, problems)}
  </div>`;
}

/** What is wrong and stands beside no field. */
export function otherProblems(problems) {
  return problemList("other", problems);
}

/** A key's text: without any, the key goes. */
export function keyField(form, key, more) {
  const id = `field-${key}`;
  const take = (text) => form.set(key, text === "" ? undefined : text, { field: id });
  return textField(form, { id, key, value: form.text(key), take, ...more });
}

/** A key's number, or what else is written there. */
export function numberField(form, key, more) {
  const id = `field-${key}`;
  const take = (text) => setNumber(form, key, text, { field: id });
  return textField(form, { id, key, value: form.text(key), take, numeric: true, ...more });
}

/** Sets a number with the digits that were written; what is none is a text, of which the diagnostics tell. */
export function setNumber(form, key, text, where) {
  const trimmed = text.trim();
  if (trimmed === "") return form.set(key, undefined, where);
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(trimmed)) return form.setText(key, trimmed, where);
  return form.set(key, text, where);
}

/** A key that is true or not there. */
export function flagField(form, key, label, hint) {
  const take = (checked) => form.set(key, checked || undefined);
  return checkField(form, { id: `field-${key}`, key, label, hint, checked: form.value(key) === true, take });
}

function problemsOf(form, { id, key, at }) {
  const problems = key === undefined ? [] : form.problems(key, at);
  const refused = form.refused.get(id);
  return refused === undefined ? problems : [{ severity: "error", message: refused }, ...problems];
}

const isInvalid = (problems) => (problems.some(({ severity }) => severity === "error") ? "true" : nothing);

function describing(id, hint, problems) {
  const ids = [hint && `${id}-hint`, problems.length > 0 && `${id}-problems`].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : nothing;
}

function problemList(id, problems, use) {
  if (problems.length === 0) return nothing;
  const one = ({ severity, message, suggestion }) =>
    html`<li data-severity=${severity}>
      ${severity === "warning" ? "Warning: " : ""}${message}${suggestion === undefined
        ? nothing
        : use
          ? html`. <button type="button" class="link" @click=${() => use(suggestion)}>Use “${suggestion}”</button>`
          : html`: did you mean “${suggestion}”?`}
    </li>`;
  return html`<ul id="${id}-problems" class="problems">
    ${problems.map(one)}
  </ul>`;
}
