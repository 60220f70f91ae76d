//! The fourth pass: the order of the vertices on each rank, with few crossings.
//!
//! Needs: [`Layered`]. Guarantees: `layers` holds each vertex once, on its rank, and the sides of a rank keep
//! their order. The first order that is tried is the definition's own, and another counts only where it crosses
//! less: so that small changes of a graph are small changes of its picture.

use std::cmp::Reverse;

use stepwell_kernel::{
    Dice,
    crossings::Reducer,
    ladder::{Ladder, Order, Packed},
    simplex::as_u32,
};

use crate::sort::{sort_by, sort_by_key};

use super::{
    acyclic::Flat,
    layered::{Layered, Pull, Side, Vertex},
    ports::as_length,
};

/// A layering whose ranks are ordered.
#[derive(Debug)]
pub(super) struct Ordered<'a> {
    pub(super) layered: Layered<'a>,
    /// The vertices of each rank from left to right.
    pub(super) layers: Vec<Vec<usize>>,
    /// The place of each vertex on its rank.
    pub(super) place: Vec<usize>,
    pub(super) links: Links,
    /// Where each vertex was in an earlier drawing, or would have been.
    pub(super) before: Option<Vec<f64>>,
}

/// The segments at each vertex, by index.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) above: Vec<Vec<usize>>,
    pub(super) below: Vec<Vec<usize>>,
}

/// An earlier order counts until another saves more than one crossing in so many.
const KEPT: u64 = 4;
/// The most first orders.
const STARTS: usize = 2;

/// About how many vertices and segments may be visited to order so many: what is small is looked at most closely.
fn effort(size: usize) -> usize {
    (2_000 * size).min(1_500_000 + 500 * size)
}

impl<'a> Ordered<'a> {
    pub(super) fn new(layered: Layered<'a>) -> Self {
        let links = Links::new(&layered);
        let ladder = ladder(&layered);
        let size = layered.vertices.len() + layered.segments.len();
        let before = places_before(&layered);
        let order = best_order(&layered, &ladder, before.as_deref(), effort(size));
        let place: Vec<usize> = order.place.iter().map(|&place| place as usize).collect();
        let layers = order.layers.iter();
        let mut ordered = Self {
            layers: layers
                .map(|layer| layer.iter().map(|&vertex| vertex as usize).collect())
                .collect(),
            place,
            layered,
            links,
            before,
        };
        ordered.layered.pull_main_path(&ordered.place);
        ordered
    }

    /// How many pairs of segments cross.
    #[cfg(test)]
    pub(super) fn crossings(&self) -> u64 {
        let ladder = ladder(&self.layered);
        let layers = self.layers.iter();
        let layers = layers.map(|layer| layer.iter().map(|&vertex| as_u32(vertex)).collect());
        let order = Order::new(layers.collect(), self.place.len());
        Reducer::new(&ladder, usize::MAX).crossings(&order, 0..self.layers.len())
    }
}

fn best_order(layered: &Layered, ladder: &Ladder, before: Option<&[f64]>, effort: usize) -> Order {
    let mut reducer = Reducer::new(ladder, effort);
    let ranks = 0..layered.ranked.is_label_rank.len();
    if ranks.is_empty() {
        return first_order(layered, ladder, 0);
    }
    let kept = before.map(|before| {
        let mut order = order_before(layered, before);
        let crossings = reducer.refine(&mut order, ranks.clone());
        (order, crossings)
    });
    if let Some((order, 0)) = kept {
        return order;
    }
    let mut best = first_order(layered, ladder, 0);
    let mut fewest = reducer.descend(&mut best, ranks.clone(), true);
    for start in 1..STARTS {
        if fewest == 0 || reducer.work == 0 {
            break;
        }
        let mut order = first_order(layered, ladder, start);
        let crossings = reducer.descend(&mut order, ranks.clone(), start % 2 == 0);
        if crossings < fewest {
            (best, fewest) = (order, crossings);
        }
    }
    if fewest > 0 {
        reducer.stir(&mut best, &mut Dice(1));
    }
    match kept {
        Some((order, crossings))
            if crossings <= reducer.crossings(&best, ranks) + crossings / KEPT =>
        {
            order
        }
        _ => best,
    }
}

/// Where each vertex was in an earlier drawing, if there was one. What was not in it stands between what it is joined
/// to, and the ways of edges are as they were.
fn places_before(layered: &Layered) -> Option<Vec<f64>> {
    let acyclic = &layered.ranked.acyclic;
    let Flat { nodes, edges, .. } = acyclic.graph;
    if nodes.iter().all(|node| node.before.is_none()) {
        return None;
    }
    let mut around = vec![(0.0, 0_u32); nodes.len()];
    for edge in &acyclic.edges {
        for (node, other) in [(edge.upper, edge.lower), (edge.lower, edge.upper)] {
            if let Some(x) = nodes[other].before {
                around[node].0 += x;
                around[node].1 += 1;
            }
        }
    }
    let mut x: Vec<f64> = nodes
        .iter()
        .zip(around)
        .map(|(node, (sum, count))| node.before.unwrap_or(sum / f64::from(count.max(1))))
        .collect();
    x.resize(layered.vertices.len(), 0.0);
    for (edge, &first) in acyclic.edges.iter().zip(&layered.first) {
        if edge.reversed {
            let beside = x[edge.upper].min(x[edge.lower]);
            let way = &edges[edge.edge].before;
            for vertex in layered.lane(first) {
                x[vertex] = if way.is_empty() {
                    beside
                } else {
                    along(way, 0.5)
                };
            }
            continue;
        }
        let rank = |vertex: usize| as_length(layered.vertices[vertex].rank);
        let (upper, lower) = (rank(edge.upper), rank(edge.lower));
        let straight = [[x[edge.upper], 0.0], [x[edge.lower], 1.0]];
        let way = match &edges[edge.edge].before[..] {
            [] => &straight[..],
            way => way,
        };
        let mut vertex = layered.segments[first].lower;
        while vertex != edge.lower {
            x[vertex] = along(way, (rank(vertex) - upper) / (lower - upper));
            match layered.below(vertex) {
                Some(below) => vertex = below,
                None => break,
            }
        }
    }
    Some(x)
}

/// The x of a way where a part of its height is done.
fn along(way: &[[f64; 2]], part: f64) -> f64 {
    let (first, last) = (way[0], way[way.len() - 1]);
    let y = first[1] + (last[1] - first[1]) * part;
    let is_reached = |pair: &&[[f64; 2]]| (pair[1][1] - y) * (last[1] - first[1]) >= 0.0;
    let Some(&[a, b]) = way.windows(2).find(is_reached).and_then(<[_]>::first_chunk) else {
        return last[0];
    };
    if (b[1] - a[1]).abs() < 1e-9 {
        return b[0];
    }
    a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])
}

/// The order of an earlier drawing.
fn order_before(layered: &Layered, before: &[f64]) -> Order {
    let mut layers = vec![Vec::new(); layered.ranked.is_label_rank.len()];
    for (vertex, of) in layered.vertices.iter().enumerate() {
        layers[of.rank].push(as_u32(vertex));
    }
    for layer in &mut layers {
        sort_by(layer, |&a, &b| {
            let (a, b) = (a as usize, b as usize);
            let parts = part(layered, a).cmp(&part(layered, b));
            parts.then(before[a].total_cmp(&before[b]))
        });
    }
    Order::new(layers, layered.vertices.len())
}

fn ladder(layered: &Layered) -> Ladder {
    let count = layered.vertices.len();
    let segments = layered.segments.iter();
    let mut movable = Vec::new();
    let mut sides = vec![[0_usize; 3]; layered.ranked.is_label_rank.len()];
    for vertex in &layered.vertices {
        sides[vertex.rank][vertex.side as usize] += 1;
    }
    for [left, middle, right] in sides {
        movable.push([left..left + middle, left + middle..left + middle + right]);
    }
    Ladder {
        above: Packed::new(count, segments.clone().map(|s| (s.lower, s.upper))),
        below: Packed::new(count, segments.map(|s| (s.upper, s.lower))),
        rank: layered
            .vertices
            .iter()
            .map(|vertex| as_u32(vertex.rank))
            .collect(),
        movable,
    }
}

/// The order in which a depth-first search meets the vertices; failures are followed last, so that they lie
/// to the right. Each start searches in another way: along the edges or against them, and what comes first changes.
fn first_order(layered: &Layered, ladder: &Ladder, start: usize) -> Order {
    let count = layered.vertices.len();
    let mut layers = vec![Vec::new(); layered.ranked.is_label_rank.len()];
    let mut met = vec![false; count];
    let mut ahead: Vec<u32> = Vec::new();
    let (forward, back) = if start.is_multiple_of(2) {
        (&ladder.below, &ladder.above)
    } else {
        (&ladder.above, &ladder.below)
    };
    let mut dice = Dice(start as u64);
    let mut roots: Vec<u32> = (0..as_u32(count))
        .filter(|&vertex| back.of(vertex).is_empty())
        .collect();
    if start > 1 {
        dice.shuffle(&mut roots);
    }
    let is_failure = failures(layered);
    for root in roots {
        ahead.push(root);
        while let Some(vertex) = ahead.pop() {
            if std::mem::replace(&mut met[vertex as usize], true) {
                continue;
            }
            layers[ladder.rank[vertex as usize] as usize].push(vertex);
            // What is put ahead last is followed first.
            let from = ahead.len();
            let next = forward.of(vertex).iter().rev().copied();
            ahead.extend(next.filter(|&next| !met[next as usize]));
            if start > 1 {
                dice.shuffle(&mut ahead[from..]);
            }
            sort_by_key(&mut ahead[from..], |&next| {
                Reverse(is_failure[next as usize])
            });
        }
    }
    for layer in &mut layers {
        sort_by_key(layer, |&vertex| part(layered, vertex as usize));
    }
    Order::new(layers, count)
}

/// For each vertex whether only failures lead to it.
fn failures(layered: &Layered) -> Vec<bool> {
    let mut is_failure = vec![true; layered.vertices.len()];
    for segment in &layered.segments {
        if segment.pull != Pull::Failure {
            is_failure[segment.lower] = false;
        }
    }
    is_failure
}

impl Links {
    fn new(layered: &Layered) -> Self {
        let mut links = Self {
            above: vec![Vec::new(); layered.vertices.len()],
            below: vec![Vec::new(); layered.vertices.len()],
        };
        for (index, segment) in layered.segments.iter().enumerate() {
            links.below[segment.upper].push(index);
            links.above[segment.lower].push(index);
        }
        links
    }
}

/// What must come in its order on a rank: the sides, and on the left the edges that lead back.
fn part(layered: &Layered, vertex: usize) -> (Side, Reverse<usize>, usize) {
    let Vertex {
        side, span, edge, ..
    } = layered.vertices[vertex];
    (side, Reverse(span), edge)
}
