// What part of a drawing is in view, and how large: a place and a scale, and what moves them.
//
// Pure: a view is never changed, another takes its place. Lengths are pixels, either of the drawing or of the view;
// which, each says. Points are [x, y].

/** The smallest scale at which a step's name can be read. */
const READABLE = 0.66;
/** The largest scale. */
const LARGEST = 3;
/** The smallest scale, unless it takes a smaller one to show the whole drawing. */
const SMALLEST = 0.2;
/** How much of the drawing stays in view however far it is moved, in the view's pixels. */
const STAYS = 64;
/** The room left round what is brought into view. */
const MARGIN = 24;
/** A view of which less than this part of the drawing is seen needs a map; but not if so much of it can be read at once. */
const SMALL = 0.4;
const SMALL_IF_READ = 0.3;

const within = (value, least, most) => Math.max(Math.min(value, most), least);
const both = (axis) => [axis(0), axis(1)];

/** @typedef {[left: number, top: number, right: number, bottom: number]} Rect */

/** A rectangle, and so much more on each side, as a part of its own width and height. */
export function grown([left, top, right, bottom], part) {
  const [x, y] = [(right - left) * part, (bottom - top) * part];
  return [left - x, top - y, right + x, bottom + y];
}

/** Whether all of a rectangle is in another. */
export const contains = (a, b) => a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];

/** Whether some of a rectangle is in another. */
export const meets = (a, b) => a[0] <= b[2] && a[1] <= b[3] && a[2] >= b[0] && a[3] >= b[1];

/** A view of a drawing: where the drawing's origin stands in it, and at what scale. */
export class Viewport {
  /**
   * @param {number[]} size the view's width and height
   * @param {number[]} drawing the drawing's width and height
   * @param {number[]} place of the drawing's origin, in the view's pixels
   * @param {number} scale a pixel of the drawing in the view's pixels
   */
  constructor(size, drawing, place = [0, 0], scale = 1) {
    Object.assign(this, { size, drawing, place, scale });
  }

  #with(place, scale = this.scale, size = this.size) {
    // Moved back as far as it takes so that some of the drawing is in view.
    const held = (axis) => {
      const length = this.drawing[axis] * scale;
      const stays = Math.min(STAYS, length, size[axis]);
      return within(place[axis], stays - length, size[axis] - stays);
    };
    return new Viewport(size, this.drawing, both(held), scale);
  }

  /** The first view: all of the drawing, or as much of it as can be read, with `start` in the middle of its edge. */
  first(start) {
    const scale = within(this.#whole(), READABLE, 1);
    const place = both((axis) => {
      // In the middle, or as near to it as leaves no empty ground on either side.
      const room = this.size[axis] - this.drawing[axis] * scale;
      return room >= 0 ? room / 2 : within(this.size[axis] / 2 - start[axis] * scale, room, 0);
    });
    return this.#with(place, scale);
  }

  /** All of the drawing, no larger than it is drawn, above a band of the view that is as high as `below`. */
  fit(below = 0) {
    const above = new Viewport([this.size[0], Math.max(this.size[1] - below, 1)], this.drawing);
    const scale = Math.min(above.#whole(), 1);
    return this.#with(this.place, scale).centred([this.drawing[0] / 2, this.drawing[1] / 2 + below / 2 / scale]);
  }

  /** A point of the drawing in the middle of the view. */
  centred(at) {
    return this.#with(both((axis) => this.size[axis] / 2 - at[axis] * this.scale));
  }

  /** Moved by so many of the view's pixels. */
  moved(by) {
    return this.#with(both((axis) => this.place[axis] + by[axis]));
  }

  /** Larger by a factor, so that what is at a point of the view, its middle unless another is given, stays there. */
  zoomed(factor, at = this.size.map((length) => length / 2)) {
    const scale = within(this.scale * factor, Math.min(this.#whole(), SMALLEST), LARGEST);
    const part = scale / this.scale;
    return this.#with(both((axis) => at[axis] - (at[axis] - this.place[axis]) * part), scale);
  }

  /** Moved no further than it takes to have a rectangle of the drawing in view, its start before its end. */
  revealing(rect) {
    return this.moved(
      both((axis) => {
        const low = rect[axis] * this.scale + this.place[axis] - MARGIN;
        const high = rect[axis + 2] * this.scale + this.place[axis] + MARGIN;
        const end = Math.min(this.size[axis] - high, 0);
        return low + end < 0 ? -low : end;
      }),
    );
  }

  /** In a view of another size: what is in the middle stays there. */
  resized(size) {
    return this.#with(
      both((axis) => this.place[axis] + (size[axis] - this.size[axis]) / 2),
      this.scale,
      size,
    );
  }

  /** Of another drawing, whose origin is so many of its pixels further on. */
  of(drawing, by) {
    return new Viewport(this.size, drawing, this.place, this.scale).moved(by.map((length) => length * this.scale));
  }

  /** A part of the way to another view. */
  towards(other, part) {
    const between = (from, to) => from + (to - from) * part;
    const place = both((axis) => between(this.place[axis], other.place[axis]));
    return new Viewport(other.size, other.drawing, place, between(this.scale, other.scale));
  }

  /** Whether the way to another view is short enough to be followed by the eye. */
  isNear(other) {
    const [here, there] = [this.visible(), other.visible()];
    return contains(grown(here, 1.5), there) || contains(grown(there, 1.5), here);
  }

  /** The point of the drawing that is at a point of the view. */
  at(point) {
    return both((axis) => (point[axis] - this.place[axis]) / this.scale);
  }

  /** What is in view, in the drawing's pixels. */
  visible() {
    return [...this.at([0, 0]), ...this.at(this.size)];
  }

  /** The point of the drawing in the middle of the view. */
  middle() {
    return this.at(this.size.map((length) => length / 2));
  }

  /** Whether the drawing is so much larger than the view that one needs to know where one is. */
  isSmallPart() {
    const part = (scale, axis) => Math.min(this.size[axis] / (this.drawing[axis] * scale), 1);
    const seen = (scale) => part(scale, 0) * part(scale, 1);
    return seen(this.scale) < SMALL && seen(READABLE) < SMALL_IF_READ;
  }

  /** The scale at which the whole drawing is in view. */
  #whole() {
    const of = (axis) => this.size[axis] / Math.max(this.drawing[axis], 1);
    return Math.max(Math.min(of(0), of(1)), Number.MIN_VALUE);
  }
}
