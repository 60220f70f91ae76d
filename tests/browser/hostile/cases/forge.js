// What a function can do to another run, in which a call waits that never settles by itself. It has succeeded if that
// call settles.

export async function post_results_of_another_run() {
  for (let id = 1; id < 10; id++) {
    postMessage({ run: 2, id, result: "forged" });
    postMessage(`R${id}\n"forged"`);
    postMessage([2, `R${id}\n"forged"`]);
  }
}
