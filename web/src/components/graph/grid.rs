//! Where in a drawing things are: a grid of square cells, each with a list of what lies in it.
//!
//! Pure. What it is asked for costs as much as the cells that are looked at, however large the drawing.

use super::viewport::Rect;

/// The side of a cell, in the drawing's pixels: about that of what is in view at full size.
const CELL: f64 = 512.0;
/// The most cells to a side: a drawing that is larger has larger ones.
const MOST_CELLS: f64 = 256.0;

/// Tells the rectangles of everything, each time in the same order, and those of one thing one after the other.
type Places<'a> = &'a dyn Fn(&mut dyn FnMut(usize, &Rect));

/// An index of things by where they are.
#[derive(Debug, Default)]
pub(super) struct Grid {
    cell: f64,
    columns: usize,
    rows: usize,
    /// Where the list of each cell begins in `things`; and the end.
    starts: Vec<u32>,
    things: Vec<u32>,
}

impl Grid {
    /// The index of what is in a drawing of that size.
    pub(super) fn new(size: [f64; 2], places: Places) -> Self {
        let cell = (size[0].max(size[1]) / MOST_CELLS).max(CELL);
        let mut grid = Self {
            cell,
            columns: index(size[0] / cell) + 1,
            rows: index(size[1] / cell) + 1,
            ..Self::default()
        };
        let cells = grid.columns * grid.rows;
        // First how many things are in each cell, then the things themselves.
        let mut counts = vec![0_u32; cells + 1];
        grid.each_once(places, &mut |cell, _| counts[cell + 1] += 1);
        for cell in 0..cells {
            counts[cell + 1] += counts[cell];
        }
        let mut things = vec![0; counts[cells] as usize];
        let mut next = counts.clone();
        grid.each_once(places, &mut |cell, thing| {
            things[next[cell] as usize] = thing;
            next[cell] += 1;
        });
        grid.starts = counts;
        grid.things = things;
        grid
    }

    /// Sets the mark of each thing that lies in a cell which the area meets.
    pub(super) fn mark(&self, area: &Rect, marks: &mut [bool]) {
        self.each_cell(area, &mut |cell| {
            let (start, end) = (self.starts[cell], self.starts[cell + 1]);
            for &thing in &self.things[start as usize..end as usize] {
                marks[thing as usize] = true;
            }
        });
    }

    /// Every cell that a thing is in, with the thing.
    fn each_once(&self, places: Places, each: &mut dyn FnMut(usize, u32)) {
        let mut latest = vec![u32::MAX; self.columns * self.rows];
        places(&mut |thing, rect| {
            let thing = u32::try_from(thing).expect("a drawing has fewer things than 2^32");
            self.each_cell(rect, &mut |cell| {
                if latest[cell] != thing {
                    latest[cell] = thing;
                    each(cell, thing);
                }
            });
        });
    }

    fn each_cell(&self, area: &Rect, each: &mut dyn FnMut(usize)) {
        let column = |x: f64| index(x / self.cell).min(self.columns - 1);
        let row = |y: f64| index(y / self.cell).min(self.rows - 1);
        for row in row(area.top)..=row(area.bottom) {
            for column in column(area.left)..=column(area.right) {
                each(row * self.columns + column);
            }
        }
    }
}

/// The number of a column or row; of what lies before the first, the first.
fn index(cells: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates"
    )]
    let index = cells as usize;
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_an_area_is_found() {
        let size = [3000.0, 20_000.0];
        let mut random = 7_u32;
        let mut draw = |most: f64| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(random >> 8) / f64::from(1 << 24) * most
        };
        let rects: Vec<Rect> = (0..2000)
            .map(|_| Rect::around(draw(size[0]), draw(size[1]), draw(300.0), draw(3000.0)))
            .collect();
        let grid = Grid::new(size, &|place| {
            for (thing, rect) in rects.iter().enumerate() {
                place(thing, rect);
            }
        });
        for _ in 0..50 {
            let area = Rect::around(draw(size[0]), draw(size[1]), 900.0, 600.0);
            let mut marks = vec![false; rects.len()];
            grid.mark(&area, &mut marks);
            for (rect, mark) in rects.iter().zip(&marks) {
                assert!(*mark || !area.meets(rect), "{rect:?} is in {area:?}");
            }
            let far = area.grown(4.0);
            let strange = rects
                .iter()
                .zip(&marks)
                .find(|(rect, mark)| **mark && !far.meets(rect));
            assert_eq!(strange, None, "far from {area:?}");
        }
    }

    #[test]
    fn a_thing_of_many_parts_is_in_a_cell_once() {
        let grid = Grid::new([2000.0, 2000.0], &|place| {
            place(0, &Rect::between([0.0, 0.0], [10.0, 10.0]));
            place(0, &Rect::between([10.0, 10.0], [700.0, 20.0]));
            place(1, &Rect::between([10.0, 10.0], [20.0, 20.0]));
        });
        assert_eq!(grid.things, [0, 1, 0]);
        let mut marks = [false; 2];
        grid.mark(&Rect::between([600.0, -900.0], [1e12, 5.0]), &mut marks);
        assert_eq!(marks, [true, false]);
    }

    #[test]
    fn no_drawing_has_nothing_in_it() {
        let grid = Grid::new([0.0, f64::NAN], &|_| ());
        grid.mark(&Rect::between([f64::NAN; 2], [1e300; 2]), &mut []);
    }
}
