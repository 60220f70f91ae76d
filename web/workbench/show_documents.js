// The dialog of documents, for parts that lead there.

let open = () => {};

/** Opens it. @param {"documents" | "history" | "runs" | "examples" | "paste"} [view] */
export const showDocuments = (view) => open(view);

/** Says how it is opened. @param {(view?: string) => void} how */
export const openDocumentsBy = (how) => (open = how);
