// The button that pauses the run, or lets it go on: its label says which.

/**
 * @param {import("../workbench.js").Page} page
 * @param {import("./latest.js").Latest} latest
 */
export function pauseButton(page, latest) {
  const button = document.getElementById("pause");
  button.addEventListener("click", () => (latest.log.status === "PAUSED" ? page.resume() : page.pause()));
  latest.on(() => {
    const label = latest.log.status === "PAUSED" ? "Continue" : "Pause";
    if (button.textContent !== label) button.textContent = label;
    button.disabled = !latest.isLive;
  });
}
