// The iframe that workers live in: made here, and dropped when it is no longer what it was.

export class Iframe {
  #element;
  #port;
  #workers = 0;

  /**
   * @param {URL} address of `sandbox.html` or `sandbox-network.html`
   * @param {() => void} onNavigated it has gone elsewhere; nothing in it can be relied on
   */
  constructor(address, onNavigated) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
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
      // An opaque origin cannot be named; the document itself looks at who sends.
      if (loads === 1) element.contentWindow.postMessage(null, "*", [port2]);
      else onNavigated();
    };
    document.body.append(element);
    this.#element = element;
  }

  /** Starts a worker, which gets `port`; answers how to terminate it. */
  start(port) {
    const id = ++this.#workers;
    this.#port.postMessage(id, [port]);
    return () => this.#port.postMessage(id);
  }

  /** Ends every worker in it. */
  drop() {
    this.#element.onload = null;
    this.#element.remove();
    this.#port.close();
  }
}
