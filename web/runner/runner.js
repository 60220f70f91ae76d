// Loads what runs, once, and again if it could not be.

import init, { Live } from "runner-wasm"; // what the crate in this folder is built into

let loaded;

export function load() {
  loaded ??= init({ module_or_path: new URL("runner.wasm", import.meta.url) }).then(
    () => ({ Live }),
    (error) => {
      loaded = undefined;
      throw error;
    },
  );
  return loaded;
}
