// Loading the engine's wasm: once, whoever asks and however often.

import load, {
  initSync as loadSync,
  CheckedWorkflow,
  LayoutOptions,
  Machine,
  PictureMarks,
  Places,
  check,
  draw,
  layoutWorkflow,
} from "./wasm/stepwell_core.js";
import { StepwellError } from "./errors.js";

export { CheckedWorkflow, LayoutOptions, Machine, PictureMarks, Places, check, draw, layoutWorkflow };

let loading;
let loaded = false;

/**
 * Loads the engine. Everything asynchronous does so by itself; call it before `validate`, `visualize`,
 * `start` and the layouts, which are synchronous. Calling it again does nothing.
 * @param {BufferSource | WebAssembly.Module | Response | URL | string} [source] the wasm, or where it is
 */
export function init(source) {
  if (loaded) return Promise.resolve();
  loading ??= fetchEngine(source).then(
    () => {
      loaded = true;
    },
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** Loads the engine from its bytes or module, at once. */
export function initSync(module) {
  if (loaded) return;
  loadSync({ module });
  loaded = true;
}

/** Throws if the engine, which `method` needs, is not loaded. */
export function needEngine(method) {
  if (!loaded) {
    throw new StepwellError("NotLoaded", `\`${method}\` needs the engine, which is not loaded; \`await init()\` first`);
  }
}

async function fetchEngine(source) {
  let module = source ?? new URL("./wasm/stepwell_core_bg.wasm", import.meta.url);
  // `fetch` of a file is not to be had in Node.
  if (module instanceof URL && module.protocol === "file:" && globalThis.process?.versions?.node) {
    const { readFile } = await import("node:fs/promises");
    module = await readFile(module);
  }
  await load({ module_or_path: module });
}
