// A module worker that checks functions modules, so that no text, however long or deep, holds up the page: it takes
// `{ id, text }` and answers `{ id, exports, error }`. A worker that does not answer in time is the page's to replace.

import { checkModule } from "./check_module.js";

self.addEventListener("message", ({ data: { id, text } }) => {
  self.postMessage({ id, ...checkModule(text) });
});
