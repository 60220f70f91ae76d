// Fingers and the mouse on the ground: what is pressed, and how far it has moved.
//
// Pure. One pointer moves the view; of two, what is beneath each stays there, so that they also zoom.

/** How far a pointer may move and still press what is beneath it, in pixels. */
const PRESSES = 4;

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

export class Gesture {
  /** Where each pointer that is down came down, and where it is. */
  #pointers = new Map();
  /** Whether it has gone too far to be a press; known still when it is over. */
  drags = false;

  /** A pointer came down. */
  press(id, at) {
    if (this.#pointers.size === 0) this.drags = false;
    this.#pointers.set(id, { from: at, at });
    this.drags ||= this.#pointers.size > 1;
  }

  /**
   * A pointer moved: how that moves the view, if it is down and it is no press any more.
   * @returns {{ by: number[], factor: number, at: number[] } | undefined} by so many pixels; and then larger by a factor,
   * so that what is at a point stays there
   */
  drag(id, at) {
    const pointer = this.#pointers.get(id);
    if (!pointer || (!this.drags && distance(pointer.from, at) < PRESSES)) return;
    this.drags = true;
    const before = this.#middleAndSpread();
    pointer.at = at;
    const after = this.#middleAndSpread();
    return {
      by: [after.middle[0] - before.middle[0], after.middle[1] - before.middle[1]],
      factor: before.spread > 0 ? after.spread / before.spread : 1,
      at: after.middle,
    };
  }

  /** A pointer went up, or away. */
  release(id) {
    this.#pointers.delete(id);
  }

  /** The middle of the first two pointers, and how far they are from each other. */
  #middleAndSpread() {
    const [one, other = one] = [...this.#pointers.values()].map(({ at }) => at);
    return { middle: [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2], spread: distance(one, other) };
  }
}
