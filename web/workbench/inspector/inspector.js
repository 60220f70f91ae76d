// The inspector: what the definition says of the selected step, or of the workflow, as a form.
//
// What became of the step in a run is drawn into `#inspector-run` by others.

import { html, nothing, render } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { loadEdits } from "../edits.js";
import css from "./inspector.css";
import { Form } from "./form.js";
import { head } from "./head.js";
import { stepFields } from "./step.js";
import { workflowFields } from "./workflow.js";

/** @param {import("../workbench.js").Page} page */
export async function inspector(page) {
  const section = document.getElementById("inspector");
  if (!section) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);

  // What stands there until the form does.
  document.getElementById("inspector-head")?.remove();
  const place = (id) => Object.assign(document.createElement("div"), { id });
  const above = place("inspector-head");
  let run = place("inspector-run");
  const below = place("inspector-form");
  section.append(above, run, below);

  let edits;
  try {
    edits = await loadEdits();
  } catch {
    page.tell("The form could not be loaded. Is the page still reachable? The workflow's text can still be edited.");
    return;
  }

  /** The form that is shown, and of what; `key` stays while the step only gets another name. */
  let shown = { id: undefined, definition: undefined, key: 0 };
  let form;
  /** The id under which the step that is shown will be found. */
  let next;
  // What a press begins on is still there when it ends, wherever what was written before is taken meanwhile.
  let isPressed = false;
  let isDue = false;

  function follow() {
    isDue ||= isPressed;
    if (isPressed) return;
    const id = page.selected() ?? "";
    const { definition } = page.texts();
    if (id === shown.id && definition === shown.definition) return;
    let { key } = shown;
    if (id !== shown.id) {
      if (id !== next) {
        key += 1;
        // What is being written in a field belongs to the step that is shown so far.
        const active = document.activeElement;
        if (shown.id !== undefined && below.contains(active)) active.blur();
        form = undefined;
        // Another step is read from its beginning.
        section.scrollTop = 0;
      }
      next = undefined;
      // What became of one step is never shown under the name of another.
      const fresh = place("inspector-run");
      run.replaceWith(fresh);
      run = fresh;
    }
    shown = { id, definition: page.texts().definition, key };
    const step = edits.describe(shown.definition, id);
    form = step && new Form({ step, edits, page, refused: form?.refused, draw, renamed: (id) => (next = id) });
    draw();
  }

  function draw() {
    const focused = document.activeElement?.closest?.("#inspector-form [id]")?.id;
    const { id, key } = shown;
    render(form ? keyed(key, head(form)) : unreadable(id), above);
    render(form ? keyed(key, id === "" ? workflowFields(form) : stepFields(form)) : nothing, below);
    section.dataset.shows = id;
    // Whoever goes through the fields of one step is at the same field of the next.
    if (focused && !below.contains(document.activeElement)) document.getElementById(focused)?.focus();
  }

  const release = () => {
    isPressed = false;
    if (isDue) follow();
    isDue = false;
  };
  section.addEventListener("pointerdown", () => (isPressed = true), true);
  section.addEventListener("click", release, true);
  // A press that ends elsewhere is no click.
  for (const over of ["pointerup", "pointercancel"]) addEventListener(over, () => isPressed && setTimeout(release));
  page.on("texts", follow);
  page.on("selected", follow);
  follow();
}

function unreadable(id) {
  const why = id === "" ? "The workflow's text is not JSON at the moment." : "The workflow's text has no such step at the moment.";
  return html`<div class="empty"><p><b>Nothing to edit here</b></p><p>${why} Put it right in the tab Workflow.</p></div>`;
}
