// The document's mocks: what answers in the place of functions, by the id of the box that calls one.

import { documentStore } from "./document_store.js";

/** @typedef {import("../sandbox/mocks.js").MockList} MockList */

export const { get, set, on } = documentStore(/** @type {MockList} */ ({}));
