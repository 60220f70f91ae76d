//! The fourth pass: the order of the vertices on each rank, with few crossings.
//!
//! Needs: [`Layered`]. Guarantees: `layers` holds each vertex once, on its rank, and the sides of a rank keep
//! their order. Barycentre sweeps down and up (Sugiyama, Tagawa, Toda 1981) with transposition of neighbours
//! (Gansner et al. 1993, section 3), from a depth-first order; the best order met counts.

use std::cmp::Reverse;

use crate::sort::{sort_by, sort_by_key};

use super::layered::{Layered, Pull, Segment, Side, Vertex};

/// A layering whose ranks are ordered.
#[derive(Debug)]
pub(super) struct Ordered<'a> {
    pub(super) layered: Layered<'a>,
    /// The vertices of each rank from left to right.
    pub(super) layers: Vec<Vec<usize>>,
    /// The place of each vertex on its rank.
    pub(super) place: Vec<usize>,
    pub(super) links: Links,
}

/// The segments at each vertex, by index.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) above: Vec<Vec<usize>>,
    pub(super) below: Vec<Vec<usize>>,
}

/// Sweeps that bring nothing before the pass stops.
const PATIENCE: usize = 4;
/// About how many vertices and segments the sweeps may visit in all.
const EFFORT: usize = 6_000_000;
/// Above so many vertices neighbours are not transposed.
const TRANSPOSE_UP_TO: usize = 20_000;

impl<'a> Ordered<'a> {
    pub(super) fn new(layered: Layered<'a>) -> Self {
        let links = Links::new(&layered);
        let layers = first_layers(&layered, &links);
        let mut ordered = Self {
            place: places(&layers, layered.vertices.len()),
            layered,
            layers,
            links,
        };
        ordered.reduce_crossings();
        ordered
    }

    /// How many pairs of segments cross.
    pub(super) fn crossings(&self) -> u64 {
        self.layers
            .iter()
            .map(|layer| self.crossings_below(layer))
            .sum()
    }

    fn reduce_crossings(&mut self) {
        let mut fewest = self.crossings();
        let mut best = self.layers.clone();
        let mut idle = 0;
        let size = self.layered.vertices.len() + self.layered.segments.len();
        let sweeps = (EFFORT / size.max(1)).clamp(2, 24);
        for sweep in 0..sweeps {
            if fewest == 0 || idle == PATIENCE {
                break;
            }
            self.sweep(sweep % 2 == 0);
            if self.layered.vertices.len() <= TRANSPOSE_UP_TO {
                self.transpose();
            }
            let crossings = self.crossings();
            if crossings < fewest {
                fewest = crossings;
                best.clone_from(&self.layers);
                idle = 0;
            } else {
                idle += 1;
            }
        }
        self.place = places(&best, self.place.len());
        self.layers = best;
    }

    /// Sorts each rank by the mean place of each vertex's neighbours on the rank before.
    fn sweep(&mut self, down: bool) {
        let count = self.layers.len();
        for step in 1..count {
            let rank = if down { step } else { count - 1 - step };
            let mut layer = std::mem::take(&mut self.layers[rank]);
            let mut keyed: Vec<(f64, usize)> = layer
                .iter()
                .map(|&vertex| (self.barycentre(vertex, down), vertex))
                .collect();
            sort_by(&mut keyed, |a, b| {
                let part = |vertex: usize| part(&self.layered, vertex);
                part(a.1).cmp(&part(b.1)).then(a.0.total_cmp(&b.0))
            });
            for (place, (_, vertex)) in keyed.into_iter().enumerate() {
                layer[place] = vertex;
                self.place[vertex] = place;
            }
            self.layers[rank] = layer;
        }
    }

    #[allow(clippy::cast_precision_loss)] // places are far below 2^52
    fn barycentre(&self, vertex: usize, down: bool) -> f64 {
        let (sum, count) = self
            .neighbours(vertex, down)
            .fold((0_u64, 0_u32), |(sum, count), other| {
                (sum + self.place[other] as u64, count + 1)
            });
        if count == 0 {
            self.place[vertex] as f64
        } else {
            sum as f64 / f64::from(count)
        }
    }

    /// Swaps neighbours on a rank as long as that saves crossings.
    fn transpose(&mut self) {
        for _ in 0..PATIENCE {
            let mut better = false;
            for rank in 0..self.layers.len() {
                for left in 1..self.layers[rank].len() {
                    let (a, b) = (self.layers[rank][left - 1], self.layers[rank][left]);
                    if part(&self.layered, a) == part(&self.layered, b)
                        && self.crossings_of(a, b) > self.crossings_of(b, a)
                    {
                        self.layers[rank].swap(left - 1, left);
                        self.place[a] = left;
                        self.place[b] = left - 1;
                        better = true;
                    }
                }
            }
            if !better {
                break;
            }
        }
    }

    /// The crossings between the segments of two vertices if `a` stands left of `b`.
    fn crossings_of(&self, a: usize, b: usize) -> usize {
        let cross = |down| {
            let of_a: Vec<usize> = self.neighbours(a, down).map(|v| self.place[v]).collect();
            self.neighbours(b, down)
                .map(|other| {
                    let place = self.place[other];
                    of_a.iter().filter(|&&left| left > place).count()
                })
                .sum::<usize>()
        };
        cross(true) + cross(false)
    }

    fn neighbours(&self, vertex: usize, above: bool) -> impl Iterator<Item = usize> {
        let segments = &self.layered.segments;
        let links = if above {
            &self.links.above[vertex]
        } else {
            &self.links.below[vertex]
        };
        links.iter().map(move |&index| {
            let Segment { upper, lower, .. } = segments[index];
            if above { upper } else { lower }
        })
    }

    /// The crossings between a rank and the next: inversions, counted with a Fenwick tree (Barth, Jünger and
    /// Mutzel, "Simple and efficient bilayer cross counting", 2002).
    fn crossings_below(&self, layer: &[usize]) -> u64 {
        let below = |&vertex: &usize| self.neighbours(vertex, false).map(|v| self.place[v]);
        let width = layer
            .iter()
            .flat_map(below)
            .max()
            .map_or(0, |most| most + 1);
        let mut tree = vec![0_usize; width + 1];
        let (mut crossings, mut seen) = (0_u64, 0);
        for vertex in layer {
            // Segments of one vertex do not cross: all are counted before the first is entered.
            for place in below(vertex) {
                let mut not_right = 0;
                let mut at = place + 1;
                while at > 0 {
                    not_right += tree[at];
                    at &= at - 1;
                }
                crossings += (seen - not_right) as u64;
            }
            for place in below(vertex) {
                seen += 1;
                let mut at = place + 1;
                while at <= width {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
        }
        crossings
    }
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

/// The order in which a depth-first search meets the vertices; failures are followed last, so that they lie
/// to the right.
fn first_layers(layered: &Layered, links: &Links) -> Vec<Vec<usize>> {
    let mut layers = vec![Vec::new(); layered.ranked.is_label_rank.len()];
    let mut met = vec![false; layered.vertices.len()];
    let mut ahead = Vec::new();
    let is_root = |vertex: &usize| links.above[*vertex].is_empty();
    let roots = (0..layered.vertices.len()).filter(is_root);
    for root in roots {
        ahead.push(root);
        while let Some(vertex) = ahead.pop() {
            if std::mem::replace(&mut met[vertex], true) {
                continue;
            }
            layers[layered.vertices[vertex].rank].push(vertex);
            // What is put ahead last is followed first.
            for failures in [true, false] {
                let next = links.below[vertex].iter().rev();
                let next = next.map(|&index| layered.segments[index]);
                let next = next.filter(|segment| (segment.pull == Pull::Failure) == failures);
                ahead.extend(next.map(|segment| segment.lower));
            }
        }
    }
    for layer in &mut layers {
        sort_by_key(layer, |&vertex| part(layered, vertex));
    }
    layers
}

/// What must come in its order on a rank: the sides, and on the left the edges that lead back.
fn part(layered: &Layered, vertex: usize) -> (Side, Reverse<usize>, usize) {
    let Vertex {
        side, span, edge, ..
    } = layered.vertices[vertex];
    (side, Reverse(span), edge)
}

fn places(layers: &[Vec<usize>], count: usize) -> Vec<usize> {
    let mut places = vec![0; count];
    for layer in layers {
        for (place, &vertex) in layer.iter().enumerate() {
            places[vertex] = place;
        }
    }
    places
}
