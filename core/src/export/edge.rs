//! An edge as SVG path data: its line and the head of its arrow, for every renderer that draws.

use std::fmt::Write;

use super::length::Px;
use crate::layout::{DrawnEdge, Stroke};

/// The length and half width of an arrow's head.
const HEAD: (f64, f64) = (8.0, 4.0);
/// How far the line reaches into the head, so that the tip is sharp and no gap shows.
const INSIDE: f64 = 2.0;

/// The line, from within the head back to its start: so the dashes of edges that end as one fall together. Empty
/// for an edge without a way.
pub fn edge_line(edge: &DrawnEdge) -> String {
    let mut path = String::new();
    let Some(&tip) = edge.points.last() else {
        return path;
    };
    let back = HEAD.0 - INSIDE;
    for (index, stroke) in edge.strokes.iter().enumerate().rev() {
        let is_last = index + 1 == edge.strokes.len();
        let before = match index {
            0 => edge.points[0],
            _ => edge.strokes[index - 1].end(),
        };
        match *stroke {
            Stroke::Line(_) => {
                if is_last {
                    let _ = write!(path, "M{}", At(towards(tip, before, back)));
                }
                let _ = write!(path, "L{}", At(before));
            }
            Stroke::Curve([a, mut b, _]) => {
                if is_last {
                    let inside = towards(tip, b, back);
                    b = [0, 1].map(|axis| b[axis] + inside[axis] - tip[axis]);
                    let _ = write!(path, "M{}", At(inside));
                }
                let _ = write!(path, "C{} {} {}", At(b), At(a), At(before));
            }
        }
    }
    path
}

/// The head of the edge's arrow. Empty for an edge without a direction.
pub fn edge_head(edge: &DrawnEdge) -> String {
    let [.., before, tip] = *edge.points else {
        return String::new();
    };
    let before = match edge.strokes.last() {
        Some(Stroke::Curve([_, b, _])) => *b,
        _ => before,
    };
    let [x, y] = towards(tip, before, HEAD.0);
    let (dx, dy) = ((tip[0] - x) / HEAD.0, (tip[1] - y) / HEAD.0);
    let (aside, down) = (dy * HEAD.1, -dx * HEAD.1);
    format!(
        "M{}L{}L{}Z",
        At(tip),
        At([x + aside, y + down]),
        At([x - aside, y - down])
    )
}

/// A point as path data.
struct At([f64; 2]);

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", Px(self.0[0]), Px(self.0[1]))
    }
}

/// The point `distance` from `from` on the way to `to`, but no further than half the way there.
fn towards(from: [f64; 2], to: [f64; 2], distance: f64) -> [f64; 2] {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = (dx * dx + dy * dy).sqrt();
    if length <= 0.0 {
        return from;
    }
    let part = (distance / length).min(0.5);
    [from[0] + dx * part, from[1] + dy * part]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::EdgeKind;

    fn edge(points: &[[f64; 2]], strokes: &[Stroke]) -> DrawnEdge {
        DrawnEdge {
            id: String::new(),
            from: String::new(),
            to: String::new(),
            kind: EdgeKind::Success,
            label: None,
            label_box: None,
            points: points.to_vec(),
            strokes: strokes.to_vec(),
        }
    }

    #[test]
    fn an_edge_ends_in_an_arrow() {
        let straight = edge(&[[0.0, 0.0], [0.0, 100.0]], &[Stroke::Line([0.0, 100.0])]);
        assert_eq!(edge_line(&straight), "M0 94L0 0");
        assert_eq!(edge_head(&straight), "M0 100L4 92L-4 92Z");
        let curve = Stroke::Curve([[0.0, 20.0], [50.0, 20.0], [50.0, 40.0]]);
        let curved = edge(&[[0.0, 0.0], [25.0, 20.0], [50.0, 40.0]], &[curve]);
        assert_eq!(edge_line(&curved), "M50 34C50 14 0 20 0 0");
        assert_eq!(edge_head(&curved), "M50 40L54 32L46 32Z");
    }

    #[test]
    fn an_edge_without_length_has_no_direction() {
        let at = [1.0, 1.0];
        assert_eq!(edge_line(&edge(&[], &[])), "");
        assert_eq!(edge_head(&edge(&[at], &[])), "");
        assert!(!edge_head(&edge(&[at, at], &[Stroke::Line(at)])).contains("NaN"));
    }
}
