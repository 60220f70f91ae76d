// A clock for tests: time moves on to whatever is due next when nothing else can happen.

export class VirtualClock {
  #now = 0;
  #due = [];
  #order = 0;

  now = () => this.#now;

  /** Calls back at a time; answers how to take it back. Mocks settle before timers that are due with them. */
  at = (due, callback, kind = 1) => {
    const entry = { due: Math.max(due, this.#now), kind, order: this.#order++, callback };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  };

  turn = (callback) => this.at(this.#now, callback);

  /** A promise that settles after so many milliseconds. */
  after(milliseconds) {
    return new Promise((resolve) => this.at(this.#now + milliseconds, resolve, 0));
  }

  /** Moves on until nothing is due any more. */
  async run() {
    for (;;) {
      await new Promise(setImmediate);
      const [first] = this.#due.sort((a, b) => a.due - b.due || a.kind - b.kind || a.order - b.order);
      if (!first) return;
      this.#due.shift();
      this.#now = first.due;
      first.callback();
    }
  }
}
