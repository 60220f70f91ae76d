// What can be done on the graph, with its keys: one table for the keyboard, the context menu and whoever lists commands.

/**
 * @typedef {"step" | "edge" | "ground"} Place where something can be done
 * @typedef {{ id: string, name: string, keys: string, on: Place[] }} Command
 */

/** @type {Command[]} */
export const COMMANDS = [
  { id: "insert", name: "Insert a step", keys: "Enter", on: ["edge"] },
  { id: "rename", name: "Rename", keys: "F2", on: ["step"] },
  { id: "add", name: "Add a step", keys: "A", on: ["step", "ground"] },
  { id: "connect", name: "Connect with…", keys: "C", on: ["step"] },
  { id: "end", name: "Connect with the end", keys: "Shift+C", on: ["step"] },
  { id: "start", name: "Start here", keys: "S", on: ["step"] },
  { id: "edges", name: "Go to its edges", keys: "E", on: ["step"] },
  { id: "duplicate", name: "Duplicate", keys: "Ctrl+D", on: ["step"] },
  { id: "copy", name: "Copy", keys: "Ctrl+C", on: ["step"] },
  { id: "cut", name: "Cut", keys: "Ctrl+X", on: ["step"] },
  { id: "paste", name: "Paste", keys: "Ctrl+V", on: ["step", "ground"] },
  { id: "wrap", name: "Wrap in…", keys: "W", on: ["step"] },
  { id: "delete", name: "Delete", keys: "Delete", on: ["step", "edge"] },
];

const LETTERS = { a: "add", c: "connect", e: "edges", s: "start", w: "wrap" };
const WITH_CONTROL = { d: "duplicate", c: "copy", x: "cut" };
const KEYS = { F2: "rename", Delete: "delete", Backspace: "delete", ContextMenu: "menu" };

/** What makes no sense with a task or item inside a step: it leads nowhere. */
const OF_STEPS_ALONE = ["connect", "end", "start", "edges"];

/** The commands for a place; `inner` if it is a task or item inside a step. @param {Place} place */
export const commandsFor = (place, inner = false) =>
  COMMANDS.filter(({ id, on }) => on.includes(place) && !(inner && OF_STEPS_ALONE.includes(id)));

/**
 * What a key does on a step, an edge or the ground. Paste has no key here: the browser tells of it, with what is pasted.
 * @param {{ key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean }} event
 * @param {Place} place
 * @returns {string | undefined}
 */
export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey }, place) {
  const letter = key.toLowerCase();
  if (altKey) return;
  let id;
  if (ctrlKey || metaKey) id = shiftKey ? undefined : WITH_CONTROL[letter];
  else if (shiftKey) id = letter === "c" ? "end" : key === "F10" ? "menu" : undefined;
  else id = LETTERS[letter] ?? KEYS[key];
  if (id === "menu") return id;
  return COMMANDS.some((command) => command.id === id && command.on.includes(place)) ? id : undefined;
}

/** The ways on from an edge by arrow keys, to the other edges of its step. */
export const ALONG_EDGES = { ArrowRight: 1, ArrowDown: 1, e: 1, ArrowLeft: -1, ArrowUp: -1 };
