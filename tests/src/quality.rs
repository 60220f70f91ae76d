//! How good a drawing is, counted: the same for whatever has drawn it.
//!
//! An edge is taken as the polyline that is drawn. Nothing here knows who has laid out, and how.

mod boxes;
mod crossings;
mod sweep;

use std::ops::Range;

/// A point, in pixels.
pub type Point = [f64; 2];

/// A drawing as it is judged.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// The boxes.
    pub boxes: Vec<Rect>,
    /// The edges.
    pub edges: Vec<Line>,
}

/// A box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Its top left corner.
    pub low: Point,
    /// Its bottom right corner.
    pub high: Point,
    /// The box that contains it.
    pub parent: Option<usize>,
}

/// An edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The box that it leaves.
    pub from: usize,
    /// The box to which it leads.
    pub to: usize,
    /// Its polyline, curves sampled.
    pub points: Vec<Point>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// How often two edges cross; two that lie on one another for more than a pixel count once more. What meets at the
    /// box at which both end does not count.
    pub crossings: usize,
    /// Of these, how many lie on one another.
    pub lying: usize,
    /// An edge and a box that it runs through, which is neither its end nor around one.
    pub through: usize,
    /// Two boxes that overlap, neither being around the other.
    pub overlaps: usize,
    /// Of all edges together, in pixels.
    pub length: f64,
    /// The whole, edges and all, in pixels.
    pub width: f64,
    /// The whole, edges and all, in pixels.
    pub height: f64,
    /// Points at which an edge turns by more than a degree.
    pub bends: usize,
}

impl Quality {
    /// The whole's area, in square pixels.
    pub fn area(&self) -> f64 {
        self.width * self.height
    }
}

impl Rect {
    /// The box with this centre.
    pub fn around(centre: Point, size: [f64; 2]) -> Self {
        let at = |axis: usize, sign: f64| centre[axis] + sign * size[axis] / 2.0;
        Self {
            low: [at(0, -1.0), at(1, -1.0)],
            high: [at(0, 1.0), at(1, 1.0)],
            parent: None,
        }
    }

    /// So much smaller on each side.
    fn shrunk(self, by: f64) -> Self {
        Self {
            low: self.low.map(|low| low + by),
            high: self.high.map(|high| high - by),
            ..self
        }
    }

    fn holds(&self, point: Point) -> bool {
        (0..2).all(|axis| self.low[axis] <= point[axis] && point[axis] <= self.high[axis])
    }

    fn meets(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.low[axis] < other.high[axis] && other.low[axis] < self.high[axis])
    }

    /// The part of a straight line that lies within, from 0 at its start to 1 at its end (Liang and Barsky).
    pub fn clip(&self, [from, to]: [Point; 2]) -> Option<Range<f64>> {
        let mut part = 0.0..1.0_f64;
        for axis in 0..2 {
            let step = to[axis] - from[axis];
            if step == 0.0 {
                if from[axis] <= self.low[axis] || from[axis] >= self.high[axis] {
                    return None;
                }
                continue;
            }
            let [a, b] = [self.low, self.high].map(|border| (border[axis] - from[axis]) / step);
            part = part.start.max(a.min(b))..part.end.min(a.max(b));
        }
        (part.start < part.end).then_some(part)
    }
}

impl Drawn {
    /// Counts.
    pub fn quality(&self) -> Quality {
        let lines: Vec<Line> = self.edges.iter().map(Line::simplified).collect();
        let [width, height] = self.size();
        let crossings = crossings::count(&self.boxes, &lines);
        Quality {
            crossings: crossings.proper + crossings.lying,
            lying: crossings.lying,
            through: boxes::through(&self.boxes, &lines),
            overlaps: boxes::overlaps(&self.boxes),
            length: lines.iter().map(Line::length).sum(),
            width,
            height,
            bends: lines
                .iter()
                .map(|line| line.points.len().saturating_sub(2))
                .sum(),
        }
    }

    fn size(&self) -> [f64; 2] {
        let corners = self.boxes.iter().flat_map(|rect| [rect.low, rect.high]);
        let points = self
            .edges
            .iter()
            .flat_map(|line| line.points.iter().copied());
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        for point in corners.chain(points) {
            for axis in 0..2 {
                low[axis] = low[axis].min(point[axis]);
                high[axis] = high[axis].max(point[axis]);
            }
        }
        [0, 1].map(|axis| (high[axis] - low[axis]).max(0.0))
    }
}

/// Up to so many pixels, two points are one.
const SAME: f64 = 0.01;
/// The sine of the angle up to which a line goes straight on: a degree.
const STRAIGHT: f64 = 0.0175;

impl Line {
    /// Without points at which it does not turn.
    fn simplified(&self) -> Self {
        let mut points: Vec<Point> = Vec::new();
        for &point in &self.points {
            if points
                .last()
                .is_none_or(|&last| distance(last, point) > SAME)
            {
                points.push(point);
            }
        }
        let mut turns: Vec<Point> = Vec::new();
        for (index, &point) in points.iter().enumerate() {
            let goes_straight_on = match (turns.last(), points.get(index + 1)) {
                (Some(&last), Some(&next)) => {
                    let (one, other) = (minus(point, last), minus(next, point));
                    let sine = cross(one, other).abs() / (length(one) * length(other));
                    sine < STRAIGHT && one[0] * other[0] + one[1] * other[1] > 0.0
                }
                _ => false,
            };
            if !goes_straight_on {
                turns.push(point);
            }
        }
        Self {
            points: turns,
            ..*self
        }
    }

    fn length(&self) -> f64 {
        let pairs = self.points.windows(2);
        pairs.map(|pair| distance(pair[0], pair[1])).sum()
    }
}

/// The points of a spline of cubic Bézier curves, `pieces` for each curve, with its start.
pub fn sampled(controls: &[Point], pieces: u32) -> Vec<Point> {
    let mut points: Vec<Point> = controls.first().copied().into_iter().collect();
    for curve in controls.windows(4).step_by(3) {
        points.extend((1..=pieces).map(|piece| {
            let t = f64::from(piece) / f64::from(pieces);
            let u = 1.0 - t;
            let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
            [0, 1].map(|axis| {
                weights
                    .iter()
                    .zip(curve)
                    .map(|(weight, point)| weight * point[axis])
                    .sum()
            })
        }));
    }
    points
}

fn minus(one: Point, other: Point) -> Point {
    [one[0] - other[0], one[1] - other[1]]
}

fn cross(one: Point, other: Point) -> f64 {
    one[0] * other[1] - one[1] * other[0]
}

fn length(vector: Point) -> f64 {
    vector[0].hypot(vector[1])
}

fn distance(one: Point, other: Point) -> f64 {
    length(minus(one, other))
}

#[cfg(test)]
mod tests;
