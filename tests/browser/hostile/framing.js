// Frames a document and does with it what the page does with its sandbox. Served by the page's server and by another.

/**
 * After how many milliseconds a worker in it answers, by either of the ways in which the page talks to it; `null` if
 * none does within so many. Without `address` it is the document itself that is talked to.
 */
window.starts = (address, isSandboxed, within) =>
  new Promise((resolve) => {
    const began = performance.now();
    const commands = new MessageChannel();
    const worker = new MessageChannel();
    const heard = ({ data }) => String(data).includes("B0") && resolve(performance.now() - began);
    worker.port1.onmessage = heard;
    addEventListener("message", heard);
    const talk = (target) => {
      target.postMessage(null, "*", [commands.port2]);
      commands.port1.postMessage([1, null], [worker.port2]);
      target.postMessage([2, null], "*");
    };
    if (address) {
      const frame = document.createElement("iframe");
      if (isSandboxed) frame.setAttribute("sandbox", "allow-scripts");
      frame.src = address;
      frame.onload = () => talk(frame.contentWindow);
      document.body.append(frame);
    } else {
      talk(window);
    }
    if (within) setTimeout(resolve, within, null);
  });
