// What the page loads when it is first needed: the sandbox, the editor, the checker of functions, pictures as files; and,
// once the graph is shown, what people move in it with.

/** Where the build has put a file; its folder is named for its contents, so that a page never meets another's. */
const address = (name) => {
  const folder = document.querySelector("meta[name=stepwell-assets]").content;
  return new URL(folder + name, document.baseURI).href;
};

/** How long the checker may look at a text, in milliseconds. */
const LONGEST_CHECK = 5_000;

export const loadClient = () => import(address("client.js"));
export const loadEditor = () => import(address("editor.js"));
export const loadPictures = () => import(address("pictures.js"));
export const loadRunner = async () => (await import(address("runner.js"))).load();
export const loadWorkbench = () => import(address("workbench.js"));
export const loadGraph = () => import(address("graph.js"));

let checker;
let tooLong;
let asked = 0;

/** What the checker finds in a module's text: its exports and its syntax error. A newer question replaces an older one,
 * which is then never answered. */
export function checkFunctions(text) {
  clearTimeout(tooLong);
  return new Promise((resolve) => {
    checker ??= new Worker(address("check.js"), { type: "module" });
    const id = ++asked;
    tooLong = setTimeout(() => {
      checker.terminate();
      checker = undefined;
      resolve({ exports: null, error: null });
    }, LONGEST_CHECK);
    checker.onmessage = ({ data }) => {
      if (data.id !== asked) return;
      clearTimeout(tooLong);
      resolve(data);
    };
    checker.postMessage({ id, text });
  });
}
