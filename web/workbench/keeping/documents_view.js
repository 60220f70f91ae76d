// The list of kept documents: open, rename, duplicate, delete, and begin a new one.

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { EMPTY } from "./empty.js";
import { nameOf, renamed } from "./name.js";
import { ago, when } from "./time.js";

const textsOf = ({ definition, functions, input }) => ({ definition, functions, input });

export class DocumentsView {
  title = "Documents";
  #page;
  #keeper;
  #panel;
  #documents = [];
  /** The id of the document that is being renamed. */
  #renaming;
  /** What was deleted last, and can be brought back. */
  #deleted;
  #refused = "";

  constructor(page, keeper, panel) {
    this.#page = page;
    this.#keeper = keeper;
    this.#panel = panel;
  }

  async load() {
    this.#documents = await this.#keeper.documents();
  }

  draw() {
    return html`
      <div class="dialog-actions">
        <button type="button" id="new-document" class="button primary" @click=${() => this.#create(EMPTY)}>New document</button>
        <span role="status">${this.#refused || (this.#deleted ? this.#undoable() : nothing)}</span>
      </div>
      <ul class="kept-list" id="document-list" aria-label="Documents">
        ${repeat(this.#documents, ({ id }) => id, (kept) => this.#row(kept))}
      </ul>
      ${this.#documents.length ? nothing : html`<p class="note">Nothing is kept yet. What you change or run is kept here from then on, in this browser alone.</p>`}
    `;
  }

  #undoable() {
    const { name } = this.#deleted;
    return html`Deleted “${name}”. <button type="button" id="undo-delete" class="link" @click=${() => this.#undelete()}>Undo</button>`;
  }

  #row(kept) {
    const { id, name, edited } = kept;
    const isOpen = id === this.#keeper.id;
    const button = (label, act, more) =>
      html`<button type="button" class="button plain" data-do=${label.toLowerCase()} aria-label=${`${label} ${name}`} ?disabled=${more} @click=${act}>${label}</button>`;
    return html`<li class="kept" data-document=${id} aria-current=${isOpen ? "true" : "false"}>
      <span class="what"><span>${name}</span><span class="note" title=${when(edited)}>${isOpen ? "Open now · " : ""}edited ${ago(edited)}</span></span>
      <span class="kept-actions">
        ${button("Open", () => this.#open(id), isOpen)} ${button("Rename", () => this.#rename(id))}
        ${button("Duplicate", () => this.#duplicate(kept))} ${button("Delete", () => this.#delete(kept))}
      </span>
      ${this.#renaming === id ? this.#nameForm(kept) : nothing}
    </li>`;
  }

  #nameForm(kept) {
    const take = (event) => {
      event.preventDefault();
      void this.#takeName(kept, new FormData(event.target).get("name").trim());
    };
    const leave = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.#rename(undefined);
    };
    return html`<form @submit=${take} @keydown=${leave}>
      <input type="text" name="name" aria-label="New name" .value=${kept.name} required maxlength="200" />
      <button type="submit" class="button">Rename</button>
    </form>`;
  }

  async #open(id) {
    await this.#keeper.open(id);
    this.#panel.close();
  }

  async #create(texts) {
    await this.#keeper.create(texts);
    this.#panel.close();
  }

  #rename(id) {
    this.#renaming = id;
    this.#panel.draw();
    const field = this.#panel.find("input[name=name]");
    field?.focus();
    field?.select();
  }

  async #takeName(kept, name) {
    this.#renaming = undefined;
    if (name !== "") {
      const definition = renamed(kept.id === this.#keeper.id ? this.#page.texts().definition : kept.definition, name);
      if (kept.id === this.#keeper.id) {
        this.#page.edit({ definition }, `Rename to “${name}”`);
        // The page tells of it a moment later.
        await this.#keeper.settle();
      } else this.#refuse(kept, await this.#keeper.alter(kept.id, { definition, name: nameOf(definition) }));
    }
    await this.#panel.renew();
    this.#panel.find(`[data-document="${CSS.escape(kept.id)}"] [data-do=rename]`)?.focus();
  }

  async #duplicate(kept) {
    const texts = textsOf(kept.id === this.#keeper.id ? this.#page.texts() : kept);
    await this.#create({ ...texts, definition: renamed(texts.definition, `${kept.name} (copy)`), more: kept.more });
  }

  async #delete(kept) {
    await this.#keeper.save();
    if (!this.#refuse(kept, await this.#keeper.alter(kept.id, { deleted: Date.now() }))) return this.#panel.renew();
    this.#deleted = kept;
    if (kept.id === this.#keeper.id) {
      const [next] = await this.#keeper.documents();
      if (next) await this.#keeper.open(next.id);
      else await this.#keeper.create(EMPTY);
      await this.#keeper.settle();
    }
    await this.#panel.renew();
    this.#panel.find("#undo-delete")?.focus();
  }

  /** Says that a document is not this tab's to change, if it is not. */
  #refuse({ name }, isDone) {
    this.#refused = isDone ? "" : `“${name}” is open in another tab: change it there.`;
    return isDone;
  }

  async #undelete() {
    await this.#keeper.alter(this.#deleted.id, { deleted: undefined });
    const { id } = this.#deleted;
    this.#deleted = undefined;
    await this.#panel.renew();
    this.#panel.find(`[data-document="${CSS.escape(id)}"] [data-do=open]`)?.focus();
  }
}
