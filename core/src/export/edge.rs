//! An edge as SVG path data: its line and the head of its arrow, for every renderer that draws.

use std::fmt::Write;

use super::length::Px;
use crate::layout::DrawnEdge;

/// The radius of a bend.
const BEND: f64 = 9.0;
/// The length and half width of an arrow's head.
const HEAD: (f64, f64) = (8.0, 4.0);
/// How far the line reaches into the head, so that the tip is sharp and no gap shows.
const INSIDE: f64 = 2.0;

/// The line, its bends rounded, from within the head back to its start: so the dashes of edges that end as one
/// fall together. Empty for an edge without points.
pub fn edge_line(edge: &DrawnEdge) -> String {
    let mut path = String::new();
    let [first, .., before, tip] = &*edge.points else {
        if let [from, to] = *edge.points {
            let _ = write!(
                path,
                "M{}L{}",
                At(towards(to, from, HEAD.0 - INSIDE)),
                At(from)
            );
        }
        return path;
    };
    let _ = write!(path, "M{}", At(towards(*tip, *before, HEAD.0 - INSIDE)));
    for corner in edge.points.windows(3).rev() {
        let (next, at, last) = (corner[0], corner[1], corner[2]);
        let _ = write!(
            path,
            "L{}Q{} {}",
            At(towards(at, last, BEND)),
            At(at),
            At(towards(at, next, BEND))
        );
    }
    let _ = write!(path, "L{}", At(*first));
    path
}

/// The head of the edge's arrow. Empty for an edge without a direction.
pub fn edge_head(edge: &DrawnEdge) -> String {
    let [.., before, tip] = *edge.points else {
        return String::new();
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

    fn edge(points: &[[f64; 2]]) -> DrawnEdge {
        DrawnEdge {
            id: String::new(),
            from: String::new(),
            to: String::new(),
            kind: EdgeKind::Success,
            label: None,
            label_box: None,
            points: points.to_vec(),
        }
    }

    #[test]
    fn an_edge_turns_its_corners_and_ends_in_an_arrow() {
        let bent = edge(&[[0.0, 0.0], [0.0, 100.0], [50.0, 100.0]]);
        assert_eq!(edge_line(&bent), "M44 100L9 100Q0 100 0 91L0 0");
        assert_eq!(edge_head(&bent), "M50 100L42 96L42 104Z");
        let straight = edge(&[[0.0, 0.0], [0.0, 100.0]]);
        assert_eq!(edge_line(&straight), "M0 94L0 0");
    }

    #[test]
    fn an_edge_without_length_has_no_direction() {
        assert_eq!(edge_line(&edge(&[])), "");
        assert_eq!(edge_head(&edge(&[[1.0, 1.0]])), "");
        assert!(!edge_head(&edge(&[[1.0, 1.0], [1.0, 1.0]])).contains("NaN"));
    }
}
