//! Where edges touch their boxes: part of the routing pass.
//!
//! The ends on one border stand apart in the order of what they lead to, so that they do not cross beside the
//! box; a bundle has one end. An edge that is straight keeps the middle.

use crate::sort::sort_by;

use super::{drawing::EdgeKind, exits::side_exits, layered::Role, position::Positioned};

/// The ends of each oriented edge.
#[derive(Debug)]
pub(super) struct Ports {
    /// The x at the upper border of the node that it enters (of a return that cannot enter sideways: too).
    pub(super) top: Vec<f64>,
    /// The x at the lower border of the node that it leaves.
    pub(super) bottom: Vec<f64>,
    /// The x of the lane that it takes after leaving its node sideways.
    pub(super) side_exit: Vec<Option<f64>>,
    /// For an edge that leads back: the vertex at the foot of its lane.
    pub(super) return_foot: Vec<usize>,
    /// For an edge that leads back: how far below the middle of its node's left side it leaves, if nothing
    /// stands between the node and its lane.
    pub(super) return_below: Vec<Option<f64>>,
    /// For an edge that leads back: how far above the middle of its node's left side it enters, if nothing
    /// stands between its lane and the node.
    pub(super) return_above: Vec<Option<f64>>,
}

/// The most room between two ends on a border.
const PITCH: f64 = 24.0;
/// Between the ends and the corners of a box.
const CORNER: f64 = 12.0;
/// Between the middle of a box's left side and where edges that lead back leave or enter it.
const RETURN_OFFSET: f64 = 7.0;

/// One end of an edge on a border.
struct End {
    edge: usize,
    /// Ends with the same key are one.
    key: usize,
    /// The x of what it leads to.
    towards: f64,
    place: usize,
    bundle: Option<Bundle>,
}

/// What is drawn as one edge where it enters a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bundle {
    Failures,
    Others,
}

impl Ports {
    pub(super) fn new(positioned: &Positioned) -> Self {
        let layered = &positioned.ordered.layered;
        let edges = &layered.ranked.acyclic.edges;
        let mut ports = Self {
            top: vec![0.0; edges.len()],
            bottom: vec![0.0; edges.len()],
            side_exit: vec![None; edges.len()],
            return_foot: last_of_lanes(positioned),
            return_below: vec![None; edges.len()],
            return_above: vec![None; edges.len()],
        };
        ports.set_returns(positioned);
        ports.set_top(positioned);
        ports.side_exit = side_exits(positioned, &ports.top);
        ports.set_bottom(positioned);
        ports
    }

    /// For each vertex before a box the x at which its way meets the box.
    pub(super) fn arrivals(&self, positioned: &Positioned) -> Vec<f64> {
        let mut arrivals = positioned.x.clone();
        for (index, last) in last_vertices(positioned).into_iter().enumerate() {
            if !positioned.ordered.layered.ranked.acyclic.edges[index].reversed {
                arrivals[last] = self.top[index];
            }
        }
        arrivals
    }

    /// Those that enter a node join; those that leave one stand apart, the one with the nearest lane on top.
    fn set_returns(&mut self, positioned: &Positioned) {
        let acyclic = &positioned.ordered.layered.ranked.acyclic;
        let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); acyclic.graph.nodes.len()];
        for (index, edge) in acyclic.edges.iter().enumerate() {
            if !edge.reversed {
                continue;
            }
            if is_clear_to_the_left(positioned, edge.upper) {
                let quarter = acyclic.graph.nodes[edge.upper].height / 4.0;
                self.return_above[index] = Some(RETURN_OFFSET.min(quarter));
            }
            if is_clear_to_the_left(positioned, edge.lower) {
                leaving[edge.lower].push(index);
            }
        }
        for (node, mut leaving) in leaving.into_iter().enumerate() {
            let lane = |edge: usize| positioned.x[self.return_foot[edge]];
            sort_by(&mut leaving, |&a, &b| lane(b).total_cmp(&lane(a)));
            let half = acyclic.graph.nodes[node].height / 2.0;
            #[allow(clippy::cast_precision_loss)] // a node has far fewer edges than 2^52
            let pitch = RETURN_OFFSET.min(half / (leaving.len() + 1) as f64);
            let mut below = 0.0;
            for edge in leaving {
                below += pitch;
                self.return_below[edge] = Some(below);
            }
        }
    }

    fn set_top(&mut self, positioned: &Positioned) {
        let layered = &positioned.ordered.layered;
        let last = last_vertices(positioned);
        let mut ends: Vec<Vec<End>> = Vec::new();
        ends.resize_with(layered.ranked.rank.len(), Vec::new);
        for (index, edge) in layered.ranked.acyclic.edges.iter().enumerate() {
            let (node, from) = if edge.reversed {
                if self.return_above[index].is_some() {
                    continue;
                }
                (edge.upper, layered.first[index])
            } else {
                (edge.lower, last[index])
            };
            let mut end = end(positioned, index, from);
            let kind = layered.ranked.acyclic.graph.edges[edge.edge].kind;
            if !edge.reversed {
                end.bundle = match kind {
                    EdgeKind::Failure => Some(Bundle::Failures),
                    _ if layered.ranked.acyclic.graph.nodes[node].gathers => Some(Bundle::Others),
                    _ => None,
                };
            }
            ends[node].push(end);
        }
        for (node, ends) in ends.iter_mut().enumerate() {
            for bundle in [Bundle::Failures, Bundle::Others] {
                join(ends, bundle, positioned.x[node]);
            }
        }
        spread(positioned, ends, &mut self.top);
    }

    fn set_bottom(&mut self, positioned: &Positioned) {
        let layered = &positioned.ordered.layered;
        let mut ends: Vec<Vec<End>> = Vec::new();
        ends.resize_with(layered.ranked.rank.len(), Vec::new);
        for (index, edge) in layered.ranked.acyclic.edges.iter().enumerate() {
            if edge.reversed {
                if self.return_below[index].is_none() {
                    ends[edge.lower].push(end(positioned, index, self.return_foot[index]));
                }
            } else if self.side_exit[index].is_none() {
                ends[edge.upper].push(end(positioned, index, layered.first[index]));
            }
        }
        spread(positioned, ends, &mut self.bottom);
    }
}

fn end(positioned: &Positioned, edge: usize, neighbour: usize) -> End {
    let layered = &positioned.ordered.layered;
    let vertices = layered.vertices.len();
    let is_box = layered.vertices[neighbour].role == Role::Box;
    End {
        edge,
        key: if is_box { vertices + edge } else { neighbour },
        towards: positioned.x[neighbour],
        place: positioned.ordered.place[neighbour],
        bundle: None,
    }
}

/// Makes the ends of a bundle one: that which is nearest to being straight.
fn join(ends: &mut [End], bundle: Bundle, centre: f64) {
    let of_bundle = || ends.iter().filter(|end| end.bundle == Some(bundle));
    let off = |end: &&End| (end.towards - centre).abs();
    let nearest = of_bundle().min_by(|a, b| off(a).total_cmp(&off(b)));
    let Some(&End {
        key,
        towards,
        place,
        ..
    }) = nearest
    else {
        return;
    };
    for end in ends.iter_mut().filter(|end| end.bundle == Some(bundle)) {
        (end.key, end.towards, end.place) = (key, towards, place);
    }
}

/// For each edge the last of the vertices on its way, without the node that it enters.
fn last_of_lanes(positioned: &Positioned) -> Vec<usize> {
    let layered = &positioned.ordered.layered;
    let mut last: Vec<usize> = (0..layered.vertices.len()).collect();
    // What lies below on a way was made first.
    for vertex in 0..layered.vertices.len() {
        if let Some(below) = layered.below[vertex]
            && layered.vertices[below].role != Role::Box
        {
            last[vertex] = last[below];
        }
    }
    layered.first.iter().map(|&first| last[first]).collect()
}

/// For each edge the last vertex before the node that it enters.
fn last_vertices(positioned: &Positioned) -> Vec<usize> {
    let layered = &positioned.ordered.layered;
    let edges = layered.ranked.acyclic.edges.iter();
    let last = last_of_lanes(positioned);
    edges
        .zip(last)
        .map(|(edge, last)| match layered.vertices[last].role {
            Role::Box => edge.upper,
            _ => last,
        })
        .collect()
}

/// Whether no box stands left of `node` on its rank.
fn is_clear_to_the_left(positioned: &Positioned, node: usize) -> bool {
    let layered = &positioned.ordered.layered;
    let layer = &positioned.ordered.layers[layered.vertices[node].rank];
    let left = &layer[..positioned.ordered.place[node]];
    left.iter()
        .rev()
        .all(|&vertex| layered.vertices[vertex].role != Role::Box)
}

/// Gives the ends on each border their x.
fn spread(positioned: &Positioned, ends: Vec<Vec<End>>, xs: &mut [f64]) {
    let graph = positioned.ordered.layered.ranked.acyclic.graph;
    for (node, mut ends) in ends.into_iter().enumerate() {
        let centre = positioned.x[node];
        let half = (graph.nodes[node].width / 2.0 - CORNER).max(0.0);
        sort_by(&mut ends, |a, b| {
            let place = |end: &End| (end.place, end.key, end.edge);
            let towards = a.towards.total_cmp(&b.towards);
            towards.then_with(|| place(a).cmp(&place(b)))
        });
        let mut slots: Vec<Slot> = Vec::new();
        for end in &ends {
            if slots.last().is_none_or(|slot| slot.key != end.key) {
                slots.push(Slot {
                    key: end.key,
                    towards: end.towards,
                    is_lane: end.key < positioned.x.len(),
                    x: 0.0,
                });
            }
        }
        place_slots(&mut slots, centre, half);
        let mut slot = 0;
        for end in &ends {
            if slots[slot].key != end.key {
                slot += 1;
            }
            xs[end.edge] = slots[slot].x;
        }
    }
}

/// One or several ends that are drawn as one.
struct Slot {
    key: usize,
    towards: f64,
    is_lane: bool,
    x: f64,
}

/// Spreads slots evenly round the one that is straight, or the middle; then those that lead to a lane below
/// the box are made straight, too, where there is room.
#[allow(clippy::cast_precision_loss)] // a node has far fewer edges than 2^52
fn place_slots(slots: &mut [Slot], centre: f64, half: f64) {
    let Some(last) = slots.len().checked_sub(1) else {
        return;
    };
    let straight = slots
        .iter()
        .position(|slot| slot.towards.total_cmp(&centre).is_eq());
    let middle = straight.map_or(last as f64 / 2.0, |slot| slot as f64);
    let widest = middle.max(last as f64 - middle);
    let pitch = if widest > 0.0 {
        PITCH.min(half / widest)
    } else {
        0.0
    };
    for (index, slot) in slots.iter_mut().enumerate() {
        slot.x = centre + (index as f64 - middle) * pitch;
    }
    for index in 0..slots.len() {
        let x = slots[index].towards;
        let low = index.checked_sub(1).map(|left| slots[left].x + PITCH / 2.0);
        let high = slots.get(index + 1).map(|right| right.x - PITCH / 2.0);
        if slots[index].is_lane
            && (x - centre).abs() <= half
            && low.is_none_or(|low| low <= x)
            && high.is_none_or(|high| x <= high)
        {
            slots[index].x = x;
        }
    }
}
