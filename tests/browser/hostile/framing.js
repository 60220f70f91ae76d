// Frames a document and does with it what the page does with its sandbox. Served by the page's server and by another.

/** Whether a worker starts in it that answers, by either of the ways in which the page talks to it. */
window.starts = (address, isSandboxed) =>
  new Promise((resolve) => {
    const frame = document.createElement("iframe");
    if (isSandboxed) frame.setAttribute("sandbox", "allow-scripts");
    frame.src = address;
    const commands = new MessageChannel();
    const worker = new MessageChannel();
    const heard = ({ data }) => {
      if (String(data).includes("B0")) resolve(true);
    };
    worker.port1.onmessage = heard;
    addEventListener("message", ({ data, source }) => source === frame.contentWindow && heard({ data }));
    frame.onload = async () => {
      frame.contentWindow.postMessage(null, "*", [commands.port2]);
      commands.port1.postMessage([1, null], [worker.port2]);
      frame.contentWindow.postMessage([2, null], "*");
      // By the time that a worker of one's own has answered, one that was started before it would have too.
      await ownWorkerAnswers();
      await ownWorkerAnswers();
      resolve(false);
    };
    document.body.append(frame);
  });

function ownWorkerAnswers() {
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.srcdoc = `<script>
      const worker = new Worker(URL.createObjectURL(new Blob(["postMessage(1)"])));
      worker.onmessage = () => parent.postMessage("own", "*");
    <${"/script"}>`;
    addEventListener("message", ({ data, source }) => source === frame.contentWindow && data === "own" && resolve());
    document.body.append(frame);
  });
}
