// The iframe that workers live in: made here, and dropped when it is no longer what it was.
//
// A worker is talked to by a port of its own, or by way of the iframe's window, whichever takes less time. In
// Chromium the sandboxed iframe is another process, and a port leads straight to the worker: one hop each way. In
// Firefox and WebKit every message by a port goes through yet another process (a round trip takes 160 and 300 µs, against
// 30 for a plain worker), while the iframe is in the page's own, and by way of it a round trip takes 45.

/** The HTML standard has browsers of Chromium's kind say this ("navigator.vendor"). */
const isChromium = navigator.vendor === "Google Inc.";
/** Who frames the page may send its iframes elsewhere, and would get what is sent to the window meanwhile; a port it has not. */
const usesPorts = isChromium || self !== top;

/**
 * How a worker is talked to.
 * @typedef {{ post(message: unknown[]): void, terminate(): void }} Line
 */
export class Iframe {
  #element;
  /** What is said before the document is there. */
  #early = [];
  #port = null;
  /** What is done with what a worker says, by its number; where workers have no ports. */
  #receivers = new Map();
  #workers = 0;
  #listener = (event) => this.#receive(event);

  /**
   * @param {URL} address of `sandbox.html` or `sandbox-network.html`
   * @param {() => void} onNavigated it has gone elsewhere; nothing in it can be relied on
   */
  constructor(address, onNavigated) {
    const element = document.createElement("iframe");
    // An opaque origin: no storage, no cookies, nothing of the page's.
    element.setAttribute("sandbox", "allow-scripts");
    element.referrerPolicy = "no-referrer";
    element.hidden = true;
    element.title = "Sandbox";
    element.src = address;
    let loads = 0;
    element.onload = () => {
      loads += 1;
      if (loads === 1) this.#begin();
      else onNavigated();
    };
    document.body.append(element);
    this.#element = element;
  }

  /** Starts a worker. `receive` is called with everything that it says. */
  start(receive) {
    const id = ++this.#workers;
    if (usesPorts) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => receive(data);
      this.#command([id, null], [port2]);
      return {
        post: (message) => port1.postMessage(message),
        terminate: () => {
          port1.close();
          this.#command([id]);
        },
      };
    }
    this.#receivers.set(id, receive);
    this.#command([id, null]);
    return {
      post: (message) => this.#command([id, message]),
      terminate: () => {
        this.#receivers.delete(id);
        this.#command([id]);
      },
    };
  }

  /** Ends every worker in it. */
  drop() {
    removeEventListener("message", this.#listener);
    this.#receivers.clear();
    this.#element.onload = null;
    this.#element.remove();
    this.#port?.close();
  }

  #begin() {
    // Its origin is opaque, so that it cannot be named; the document looks at who sends.
    const target = this.#element.contentWindow;
    if (usesPorts) {
      const { port1, port2 } = new MessageChannel();
      target.postMessage(null, "*", [port2]);
      this.#port = port1;
    } else {
      addEventListener("message", this.#listener);
      target.postMessage(null, "*");
      this.#port = { postMessage: (message) => target.postMessage(message, "*"), close() {} };
    }
    for (const [message, ports] of this.#early) this.#port.postMessage(message, ports);
    this.#early = [];
  }

  #command(message, ports = []) {
    if (this.#port) this.#port.postMessage(message, ports);
    else this.#early.push([message, ports]);
  }

  #receive({ source, data }) {
    if (source !== this.#element.contentWindow || !Array.isArray(data)) return;
    this.#receivers.get(data[0])?.(data[1]);
  }
}
