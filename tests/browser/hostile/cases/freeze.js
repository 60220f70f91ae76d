// What keeps a thread busy for ever, or ends it. The page must not notice, and the next call must be made.
//
// In the control the worker does not answer any more.

export async function loop() {
  for (;;);
}

export async function loop_of_promises() {
  for (;;) await null;
}

export async function loop_of_microtasks() {
  const again = () => queueMicrotask(again);
  again();
}

export async function loop_in_the_result() {
  return {
    toJSON() {
      for (;;);
    },
  };
}

export async function loop_in_the_error() {
  throw {
    get message() {
      for (;;);
    },
  };
}

export async function loop_in_what_is_logged(step) {
  const loop = () => {
    for (;;);
  };
  step.log(new Proxy({}, { ownKeys: loop, getPrototypeOf: loop, get: loop }));
}

export async function loop_when_given_up(step) {
  await new Promise(() => {
    step.signal.addEventListener("abort", () => {
      for (;;);
    });
  });
}

export async function loop_while_logging(step) {
  for (let next = 0; ; ) {
    if (Date.now() < next) continue;
    step.log("still here");
    next = Date.now() + 10;
  }
}

export async function catastrophic_expression() {
  return /^(\w+\s?)*$/.test(`${"word ".repeat(40)}!`);
}

export async function wait_for_nobody() {
  await new Promise(() => {});
}

export async function close_the_worker() {
  self.close();
}

export async function wait_for_memory() {
  const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  Atomics.wait(new Int32Array(buffer), 0, 0);
}
