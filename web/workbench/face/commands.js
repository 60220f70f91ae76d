// Everything that can be done, by name: the command palette lists it, and the shortcut sheet those that have keys.

/**
 * @typedef {{ title: string, keys?: string, run: () => void, isAvailable?: () => boolean }} Command
 */

/** Commands that press a control of the page: the control's id, what it does, its keys. */
const CONTROLS = [
  ["run", "Run", "Ctrl+Enter"],
  ["cancel", "Cancel the run"],
  ["pause", "Pause the run, or let it go on"],
  ["run-menu", "Other ways to run"],
  ["undo", "Undo", "Ctrl+Z"],
  ["redo", "Redo", "Ctrl+Shift+Z"],
  ["documents", "Documents, history and examples"],
  ["share", "Share as a link"],
  ["open", "Open a file"],
  ["save", "Save as a file"],
  ["picture", "Make a picture of the graph"],
  ["panel-input-tab", "Show the input"],
  ["panel-workflow-tab", "Edit the workflow's text"],
  ["panel-functions-tab", "Edit the functions"],
  ["panel-result-tab", "Show the result"],
  ["panel-console-tab", "Show the console"],
  ["panel-timeline-tab", "Show the timeline"],
  ["panel-events-tab", "Show the events"],
  ["panel-context-tab", "Show the context"],
  ["graph-find", "Find a step", "Ctrl+F in the graph"],
  ["graph-fit", "Show the whole graph", "F in the graph"],
];

/** @type {Command[]} */
const registered = [];

/** Adds a command, for as long as the page lives. */
export function register(command) {
  registered.push(command);
}

/** Everything that can be done now. @returns {Command[]} */
export function commands() {
  const controls = CONTROLS.flatMap(([id, title, keys]) => {
    const control = document.getElementById(id);
    return control && !control.disabled ? [{ title, keys, run: () => control.click() }] : [];
  });
  return [...controls, ...registered.filter(({ isAvailable }) => isAvailable?.() ?? true)];
}

/** What is done by keys, for the sheet: of the page, then in the graph. */
export const SHORTCUTS = [
  ["The page", [
    ["Ctrl+K", "All commands"],
    ["?", "This sheet"],
    ["Ctrl+Enter", "Run"],
    ["Ctrl+Z, Ctrl+Shift+Z", "Undo, redo"],
    ["F6, Shift+F6", "Go round: graph, step's form, results, texts"],
    ["Esc", "Close what is open; from the form back to the graph"],
  ]],
  ["In the graph", [
    ["Tab", "Go to the graph, and on from it"],
    ["Arrows", "Walk along the edges"],
    ["Enter", "Choose the step, or open a container"],
    ["Home", "To the first step"],
    ["Ctrl+F", "Find a step"],
    ["Ctrl and +, −, 0", "Zoom in, out, to 100 %"],
    ["F", "Show the whole graph"],
    ["Space and drag", "Move the graph"],
  ]],
];
