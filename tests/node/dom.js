// A document for those who need one to read a picture.

import { JSDOM } from "jsdom";

const { window } = new JSDOM("");

export const { DOMParser, XMLSerializer } = window;

/** Gives Mermaid the globals that it looks for. */
export function provideDocument() {
  globalThis.window ??= window;
  globalThis.document ??= window.document;
}
