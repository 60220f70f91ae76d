// Whether isolated tasks of a parallel step use several cores, as far as the machine has them to give: plain workers
// tell that.

import { median, open, run } from "../page.js";

/** How long one task is to take, in milliseconds. */
const TASK = 1000;

const MODULE = await (await fetch(new URL("work.js", import.meta.url))).text();

/**
 * Milliseconds a run of one task, of two isolated ones, and of two that share a worker, and what one and two plain
 * workers take for as much, in turn.
 * @param {{ rounds: number }} how often
 */
export async function tasks({ rounds }) {
  const turns = await calibrated();
  const times = { one: [], two: [], shared: [], plainOne: [], plainTwo: [] };
  for (let round = 0; round < rounds; round++) {
    times.one.push(await time("One", 1, true, turns));
    times.two.push(await time("Two", 2, true, turns));
    times.shared.push(await time("Shared", 2, false, turns));
    times.plainOne.push(await plain(1, turns));
    times.plainTwo.push(await plain(2, turns));
  }
  return times;
}

/** How many turns take about the time of a task, by what the task itself has measured. */
async function calibrated() {
  const turns = 50_000_000;
  const times = [];
  for (let i = 0; i < 3; i++) {
    await time(`Calibrate ${i}`, 1, true, turns);
    const output = JSON.parse(document.querySelector("#run-output").textContent);
    times.push(output["task 1"]);
  }
  return Math.round((turns * TASK) / median(times));
}

async function time(name, count, isolated, turns) {
  const func = Object.fromEntries(Array.from({ length: count }, (_, at) => [`task ${at + 1}`, "work"]));
  const steps = { [name]: { func, parallel: true, stopOnFailure: true, isolated } };
  await open({ definition: { name, steps }, functions: MODULE, input: turns });
  const { took, status } = await run();
  if (status !== "COMPLETED") throw new Error(`the run is ${status}`);
  return took;
}

/** The same in plain workers at once. */
async function plain(count, turns) {
  const start = performance.now();
  const workers = Array.from({ length: count }, () => new Worker(new URL("plain.js", import.meta.url), { type: "module" }));
  const answers = workers.map((worker) => new Promise((resolve) => (worker.onmessage = resolve)));
  for (const worker of workers) worker.postMessage(turns);
  await Promise.all(answers);
  for (const worker of workers) worker.terminate();
  return performance.now() - start;
}
