// The button that pauses the run, or lets it go on: its label says which.

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("./latest.js").Latest} latest
 */
export function pauseButton(page, latest) {
  const button = document.getElementById("pause");
  const isPaused = () => page.runState().status === "PAUSED";
  button.addEventListener("click", () => (isPaused() ? page.resume() : page.pause()));
  latest.on(() => {
    const label = isPaused() ? "Continue" : "Pause";
    if (button.textContent !== label) button.textContent = label;
    button.disabled = !latest.isBusy || page.runState().loading;
  });
}
