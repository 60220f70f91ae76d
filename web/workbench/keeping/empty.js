/** The least that is a document. It has no step yet, and in the place of its graph stands what to do about that. */
export const EMPTY = { definition: '{\n  "name": "Untitled",\n  "steps": {}\n}\n', functions: "", input: "null" };
