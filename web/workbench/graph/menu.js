// A menu at a place, and a field to type in at a place: each answers with what was chosen, or with nothing.

import { html, nothing, render } from "lit-html";

/** Room between a menu and the page's end. */
const MARGIN = 8;

/**
 * @template T
 * @typedef {{ name: string, value: T, keys?: string, about?: string, sign?: string }} Item
 */

/** What is open, to be closed by what is opened next. */
let close;

/**
 * Where something opens on the page: left, top; and where there is no room below that, its bottom.
 * @typedef {[left: number, top: number, bottom?: number]} At
 */

/** Puts an element on the page; gives what takes it away, and the focus back to where it was. @param {At} at */
function show(element, [x, y, above = y], onLeave) {
  close?.();
  const before = document.activeElement;
  document.body.append(element);
  const { width, height } = element.getBoundingClientRect();
  const within = (at, length, room) => Math.max(Math.min(at, room - length - MARGIN), MARGIN);
  element.style.left = `${within(x, width, innerWidth)}px`;
  element.style.top = `${within(y + height + MARGIN > innerHeight ? above - height : y, height, innerHeight)}px`;
  const outside = ({ target }) => element.contains(target) || onLeave();
  addEventListener("pointerdown", outside, true);
  addEventListener("blur", onLeave);
  let isOpen = true;
  const end = () => {
    if (!isOpen) return;
    isOpen = false;
    removeEventListener("pointerdown", outside, true);
    removeEventListener("blur", onLeave);
    const hadFocus = element.contains(document.activeElement);
    element.remove();
    if (hadFocus) before?.focus?.({ preventScroll: true });
  };
  close = onLeave;
  return end;
}

/** Beneath an element, or above it. @returns {At} */
export function beneath(element, gap) {
  const { left, top, bottom } = element.getBoundingClientRect();
  return [left, bottom + gap, top - gap];
}

/**
 * Opens a menu. Arrow keys, Home, End and first letters move in it.
 * @template T
 * @param {At} at
 * @param {string} label
 * @param {Item<T>[]} items
 * @param {(item: Item<T>, event: PointerEvent, close: () => void) => void} [onPress] a pointer came down on an item, which
 *   may be dragged
 * @returns {Promise<T | undefined>}
 */
export function choose(at, label, items, onPress) {
  return new Promise((resolve) => {
    const menu = document.createElement("div");
    menu.className = "menu graph-menu";
    menu.setAttribute("role", "menu");
    menu.setAttribute("aria-label", label);
    let end;
    const answer = (value) => {
      end();
      resolve(value);
    };
    const row = (item) => html`<button
      type="button"
      class="item"
      role="menuitem"
      tabindex="-1"
      data-item=${item.id ?? nothing}
      @click=${() => answer(item.value)}
      @pointerdown=${(event) => onPress?.(item, event, () => answer())}
    >
      ${item.sign ? html`<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d=${item.sign} /></svg>` : nothing}
      <span class="item-name">${item.name}${item.about ? html`<small>${item.about}</small>` : nothing}</span>
      ${item.keys ? html`<kbd>${item.keys}</kbd>` : nothing}
    </button>`;
    render(html`<p class="menu-title" aria-hidden="true">${label}</p>${items.map(row)}`, menu);
    const rows = [...menu.querySelectorAll(".item")];
    const go = (index) => rows.at(index % rows.length)?.focus();
    menu.addEventListener("keydown", (event) => {
      const here = rows.indexOf(document.activeElement);
      const { key } = event;
      if (key === "Escape" || key === "Tab") answer();
      else if (key === "ArrowDown") go(here + 1);
      else if (key === "ArrowUp") go(here - 1 < 0 ? -1 : here - 1);
      else if (key === "Home") go(0);
      else if (key === "End") go(-1);
      else if (key.length === 1 && key !== " " && !event.ctrlKey && !event.metaKey) {
        const starts = (index) => items[index % items.length].name.toLowerCase().startsWith(key.toLowerCase());
        const found = items.findIndex((_, by) => starts(here + 1 + by));
        if (found >= 0) go(here + 1 + found);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    end = show(menu, at, () => answer());
    go(0);
  });
}

/**
 * Asks for a text in a field.
 * @param {At} at
 * @param {{ label: string, text?: string, width?: number, check: (text: string) => string | undefined }} question `check`
 *   says what is wrong with a text
 * @returns {Promise<string | undefined>}
 */
export function ask(at, { label, text = "", width = 200, check }) {
  return new Promise((resolve) => {
    const form = document.createElement("form");
    form.className = "menu graph-ask";
    let end;
    const answer = (value) => {
      end();
      resolve(value);
    };
    const field = () => form.querySelector("input");
    const submit = (event) => {
      event.preventDefault();
      const wrong = check(field().value);
      if (wrong === undefined) return answer(field().value);
      draw(wrong);
      field().focus();
    };
    const draw = (wrong) =>
      render(
        html`<label>${label}<input id="graph-ask" autocomplete="off" spellcheck="false" aria-describedby="graph-ask-wrong"
            aria-invalid=${wrong !== undefined} .defaultValue=${text} /></label>
          <p id="graph-ask-wrong" role="alert">${wrong ?? ""}</p>`,
        form,
      );
    draw();
    field().style.inlineSize = `${Math.max(width, 140)}px`;
    form.addEventListener("submit", submit);
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      // A form of one field without a button is submitted by Enter in every browser.
      if (event.key === "Escape") answer();
    });
    // As in a table: to go elsewhere is to be done, if the text will do.
    end = show(form, at, () => answer(field().value !== text && check(field().value) === undefined ? field().value : undefined));
    field().focus();
    field().select();
  });
}
