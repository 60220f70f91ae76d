// The menu beside Run: other ways to run, and the document's inputs that have a name.

import { html, nothing, render } from "lit-html";
import { register } from "../face/commands.js";
import * as mocks from "../mocks_store.js";
import * as presets from "../presets_store.js";

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("./latest.js").Latest} latest
 * @param {{ run: (id: string) => void, canRun: (id: string | undefined) => boolean }} alone
 */
export function runMenu(page, latest, alone) {
  const button = document.getElementById("run-menu");
  const menu = document.createElement("div");
  Object.assign(menu, { id: "run-menu-items", className: "menu", popover: "auto" });
  menu.setAttribute("role", "group");
  menu.setAttribute("aria-label", "Other ways to run");
  button.after(menu);
  button.popoverTargetElement = menu;
  button.setAttribute("aria-label", "Other ways to run");

  const count = () => Object.keys(mocks.get()).length;
  /** The ways to run: id, what they are called, what they do, and whether they can. */
  const WAYS = [
    ["run-again", () => "Run again", () => latest.again(), () => latest.log.events.length > 0],
    ["run-virtual", () => "Run with waits skipped", () => latest.run(() => ({ virtual: true })), () => true],
    ["run-mocks", () => `Run with mocks (${count()})`, () => latest.run(() => ({ mocks: mocks.get() })), () => count() > 0],
    [
      "run-mocks-virtual",
      () => "Run with mocks, waits skipped",
      () => latest.run(() => ({ mocks: mocks.get(), virtual: true })),
      () => count() > 0,
    ],
    [
      "run-alone",
      () => (page.selected() === undefined ? "Run the selected step alone" : `Run ${page.selected()} alone`),
      () => alone.run(page.selected()),
      () => alone.canRun(page.selected()),
    ],
  ];
  for (const [, title, run, isThere] of WAYS) {
    register({
      get title() {
        return title();
      },
      run,
      isAvailable: () => !latest.isBusy && isThere(),
    });
  }

  function draw() {
    const way = ([id, title, run, isThere]) => html`<button
      type="button"
      class="item"
      id=${id}
      ?disabled=${latest.isBusy || !isThere()}
      @click=${() => {
        menu.hidePopover();
        run();
      }}
    >${title()}</button>`;
    const list = presets.get();
    render(
      html`
        ${WAYS.map(way)}
        <h3 class="menu-title">Inputs</h3>
        ${list.length === 0 ? html`<p class="note menu-note">An input that is kept by a name can be chosen here.</p>` : nothing}
        ${list.map(
          ({ name, input }) => html`<div class="preset">
            <button
              type="button"
              class="item"
              data-preset=${name}
              @click=${() => {
                menu.hidePopover();
                page.edit({ input }, `Use the input “${name}”`);
              }}
            >${name}</button>
            <button type="button" class="item remove" data-preset-delete=${name} aria-label=${`Delete the input ${name}`} title="Delete" @click=${() => remove(name)}>✕</button>
          </div>`,
        )}
        <form
          class="preset-form"
          @submit=${(event) => {
            event.preventDefault();
            save(event.target.elements.name);
          }}
        >
          <input id="preset-name" name="name" required maxlength="80" placeholder="Name" aria-label="Name for the present input" autocomplete="off" />
          <button type="submit" class="small" id="preset-save">Keep the input</button>
        </form>
      `,
      menu,
    );
  }

  function save(field) {
    const name = field.value.trim();
    if (name === "") return;
    const { input } = page.texts();
    const others = presets.get().filter((preset) => preset.name !== name);
    presets.set([...others, { name, input }]);
    field.value = "";
  }

  function remove(name) {
    presets.set(presets.get().filter((preset) => preset.name !== name));
    menu.querySelector("#preset-name").focus();
  }

  const redraw = () => menu.matches(":popover-open") && draw();
  menu.addEventListener("beforetoggle", ({ newState }) => newState === "open" && draw());
  menu.addEventListener("toggle", ({ newState }) => newState === "open" && menu.querySelector("button:not(:disabled)")?.focus());
  menu.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.target.matches("input")) return;
    event.preventDefault();
    const items = [...menu.querySelectorAll("button:not(:disabled), input")];
    items[(items.indexOf(document.activeElement) + by + items.length) % items.length]?.focus();
  });
  mocks.on(redraw);
  presets.on(redraw);
  latest.on(redraw);
}
