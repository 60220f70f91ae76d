//! The horizontal stretches of edges between two bands: part of the routing pass.
//!
//! Guarantees: stretches in one gap that overlap lie on tracks of their own, unless they lead to the same end,
//! where they join. What cannot be drawn at right angles without one way lying on another runs aslant.

use super::{layered::Role, ports::Ports, position::Positioned};

/// More stretches than this in one gap run aslant: their tracks would take more room than they clear up.
const MOST_STRETCHES: usize = 48;
/// Stretches on one track are at least so far apart.
const APART: f64 = 8.0;
/// The room between two tracks.
const PITCH: f64 = 10.0;
/// The room above the first track and below the last, where the arrow heads are.
const EDGE: f64 = 14.0;

/// The tracks of all gaps.
#[derive(Debug)]
pub(super) struct Channels {
    /// For each edge the track on which it goes from the node that it leaves to its first vertex; for one that
    /// leads back, to its lane.
    of_edge: Vec<Option<usize>>,
    /// For each vertex but boxes the track on which it goes to the one below.
    of_vertex: Vec<Option<usize>>,
    /// For each edge that leads back the track on which it goes from its lane to the node that it enters.
    of_head: Vec<Option<usize>>,
    /// The number of tracks below each rank.
    tracks: Vec<usize>,
    /// Where a way that ends in a box from a lane meets the box.
    arrival: Vec<f64>,
}

/// From where to where an edge or a lane must get within a gap.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: f64,
    to: f64,
    owner: Owner,
}

#[derive(Debug, Clone, Copy)]
enum Owner {
    Edge(usize),
    Vertex(usize),
    /// An edge that leads back, above the node that it enters.
    Head(usize),
}

impl Channels {
    pub(super) fn new(positioned: &Positioned, ports: &Ports) -> Self {
        let layered = &positioned.ordered.layered;
        let edges = &layered.ranked.acyclic.edges;
        let ranks = positioned.bands.len();
        let mut channels = Self {
            of_edge: vec![None; edges.len()],
            of_vertex: vec![None; layered.vertices.len()],
            of_head: vec![None; edges.len()],
            tracks: vec![0; ranks],
            arrival: ports.arrivals(positioned),
        };
        for (rank, gap) in channels.gaps(positioned, ports).iter().enumerate() {
            let bent = gap.iter().filter(|stretch| stretch.is_bent()).count();
            if bent <= MOST_STRETCHES {
                channels.tracks[rank] = channels.assign(gap);
            }
        }
        channels
    }

    /// What must get from where to where below each rank.
    fn gaps(&self, positioned: &Positioned, ports: &Ports) -> Vec<Vec<Stretch>> {
        let layered = &positioned.ordered.layered;
        let mut gaps: Vec<Vec<Stretch>> = vec![Vec::new(); positioned.bands.len()];
        let mut add = |rank: usize, from: f64, to: f64, owner: Owner| {
            gaps[rank].push(Stretch { from, to, owner });
        };
        for (index, edge) in layered.ranked.acyclic.edges.iter().enumerate() {
            let first = layered.first[index];
            let upper = layered.vertices[edge.upper].rank;
            let lower = layered.vertices[edge.lower].rank;
            if !edge.reversed {
                let from = ports.side_exit[index].unwrap_or(ports.bottom[index]);
                let to = if layered.vertices[first].role == Role::Box {
                    ports.top[index]
                } else {
                    positioned.x[first]
                };
                add(upper, from, to, Owner::Edge(index));
                continue;
            }
            // Below the last rank and above the first there is nothing else.
            if !ports.return_head_is_clear[index] && upper > 0 {
                add(
                    upper - 1,
                    positioned.x[first],
                    ports.top[index],
                    Owner::Head(index),
                );
            }
            if !ports.return_foot_is_clear[index] && lower + 1 < positioned.bands.len() {
                let foot = positioned.x[ports.return_foot[index]];
                add(lower, ports.bottom[index], foot, Owner::Edge(index));
            }
        }
        for (vertex, below) in layered.below.iter().enumerate() {
            let vertex_is = layered.vertices[vertex];
            if let (Some(below), Role::Lane | Role::Label) = (*below, vertex_is.role) {
                let to = self.x_below(positioned, vertex, below);
                add(
                    vertex_is.rank,
                    positioned.x[vertex],
                    to,
                    Owner::Vertex(vertex),
                );
            }
        }
        gaps
    }

    /// The height that a gap needs for its tracks.
    pub(super) fn height(&self, rank: usize) -> f64 {
        match self.tracks[rank] {
            0 => 0.0,
            #[allow(clippy::cast_precision_loss)] // at most MOST_STRETCHES
            tracks => 2.0 * EDGE + (tracks - 1) as f64 * PITCH,
        }
    }

    /// The y of an edge's track below the rank of the node that it leaves.
    pub(super) fn y_of_edge(
        &self,
        positioned: &Positioned,
        edge: usize,
        rank: usize,
    ) -> Option<f64> {
        self.of_edge[edge].map(|track| self.y(positioned, rank, track))
    }

    /// The y of the track above `rank` on which an edge that leads back goes to the node that it enters.
    pub(super) fn y_of_head(
        &self,
        positioned: &Positioned,
        edge: usize,
        rank: usize,
    ) -> Option<f64> {
        self.of_head[edge].map(|track| self.y(positioned, rank - 1, track))
    }

    /// The y of the track on which a lane goes to the vertex below.
    pub(super) fn y_of_vertex(&self, positioned: &Positioned, vertex: usize) -> Option<f64> {
        let rank = positioned.ordered.layered.vertices[vertex].rank;
        self.of_vertex[vertex].map(|track| self.y(positioned, rank, track))
    }

    fn y(&self, positioned: &Positioned, rank: usize, track: usize) -> f64 {
        let (top, bottom) = (positioned.bands[rank].1, positioned.bands[rank + 1].0);
        #[allow(clippy::cast_precision_loss)] // at most MOST_STRETCHES
        let part = (track + 1) as f64 / (self.tracks[rank] + 1) as f64;
        (top + (bottom - top) * part).round()
    }

    fn x_below(&self, positioned: &Positioned, vertex: usize, below: usize) -> f64 {
        if positioned.ordered.layered.vertices[below].role == Role::Box {
            self.arrival[vertex]
        } else {
            positioned.x[below]
        }
    }

    /// Gives the bent stretches of a gap their tracks, and answers how many there are.
    ///
    /// Of those that lead to the right the one that starts furthest right is on top, of those to the left the
    /// one furthest left: so two that need not cross do not.
    fn assign(&mut self, gap: &[Stretch]) -> usize {
        let mut rightwards: Vec<Stretch> = Vec::new();
        let mut leftwards: Vec<Stretch> = Vec::new();
        for stretch in gap.iter().filter(|stretch| stretch.is_bent()) {
            if stretch.to > stretch.from {
                rightwards.push(*stretch);
            } else {
                leftwards.push(*stretch);
            }
        }
        rightwards.sort_by(|a, b| b.to.total_cmp(&a.to).then(b.from.total_cmp(&a.from)));
        leftwards.sort_by(|a, b| a.to.total_cmp(&b.to).then(a.from.total_cmp(&b.from)));
        let mut placed: Vec<(Stretch, usize)> = Vec::new();
        for same_way in [rightwards, leftwards] {
            let before = placed.len();
            for group in same_way.chunk_by(|a, b| a.to.total_cmp(&b.to).is_eq()) {
                // The one that comes from farthest spans the others.
                let span = group[group.len() - 1];
                let lowest = placed[before..]
                    .iter()
                    .filter(|(other, _)| other.overlaps(&span))
                    .map(|&(_, track)| track + 1)
                    .max();
                let mut track = lowest.unwrap_or(0);
                while placed
                    .iter()
                    .any(|(other, taken)| *taken == track && other.overlaps(&span))
                {
                    track += 1;
                }
                placed.extend(group.iter().map(|&stretch| (stretch, track)));
            }
        }
        for &(stretch, track) in &placed {
            if !lies_on_another(stretch, track, &placed, gap) {
                match stretch.owner {
                    Owner::Edge(edge) => self.of_edge[edge] = Some(track),
                    Owner::Head(edge) => self.of_head[edge] = Some(track),
                    Owner::Vertex(vertex) => self.of_vertex[vertex] = Some(track),
                }
            }
        }
        placed
            .iter()
            .map(|&(_, track)| track + 1)
            .max()
            .unwrap_or(0)
    }
}

impl Stretch {
    fn is_bent(&self) -> bool {
        self.from.total_cmp(&self.to).is_ne()
    }

    fn overlaps(&self, other: &Self) -> bool {
        let low = self.from.min(self.to).max(other.from.min(other.to));
        let high = self.from.max(self.to).min(other.from.max(other.to));
        low < high + APART
    }
}

/// Whether the way down to its track would lie on another's way down from its own, higher up.
fn lies_on_another(
    stretch: Stretch,
    track: usize,
    placed: &[(Stretch, usize)],
    gap: &[Stretch],
) -> bool {
    let meets = |other: &Stretch| (stretch.from - other.to).abs() < 2.0;
    let above = |(other, taken): &(Stretch, usize)| meets(other) && *taken <= track;
    placed.iter().any(above) || gap.iter().any(|other| !other.is_bent() && meets(other))
}
