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
    this.#add(thing, this.#column(left), this.#row(top), this.#column(right), this.#row(bottom));
  }

  /** Adds a line of a thing, through points of two numbers each: the cells round each of its pieces. */
  addLine(thing, points, start, end) {
    let [column, row] = [-1, -1];
    for (let at = start; at < end; at++) {
      const [toColumn, toRow] = [this.#column(points[2 * at]), this.#row(points[2 * at + 1])];
      // Most of a line's pieces are short, and where the one before was.
      if (toColumn === column && toRow === row) continue;
      if (at === start) [column, row] = [toColumn, toRow];
      this.#add(thing, Math.min(column, toColumn), Math.min(row, toRow), Math.max(column, toColumn), Math.max(row, toRow));
      [column, row] = [toColumn, toRow];
    }
  }

  /** Sets the mark of each thing that lies in a cell which the area meets. */
  mark([left, top, right, bottom], marks) {
    const [first, last] = [this.#column(left), this.#column(right)];
    for (let row = this.#row(top), end = this.#row(bottom); row <= end; row++) {
      for (let column = first; column <= last; column++) {
        for (const thing of this.#cells[row * this.#columns + column]) marks[thing] = 1;
      }
    }
  }

  /** What is in each cell. */
  get cells() {
    return this.#cells;
  }

  #add(thing, firstColumn, firstRow, lastColumn, lastRow) {
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const cell = this.#cells[row * this.#columns + column];
        if (cell[cell.length - 1] !== thing) cell.push(thing);
      }
    }
  }

  #column(x) {
    return Math.min(Math.max(Math.floor(x / this.#cell), 0), this.#columns - 1);
  }

  #row(y) {
    return Math.min(Math.max(Math.floor(y / this.#cell), 0), this.#rows - 1);
  }
}
