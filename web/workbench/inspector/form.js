// What the fields of a form share: the step that they show, what is wrong with it, and how a change is made.

/**
 * @typedef {import("../edits.js").Edit} Edit
 * @typedef {import("../edits.js").KeyDiagnostic} KeyDiagnostic
 */

export class Form {
  /** The keys for which there is a field. */
  #keys = new Set();
  /** What is shown beside a field. @type {Set<KeyDiagnostic>} */
  #told = new Set();
  #page;
  #edits;
  #draw;
  #renamed;

  /**
   * @param {{ step: import("../edits.js").Description, refused?: Map<string, string>, renamed: (id: string) => void }} of
   *   `renamed` is told under which id the same step is from now on
   */
  constructor({ step, edits, page, refused, draw, renamed }) {
    this.step = step;
    this.#renamed = renamed;
    /** Why a field's text could not be taken, by the field's id. */
    this.refused = refused ?? new Map();
    this.#page = page;
    this.#edits = edits;
    this.#draw = draw;
  }

  /** The step as the document has it now, which may not be drawn yet. */
  now() {
    return this.#edits.describe(this.#page.texts().definition, this.step.id) ?? this.step;
  }

  /** Begins to draw the fields. */
  begin() {
    this.#keys.clear();
    this.#told.clear();
  }

  /** What the step has under a key, for which there is a field. */
  value(key) {
    this.#keys.add(key);
    return this.step.keys[key];
  }

  /** A value as one edits it: a string without its quotes. */
  text(key) {
    const value = this.value(key);
    return typeof value === "string" ? value : (this.step.texts[key] ?? "");
  }

  /** The step's keys for which there is no field. */
  others() {
    return Object.keys(this.step.keys).filter((key) => !this.#keys.has(key));
  }

  /** What is wrong with a key, or with a place inside its value, and is shown beside its field. */
  problems(key, at = "") {
    const found = this.step.diagnostics.filter((one) => one.key === key && one.pointer === at);
    for (const one of found) this.#told.add(one);
    return found;
  }

  /** What is wrong with a key, or with any, and is shown beside no field. */
  untold(key) {
    const found = this.step.diagnostics.filter((one) => (key ?? one.key) === one.key && !this.#told.has(one));
    for (const one of found) this.#told.add(one);
    return found;
  }

  /**
   * Writes a key, or a place inside its value; `undefined` takes it away.
   * @param {string} [field] the field that asks for it, and shows why it cannot be done
   */
  set(key, value, { at = "", field } = {}) {
    return this.change([{ do: "set", step: this.step.id, key, at, value }], field);
  }

  /** Writes a key as JSON text, kept as it is. */
  setText(key, text, { at = "", field } = {}) {
    return this.change([{ do: "set", step: this.step.id, key, at, text }], field);
  }

  /**
   * Makes edits after which the step does not lead to some any more. Those of them go that were made for it to lead to,
   * and that nobody has touched or needs.
   * @param {Edit[]} edits
   * @param {unknown[]} lost names of steps
   */
  leaveOff(edits, lost, field, what) {
    const within = this.chain === "" ? "" : `${this.chain}/`;
    const names = lost.filter((name) => typeof name === "string");
    return this.change([...edits, ...names.map((name) => ({ do: "discard", step: within + idSegment(name) }))], field, what);
  }

  /**
   * Makes edits, which are one change; it has the name of the first unless there is another.
   * @param {Edit[]} edits
   * @returns {boolean} whether they could be made
   */
  change(edits, field, what) {
    this.refused.delete(field);
    let { definition } = this.#page.texts();
    const before = definition;
    let name = what;
    let select;
    for (const edit of edits) {
      const made = this.#edits.apply(definition, edit);
      if (made.error !== undefined) {
        if (field) this.refused.set(field, made.error);
        else this.#page.tell(made.error);
        this.#draw();
        return false;
      }
      definition = made.definition;
      name ??= made.what;
      select = made.select;
    }
    const isRename = edits.some((edit) => edit.do === "rename" && edit.step === this.step.id);
    if (isRename && select !== undefined) this.#renamed(select);
    if (definition !== before) this.#page.edit({ definition }, name);
    const isGone = edits.some((edit) => edit.do === "delete");
    // A step that is added for this one to lead to is not what is worked on.
    const goes = this.step.id !== "" && (select !== undefined || isGone) && edits.at(-1).do !== "addStep";
    if (goes && select !== this.#page.selected()) this.#page.select(select);
    this.#draw();
    return true;
  }

  /** The id of the chain that the step is in, and leads to others of. */
  get chain() {
    return this.step.id.split("/").slice(0, -1).join("/");
  }

  /** Draws the form anew. */
  draw() {
    this.#draw();
  }
}

/** A key as a segment of a JSON pointer (RFC 6901). */
export const segment = (key) => "/" + String(key).replaceAll("~", "~0").replaceAll("/", "~1");

/** A name as a segment of an id (`core/src/path.rs`). */
export const idSegment = (name) =>
  name.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("[", "~2").replaceAll("]", "~3");
