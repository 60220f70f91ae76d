//! Where edges cross, and which lie on one another.

use std::collections::BTreeSet;

use super::sweep::{extent, sweep};
use super::{Line, Point, Rect, cross, distance, length, minus};

/// What is no further from a line, in pixels, lies on it for crossing.
const ON: f64 = 1e-6;
/// Two lines no further apart than this, in pixels, lie on one another …
const APART: f64 = 0.1;
/// … if they do for longer than this.
const STRETCH: f64 = 1.0;
/// Round the box at which two edges end, so much counts as within it.
const BORDER: f64 = 0.5;

#[derive(Default)]
pub(super) struct Crossings {
    /// How often edges cross.
    pub(super) proper: usize,
    /// How many pairs lie on one another.
    pub(super) lying: usize,
}

pub(super) fn count(boxes: &[Rect], lines: &[Line]) -> Crossings {
    let pieces: Vec<Piece> = lines
        .iter()
        .enumerate()
        .flat_map(|(line, way)| (1..way.points.len()).map(move |at| Piece { line, at, way }))
        .collect();
    let extents: Vec<Rect> = pieces
        .iter()
        .map(|piece| extent(piece.ends()).shrunk(-APART))
        .collect();
    let mut proper = 0;
    let mut lying = BTreeSet::new();
    sweep(&extents, &extents, |one, other| {
        let (one, other) = (&pieces[one], &pieces[other]);
        if one.line >= other.line {
            return;
        }
        let is_at_common_end = |point: Point| {
            let shared = [one.way.from, one.way.to]
                .into_iter()
                .filter(|&end| end == other.way.from || end == other.way.to);
            shared
                .into_iter()
                .any(|end| boxes[end].shrunk(-BORDER).holds(point))
        };
        if let Some(point) = one.crossing(other) {
            proper += usize::from(!is_at_common_end(point));
        }
        if let Some(stretch) = one.common_stretch(other)
            && !stretch.into_iter().all(is_at_common_end)
        {
            lying.insert((one.line, other.line));
        }
    });
    Crossings {
        proper,
        lying: lying.len(),
    }
}

/// A straight piece of an edge, up to the point `at` of it.
struct Piece<'a> {
    line: usize,
    at: usize,
    way: &'a Line,
}

impl Piece<'_> {
    fn ends(&self) -> [Point; 2] {
        [self.way.points[self.at - 1], self.way.points[self.at]]
    }

    /// The point of the edge after this piece.
    fn next(&self) -> Option<Point> {
        self.way.points.get(self.at + 1).copied()
    }

    /// How far a point is from the line through this piece, and on which side of it.
    fn side(&self, point: Point) -> f64 {
        let [from, to] = self.ends();
        cross(minus(to, from), minus(point, from)) / distance(from, to)
    }

    /// Where the two cross: within both, or at the end of one or of both if the edges go on there to the other side.
    fn crossing(&self, other: &Self) -> Option<Point> {
        let ends = self.ends().map(|end| other.side(end));
        let others = other.ends().map(|end| self.side(end));
        let [from, to] = self.ends();
        if are_apart(ends) && are_apart(others) {
            let part = ends[0] / (ends[0] - ends[1]);
            return Some([0, 1].map(|axis| from[axis] + part * (to[axis] - from[axis])));
        }
        if other.goes_through(self, others[0], ends) {
            return Some(other.ends()[1]);
        }
        if self.goes_through(other, ends[0], others) {
            return Some(to);
        }
        let meets_at_a_turn = distance(to, other.ends()[1]) <= ON;
        (meets_at_a_turn && self.turns_across(other)).then_some(to)
    }

    /// Whether this piece ends within the piece `other` and the edge goes on to its other side; it begins on the side
    /// `begin` of `other`, whose ends are on these sides of this one's line.
    fn goes_through(&self, other: &Self, begin: f64, other_ends: [f64; 2]) -> bool {
        let Some(next) = self.next() else {
            return false;
        };
        are_apart(other_ends)
            && other.side(self.ends()[1]).abs() <= ON
            && are_apart([begin, other.side(next)])
    }

    /// Whether two edges that turn at the same point cross there: one goes on between the other's two arms.
    fn turns_across(&self, other: &Self) -> bool {
        let (Some(next), Some(other_next)) = (self.next(), other.next()) else {
            return false;
        };
        let [before, turn] = self.ends();
        let arm = |point: Point| {
            let [x, y] = minus(point, turn);
            y.atan2(x)
        };
        let (low, high) = (arm(before).min(arm(next)), arm(before).max(arm(next)));
        let is_between = |point: Point| (low..high).contains(&arm(point));
        is_between(other.ends()[0]) != is_between(other_next)
    }

    /// The ends of what the two have in common, if they lie on one another.
    fn common_stretch(&self, other: &Self) -> Option<[Point; 2]> {
        let [from, to] = self.ends();
        let whole = distance(from, to);
        let along = minus(to, from).map(|part| part / whole);
        let place = |point: Point| {
            let [x, y] = minus(point, from);
            x * along[0] + y * along[1]
        };
        let [start, end] = other.ends();
        let (one, two) = (place(start), place(end));
        let (low, high) = (one.min(two).max(0.0), one.max(two).min(whole));
        if high - low <= STRETCH {
            return None;
        }
        let stretch = [low, high].map(|place| [0, 1].map(|axis| from[axis] + place * along[axis]));
        let vector = minus(end, start);
        let apart = |point: Point| (cross(vector, minus(point, start)) / length(vector)).abs();
        stretch
            .into_iter()
            .all(|point| apart(point) <= APART)
            .then_some(stretch)
    }
}

/// Whether the two are on different sides, neither being on the line.
fn are_apart([one, other]: [f64; 2]) -> bool {
    one.abs() > ON && other.abs() > ON && (one < 0.0) != (other < 0.0)
}
