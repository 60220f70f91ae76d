// Results as the rows of a tree: what is opened, and of a search what matches with all around it.
//
// Pure.

/** Of a list or object so many members are shown until all are asked for; of a text so many characters. */
export const MEMBERS = 100;
export const CHARACTERS = 200;
/** A search shows at most so many matches. */
const MATCHES = 1000;

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * `key` names it among all; `access` is how a function gets at it; `more` are the members that are not shown.
 * @typedef {{ key: string, root: string, level: number, label: string, access: string, value: unknown, isError: boolean,
 *   members: number, isOpen: boolean, more?: number, of?: string }} Node
 */

/** The members of a value that has any: pairs. */
const membersOf = (value) => (typeof value === "object" && value !== null ? Object.entries(value) : []);

const isList = Array.isArray;

const accessTo = (value, name) =>
  isList(value) ? `[${name}]` : IDENTIFIER.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;

/** A value in one line, cut. */
export function brief(value) {
  if (typeof value === "string") {
    return value.length > CHARACTERS ? `${JSON.stringify(value.slice(0, CHARACTERS)).slice(0, -1)}…` : JSON.stringify(value);
  }
  if (typeof value !== "object" || value === null) return String(value);
  const count = Object.keys(value).length;
  const what = isList(value) ? ["item", "items"] : ["key", "keys"];
  const [open, close] = isList(value) ? "[]" : "{}";
  return count === 0 ? open + close : `${open} ${count} ${what[count === 1 ? 0 : 1]} ${close}`;
}

/** Whether a value is shown cut. */
export const isCut = (value) => typeof value === "string" && value.length > CHARACTERS;

/**
 * @param {Map<string, { value?: unknown, error?: object }>} results by path
 * @param {{ opened: Set<string>, all: Set<string>, query: string }} shown the keys of what is opened, and of what is shown
 *   with all its members
 * @returns {Node[]}
 */
export function nodes(results, { opened, all, query }) {
  const search = query.trim().toLowerCase();
  const list = [];
  let left = MATCHES;
  const root = (path, result) => {
    const isError = "error" in result;
    // As `step.context` has it.
    const value = isError ? { error: result.error } : result.value;
    return { key: path, root: path, level: 1, label: path, access: `step.context[${JSON.stringify(path)}]`, value, isError };
  };
  const matches = ({ label, value }) => label.toLowerCase().includes(search) || (typeof value !== "object" || value === null) && String(value).toLowerCase().includes(search);

  /** Adds a node and what is shown in it; gives whether it or something in it matches. */
  const add = (node) => {
    const members = membersOf(node.value);
    const here = list.length;
    const found = search !== "" && matches(node);
    if (found) left -= 1;
    const isOpen = opened.has(node.key);
    list.push({ ...node, members: members.length, isOpen });
    if (members.length === 0 || left < 0 || (search === "" && !isOpen)) return found;
    const shown = search !== "" || all.has(node.key) ? members.length : Math.min(members.length, MEMBERS);
    let within = false;
    for (let index = 0; index < shown && left >= 0; index++) {
      const [name, value] = members[index];
      const key = `${node.key}\n${name}`;
      const before = list.length;
      const access = node.access + accessTo(node.value, name);
      const is = add({ key, root: node.root, level: node.level + 1, label: name, access, value, isError: false });
      // Beneath what matches by itself all that is opened stays.
      if (search !== "" && !is && !(found && isOpen)) list.length = before;
      within ||= is;
    }
    if (shown < members.length) {
      const more = members.length - shown;
      list.push({ ...node, key: `${node.key}\n\n`, level: node.level + 1, label: `${more} more`, more, of: node.key, members: 0, isOpen: false });
    }
    if (within) list[here].isOpen = true;
    return found || within;
  };
  for (const [path, result] of results) {
    const before = list.length;
    if (!add(root(path, result)) && search !== "") list.length = before;
    if (left < 0) break;
  }
  return list;
}
