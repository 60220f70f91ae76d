// How long a trivial step takes: by the sandbox's client alone, and as one of many in a run of the page.

import { open, run } from "../page.js";

const MODULE = "export const same = (input) => input;";
const INPUT = JSON.stringify({ id: "T-1001", amount: 25_000 });
const STEP = JSON.stringify({ name: "Same", path: "Same", attempt: 1, idempotencyKey: "1:Same#1" });

/**
 * Milliseconds a call through the sandbox and a message to a plain worker and back, in turn.
 * @param {{ rounds: number, calls: number }} how many rounds, of how many calls each
 */
export async function calls({ rounds, calls }) {
  const assets = document.querySelector("meta[name=stepwell-assets]").content;
  const { openSandbox } = await import(new URL(assets + "client.js", document.baseURI).href);
  const opening = openSandbox(MODULE, { network: false, onLog() {}, onBusy() {} });
  const sandbox = await opening.sandbox;
  let id = 0;
  const call = () => sandbox.call(++id, false, "same", INPUT, STEP, 0, []);

  const worker = new Worker(new URL("echo.js", import.meta.url));
  let answered;
  worker.onmessage = ({ data }) => answered(data);
  const echo = () =>
    new Promise((resolve) => {
      answered = resolve;
      worker.postMessage(INPUT);
    });

  const each = async (ask) => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) if ((await ask()) !== INPUT) throw new Error("not what was sent");
    return (performance.now() - start) / calls;
  };
  await each(call);
  await each(echo);
  const times = { sandbox: [], worker: [] };
  for (let round = 0; round < rounds; round++) {
    times.sandbox.push(await each(call));
    times.worker.push(await each(echo));
  }
  sandbox.close();
  worker.terminate();
  return times;
}

/**
 * Milliseconds a step in runs of a sequence of trivial steps.
 * @param {{ rounds: number, steps: number }} how many runs, of how many steps
 */
export async function steps({ rounds, steps }) {
  const name = (at) => `Sequence ${at + 1}`;
  const sequence = Array.from({ length: steps }, (_, at) => [
    name(at),
    { func: "same", ...(at + 1 < steps && { nextStep: name(at + 1) }) },
  ]);
  await open({ definition: { name: "Sequence", steps: Object.fromEntries(sequence) }, functions: MODULE });
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    const { took, status } = await run();
    if (status !== "COMPLETED") throw new Error(`the run is ${status}`);
    if (round > 0) times.push(took / steps); // the first warms up
  }
  return times;
}
