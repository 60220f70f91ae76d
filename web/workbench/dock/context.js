// The context: every result of the run by its path, as a tree.

import { html, nothing } from "lit-html";
import { boxId } from "../run/path.js";
import { whole } from "../whole_value.js";
import { Rows } from "./rows.js";
import { toolbar } from "./toolbar.js";
import { brief, isCut, nodes } from "./tree.js";

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("../run/latest.js").Latest} latest
 * @param {HTMLElement} place
 */
export function context(page, latest, place) {
  const shown = { opened: new Set(), all: new Set(), query: "" };
  let [of, counted] = [undefined, 0];

  const rows = new Rows({
    id: "context",
    label: "Results of the run by path",
    role: "tree",
    height: 24,
    keyOf: ({ key }) => key,
    attributes: ({ level, members, isOpen, root }) => ({
      level,
      expanded: members > 0 ? isOpen : undefined,
      selected: level === 1 && boxId(root) === page.selected(),
    }),
    draw,
    onSize: follow,
    onOpen: open,
    onKey: press,
  });

  function draw(node) {
    const { level, label, value, isError, members, isOpen, more } = node;
    const indent = `padding-inline-start:${4 + Math.min(level - 1, 24) * 16}px`;
    if (more) {
      return html`<span class="tree-line" .style=${indent}><button type="button" class="link" tabindex="-1" @click=${() => showAll(node)}>Show all (${label})</button></span>`;
    }
    const kind = value === null || typeof value === "boolean" ? "word" : { string: "text", number: "number" }[typeof value];
    return html`<span class="tree-line" .style=${indent}>
      <i class="twist" data-open=${members > 0 ? isOpen : nothing} aria-hidden="true"></i>
      <b class=${level === 1 ? "tree-path" : "key"}>${label}</b>
      ${isError ? html`<span class="tree-error">failed</span>` : nothing}
      ${isCut(value) ? html`<button type="button" class="link" tabindex="-1" @click=${() => whole(label, value)}>Show all</button>` : nothing}
      <span class=${kind ?? "note"}>${brief(value)}</span>
    </span>`;
  }

  function press(event, node) {
    const copies = (event.ctrlKey || event.metaKey) && event.key === "c" && getSelection().isCollapsed;
    if (copies && node) copy(event.shiftKey ? "path" : "value", node);
    else if (event.ctrlKey || event.metaKey) return false;
    else if (event.key === "ArrowRight" && node?.members > 0) {
      if (node.isOpen) rows.activate(rows.active + 1);
      else toggle(node);
    } else if (event.key === "ArrowLeft" && node) {
      if (node.isOpen) toggle(node);
      else rows.activate(rows.items.findLastIndex(({ level }, index) => index < rows.active && level < node.level));
    } else return false;
    return true;
  }

  function open(node) {
    if (node.more) showAll(node);
    else if (node.level === 1) {
      page.select(boxId(node.root));
      toggle(node);
    } else if (node.members > 0) toggle(node);
    else if (isCut(node.value)) whole(node.label, node.value);
    bar.show();
  }

  function toggle({ key }) {
    if (!shown.opened.delete(key)) shown.opened.add(key);
    refresh();
  }

  function showAll(node) {
    shown.all.add(node.of);
    refresh();
  }

  async function copy(what, node) {
    const text = what === "path" ? node.access : typeof node.value === "string" ? node.value : JSON.stringify(node.value, null, 2);
    try {
      await navigator.clipboard.writeText(text);
      bar.show({ copied: what === "path" ? text : `The value of ${node.label} is on the clipboard` });
    } catch {
      whole(what === "path" ? "Path" : node.label, text);
    }
  }

  function refresh() {
    rows.show(nodes(latest.log.results, shown));
    bar.show();
  }

  function follow() {
    if (rows.isHidden) return;
    const { log } = latest;
    // A result that takes another's place comes with an event too.
    if (log === of && log.events.length === counted) return rows.draw();
    [of, counted] = [log, log.events.length];
    refresh();
  }

  function copyActive(what) {
    const node = rows.items[rows.active];
    if (node) copy(what, node);
    else bar.show({ copied: "Choose a line first" });
  }

  const bar = toolbar(({ copied = "" }) => {
    const none = latest.log.results.size === 0;
    return html`
      <input
        type="search"
        id="context-search"
        placeholder="Search"
        aria-label="Search the results by path, key and value"
        @input=${({ target }) => {
          shown.query = target.value;
          refresh();
        }}
      />
      <button type="button" class="small" id="context-copy-path" title="Ctrl+Shift+C on a line" ?disabled=${none} @click=${() => copyActive("path")}>Copy path</button>
      <button type="button" class="small" id="context-copy-value" title="Ctrl+C on a line" ?disabled=${none} @click=${() => copyActive("value")}>Copy value</button>
      <span class="count-of" role="status">${copied}</span>
      ${none ? html`<p class="none">Run the workflow, and here stands the result of every step, by its path.</p>` : nothing}
      ${!none && rows.items.length === 0 ? html`<p class="none">Nothing in the results matches.</p>` : nothing}
    `;
  });

  place.append(bar.element, rows.element);
  page.on("selected", () => rows.draw());
  latest.on(follow);
}
