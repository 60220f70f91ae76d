// JSON to read: laid out over lines and coloured, as `web/src/components/json_view.rs` does it.

import { html, nothing } from "lit-html";
import { guard } from "lit-html/directives/guard.js";
import { whole } from "../whole_value.js";

/** Of a longer text only the beginning is shown. */
const LIMIT = 50_000;

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

/** A JSON text with its tokens coloured. */
function coloured(text) {
  const parts = [];
  let end = 0;
  const add = (kind, token, at) => {
    parts.push(text.slice(end, at), html`<span class=${kind}>${token}</span>`);
    end = at + token.length;
  };
  for (const { 1: string, 2: colon, 3: number, 4: word, index } of text.matchAll(TOKENS)) {
    add(string ? (colon ? "key" : "text") : number ? "number" : "word", string ?? number ?? word, index);
  }
  return [...parts, text.slice(end)];
}

/** A value as JSON in the element of that id. */
export const jsonView = (id, title, value) =>
  guard([value], () => {
    const text = JSON.stringify(value, null, 2);
    const isCut = text.length > LIMIT;
    return html`<div id=${id}><pre class="json" tabindex="0">${coloured(text.slice(0, LIMIT))}</pre></div>
      ${isCut
        ? html`<p class="note">Only the beginning of these ${Math.round(text.length / 1000)} kB is shown. <button type="button" class="link" @click=${() => whole(title, value)}>Show all</button></p>`
        : nothing}`;
  });
