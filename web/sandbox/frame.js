// The script of the sandbox's document: starts and terminates workers for the page, and nothing else. What the user
// wrote never runs here, and what it says never comes by: each worker has a port to the page itself.

import script from "worker-script"; // the text of worker.js, put here by the build

// Opened by itself, or framed without `sandbox`, it does nothing.
if (self.origin === "null" && parent !== self) addEventListener("message", takePort);

/** Takes one port, from the page that the document came with: nobody else's, and nothing else ever. */
function takePort(event) {
  const own = new URL(location.href).origin;
  if (event.source !== parent || event.origin !== own || event.ports.length !== 1) return;
  removeEventListener("message", takePort);
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const workers = new Map();
  event.ports[0].onmessage = ({ data: id, ports: [port] }) => {
    if (port) {
      // A classic worker: Chromium starts no module worker from a blob in an opaque origin.
      const worker = new Worker(address);
      worker.postMessage(null, [port]);
      workers.set(id, worker);
    } else {
      workers.get(id)?.terminate();
      workers.delete(id);
    }
  };
}
