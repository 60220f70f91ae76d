// A page without a policy and without a sandbox: what is attempted here succeeds.

import { Count, amount, attemptText, bait } from "./attempts.js";

bait();

/** After how long without an answer a worker is held up, in milliseconds. */
const HELD_UP = 500;

/** A worker with a naive harness in it. */
class NaiveWorker {
  /** What it sends of its own accord. */
  onMessage = () => {};
  #worker = new Worker("naive.js");
  #port;
  #waiting = new Map();
  #ids = 0;

  constructor(text, run) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#port.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onmessage = ({ data }) => {
      this.onMessage(data);
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.onMessage({ text: event.message });
    };
    this.#worker.postMessage({ kind: "load", text, run }, [port2]);
  }

  ask(kind, more) {
    const id = ++this.#ids;
    const answer = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.#worker.postMessage({ kind, id, ...more });
    return answer;
  }

  tell(kind) {
    this.#worker.postMessage({ kind });
  }

  /** Answers a call in another worker's name, or in its own. */
  settle(id, answer) {
    this.#waiting.get(id)?.(answer);
  }

  #receive(data) {
    if (data.id) this.settle(data.id, data);
    else this.onMessage(data);
  }
}

const CONTROLS = {
  async window(text, input) {
    const frame = document.createElement("iframe");
    frame.id = "frame";
    frame.src = "frame.html";
    document.body.append(frame);
    await new Promise((resolve) => (frame.onload = resolve));
    return await frame.contentWindow.attempt(text, input);
  },

  async worker(text, input) {
    const worker = new NaiveWorker(text);
    const sent = new Promise((resolve) => (worker.onMessage = resolve));
    const { result, error } = await worker.ask("attempt", { input });
    if (error) throw new Error(error);
    return result === "sent" ? await sent : result;
  },

  async harness(text, input) {
    const worker = new NaiveWorker(text);
    await worker.ask("attempt", { input });
    return (await worker.ask("check")).result ?? (await worker.ask("check")).result;
  },

  async flood(text, input, name) {
    const amounts = await amount(name);
    const worker = new NaiveWorker(text);
    const count = new Count();
    worker.onMessage = ({ text }) => count.add(text);
    void worker.ask("attempt", { input }).then(({ result, error }) => {
      count.characters += (result ?? error ?? "").length;
    });
    return await until(() => count.reaches(amounts));
  },

  async freeze(text, input) {
    const worker = new NaiveWorker(text);
    await worker.ask("ping");
    const settled = worker.ask("attempt", { input });
    setTimeout(() => worker.tell("abort"), 100);
    const later = new Promise((resolve) => setTimeout(resolve, 200));
    const answers = later.then(() => worker.ask("ping"));
    const heldUp = new Promise((resolve) => setTimeout(resolve, HELD_UP, "it does not answer"));
    return await Promise.race([Promise.all([settled, answers]).then(() => null), heldUp]);
  },

  async forge(text, input) {
    const runs = [null, new NaiveWorker(text, 1), new NaiveWorker(text, 2)];
    for (const run of runs.slice(1)) run.onMessage = ({ run, id, result }) => runs[run]?.settle(id, { result });
    const waiting = runs[2].ask("wait");
    await runs[1].ask("attempt", { input });
    return (await waiting).result;
  },
};

async function until(look) {
  for (;;) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** For the driver: begins an attempt; how it ended is in `window.ended` when it has. */
window.begin = async (file, name, input) => {
  window.ended = null;
  try {
    const got = await CONTROLS[file](await attemptText(file, name), input, name);
    window.ended = { got: got ? String(got) : null };
  } catch (error) {
    window.ended = { error: String(error) };
  }
};
