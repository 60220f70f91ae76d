// The latest run as the workbench follows it: reads of its log what is new, and tells those who show it.

import { Log } from "./log.js";

/** How often those who show what goes on look again while nothing is told, in milliseconds. */
const BEAT = 100;

export class Latest {
  log = new Log();
  /** The functions as they were when the run began: what its stacks speak of. */
  functions = "";
  /** How the run was asked for, to ask for it again. */
  how = {};
  #page;
  #listeners = new Set();
  #line = "";
  /** When the log was last heard of. */
  #heard = 0;
  #beat;

  /** @param {import("../workbench.js").Page} page */
  constructor(page) {
    this.#page = page;
    page.on("log", () => this.#read());
    page.on("run", () => this.#read());
    page.on("texts", () => this.#read());
    this.#read();
  }

  /** Calls back now and after every change, at most once a frame; gives what ends that. */
  on(listener) {
    this.#listeners.add(listener);
    listener();
    return () => this.#listeners.delete(listener);
  }

  get isLive() {
    return this.log.status === "RUNNING" || this.log.status === "PAUSED";
  }

  /** How long the run has gone on, or went on, in milliseconds. */
  get now() {
    const { log } = this;
    return log.ended ?? (this.isLive ? log.last + performance.now() - this.#heard : log.last);
  }

  /** Runs the document, or what is given in its stead, as `page.run` does; and tells the user if that cannot be. */
  run(how) {
    const refused = this.#page.run(how);
    if (refused === undefined) this.how = how;
    else this.#page.tell(`Nothing runs: ${refused}.`);
    return refused === undefined;
  }

  #read() {
    const { length } = this.log.events;
    // With the latest event that is known, by which a log that goes on is told from another run's.
    let text = this.#page.log(Math.max(length - 1, 0));
    const goesOn = length > 0 && text.startsWith(`${this.#line}\n`);
    if (goesOn) text = text.slice(this.#line.length + 1);
    else if (length > 0) {
      this.log = new Log();
      text = this.#page.log(0);
    }
    if (text !== "") {
      if (this.log.events.length === 0) this.functions = this.#page.texts().functions;
      this.log.read(text);
      const lines = text.trimEnd();
      this.#line = lines.slice(lines.lastIndexOf("\n") + 1);
      this.#heard = performance.now();
    }
    if (text !== "" || !goesOn) this.#tell();
  }

  #tell() {
    clearTimeout(this.#beat);
    for (const listener of this.#listeners) listener();
    if (this.isLive) this.#beat = setTimeout(() => this.#tell(), BEAT);
  }
}
