// Rows of which only those in view stand in the DOM, however many there are. Arrow keys move from one to the next, Enter
// opens one; to assistive technology the row that is active is told by `aria-activedescendant`.

import { html, nothing, render } from "lit-html"; // templates whose values become text, small and without a build step

/** How many rows beyond those in view are there. */
const MARGIN = 6;

let count = 0;

/**
 * @template Item
 * @typedef {{ id: string, label: string, role: "tree" | "grid" | "listbox", height: number, head?: () => unknown, headHeight?: number,
 *   keyOf: (item: Item) => unknown, draw: (item: Item, index: number) => unknown, attributes?: (item: Item, index: number) =>
 *   { level?: number, expanded?: boolean, selected?: boolean }, onSize?: () => void, onActive?: (item: Item) => void, onOpen?: (item: Item) => void,
 *   onKey?: (event: KeyboardEvent, item: Item | undefined) => boolean | void }} Kind
 */

/** @template Item */
export class Rows {
  element = document.createElement("div");
  /** @type {Item[]} */
  items = [];
  active = -1;
  #kind;
  #prefix = `rows-${++count}`;
  #frame;

  /** @param {Kind<Item>} kind */
  constructor(kind) {
    this.#kind = kind;
    const { element } = this;
    Object.assign(element, { id: kind.id, className: "dock-rows", tabIndex: 0 });
    element.setAttribute("role", kind.role);
    element.setAttribute("aria-label", kind.label);
    element.addEventListener("scroll", () => this.draw(), { passive: true });
    element.addEventListener("keydown", (event) => this.#press(event));
    element.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]");
      if (!row || event.target.closest("button")) return;
      this.activate(Number(row.dataset.row));
      this.#open();
    });
    element.addEventListener("focus", () => {
      if (this.active < 0 && this.items.length > 0) this.activate(0);
    });
    // With the next frame: what is drawn for a size may change it.
    new ResizeObserver(() => requestAnimationFrame(() => (kind.onSize ? kind.onSize() : this.draw()))).observe(element);
  }

  /** Whether its panel is not the one that is shown. */
  get isHidden() {
    return this.element.clientHeight === 0;
  }

  /** Shows these; the active one stays it, wherever it is now. @param {Item[]} items */
  show(items) {
    const { keyOf } = this.#kind;
    const active = this.items[this.active];
    const isEnd = this.#isAtEnd();
    this.items = items;
    if (active !== undefined) {
      const key = keyOf(active);
      const same = items[this.active] !== undefined && keyOf(items[this.active]) === key;
      if (!same) this.active = items.findIndex((item) => keyOf(item) === key);
    }
    this.draw();
    return isEnd;
  }

  /** Makes a row the active one and brings it into view. */
  activate(index) {
    this.active = Math.max(-1, Math.min(index, this.items.length - 1));
    this.reveal(this.active);
    if (this.active >= 0) this.#kind.onActive?.(this.items[this.active]);
    this.draw();
  }

  /** Brings a row into view. */
  reveal(index) {
    if (index < 0) return;
    const { height, headHeight = 0 } = this.#kind;
    const { element } = this;
    const room = element.clientHeight - headHeight;
    if (index * height < element.scrollTop) element.scrollTop = index * height;
    else if ((index + 1) * height > element.scrollTop + room) element.scrollTop = (index + 1) * height - room;
  }

  #isAtEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    return scrollTop + clientHeight >= scrollHeight - 4;
  }

  /** Draws with the next frame. */
  draw() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#draw();
    });
  }

  #draw() {
    const { element, items } = this;
    if (this.isHidden) return;
    const { height, head, headHeight = 0, role } = this.#kind;
    const from = Math.max(0, Math.floor(element.scrollTop / height) - MARGIN);
    const to = Math.min(items.length, Math.ceil((element.scrollTop + element.clientHeight) / height) + MARGIN);
    const isActive = this.active >= from && this.active < to;
    if (isActive) element.setAttribute("aria-activedescendant", `${this.#prefix}-${this.active}`);
    else element.removeAttribute("aria-activedescendant");
    if (role === "grid") element.setAttribute("aria-rowcount", items.length);
    const rows = items.slice(from, to).map((item, offset) => this.#row(item, from + offset));
    render(
      html`${head?.() ?? nothing}
        <div class="dock-rows-sizer" role="presentation" .style=${`block-size:${items.length * height}px;--head:${headHeight}px`}>${rows}</div>`,
      element,
    );
  }

  #row(item, index) {
    const { role, height, draw, attributes } = this.#kind;
    const { level, expanded, selected = false } = attributes?.(item, index) ?? {};
    const rowRole = { tree: "treeitem", grid: "row", listbox: "option" }[role];
    return html`<div
      class="dock-row"
      role=${rowRole}
      id=${`${this.#prefix}-${index}`}
      data-row=${index}
      data-active=${index === this.active}
      aria-selected=${selected}
      aria-level=${level ?? nothing}
      aria-expanded=${expanded ?? nothing}
      aria-rowindex=${role === "grid" ? index + 1 : nothing}
      aria-posinset=${role === "grid" ? nothing : index + 1}
      aria-setsize=${role === "grid" ? nothing : this.items.length}
      .style=${`block-size:${height}px;transform:translateY(${index * height}px)`}
    >${draw(item, index)}</div>`;
  }

  #press(event) {
    if (event.target !== this.element || event.altKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#kind.height) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (this.#kind.onKey?.(event, this.items[this.active])) event.preventDefault();
    else if (event.ctrlKey || event.metaKey) return;
    else if (event.key in moves) {
      event.preventDefault();
      this.activate(Math.min(Math.max(this.active + moves[event.key], 0), this.items.length - 1));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#open();
    }
  }

  #open() {
    const item = this.items[this.active];
    if (item !== undefined) this.#kind.onOpen?.(item);
  }
}
