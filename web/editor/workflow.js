// Editing a workflow's definition: what can be written where, what it means, and its format.

import { hasNextSnippetField, nextSnippetField, snippet } from "@codemirror/autocomplete";
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
import { inTemplate, numbered } from "./template.js";

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

/** Deeper than any definition may nest. Each level is indented further, so what is much deeper would fill memory. */
const MAX_LEVELS = 500;

/** Indents and breaks lines anew; the order of keys and what is written stay. */
export function formatJson(view) {
  const text = view.state.doc.toString();
  if (levelsOf(text) > MAX_LEVELS) return true;
  const edits = format(text, undefined, { tabSize: 2, insertSpaces: true, eol: "\n" });
  if (edits.length === 0) return true;
  const changes = edits.map(({ offset, length, content }) => ({ from: offset, to: offset + length, insert: content }));
  view.dispatch({ changes, userEvent: "input.format", scrollIntoView: true });
  return true;
}

/** How deep the text nests at most, as far as its brackets tell. */
function levelsOf(text) {
  let level = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\]]/g)) {
    if (token === "{" || token === "[") level += 1;
    else if (token === "}" || token === "]") level -= 1;
    deepest = Math.max(deepest, level);
  }
  return deepest;
}

/** A completion source: names where something is referred to, otherwise what the schema allows. */
export function completeDefinition({ state, pos, explicit }) {
  const place = placeAt(state, pos);
  if (!place || (!explicit && place.from === pos)) return null;
  const meaning = meaningAt(place.path);
  const options = place.role === "key" ? keyOptions(state, place, meaning) : valueOptions(state, place, meaning);
  if (options.length === 0) return null;
  // A new step is offered with the name that is typed, so anew for each letter.
  const validFor = place.role === "key" && meaning.newKey ? undefined : /^[^"\\\n]*$/;
  return { from: place.from + (isString(state, place) ? 1 : 0), to: pos, options, validFor };
}

function keyOptions(state, place, meaning) {
  const schema = state.field(schemaField);
  if (meaning.newKey === "step")
    return place.hasValue ? [] : stepTemplates(place.word).map((one) => written(one, place));
  if (!schema) return [];
  const present = new Set(keysOf(state, place.nodes.at(-1)));
  present.delete(place.word);
  return [...propertiesAt(schema, place.path)]
    .filter(([key]) => !present.has(key))
    .map(([key, property], order) => {
      const [value] = templatesOf(schema, property);
      const template = place.hasValue ? `"${key}"` : `"${key}": ${value?.template ?? "${}"}`;
      const info = descriptionOf(schema, property);
      return written({ label: key, type: "property", template, info, boost: -order }, place);
    });
}

function valueOptions(state, place, meaning) {
  const named = namesAt(state, place, meaning).map(({ name, detail }) =>
    written(
      { name, label: name, type: meaning.names, detail, template: inTemplate(JSON.stringify(name)), boost: 50 },
      place,
    ),
  );
  const schema = state.field(schemaField);
  if (!schema || isString(state, place)) return named;
  const shapes = shapesAt(schema, place.path).flatMap((shape) => templatesOf(schema, shape));
  return [
    ...named,
    ...shapes.map(({ label, template, docs }, order) =>
      written({ label, type: "value", template, info: docs, boost: -order }, place),
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

/**
 * A completion that takes the place of the whole key or value, its quotes included; a name that fills in a snippet's
 * field leads on to the next.
 */
function written({ template, info, name, ...completion }, place) {
  return {
    ...completion,
    info: proseInfo(info),
    apply(view, chosen, _, to) {
      // Asked anew: what has been typed since belongs to it.
      const { from, to: end } = placeAt(view.state, to) ?? { from: place.from, to };
      const inField = hasNextSnippetField(view.state) && /^".*"$/.test(view.state.sliceDoc(from, end));
      if (name !== undefined && inField) {
        const insert = JSON.stringify(name).slice(1, -1);
        view.dispatch({ changes: { from: from + 1, to: end - 1, insert }, userEvent: "input.complete" });
        nextSnippetField(view);
      } else {
        const comma = wantsComma(view.state, end) ? "," : "";
        snippet(numbered(template + comma))(view, chosen, from, end);
      }
    },
  };
}

function docsTooltip(view, pos) {
  const schema = view.state.field(schemaField);
  const place = schema && placeAt(view.state, pos);
  if (!place || place.from === place.to) return null;
  const path = place.role === "key" ? [...place.path, place.word] : place.path;
  const docs = docsAt(schema, path);
  return docs ? { pos: place.from, end: place.to, above: true, create: () => ({ dom: prose(docs) }) } : null;
}
