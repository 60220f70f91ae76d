// What pointers do on the graph's ground: drags, the wheel, presses and hovering, told to the canvas.

/**
 * @param {HTMLElement} ground
 * @param {import("./canvas.js").Canvas} canvas
 */
export function listenToPointers(ground, canvas) {
  let place;
  const forget = () => (place = undefined);
  const at = (event) => {
    place ??= ground.getBoundingClientRect();
    return [event.clientX - place.left, event.clientY - place.top];
  };
  addEventListener("scroll", forget, { capture: true, passive: true });
  new ResizeObserver(([{ contentRect }]) => {
    forget();
    canvas.resize([contentRect.width, contentRect.height]);
  }).observe(ground);

  // The box that a pointer came down on: it may be drawn anew, or have moved on, before the pointer goes up.
  let pressed;
  ground.addEventListener("pointerdown", (event) => {
    pressed = stepAt(event.target);
    // The middle button moves the view too, instead of what it does elsewhere.
    if (event.button < 2) canvas.press(event.pointerId, at(event));
    if (event.button === 1) event.preventDefault();
  });
  ground.addEventListener("pointermove", (event) => {
    if (event.buttons && canvas.drag(event.pointerId, at(event))) ground.setPointerCapture(event.pointerId);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    ground.addEventListener(end, (event) => canvas.release(event.pointerId));
  }
  ground.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode ? 16 : 1;
      if (event.shiftKey && !event.ctrlKey) return canvas.move([-(event.deltaX || event.deltaY) * lines, 0]);
      // A trackpad's pinch comes as a wheel with Ctrl, in smaller steps.
      canvas.zoomAt(at(event), Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)));
    },
    { passive: false },
  );
  ground.addEventListener("click", (event) => {
    // Without a count no pointer clicked.
    const where = event.detail > 0 ? at(event) : undefined;
    const toggle = event.target.closest("[data-toggle]")?.dataset.toggle;
    if (toggle === undefined) canvas.click(stepAt(event.target) ?? (where && pressed), where);
    else canvas.clickToggle(toggle, where);
  });
  ground.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch" && !event.buttons) canvas.hover(stepAt(event.target));
  });
  ground.addEventListener("pointerleave", () => canvas.hover());
}

/** The id of the step whose box an element is in. */
export const stepAt = (element) => element.closest("[data-step]")?.dataset.step;
