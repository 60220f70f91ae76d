//! Failures that leave their box by its side: where nothing stands between the box and the way down to the handler.
//!
//! So the way of a failure is told from those of success where it begins. Knows places, and nothing of ways.

use super::{
    drawing::EdgeKind,
    layered::{Pull, Role, Segment},
    order::Ordered,
};

/// For each segment the x at which its edge goes down, if it leaves its box by the side.
pub(super) type Exits = Vec<Option<f64>>;

/// The radius of the turn from the side into the way down.
pub(super) const TURN: f64 = 12.0;

pub(super) fn exits(ordered: &Ordered, x: &[f64]) -> Exits {
    let layered = &ordered.layered;
    let acyclic = &layered.ranked.acyclic;
    let mut exits = vec![None; layered.segments.len()];
    let mut is_taken = vec![[false; 2]; layered.ranked.rank.len()];
    // Two boxes side by side may want to leave towards each other, at the same height.
    let mut used: Vec<Vec<(f64, f64)>> = vec![Vec::new(); ordered.layers.len()];
    for (index, edge) in acyclic.edges.iter().enumerate() {
        if edge.reversed || acyclic.graph.edges[edge.edge].kind != EdgeKind::Failure {
            continue;
        }
        let first = layered.first[index];
        let segment = layered.segments[first];
        let half = acyclic.graph.nodes[segment.upper].width / 2.0;
        let to = x[segment.lower];
        let is_right = to > x[segment.upper];
        let side = x[segment.upper] + if is_right { half } else { -half };
        let stretch = (side.min(to), side.max(to));
        let used = &mut used[layered.vertices[segment.upper].rank];
        let is_free = used
            .iter()
            .all(|&(low, high)| high <= stretch.0 || stretch.1 <= low);
        let is_beyond = if is_right {
            to - TURN >= side
        } else {
            to + TURN <= side
        };
        let taken = &mut is_taken[segment.upper][usize::from(is_right)];
        if is_beyond && is_free && !*taken && is_clear(ordered, x, segment, is_right) {
            *taken = true;
            used.push(stretch);
            exits[first] = Some(to);
        }
    }
    exits
}

/// Whether nothing stands beside the upper box as far as the lower vertex is, but what leads there as well.
fn is_clear(ordered: &Ordered, x: &[f64], segment: Segment, is_right: bool) -> bool {
    let layered = &ordered.layered;
    let layer = &ordered.layers[layered.vertices[segment.upper].rank];
    let place = ordered.place[segment.upper];
    let beside = if is_right {
        layer.get(place + 1)
    } else {
        place.checked_sub(1).map(|left| &layer[left])
    };
    let is_lane = |vertex: usize| layered.vertices[vertex].role == Role::Lane;
    let Some(&vertex) = beside else {
        return true;
    };
    let to = x[segment.lower];
    let of_failures = |&index: &usize| {
        let below = layered.segments[index];
        below.lower == segment.lower && (is_lane(segment.lower) || below.pull == Pull::Failure)
    };
    let joins = layered.segment_below[vertex]
        .as_ref()
        .is_some_and(of_failures)
        && (x[vertex] - to).abs() < 0.5;
    let (left, right) = layered.vertices[vertex].reach;
    joins
        || if is_right {
            x[vertex] - left - TURN >= to
        } else {
            x[vertex] + right + TURN <= to
        }
}
