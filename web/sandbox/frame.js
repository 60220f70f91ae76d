// The script of the sandbox's document: starts and terminates workers for the page, and nothing else. What the user
// wrote never runs here.

import script from "worker-script"; // the text of worker.js, put here by the build

const ownOrigin = new URL(location.href).origin;

// Opened by itself, or framed without `sandbox`, it does nothing.
if (self.origin === "null" && parent !== self) addEventListener("message", begin);

/** Whether something comes from the page that the document came with: nobody else is listened to. */
function isFromPage({ source, origin }) {
  return source === parent && origin === ownOrigin;
}

/** From its first message on the page is heard by the port that came with it, or by the window if none did. */
function begin(event) {
  if (!isFromPage(event)) return;
  removeEventListener("message", begin);
  const obey = commander();
  const [port] = event.ports;
  if (port) port.onmessage = obey;
  else addEventListener("message", (event) => isFromPage(event) && obey(event));
}

/** Obeys `[id, null]`, start that worker; `[id, message]`, pass that on to it; and `[id]`, terminate it. */
function commander() {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const workers = new Map();
  return ({ data: [id, message], ports }) => {
    const worker = workers.get(id);
    if (message === undefined) {
      worker?.terminate();
      workers.delete(id);
    } else if (worker) {
      worker.postMessage(message);
    } else if (message === null) {
      workers.set(id, start(address, id, ports));
    }
  };
}

function start(address, id, ports) {
  // A classic worker: Chromium starts no module worker from a blob in an opaque origin.
  const worker = new Worker(address);
  worker.onmessage = ({ data }) => parent.postMessage([id, data], ownOrigin);
  worker.postMessage(null, ports);
  return worker;
}
