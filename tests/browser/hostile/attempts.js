// The cases as modules: the same text is run in the sandbox and, by the control, where nothing holds it.

/** What the functions of a file are called with; `input` is `{ canary, page }`. */
const ARGUMENTS = {
  window: "input.canary, input.page",
  worker: "input.canary, input.page",
  harness: "keep",
  flood: "step",
  freeze: "step",
  forge: "",
};

/** The text of a function that answers `{ attempt(input, step), check() }`. */
export async function attemptText(file, name) {
  const { [name]: func } = await import(`./cases/${file}.js`);
  if (!func) throw new Error(`there is no case ${name} in ${file}.js`);
  return `() => {
    let kept;
    const keep = (what) => { kept ??= what; };
    const attempted = ${func};
    return {
      attempt: (input, step) => attempted(${ARGUMENTS[file]}),
      check: () => (kept ? \`it has \${typeof kept} \${Object.prototype.toString.call(kept)}\` : null),
    };
  }`;
}

/** How much a flood sends: `{ messages }` or `{ characters }`. */
export async function amount(name) {
  return (await import("./cases/flood.js")).AMOUNTS[name];
}

/** Counts what comes, against an amount. */
export class Count {
  messages = 0;
  characters = 0;

  add(text) {
    this.messages += 1;
    this.characters += text?.length ?? 0;
  }

  /** What has come, if it is as much as that. */
  reaches({ messages = Infinity, characters = Infinity }) {
    const reached = this.messages >= messages || this.characters >= characters;
    return reached ? `${this.messages} messages, ${this.characters} characters` : null;
  }
}

/** Leaves in the page what a case may look for, and answers whoever asks. */
export function bait() {
  window.secret = "secret";
  document.cookie = "secret=1";
  localStorage.setItem("secret", "1");
  new BroadcastChannel("hostile").onmessage = ({ data, target }) => data === "are you there?" && target.postMessage("I am");
  addEventListener("message", ({ data, source }) => data === "are you there?" && source.postMessage("I am", "*"));
}
