// To a place in a text: from a step to the function that it calls, or to the line that failed; and from what a mistake
// prevents to the mistake.

/** How many frames the editor, which may have to be loaded, and a new function may take. */
const PATIENCE = 600;

/** Shows a function in its editor, for it to be written; adds it if there is none. */
export async function writeFunction(name) {
  let isAdded = false;
  await inEditor("panel-functions", (panel, editor) => {
    const add = isAdded ? null : panel.querySelector(`[data-add-function="${CSS.escape(name)}"]`);
    add?.click();
    isAdded ||= add !== null;
    return !add && isTaken(editor, "write", name);
  });
}

/** Shows a line of the functions, counted from 1, with the cursor in the given column of it. */
export async function showLine({ line, column }) {
  await inEditor("panel-functions", (_, editor) => isTaken(editor, "show", { line, column }));
}

/** Shows the first mistake in the workflow's text, with the cursor at it. */
export async function showMistake() {
  await inEditor("panel-workflow", (_, editor) => isTaken(editor, "mend"));
}

/** Whether the editor is there and has done what it is asked for (`web/editor/editor.js`). */
const isTaken = (editor, what, detail) =>
  editor !== null && !editor.dispatchEvent(new CustomEvent(what, { detail, cancelable: true }));

/** Opens a text and tries, frame by frame, until it is done or another panel is shown. */
async function inEditor(id, tryOnce) {
  const panel = document.getElementById(id);
  for (const tab of ["pane-document-tab", `${id}-tab`]) document.getElementById(tab).click();
  await new Promise(requestAnimationFrame);
  for (let left = PATIENCE; left > 0 && !panel.hidden; left--) {
    if (tryOnce(panel, panel.querySelector("[data-editor] > *"))) return;
    await new Promise(requestAnimationFrame);
  }
}
