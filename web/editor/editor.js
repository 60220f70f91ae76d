// The two text editors of the page, the workflow's and the functions': the entry of a bundle that the page loads when a
// text is first to be edited. What is right or wrong with a text, the page says.
//
// CodeMirror 6 is the editor that needs no inline style (in a shadow root), takes a megabyte without a pause, works on
// phones and with screen readers, and comes in parts.

import { forEachDiagnostic, setDiagnostics } from "@codemirror/lint";
import { Annotation, Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { shown } from "./diagnostics.js";
import { difference } from "./difference.js";
import { functionsLanguage } from "./functions.js";
import { setNames } from "./names.js";
import { setup } from "./setup.js";
import { formatJson, setSchema, workflowLanguage } from "./workflow.js";

export { addFunction } from "./add_function.js";

/** Marks a change that did not come from the user of this editor. */
const fromOutside = Annotation.define();

const KINDS = {
  workflow: {
    label: "Workflow definition as JSON",
    hint: '{ "steps": { … } }',
    language: workflowLanguage,
  },
  functions: {
    label: "Functions as a JavaScript module",
    hint: "export function name(input, step) { … }",
    language: functionsLanguage,
  },
};

/** The published JSON Schema: a promise of it, or of null when it cannot be had. */
let schema;

/** Gives the workflow editors their JSON Schema; without it, they fetch it from beside this file. */
export function loadSchema(schemaText) {
  schema = Promise.resolve(JSON.parse(schemaText));
}

async function fetchSchema() {
  try {
    const response = await fetch(new URL("workflow.schema.json", import.meta.url));
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return await response.json();
  } catch (error) {
    schema = undefined;
    console.warn("The workflow editor goes without its JSON Schema, so it completes names only:", error);
    return null;
  }
}

/** Where a function's name ends in a module's text, as far as that can be told by looking at it. */
function functionIn(text, name) {
  const word = name.replaceAll(/[^\p{ID_Continue}]/gu, "\\$&");
  const declared = new RegExp(`(?:function\\s*\\*?\\s*|(?:const|let|var|class)\\s+)${word}(?![\\p{ID_Continue}$])`, "u").exec(text);
  if (declared) return declared.index + declared[0].length;
  const found = text.indexOf(name);
  return found < 0 ? undefined : found + name.length;
}

/**
 * Makes an editor in a shadow root inside `parent`, as tall as `parent` is.
 *
 * @param {Element} parent
 * @param {"workflow" | "functions"} kind
 * @param {string} text
 * @param {{ onEdit(text: string): void, onRun(): void, onAddFunction(name: string): void }} hooks
 */
export function createEditor(parent, kind, text, { onEdit, onRun, onAddFunction }) {
  const { label, hint, language } = KINDS[kind];
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  // Its lines scroll: however long one is, it does not widen the page.
  sheet.replaceSync(":host { display: block; block-size: 100%; min-block-size: 0; contain: inline-size; }");
  root.adoptedStyleSheets = [sheet];
  // CodeMirror closes a gutter marker's tooltip when the window sees the mouse outside of it, and the window sees this
  // host only.
  root.addEventListener("mousemove", (event) => {
    if (event.target.closest(".cm-tooltip-lint")) event.stopPropagation();
  });
  parent.append(host);

  const view = new EditorView({
    doc: text,
    parent: root,
    root,
    extensions: [
      setup({ label, hint, onRun }),
      // The panes are narrow: to scroll sideways would hide how lines begin.
      EditorView.lineWrapping,
      language(),
      EditorView.updateListener.of(({ docChanged, transactions, state }) => {
        const theirs = transactions.some((one) => one.docChanged && !one.annotation(fromOutside));
        if (docChanged && theirs) onEdit(state.doc.toString());
      }),
    ],
  });
  let alive = true;

  // Whoever wants a function to be written asks so on the host, and is told by the event's end whether it is there.
  host.addEventListener("write", (event) => {
    const { doc } = view.state;
    const found = functionIn(doc.toString(), event.detail);
    if (found === undefined) return;
    event.preventDefault();
    // In its body, where that begins on the next line.
    const line = doc.lineAt(found);
    const place = line.text.trimEnd().endsWith("{") && line.number < doc.lines ? doc.line(line.number + 1).to : found;
    goTo(place);
  });
  // And whoever wants a line to be seen.
  host.addEventListener("show", (event) => {
    const { doc } = view.state;
    const { line, column } = event.detail;
    if (line > doc.lines) return;
    event.preventDefault();
    const { from, to } = doc.line(line);
    goTo(Math.min(from + column - 1, to));
  });
  // And whoever wants the first mistake to be put right.
  host.addEventListener("mend", (event) => {
    let first;
    forEachDiagnostic(view.state, ({ severity }, from) => {
      if (severity === "error") first = Math.min(first ?? from, from);
    });
    if (first === undefined) return;
    event.preventDefault();
    goTo(first);
  });

  function goTo(place) {
    view.dispatch({ selection: { anchor: place }, effects: EditorView.scrollIntoView(place, { y: "center" }) });
    view.focus();
  }

  /** CodeMirror's lines end in "\n" only: where the page's did not, it is told, so that both count alike. */
  const tellLineEnds = (given) => {
    if (given.includes("\r")) queueMicrotask(() => alive && onEdit(view.state.doc.toString()));
  };
  tellLineEnds(text);

  if (kind === "workflow") {
    schema ??= fetchSchema();
    schema.then((loaded) => alive && loaded && view.dispatch({ effects: setSchema.of(loaded) }));
  }

  return {
    /** A change from outside, of the smallest range, so that the cursor stays; shown to who is in the editor. */
    setText(text) {
      const change = difference(view.state.doc.toString(), text.replaceAll(/\r\n?/g, "\n"));
      tellLineEnds(text);
      if (!change) return;
      view.dispatch({
        changes: change,
        annotations: [fromOutside.of(true), Transaction.userEvent.of("set")],
        effects: view.hasFocus ? EditorView.scrollIntoView(change.from) : [],
      });
    },
    /** @param {string} json a list of `Diagnostic`s (diagnostics.js) */
    setDiagnostics(json) {
      const { state } = view;
      view.dispatch(setDiagnostics(state, shown(JSON.parse(json), state.doc.length, onAddFunction)));
    },
    /** @param {string} json `{ steps, functions }`: lists of names */
    setNames(json) {
      view.dispatch({ effects: setNames.of(JSON.parse(json)) });
    },
    focus() {
      view.focus();
    },
    /** Selects a range and scrolls it into the middle. */
    reveal(from, to) {
      const within = (offset) => Math.min(Math.max(offset, 0), view.state.doc.length);
      view.dispatch({
        selection: { anchor: within(from), head: within(to) },
        effects: EditorView.scrollIntoView(within(from), { y: "center" }),
      });
    },
    /** Formats a workflow; a functions module stays as it is. */
    format() {
      if (kind === "workflow") formatJson(view);
    },
    destroy() {
      alive = false;
      view.destroy();
      host.remove();
    },
  };
}
