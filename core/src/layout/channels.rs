//! The horizontal stretches of edges between two bands: part of the routing pass.
//!
//! Guarantees: stretches in one gap that overlap lie on tracks of their own, unless they lead to the same end,
//! where they join. What cannot be drawn at right angles without one way lying on another runs aslant.

use crate::sort::sort_by;

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
    /// The number of tracks above each rank, then below the last.
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
    /// An edge that leads back, below the node that it leaves: from there down and up again into its lane.
    Foot(usize),
    /// An edge that leads back, above the node that it enters: up out of its lane and down again.
    Head(usize),
}

impl Channels {
    pub(super) fn new(positioned: &Positioned, ports: &Ports) -> Self {
        let layered = &positioned.ordered.layered;
        let edges = &layered.ranked.acyclic.edges;
        let gaps = positioned.bands.len() + 1;
        let mut channels = Self {
            of_edge: vec![None; edges.len()],
            of_vertex: vec![None; layered.vertices.len()],
            of_head: vec![None; edges.len()],
            tracks: vec![0; gaps],
            arrival: ports.arrivals(positioned),
        };
        for (index, gap) in channels.gaps(positioned, ports).iter().enumerate() {
            let bent = gap.iter().filter(|stretch| stretch.is_bent()).count();
            if bent <= MOST_STRETCHES {
                channels.tracks[index] = channels.assign(gap);
            }
        }
        channels
    }

    /// What must get from where to where above each rank, then below the last.
    fn gaps(&self, positioned: &Positioned, ports: &Ports) -> Vec<Vec<Stretch>> {
        let layered = &positioned.ordered.layered;
        let mut gaps: Vec<Vec<Stretch>> = vec![Vec::new(); positioned.bands.len() + 1];
        let mut add = |gap: usize, from: f64, to: f64, owner: Owner| {
            gaps[gap].push(Stretch { from, to, owner });
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
                add(upper + 1, from, to, Owner::Edge(index));
                continue;
            }
            if ports.return_above[index].is_none() {
                add(
                    upper,
                    positioned.x[first],
                    ports.top[index],
                    Owner::Head(index),
                );
            }
            if ports.return_below[index].is_none() {
                let foot = positioned.x[ports.return_foot[index]];
                add(lower + 1, ports.bottom[index], foot, Owner::Foot(index));
            }
        }
        for (vertex, below) in layered.below.iter().enumerate() {
            let vertex_is = layered.vertices[vertex];
            if let (Some(below), Role::Lane | Role::Label) = (*below, vertex_is.role) {
                let to = self.x_below(positioned, vertex, below);
                add(
                    vertex_is.rank + 1,
                    positioned.x[vertex],
                    to,
                    Owner::Vertex(vertex),
                );
            }
        }
        gaps
    }

    /// The height that the gap below a rank needs for its tracks.
    pub(super) fn height_below(&self, rank: usize) -> f64 {
        self.height(rank + 1)
    }

    /// The y of an edge's track below the rank of the node that it leaves.
    pub(super) fn y_of_edge(
        &self,
        positioned: &Positioned,
        edge: usize,
        rank: usize,
    ) -> Option<f64> {
        self.of_edge[edge].map(|track| self.y(positioned, rank + 1, track))
    }

    /// The y of the track above `rank` on which an edge that leads back goes to the node that it enters.
    pub(super) fn y_of_head(
        &self,
        positioned: &Positioned,
        edge: usize,
        rank: usize,
    ) -> Option<f64> {
        self.of_head[edge].map(|track| self.y(positioned, rank, track))
    }

    /// The y of the track on which a lane goes to the vertex below.
    pub(super) fn y_of_vertex(&self, positioned: &Positioned, vertex: usize) -> Option<f64> {
        let rank = positioned.ordered.layered.vertices[vertex].rank;
        self.of_vertex[vertex].map(|track| self.y(positioned, rank + 1, track))
    }

    fn y(&self, positioned: &Positioned, gap: usize, track: usize) -> f64 {
        let bands = &positioned.bands;
        let above = gap.checked_sub(1).map(|rank| bands[rank].1);
        let below = bands.get(gap).map(|band| band.0);
        let height = self.height(gap);
        let top = above.or(below.map(|below| below - height)).unwrap_or(0.0);
        let bottom = below.unwrap_or(top + height);
        #[allow(clippy::cast_precision_loss)] // at most MOST_STRETCHES
        let part = (track + 1) as f64 / (self.tracks[gap] + 1) as f64;
        (top + (bottom - top) * part).round()
    }

    fn height(&self, gap: usize) -> f64 {
        match self.tracks[gap] {
            0 => 0.0,
            #[allow(clippy::cast_precision_loss)] // at most MOST_STRETCHES
            tracks => 2.0 * EDGE + (tracks - 1) as f64 * PITCH,
        }
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
        sort_by(&mut rightwards, |a, b| {
            b.to.total_cmp(&a.to).then(b.from.total_cmp(&a.from))
        });
        sort_by(&mut leftwards, |a, b| {
            a.to.total_cmp(&b.to).then(a.from.total_cmp(&b.from))
        });
        let mut placed: Vec<(Stretch, usize)> = Vec::new();
        // Edges that lead back leave to the left and enter to the right: the first must be on top.
        for same_way in [leftwards, rightwards] {
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
                while placed.iter().any(|&(other, taken)| {
                    (taken == track && other.overlaps(&span))
                        || lies_over((other, taken), (span, track))
                }) {
                    track += 1;
                }
                placed.extend(group.iter().map(|&stretch| (stretch, track)));
            }
        }
        for &(stretch, track) in &placed {
            if !lies_on_another((stretch, track), &placed) {
                match stretch.owner {
                    Owner::Edge(edge) | Owner::Foot(edge) => self.of_edge[edge] = Some(track),
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

    fn leads_back(&self) -> bool {
        matches!(self.owner, Owner::Foot(_) | Owner::Head(_))
    }

    /// Where it goes between its track and the rank above.
    fn ups(&self) -> Vec<f64> {
        match self.owner {
            Owner::Edge(_) | Owner::Vertex(_) => vec![self.from],
            Owner::Foot(_) => vec![self.from, self.to],
            Owner::Head(_) => Vec::new(),
        }
    }

    /// Where it goes between its track and the rank below.
    fn downs(&self) -> Vec<f64> {
        match self.owner {
            Owner::Edge(_) | Owner::Vertex(_) => vec![self.to],
            Owner::Foot(_) => Vec::new(),
            Owner::Head(_) => vec![self.from, self.to],
        }
    }

    fn overlaps(&self, other: &Self) -> bool {
        let low = self.from.min(self.to).max(other.from.min(other.to));
        let high = self.from.max(self.to).min(other.from.max(other.to));
        low < high + APART
    }
}

/// Whether a way to or from its track would lie on another's. Edges that lead back do not give way.
fn lies_on_another(one: (Stretch, usize), placed: &[(Stretch, usize)]) -> bool {
    if one.0.leads_back() {
        return false;
    }
    placed
        .iter()
        .any(|&other| lies_over(one, other) || (other.0.leads_back() && lies_over(other, one)))
}

/// Whether a way from above to the track of the first is also the way on from that of the second.
fn lies_over(one: (Stretch, usize), other: (Stretch, usize)) -> bool {
    let (ups, downs) = (one.0.ups(), other.0.downs());
    ups.iter()
        .any(|up| downs.iter().any(|down| (up - down).abs() < 2.0))
        && one.1 >= other.1
}
