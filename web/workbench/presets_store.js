// The document's inputs that have a name: a list of `{ name, input }`, the input as its text.

import { documentStore } from "./document_store.js";

export const { get, set, on } = documentStore(/** @type {{ name: string, input: string }[]} */ ([]));
