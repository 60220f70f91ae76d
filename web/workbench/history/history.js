// Undo and redo over everything: the journal of the open document, its buttons, its keys, and what is said of it.

import { Journal } from "./journal.js";
import { listenToKeys } from "./keys.js";

const KEYS = { undo: "Ctrl+Z", redo: "Ctrl+Shift+Z" };
const NAMES = { undo: "Undo", redo: "Redo" };
/** What a text is typed in. */
const TEXT_FIELDS = ".text-editor, #input";

/** @param {import("../../src/bridge.js").Page} page */
export function history(page) {
  const buttons = { undo: document.querySelector("#undo"), redo: document.querySelector("#redo") };
  const said = document.createElement("p");
  Object.assign(said, { id: "history-said", className: "unseen" });
  said.setAttribute("role", "status");
  buttons.undo.after(said);

  let journal = new Journal(page.texts());
  // The step that was selected before the latest change.
  let selected = page.selected();
  page.on("selected", () => (selected = page.selected()));
  const record = (what) => {
    const typed = what === undefined && document.activeElement?.closest(TEXT_FIELDS) !== null;
    return journal.record(page.texts(), { what, typed, at: performance.now(), places: [selected, page.selected()] });
  };
  const show = () => {
    for (const command of ["undo", "redo"]) {
      const what = command === "undo" ? journal.undoes : journal.redoes;
      const name = what === undefined ? `Nothing to ${command}` : `${NAMES[command]}: ${what}`;
      const button = buttons[command];
      const hadFocus = button === document.activeElement;
      button.disabled = what === undefined;
      button.title = `${name} (${KEYS[command]})`;
      // What is disabled loses the focus.
      if (hadFocus && button.disabled) buttons[command === "undo" ? "redo" : "undo"].focus();
    }
  };
  const act = (command) => {
    // What is so new that it has not been told yet.
    record();
    const done = command === "undo" ? journal.undo() : journal.redo();
    if (done) restore(page, done.texts, `${NAMES[command]}: ${done.what}`);
    if (done?.place) page.select(done.place.at);
    said.textContent = done ? `${NAMES[command]}: ${done.what}` : `Nothing to ${command}`;
    show();
  };

  page.on("texts", ({ what, opened }) => {
    if (opened) journal = new Journal(page.texts());
    else if (!record(what)) return;
    show();
  });
  for (const command of ["undo", "redo"]) buttons[command].addEventListener("click", () => act(command));
  listenToKeys(act);
  show();
}

/** Gives the document texts that it had; the cursor in the input's field stays where the text before it is the same. */
function restore(page, texts, what) {
  const field = document.querySelector("#input");
  const cursor = document.activeElement === field ? field.selectionEnd : undefined;
  const { input } = page.texts();
  page.edit(texts, what);
  if (cursor === undefined || texts.input === undefined) return;
  // Counted from the end behind the change, from the start before it.
  const keepsEnd = input.slice(cursor) === texts.input.slice(texts.input.length - (input.length - cursor));
  const at = keepsEnd ? texts.input.length - (input.length - cursor) : Math.min(cursor, texts.input.length);
  requestAnimationFrame(() => field.setSelectionRange(at, at));
}
