// From a step to the text of the function that it calls.

/** How many frames the editor, which may have to be loaded, and a new function may take. */
const PATIENCE = 600;

/** Shows a function in its editor, for it to be written; adds it if there is none. */
export async function writeFunction(name) {
  const panel = document.getElementById("panel-functions");
  for (const tab of ["pane-document-tab", "panel-functions-tab"]) document.getElementById(tab).click();
  let isAdded = false;
  await new Promise(requestAnimationFrame);
  for (let left = PATIENCE; left > 0 && !panel.hidden; left--) {
    const add = isAdded ? null : panel.querySelector(`[data-add-function="${CSS.escape(name)}"]`);
    add?.click();
    isAdded ||= add !== null;
    const editor = panel.querySelector("[data-editor] > *");
    if (!add && editor && !editor.dispatchEvent(new CustomEvent("write", { detail: name, cancelable: true }))) return;
    await new Promise(requestAnimationFrame);
  }
}
