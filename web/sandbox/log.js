// What functions log, on its way to the page: gathered for a moment, and no more of it than the page can bear.

import { LOGS, LOG_CHARACTERS, LOG_LINES } from "./protocol.js";
import { now, stringify } from "./primordials.js";

/** How long lines are gathered, in milliseconds. */
const GATHERED_FOR = 30;
const SECOND = 1000;

const later = self.setTimeout.bind(self);

export class Log {
  #post;
  #entries = "";
  #sentAt = 0;
  #isWaiting = false;
  /** What has been let in since then, and how many lines have not. */
  #since = 0;
  #lines = 0;
  #characters = 0;
  #dropped = 0;

  constructor(post) {
    this.#post = post;
  }

  /** Whether a line would be taken now; if not, it is counted. */
  hasRoom() {
    const at = now();
    if (at - this.#since >= SECOND || at < this.#since) this.#beginSecond(at);
    const hasRoom = this.#lines < LOG_LINES && this.#characters < LOG_CHARACTERS;
    if (!hasRoom) this.#drop(at);
    return hasRoom;
  }

  /** Takes a line, for which there must be room. */
  write(level, call, text) {
    const at = now();
    const entry = `{"level":"${level}","call":${call},"at":${at},"text":${stringify(text)}}`;
    if (this.#characters > 0 && this.#characters + entry.length > LOG_CHARACTERS) return this.#drop(at);
    this.#lines += 1;
    this.#characters += entry.length;
    this.#entries += this.#entries === "" ? entry : `,${entry}`;
    // A function that never waits logs all the same; no timer fires while it runs.
    if (at - this.#sentAt >= GATHERED_FOR) return this.flush();
    if (this.#isWaiting) return;
    // First what may throw, where a function has used up the stack.
    later(() => {
      this.#isWaiting = false;
      this.flush();
    }, GATHERED_FOR);
    this.#isWaiting = true;
  }

  /** Sends what has been gathered. */
  flush() {
    if (this.#entries === "") return;
    this.#post(`${LOGS}0\n[${this.#entries}]`);
    this.#entries = "";
    this.#sentAt = now();
  }

  #drop(at) {
    // How many it were is told when the second is over, though nothing more may be logged.
    const since = this.#since;
    if (this.#dropped === 0) later(() => this.#since === since && this.#beginSecond(now()), SECOND - (at - since));
    this.#dropped += 1;
  }

  #beginSecond(at) {
    this.#since = at;
    this.#lines = 0;
    this.#characters = 0;
    if (this.#dropped === 0) return;
    const lines = this.#dropped === 1 ? "1 line was" : `${this.#dropped} lines were`;
    this.#dropped = 0;
    this.write("notice", null, `${lines} dropped: more was logged in a second than is shown.`);
  }
}
