// Which keys undo and redo, and where they do not: in a field while one types in it, since the browser then takes back what
// was typed there.
//
// What CodeMirror and the input's field edit is the document itself, which has one undo for all of its views.

const FIELDS = "input, textarea, select, [contenteditable]";
/** What a browser's own menu asks for, by the type of its input event. */
const BY_MENU = { historyUndo: "undo", historyRedo: "redo" };

/** @returns {"undo" | "redo" | undefined} */
function commandOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (!(ctrlKey || metaKey) || altKey) return;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  if (letter === "y" && !shiftKey) return "redo";
}

/** The field of its own that an event is in; none for a view of the document. */
function fieldOf(event) {
  // In a shadow root too.
  const [target] = event.composedPath();
  const field = target.closest?.(FIELDS);
  return field?.matches(".cm-content, #input") ? undefined : field;
}

/**
 * Calls back for each undo and redo that is asked for by a key, anywhere on the page.
 * @param {(command: "undo" | "redo") => void} act
 */
export function listenToKeys(act) {
  // The field in which something was typed and not handed over yet.
  let typedIn;
  const forget = (event) => {
    if (typedIn === event.composedPath()[0]) typedIn = undefined;
  };
  addEventListener("input", (event) => (typedIn = fieldOf(event)), true);
  for (const over of ["change", "focusout"]) addEventListener(over, forget, true);
  const listen = (event, command) => {
    const field = fieldOf(event);
    if (!command || (field && field === typedIn)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act(command);
  };
  addEventListener("keydown", (event) => listen(event, commandOf(event)), true);
  addEventListener("beforeinput", (event) => listen(event, BY_MENU[event.inputType]), true);
}
