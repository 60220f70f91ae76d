// Keeps the worker awake for a moment.
//
// Between a result and the next call lie some microseconds of the engine. In Chromium the sandboxed frame is a process
// of its own, and waking its worker costs more than all the rest: a round trip takes 115 µs rather than 48 for a
// plain worker. A worker that posts itself a message until the next call is there takes 65 to 90. Where the page is
// heard without a port (see iframe.js) there is nothing to be won.

import { clock } from "./primordials.js";

/** How long after the last of them, in milliseconds. */
const AWAKE_FOR = 0.6;

export class StayAwake {
  #post;
  #until = 0;
  #isAwake = false;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#post = port2.postMessage.bind(port2);
    port1.onmessage = () => {
      this.#isAwake = clock() < this.#until;
      if (this.#isAwake) this.#post(0);
    };
  }

  /** A call has come or has been answered. */
  stay() {
    this.#until = clock() + AWAKE_FOR;
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#post(0);
  }
}
