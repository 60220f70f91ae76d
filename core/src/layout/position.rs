//! The fifth pass: where each vertex stands.
//!
//! Needs: [`Ordered`]. Guarantees: on each rank the vertices keep their order and their room, and the bands
//! of the ranks lie below one another, each as high as its highest vertex. What lanes of a way can be in one line
//! are, as a [`Line`] of one x; of all placements of the lines that leave room the one counts whose edges run
//! least to the side, found by the network simplex (Gansner et al. 1993, section 4.2) with [`Pull`]s as weights.

use stepwell_kernel::simplex::{Link, NEVER, as_u32, minimise};

use super::{
    drawing::{EdgeKind, Options},
    exits::{Exits, exits},
    layered::{Pull, Role, Segment},
    order::Ordered,
    ports::Ports,
};

/// An ordered layering whose vertices have coordinates.
#[derive(Debug)]
pub(super) struct Positioned<'a> {
    pub(super) ordered: Ordered<'a>,
    /// Where edges meet their boxes.
    pub(super) ports: Ports,
    pub(super) exits: Exits,
    /// The x of each vertex.
    pub(super) x: Vec<f64>,
    /// The top and bottom of each rank.
    pub(super) bands: Vec<(f64, f64)>,
}

/// The room between two lanes, and round a label.
const LANE_GAP: f64 = 16.0;
/// About how many nodes and links the simplex may visit for each there is.
const EFFORT: usize = 600;

impl<'a> Positioned<'a> {
    pub(super) fn new(ordered: Ordered<'a>, options: &Options) -> Self {
        let mut ports = Ports::new(&ordered);
        let x = horizontal(&ordered, &ports, options.node_gap.max(8.0));
        let exits = exits(&ordered, &x);
        ports.turn_to_targets(&ordered, &x, &exits);
        let bands = bands(&ordered, options.rank_gap.max(16.0));
        Self {
            ordered,
            ports,
            exits,
            x,
            bands,
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

fn horizontal(ordered: &Ordered, ports: &Ports, node_gap: f64) -> Vec<f64> {
    let of_lines = Lines::new(ordered);
    let mut links = of_lines.separations(ordered, node_gap);
    let mut x = packed(of_lines.before(ordered), &links);
    of_lines.pulls(ordered, ports, &mut links);
    let effort = EFFORT * (x.len() + links.len());
    minimise(&mut x, &links, effort);
    of_lines
        .of
        .iter()
        .map(|&line| f64::from(x[line as usize]))
        .collect()
}

/// As far to the left as there is room, but not left of where they are: `links` are separations.
fn packed(mut x: Vec<i32>, links: &[Link]) -> Vec<i32> {
    let count = x.len();
    let mut right_of: Vec<Vec<u32>> = vec![Vec::new(); count];
    let mut pending = vec![0_u32; count];
    for (index, link) in links.iter().enumerate() {
        right_of[link.tail as usize].push(as_u32(index));
        pending[link.head as usize] += 1;
    }
    let mut turn: Vec<usize> = (0..count).filter(|&line| pending[line] == 0).collect();
    let mut done = 0;
    while let Some(&line) = turn.get(done) {
        done += 1;
        for &index in &right_of[line] {
            let link = links[index as usize];
            let head = link.head as usize;
            x[head] = x[head].max(x[line] + link.at);
            pending[head] -= 1;
            if pending[head] == 0 {
                turn.push(head);
            }
        }
    }
    x
}

/// Which vertices have one x.
struct Lines {
    /// The line of each vertex.
    of: Vec<u32>,
    count: usize,
}

impl Lines {
    /// Lanes that follow one another are one line, but of those that cross only as many as can be.
    fn new(ordered: &Ordered) -> Self {
        let layered = &ordered.layered;
        let mut above = vec![None; layered.vertices.len()];
        for layer in &ordered.layers {
            let inner: Vec<(usize, usize)> = layer
                .iter()
                .filter(|&&vertex| layered.vertices[vertex].role != Role::Box)
                .filter_map(|&vertex| Some((vertex, layered.below(vertex)?)))
                .filter(|&(_, below)| layered.vertices[below].role != Role::Box)
                .collect();
            let places: Vec<usize> = inner
                .iter()
                .map(|&(_, below)| ordered.place[below])
                .collect();
            for at in longest_rising(&places) {
                let (vertex, below) = inner[at];
                above[below] = Some(vertex);
            }
        }
        let (mut of, mut count) = (vec![0; layered.vertices.len()], 0);
        for layer in &ordered.layers {
            for &vertex in layer {
                of[vertex] = if let Some(above) = above[vertex] {
                    of[above]
                } else {
                    count += 1;
                    as_u32(count - 1)
                };
            }
        }
        Self { of, count }
    }

    /// Where each was in an earlier drawing: from there the search moves only what can be had better.
    fn before(&self, ordered: &Ordered) -> Vec<i32> {
        let mut x = vec![0; self.count];
        if let Some(before) = &ordered.before {
            // Backwards, so that the uppermost vertex of a line counts.
            for (&before, &line) in before.iter().zip(&self.of).rev() {
                // A place in a drawing, which is far smaller.
                #[expect(clippy::cast_possible_truncation, reason = "saturates")]
                let at = before.round() as i32;
                x[line as usize] = at.clamp(-MOST, MOST);
            }
        }
        x
    }

    /// What keeps neighbours on a rank apart.
    fn separations(&self, ordered: &Ordered, node_gap: f64) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        // Two lines that run side by side for long need to be kept apart but once.
        let mut last: Vec<u32> = vec![u32::MAX; self.count];
        for layer in &ordered.layers {
            for pair in layer.windows(2) {
                let (tail, head) = (self.of[pair[0]], self.of[pair[1]]);
                let at = separation(ordered, pair[0], pair[1], node_gap);
                if let Some(link) = links.get_mut(last[tail as usize] as usize)
                    && link.head == head
                {
                    link.at = link.at.max(at);
                    continue;
                }
                last[tail as usize] = as_u32(links.len());
                links.push(Link {
                    tail,
                    head,
                    at,
                    low: NEVER,
                    high: 0,
                });
            }
        }
        links
    }

    /// What each segment between two lines costs, its length to the side; and how far a lane of an edge that leads back is
    /// from its boxes.
    fn pulls(&self, ordered: &Ordered, ports: &Ports, links: &mut Vec<Link>) {
        let layered = &ordered.layered;
        // Where edges differ, the main path is what a reader follows. Where all are alike it is but one of many.
        let edges = &layered.ranked.acyclic.graph.edges;
        let are_alike = edges.iter().all(|edge| edge.kind == EdgeKind::Success);
        let main = if are_alike { 10 } else { 60 };
        for (index, segment) in layered.segments.iter().enumerate() {
            let (tail, head) = (self.of[segment.upper], self.of[segment.lower]);
            if tail == head {
                continue;
            }
            let weight = weight(ordered, segment, main);
            links.push(Link {
                tail,
                head,
                at: ports.offset(index),
                low: -weight,
                high: weight,
            });
        }
        for (edge, &head) in layered.ranked.acyclic.edges.iter().zip(&layered.first) {
            if !edge.reversed {
                continue;
            }
            let foot = layered.lane(head).last().unwrap_or(head);
            for (lane, node) in [(head, edge.upper), (foot, edge.lower)] {
                links.push(Link {
                    tail: self.of[lane],
                    head: self.of[node],
                    at: 0,
                    low: -1,
                    high: 1,
                });
            }
        }
    }
}

/// No drawing is wider, so that the distance of two places in it is a number, too.
const MOST: i32 = 1 << 29;

/// The indices of a longest strictly rising part of a list, rising.
fn longest_rising(list: &[usize]) -> Vec<usize> {
    // For each length the index at which the least last item of a rising part so long is.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; list.len()];
    for (index, &item) in list.iter().enumerate() {
        let length = ends.partition_point(|&other| list[other] < item);
        if length > 0 {
            before[index] = ends[length - 1];
        }
        match ends.get_mut(length) {
            Some(other) => *other = index,
            None => ends.push(index),
        }
    }
    let mut rising = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        rising.push(index);
        at = before
            .get(index)
            .copied()
            .filter(|&index| index != usize::MAX);
    }
    rising.reverse();
    rising
}

/// How much a segment to the side costs a pixel. Bends within a way are worst (the figures of Gansner et al.).
fn weight(ordered: &Ordered, segment: &Segment, main: i32) -> i32 {
    let is_box = |vertex: usize| ordered.layered.vertices[vertex].role == Role::Box;
    let inner = match (is_box(segment.upper), is_box(segment.lower)) {
        (true, true) => 1,
        (false, false) => 8,
        _ => 2,
    };
    let pull = match segment.pull {
        Pull::Failure => 1,
        Pull::Flow | Pull::Inner => 4,
        Pull::Main => main,
    };
    inner * pull
}

/// The least distance between two neighbours on a rank. Whole, so that positions are.
fn separation(ordered: &Ordered, left: usize, right: usize, node_gap: f64) -> i32 {
    let vertices = &ordered.layered.vertices;
    let (left, right) = (vertices[left], vertices[right]);
    let gap = match (left.role, right.role) {
        (Role::Box, Role::Box) => node_gap,
        (Role::Box, _) | (_, Role::Box) => node_gap.min(LANE_GAP * 1.5),
        _ => node_gap.min(LANE_GAP),
    };
    // A box is at most so wide that this holds it.
    #[expect(clippy::cast_possible_truncation, reason = "saturates")]
    let separation = (left.reach.1 + gap + right.reach.0).ceil() as i32;
    separation
}
