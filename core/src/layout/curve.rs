//! Lines and curves, of which the way of an edge is made.

/// A part of a way, from where the last one ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stroke {
    /// Straight to a point.
    Line([f64; 2]),
    /// A cubic Bézier curve: its two control points, and where it ends.
    Curve([[f64; 2]; 3]),
}

/// Into how many lines a curve is taken apart. The same for all, so that two curves between the same heights
/// cross as polylines only if they do as curves.
const PIECES: u8 = 8;

impl Stroke {
    /// Where it ends.
    pub fn end(&self) -> [f64; 2] {
        match *self {
            Self::Line(end) | Self::Curve([_, _, end]) => end,
        }
    }

    /// Changes each of its points.
    pub(super) fn map(&mut self, mut change: impl FnMut(&mut [f64; 2])) {
        match self {
            Self::Line(end) => change(end),
            Self::Curve(points) => points.iter_mut().for_each(change),
        }
    }
}

/// A way as a polyline.
pub(super) fn flatten(start: [f64; 2], strokes: &[Stroke]) -> Vec<[f64; 2]> {
    let curves = strokes
        .iter()
        .filter(|stroke| matches!(stroke, Stroke::Curve(_)))
        .count();
    let mut points = Vec::with_capacity(1 + strokes.len() + curves * usize::from(PIECES - 1));
    points.push(start);
    let mut from = start;
    for stroke in strokes {
        if let Stroke::Curve([a, b, to]) = *stroke {
            for piece in 1..PIECES {
                let t = f64::from(piece) / f64::from(PIECES);
                let s = 1.0 - t;
                let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
                let at = |axis: usize| {
                    from[axis] * weights[0]
                        + a[axis] * weights[1]
                        + b[axis] * weights[2]
                        + to[axis] * weights[3]
                };
                points.push([at(0), at(1)]);
            }
        }
        from = stroke.end();
        points.push(from);
    }
    points
}
