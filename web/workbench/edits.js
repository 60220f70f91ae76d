// Edits of the definition's text, made in a wasm of their own (`web/edits`), which keeps the writer's formatting.

import load, { apply as applyText, copy, describe as describeText } from "edits-wasm"; // what `web/edits` is built into

/**
 * An edit. A step is named by the id of its box, `Ship/Weigh`; a chain by that of the step that holds it, `""` for the
 * whole workflow. Without `value` and `text`, `set` takes the key away; `text` is a value as JSON text, kept as it is.
 * @typedef {"task" | "pass" | "branch" | "parallel" | "map" | "nested" | "wait" | "fail"} Kind
 * @typedef {"success" | "failure" | "branch" | "default"} Way
 * @typedef {{ do: "addStep", chain: string, kind: Kind, after?: string, via?: "success" | "failure" | { branch: string },
 *     name?: string }
 *   | { do: "insertOnEdge", from: string, to: string | null, edge: Way, key?: string, kind: Kind }
 *   | { do: "connect", from: string, to: string | null, edge: Way, key?: string }
 *   | { do: "disconnect", from: string, to: string, edge: Way, key?: string }
 *   | { do: "rename", step: string, name: string }
 *   | { do: "duplicate" | "delete" | "copy", steps: string[] }
 *   | { do: "discard", step: string }
 *   | { do: "wrap", steps: string[], in: "parallel" | "workflow" }
 *   | { do: "paste", text: string, chain: string, after?: string }
 *   | { do: "set", step: string, chain?: string, key: string, value?: any, text?: string }} Edit
 */

/**
 * What a form needs to know of a step or of the workflow: see `core/src/edit/describe.rs`.
 * @typedef {{ key: string, pointer: string, severity: "error" | "warning", message: string, suggestion?: string }} KeyDiagnostic
 * @typedef {{ id: string, kind: Kind | "workflow", name: string, task?: string, start: boolean, keys: Record<string, any>,
 *   texts: Record<string, string>, diagnostics: KeyDiagnostic[], steps: string[], functions: string[],
 *   workflows: string[] }} Description
 */

let loaded;

/** The edits, loaded once; again if that failed. */
export function loadEdits() {
  loaded ??= load({ module_or_path: new URL("edits.wasm", import.meta.url) }).then(
    () => ({ apply, describe }),
    (error) => {
      loaded = undefined;
      throw error;
    },
  );
  return loaded;
}

/**
 * The definition after an edit, the change's name and the step to select; of `copy`, the text; or a sentence that says why
 * it cannot be made.
 * @param {string} definition
 * @param {Edit} edit
 * @returns {{ definition?: string, what?: string, select?: string, text?: string, error?: string }}
 */
function apply(definition, edit) {
  if (edit.do === "copy") return JSON.parse(copy(definition, JSON.stringify(edit.steps)));
  return JSON.parse(applyText(definition, JSON.stringify(edit)));
}

/**
 * A step by its id, or the workflow (`""`); undefined where there is none, or the text is not JSON.
 * @returns {Description | undefined}
 */
function describe(definition, step = "") {
  const text = describeText(definition, step);
  return text === undefined ? undefined : JSON.parse(text);
}
