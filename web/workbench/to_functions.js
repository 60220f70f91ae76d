// From a step to the text of the functions: to the one that it calls, or to the line that failed.

/** How many frames the editor, which may have to be loaded, and a new function may take. */
const PATIENCE = 600;

/** Shows a function in its editor, for it to be written; adds it if there is none. */
export async function writeFunction(name) {
  let isAdded = false;
  await inEditor((panel, editor) => {
    const add = isAdded ? null : panel.querySelector(`[data-add-function="${CSS.escape(name)}"]`);
    add?.click();
    isAdded ||= add !== null;
    return !add && isTaken(editor, "write", name);
  });
}

/** Shows a line of the functions, counted from 1, with the cursor in the given column of it. */
export async function showLine({ line, column }) {
  await inEditor((_, editor) => isTaken(editor, "show", { line, column }));
}

/** Whether the editor is there and has done what it is asked for (`web/editor/editor.js`). */
const isTaken = (editor, what, detail) =>
  editor !== null && !editor.dispatchEvent(new CustomEvent(what, { detail, cancelable: true }));

/** Opens the functions and tries, frame by frame, until it is done or another panel is shown. */
async function inEditor(tryOnce) {
  const panel = document.getElementById("panel-functions");
  for (const tab of ["pane-document-tab", "panel-functions-tab"]) document.getElementById(tab).click();
  await new Promise(requestAnimationFrame);
  for (let left = PATIENCE; left > 0 && !panel.hidden; left--) {
    if (tryOnce(panel, panel.querySelector("[data-editor] > *"))) return;
    await new Promise(requestAnimationFrame);
  }
}
