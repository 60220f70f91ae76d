// Where in a drawing things are: a grid of square cells, each with a list of what lies in it.
//
// Pure. What it is asked for costs as much as the cells that are looked at, however large the drawing.

/** The side of a cell, in the drawing's pixels: about that of what is in view at full size. */
const CELL = 512;
/** The most cells to a side: a drawing that is larger has larger ones. */
const MOST_CELLS = 256;

export class Grid {
  #cell;
  #columns;
  #rows;
  #cells;

  /** The index of what is in a drawing of that size. */
  constructor([width, height], cell = CELL, most = MOST_CELLS) {
    this.#cell = Math.max(width / most, height / most, cell);
    this.#columns = Math.floor(width / this.#cell) + 1;
    this.#rows = Math.floor(height / this.#cell) + 1;
    this.#cells = Array.from({ length: this.#columns * this.#rows }, () => []);
  }

  /** Adds a rectangle of a thing; those of one thing one after the other. */
  add(thing, left, top, right, bottom) {
    this.#each([left, top, right, bottom], (cell) => {
      if (cell.at(-1) !== thing) cell.push(thing);
    });
  }

  /** Sets the mark of each thing that lies in a cell which the area meets. */
  mark(area, marks) {
    this.#each(area, (cell) => {
      for (const thing of cell) marks[thing] = 1;
    });
  }

  /** What is in each cell. */
  get cells() {
    return this.#cells;
  }

  #each([left, top, right, bottom], each) {
    const index = (length, count) => Math.min(Math.max(Math.floor(length / this.#cell), 0), count - 1);
    const [first, last] = [index(left, this.#columns), index(right, this.#columns)];
    for (let row = index(top, this.#rows), end = index(bottom, this.#rows); row <= end; row++) {
      for (let column = first; column <= last; column++) each(this.#cells[row * this.#columns + column]);
    }
  }
}
