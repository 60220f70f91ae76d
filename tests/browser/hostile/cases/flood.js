// What floods the page. Each has succeeded if as much has come there as it has sent.
//
// The control is a script that passes everything on: naive.js.

/** How much each sends. */
export const AMOUNTS = {
  messages: { messages: 20_000 },
  lines_by_console: { messages: 20_000 },
  lines_by_step_log: { messages: 20_000 },
  long_lines: { characters: 50_000_000 },
  uncaught_errors: { messages: 5000 },
  unhandled_rejections: { messages: 5000 },
  workers: { messages: 20 },
  a_long_result: { characters: 100_000_000 },
  a_long_error: { characters: 20_000_000 },
};

export async function messages(step) {
  for (let i = 0; i < 20_000; i++) postMessage(i);
}

export async function lines_by_console(step) {
  for (let i = 0; i < 20_000; i++) console.log("a line", i);
}

export async function lines_by_step_log(step) {
  for (let i = 0; i < 20_000; i++) step.log("a line", i);
}

export async function long_lines(step) {
  const text = "x".repeat(1_000_000);
  for (let i = 0; i < 50; i++) console.log(text);
}

export async function uncaught_errors(step) {
  for (let i = 0; i < 5000; i++) {
    setTimeout(() => {
      throw new Error(`uncaught ${i}`);
    });
  }
  await new Promise((resolve) => setTimeout(resolve));
}

export async function unhandled_rejections(step) {
  for (let i = 0; i < 5000; i++) Promise.reject(new Error(`unhandled ${i}`));
  await new Promise((resolve) => setTimeout(resolve));
}

export async function workers(step) {
  const script = URL.createObjectURL(new Blob(["postMessage(1)"]));
  for (let i = 0; i < 20; i++) {
    await new Promise((resolve) => (new Worker(script).onmessage = resolve));
    postMessage(i);
  }
}

export async function a_long_result(step) {
  return "x".repeat(100_000_000);
}

export async function a_long_error(step) {
  const error = new Error("x".repeat(20_000_000));
  error.stack = "y".repeat(20_000_000);
  throw error;
}
