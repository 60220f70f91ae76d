//! The fifth pass: where each vertex stands.
//!
//! Needs: [`Ordered`]. Guarantees: on each rank the vertices keep their order and their room, and the bands
//! of the ranks lie below one another, each as high as its highest vertex. x after Brandes and Köpf, "Fast and
//! simple horizontal coordinate assignment" (2001): four extreme alignments, of which the mean of the middle
//! two counts; blocks are placed by longest paths instead of the paper's classes (see the erratum of 2020).
//! Where several neighbours ask to be aligned with, the one with the strongest [`Pull`] is heard.

use crate::sort::sort_by_key;

use super::{
    drawing::Options,
    layered::{Pull, Role},
    order::Ordered,
};

/// An ordered layering whose vertices have coordinates.
#[derive(Debug)]
pub(super) struct Positioned<'a> {
    pub(super) ordered: Ordered<'a>,
    /// The x of each vertex.
    pub(super) x: Vec<f64>,
    /// The top and bottom of each rank.
    pub(super) bands: Vec<(f64, f64)>,
}

/// The room between two lanes, and round a label.
const LANE_GAP: f64 = 16.0;

impl<'a> Positioned<'a> {
    pub(super) fn new(ordered: Ordered<'a>, options: &Options) -> Self {
        let x = horizontal(&ordered, options.node_gap.max(8.0));
        let bands = bands(&ordered, options.rank_gap.max(16.0));
        Self { ordered, x, bands }
    }

    /// Makes each gap below a rank at least so high.
    pub(super) fn widen_gaps(&mut self, height: impl Fn(usize) -> f64) {
        let mut moved = 0.0;
        for rank in 1..self.bands.len() {
            let gap = self.bands[rank].0 + moved - self.bands[rank - 1].1;
            moved += (height(rank - 1) - gap).max(0.0);
            self.bands[rank].0 += moved;
            self.bands[rank].1 += moved;
        }
    }

    /// The y of a vertex's middle.
    pub(super) fn centre(&self, vertex: usize) -> f64 {
        let band = self.bands[self.ordered.layered.vertices[vertex].rank];
        f64::midpoint(band.0, band.1)
    }

    /// The y of a box's upper border.
    pub(super) fn top(&self, node: usize) -> f64 {
        self.centre(node) - self.ordered.layered.ranked.acyclic.graph.nodes[node].height / 2.0
    }

    /// The y of a box's lower border.
    pub(super) fn bottom(&self, node: usize) -> f64 {
        self.centre(node) + self.ordered.layered.ranked.acyclic.graph.nodes[node].height / 2.0
    }

    /// The x of a box's right or left border.
    pub(super) fn side(&self, node: usize, right: bool) -> f64 {
        let half = self.ordered.layered.ranked.acyclic.graph.nodes[node].width / 2.0;
        self.x[node] + if right { half } else { -half }
    }
}

fn bands(ordered: &Ordered, rank_gap: f64) -> Vec<(f64, f64)> {
    let layered = &ordered.layered;
    let is_label = &layered.ranked.is_label_rank;
    let mut top = 0.0;
    let mut bands = Vec::with_capacity(is_label.len());
    for (rank, layer) in ordered.layers.iter().enumerate() {
        let height = layer
            .iter()
            .map(|&vertex| layered.vertices[vertex].height)
            .fold(0.0, f64::max);
        bands.push((top, top + height));
        let beside_label = is_label[rank] || is_label.get(rank + 1) == Some(&true);
        let gap = if beside_label {
            rank_gap * 0.6
        } else {
            rank_gap
        };
        top += height + gap.round();
    }
    bands
}

fn horizontal(ordered: &Ordered, node_gap: f64) -> Vec<f64> {
    let eligible = eligible(ordered);
    let runs = [(true, false), (true, true), (false, false), (false, true)]
        .map(|(down, mirrored)| Run::new(ordered, &eligible, down, mirrored, node_gap).x());
    middle_of(&runs)
}

/// The runs side by side, the narrowest giving the borders, and for each vertex the mean of its middle two.
fn middle_of(runs: &[Vec<f64>; 4]) -> Vec<f64> {
    let borders = runs.each_ref().map(|xs| {
        let left = xs.iter().copied().fold(f64::INFINITY, f64::min);
        let right = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (left, right)
    });
    let narrowest = borders
        .iter()
        .copied()
        .min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
        .expect("there are four runs");
    let shifts = [0, 1, 2, 3].map(|run| {
        if run % 2 == 0 {
            narrowest.0 - borders[run].0
        } else {
            narrowest.1 - borders[run].1
        }
    });
    (0..runs[0].len())
        .map(|vertex| {
            let [a, b, c, d] = [0, 1, 2, 3].map(|run| runs[run][vertex] + shifts[run]);
            // Between the least of both pairs and the most of both stand the middle two.
            let low = a.min(b).max(c.min(d));
            let high = a.max(b).min(c.max(d));
            f64::midpoint(low, high).round()
        })
        .collect()
}

/// For each segment whether its ends may be aligned: not if it crosses a strong one or shares an end with it,
/// and a failure only where nothing else asks.
fn eligible(ordered: &Ordered) -> Vec<bool> {
    let segments = &ordered.layered.segments;
    let place = &ordered.place;
    let only_failures = |links: &[usize]| {
        links
            .iter()
            .all(|&index| segments[index].pull == Pull::Failure)
    };
    let mut eligible = vec![true; segments.len()];
    for layer in &ordered.layers {
        let mut here: Vec<usize> = layer
            .iter()
            .flat_map(|&vertex| ordered.links.below[vertex].iter().copied())
            .collect();
        sort_by_key(&mut here, |&index| {
            let segment = segments[index];
            (
                std::cmp::Reverse(segment.pull),
                place[segment.upper],
                place[segment.lower],
            )
        });
        // Sorted by upper place; lower places rise, too. The first are of the main path, of which there is one
        // at most on each rank.
        let mut strong: Vec<(usize, usize)> = Vec::new();
        for index in here {
            let segment = segments[index];
            let ends = (place[segment.upper], place[segment.lower]);
            let at = strong.partition_point(|&other| other < ends);
            let free_left = at == 0 || (strong[at - 1].0 < ends.0 && strong[at - 1].1 < ends.1);
            let free_right = at == strong.len() || (strong[at].0 > ends.0 && strong[at].1 > ends.1);
            eligible[index] = free_left
                && free_right
                && (segment.pull != Pull::Failure
                    || only_failures(&ordered.links.below[segment.upper])
                        && only_failures(&ordered.links.above[segment.lower]));
            if eligible[index] && segment.pull >= Pull::Inner {
                strong.insert(at, ends);
            }
        }
    }
    eligible
}

/// One of the four extreme alignments: looking up or down, packed to the left or, mirrored, to the right.
struct Run<'a> {
    ordered: &'a Ordered<'a>,
    eligible: &'a [bool],
    down: bool,
    mirrored: bool,
    node_gap: f64,
}

impl<'a> Run<'a> {
    fn new(
        ordered: &'a Ordered<'a>,
        eligible: &'a [bool],
        down: bool,
        mirrored: bool,
        node_gap: f64,
    ) -> Self {
        Self {
            ordered,
            eligible,
            down,
            mirrored,
            node_gap,
        }
    }

    fn x(&self) -> Vec<f64> {
        let root = self.roots();
        let xs = self.place_blocks(&root);
        root.iter()
            .map(|&root| if self.mirrored { -xs[root] } else { xs[root] })
            .collect()
    }

    /// For each vertex the root of the block that it is aligned with.
    fn roots(&self) -> Vec<usize> {
        let count = self.ordered.layered.vertices.len();
        let mut root: Vec<usize> = (0..count).collect();
        let mut taken = vec![false; count];
        let ranks = self.ordered.layers.len();
        for step in 0..ranks {
            let rank = if self.down { step } else { ranks - 1 - step };
            let mut free_from = 0;
            for vertex in self.layer(rank) {
                for other in self.medians(vertex) {
                    let place = self.place(other);
                    if !taken[other] && place >= free_from {
                        taken[other] = true;
                        root[vertex] = root[other];
                        free_from = place + 1;
                        break;
                    }
                }
            }
        }
        root
    }

    /// The neighbours to align with: the middle ones among those that pull most.
    fn medians(&self, vertex: usize) -> impl Iterator<Item = usize> {
        let links = &self.ordered.links;
        let segments = &self.ordered.layered.segments;
        let links = if self.down {
            &links.above[vertex]
        } else {
            &links.below[vertex]
        };
        let eligible = || links.iter().filter(|&&index| self.eligible[index]);
        let most = eligible().map(|&index| segments[index].pull).max();
        let mut others: Vec<usize> = eligible()
            .map(|&index| segments[index])
            .filter(|segment| Some(segment.pull) == most)
            .map(|segment| {
                if self.down {
                    segment.upper
                } else {
                    segment.lower
                }
            })
            .collect();
        sort_by_key(&mut others, |&other| self.place(other));
        let (low, high) = (others.len().saturating_sub(1) / 2, others.len() / 2);
        let low_one = others.get(low).copied();
        let high_one = others.get(high).copied().filter(|_| high != low);
        low_one.into_iter().chain(high_one)
    }

    /// Places the blocks as far left as they go, then moves each up to its right neighbours.
    fn place_blocks(&self, root: &[usize]) -> Vec<f64> {
        let count = root.len();
        let mut right_of: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
        let mut pending = vec![0_usize; count];
        for rank in 0..self.ordered.layers.len() {
            let mut before = None;
            for vertex in self.layer(rank) {
                if let Some(left) = before {
                    let block: &mut Vec<_> = &mut right_of[root[left]];
                    block.push((root[vertex], self.separation(left, vertex)));
                    pending[root[vertex]] += 1;
                }
                before = Some(vertex);
            }
        }
        let mut xs = vec![0.0_f64; count];
        let mut turn: Vec<usize> = (0..count)
            .filter(|&vertex| root[vertex] == vertex && pending[vertex] == 0)
            .collect();
        let mut done = 0;
        while let Some(&block) = turn.get(done) {
            done += 1;
            for &(right, separation) in &right_of[block] {
                xs[right] = xs[right].max(xs[block] + separation);
                pending[right] -= 1;
                if pending[right] == 0 {
                    turn.push(right);
                }
            }
        }
        for &block in turn.iter().rev() {
            let limit = right_of[block]
                .iter()
                .map(|&(right, separation)| xs[right] - separation)
                .fold(f64::INFINITY, f64::min);
            if limit.is_finite() {
                xs[block] = xs[block].max(limit);
            }
        }
        xs
    }

    /// The least distance between two neighbours on a rank. Whole, so that rounding keeps it.
    fn separation(&self, left: usize, right: usize) -> f64 {
        let vertices = &self.ordered.layered.vertices;
        let (left, right) = if self.mirrored {
            (right, left)
        } else {
            (left, right)
        };
        let (left, right) = (vertices[left], vertices[right]);
        let gap = match (left.role, right.role) {
            (Role::Box, Role::Box) => self.node_gap,
            (Role::Box, _) | (_, Role::Box) => self.node_gap.min(LANE_GAP * 1.5),
            _ => self.node_gap.min(LANE_GAP),
        };
        (left.reach.1 + gap + right.reach.0).ceil()
    }

    fn layer(&self, rank: usize) -> impl Iterator<Item = usize> {
        let layer = &self.ordered.layers[rank];
        let last = layer.len().wrapping_sub(1);
        (0..layer.len()).map(move |at| layer[if self.mirrored { last - at } else { at }])
    }

    fn place(&self, vertex: usize) -> usize {
        let place = self.ordered.place[vertex];
        if self.mirrored {
            let rank = self.ordered.layered.vertices[vertex].rank;
            self.ordered.layers[rank].len() - 1 - place
        } else {
            place
        }
    }
}
