//! What lies on boxes: other boxes, and edges.

use std::collections::BTreeSet;

use super::sweep::{extent, sweep};
use super::{Line, Rect};

/// What reaches into a box by no more than this, in pixels, only touches it: some layouts round to so much.
const TOUCH: f64 = 1.0;

/// How many pairs of boxes overlap, neither being around the other.
pub(super) fn overlaps(boxes: &[Rect]) -> usize {
    let inner: Vec<Rect> = boxes.iter().map(|rect| rect.shrunk(TOUCH / 2.0)).collect();
    let is_around = |outer, inner| around(boxes, inner).any(|around| around == outer);
    let mut pairs = 0;
    sweep(&inner, &inner, |one, other| {
        if one < other
            && inner[one].meets(&inner[other])
            && !is_around(one, other)
            && !is_around(other, one)
        {
            pairs += 1;
        }
    });
    pairs
}

/// How many pairs there are of an edge and a box that it runs through, which is neither its end nor around one.
pub(super) fn through(boxes: &[Rect], lines: &[Line]) -> usize {
    let inner: Vec<Rect> = boxes.iter().map(|rect| rect.shrunk(TOUCH)).collect();
    let mut pieces = Vec::new();
    let mut owners = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        for pair in line.points.windows(2) {
            pieces.push(extent([pair[0], pair[1]]));
            owners.push((index, [pair[0], pair[1]]));
        }
    }
    let mut pairs = BTreeSet::new();
    sweep(&pieces, &inner, |piece, rect| {
        let (line, ends) = owners[piece];
        if inner[rect].clip(ends).is_none() {
            return;
        }
        let Line { from, to, .. } = lines[line];
        let own = [from, to]
            .into_iter()
            .any(|end| end == rect || around(boxes, end).any(|around| around == rect));
        if !own {
            pairs.insert((line, rect));
        }
    });
    pairs.len()
}

/// The boxes around this one, innermost first.
fn around(boxes: &[Rect], rect: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(boxes[rect].parent, |&parent| boxes[parent].parent)
}
