// Editing a workflow's definition: what can be written where, what it means, and its format.

import { snippet } from "@codemirror/autocomplete";
import { json, jsonLanguage } from "@codemirror/lang-json";
import { indentUnit } from "@codemirror/language";
import { StateEffect, StateField } from "@codemirror/state";
import { hoverTooltip, keymap } from "@codemirror/view";
// Formats by tokens, so on broken text too, and keeps every key, number and text as it is written.
import { format } from "jsonc-parser";
import { keysOf, placeAt, wantsComma } from "./json_place.js";
import { namesField } from "./names.js";
import { prose, proseInfo } from "./prose.js";
import { meaningAt, stepNames, workflowNames } from "./references.js";
import { descriptionOf, docsAt, propertiesAt, shapesAt, templatesOf } from "./schema.js";
import { stepTemplates } from "./step_templates.js";

/** Gives a workflow editor its JSON Schema, when that has been loaded. */
export const setSchema = StateEffect.define();

export const schemaField = StateField.define({
  create: () => null,
  update(schema, transaction) {
    return transaction.effects.reduce((known, effect) => (effect.is(setSchema) ? effect.value : known), schema);
  },
});

/** The extensions of a workflow editor. */
export function workflowLanguage() {
  return [
    json(),
    indentUnit.of("  "),
    schemaField,
    jsonLanguage.data.of({ autocomplete: completeDefinition }),
    hoverTooltip(docsTooltip),
    keymap.of([{ key: "Shift-Alt-f", run: formatJson, preventDefault: true }]),
  ];
}

/** Indents and breaks lines anew; the order of keys and what is written stay. */
export function formatJson(view) {
  const edits = format(view.state.doc.toString(), undefined, { tabSize: 2, insertSpaces: true, eol: "\n" });
  if (edits.length === 0) return true;
  const changes = edits.map(({ offset, length, content }) => ({ from: offset, to: offset + length, insert: content }));
  view.dispatch({ changes, userEvent: "input.format", scrollIntoView: true });
  return true;
}

/** A completion source: names where something is referred to, otherwise what the schema allows. */
export function completeDefinition({ state, pos, explicit }) {
  const place = placeAt(state, pos);
  if (!place || (!explicit && place.from === pos)) return null;
  const options = place.role === "key" ? keyOptions(state, place) : valueOptions(state, place);
  if (options.length === 0) return null;
  const inQuotes = state.sliceDoc(place.from, place.from + 1) === '"';
  return { from: place.from + (inQuotes ? 1 : 0), to: pos, options, validFor: /^[^"\\\n]*$/ };
}

function keyOptions(state, place) {
  const schema = state.field(schemaField);
  const meaning = meaningAt(place.path);
  if (meaning.newKey === "step") return place.hasValue ? [] : stepTemplates(place.typed).map(written);
  if (!schema) return [];
  const present = new Set(keysOf(state, place.nodes.at(-1)));
  present.delete(place.typed);
  return [...propertiesAt(schema, place.path)]
    .filter(([key]) => !present.has(key))
    .map(([key, property], order) => {
      const [value] = templatesOf(schema, property);
      const template = place.hasValue ? `"${key}"` : `"${key}": ${value?.template ?? "${}"}`;
      const info = descriptionOf(schema, property);
      return written({ label: key, type: "property", template, info, boost: -order });
    });
}

function valueOptions(state, place) {
  const meaning = meaningAt(place.path);
  const named = namesAt(state, place, meaning).map(({ name, detail }) =>
    written({ label: name, type: meaning.names, detail, template: inTemplate(JSON.stringify(name)), boost: 50 }),
  );
  const schema = state.field(schemaField);
  if (!schema || isString(state, place)) return named;
  const shapes = shapesAt(schema, place.path).flatMap((shape) => templatesOf(schema, shape));
  return [
    ...named,
    ...shapes.map(({ label, template, docs }, order) =>
      written({ label, type: "value", template, info: docs, boost: -order }),
    ),
  ];
}

function namesAt(state, place, meaning) {
  switch (meaning.names) {
    case "step":
      return stepNames(state, place, meaning).map((name) => ({ name, detail: "step" }));
    case "workflow":
      return workflowNames(state, place, meaning).map((name) => ({ name, detail: "workflow" }));
    case "function":
      return state.field(namesField).functions.map((name) => ({ name, detail: "function" }));
    default:
      return [];
  }
}

const isString = (state, place) => state.sliceDoc(place.from, place.from + 1) === '"';

/** A text as it stands in a snippet's template. */
export const inTemplate = (text) => text.replaceAll(/[{}]/g, "\\$&");

/** A completion that takes the place of the whole key or value, its quotes included. */
function written({ template, info, ...completion }) {
  return {
    ...completion,
    info: proseInfo(info),
    apply(view, chosen, _, to) {
      // Asked anew: what has been typed since belongs to it.
      const { from, to: end } = placeAt(view.state, to);
      snippet(numbered(template + (wantsComma(view.state, end) ? "," : "")))(view, chosen, from, end);
    },
  };
}

/** A template with its fields in order, and the cursor's last place after it. */
function numbered(template) {
  let number = 0;
  return `${template.replace(/\$\{([^{}]*)\}/g, (_, text) => `\${${(number += 1)}:${text}}`)}\${0}`;
}

function docsTooltip(view, pos) {
  const schema = view.state.field(schemaField);
  const place = schema && placeAt(view.state, pos);
  if (!place || place.from === place.to) return null;
  const text = view.state.sliceDoc(place.from, place.to);
  const path = place.role === "key" ? [...place.path, text.replaceAll('"', "")] : place.path;
  const docs = docsAt(schema, path);
  return docs ? { pos: place.from, end: place.to, above: true, create: () => ({ dom: prose(docs) }) } : null;
}
