// The run that the page shows, of whose log it reads what is new: the latest, or a recorded one that is looked at.

import { isShownRecorded, onShownRun, showLatest } from "../shown_run.js";
import { Log } from "./log.js";

/** How often those who show what goes on look again while nothing is told, in milliseconds. */
const BEAT = 100;

/** The document as it is. */
const plainly = () => ({});

export class Latest {
  log = new Log();
  /** The functions as they were when the run began: what its stacks speak of. */
  functions = "";
  /** How the run was asked for, to ask for it again. @type {() => object} */
  #how = plainly;
  /** Whether it was asked for here, of which its beginning has not been seen yet; and its number. */
  #isAsked = false;
  #number;
  #page;
  #listeners = new Set();
  #line = "";
  /** When the log was last heard of. */
  #heard = 0;
  #beat;

  /** @param {import("../workbench.js").Page} page */
  constructor(page) {
    this.#page = page;
    this.#number = page.runState().number;
    page.on("log", () => this.#read());
    page.on("run", () => {
      this.#begin();
      this.#read();
    });
    page.on("texts", ({ opened }) => {
      if (opened) this.#how = plainly;
      this.#read();
    });
    onShownRun(() => {
      [this.log, this.#line] = [new Log(), ""];
      this.#read();
    });
    this.#read();
  }

  /** Calls back now and after every change, at most once a frame; gives what ends that. */
  on(listener) {
    this.#listeners.add(listener);
    listener();
    return () => this.#listeners.delete(listener);
  }

  /** Whether it is a recorded run, of which nothing goes on. */
  get isRecorded() {
    return isShownRecorded();
  }

  /** Whether what is shown goes on. */
  get isLive() {
    return !this.isRecorded && (this.log.status === "RUNNING" || this.log.status === "PAUSED");
  }

  /** Whether a run goes on or is about to, shown or not. */
  get isBusy() {
    const { status, loading } = this.#page.runState();
    return loading || status === "RUNNING" || status === "PAUSED";
  }

  /** The log of what is shown, as JSON Lines. */
  get text() {
    return this.#page.log(0);
  }

  /** How long the run has gone on, or went on, in milliseconds. */
  get now() {
    const { log } = this;
    return log.ended ?? (this.isLive ? log.last + performance.now() - this.#heard : log.last);
  }

  /**
   * Runs the document, or what is given in its stead; tells the user if that cannot be.
   * @param {() => object | undefined} how as `page.run` takes it; asked again for another run of the kind
   */
  run(how) {
    const order = how();
    const refused = order ? this.#page.run(order) : "the step is not there any more";
    if (refused !== undefined) return this.#page.tell(`Nothing runs: ${refused}.`);
    [this.#how, this.#isAsked] = [how, true];
  }

  /** Runs once more as the latest run was asked for. */
  again() {
    this.run(this.#how);
  }

  #begin() {
    const { number, status, loading, virtual, mocks } = this.#page.runState();
    if (number === this.#number) return;
    this.#number = number;
    if (!loading && status === "INITIALIZED") return;
    // Whoever runs something wants to see it.
    showLatest(this.#page);
    if (!this.#isAsked) this.#how = () => ({ virtual, mocks });
    this.#isAsked = false;
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
    if (text !== "" || !goesOn || this.isRecorded) this.#tell();
  }

  #tell() {
    clearTimeout(this.#beat);
    for (const listener of this.#listeners) listener();
    if (this.isLive) this.#beat = setTimeout(() => this.#tell(), BEAT);
  }
}
