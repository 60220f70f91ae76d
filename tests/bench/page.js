// The page as a measurement uses it: opens documents by link, runs them, and waits for what is seen.

/** How long the page may take to show a document, in milliseconds. */
const SHOWS_WITHIN = 30_000;
/** How long a run may take. */
const ENDS_WITHIN = 300_000;

/**
 * Opens a document in the page; its first step must be one that the document before it has not.
 * @param {{ definition: object, functions: string, input?: unknown }} document
 */
export async function open({ definition, functions, input = null }) {
  const texts = { definition: JSON.stringify(definition), functions, input: JSON.stringify(input) };
  const json = JSON.stringify({ stepwell: 1, ...texts });
  const packed = new Blob([json]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  location.hash = "#doc=" + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const [first] = Object.keys(definition.steps);
  await until(() => document.querySelector(`[data-step="${CSS.escape(first)}"]`), `the step ${first} is shown`);
}

/** Presses Run; answers how long the run took, in milliseconds, and the status in which it ended. */
export async function run() {
  const button = document.querySelector("#run");
  await until(() => !button.disabled, "Run can be pressed");
  const start = performance.now();
  button.click();
  const cancel = document.querySelector("#cancel");
  await until(() => !cancel.disabled, "the run has begun");
  await until(() => cancel.disabled, "the run has ended", ENDS_WITHIN);
  return { took: performance.now() - start, status: document.querySelector("#run-status").dataset.status };
}

/** Resolves as soon as `holds`, which is looked at whenever the page has changed; rejects when it has not in so many milliseconds. */
export function until(holds, what, within = SHOWS_WITHIN) {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (!holds()) return;
      observer.disconnect();
      clearTimeout(late);
      resolve();
    };
    const observer = new MutationObserver(look);
    const late = setTimeout(() => {
      observer.disconnect();
      reject(new Error(`not so within ${within / 1000} s: ${what}`));
    }, within);
    observer.observe(document, { attributes: true, childList: true, characterData: true, subtree: true });
    look();
  });
}

/** The middle one. */
export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
