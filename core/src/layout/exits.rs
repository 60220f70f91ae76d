//! Which edges leave their nodes sideways: part of the routing pass.

use super::{
    drawing::EdgeKind,
    layered::{Pull, Role},
    position::Positioned,
};

/// How far a lane must be from a box to be reached sideways, and from other lanes.
const CLEARANCE: f64 = 10.0;
/// Further neighbours than this are not looked at for a way out sideways.
const LOOK_AHEAD: usize = 64;

/// For each edge the x of the lane to which it leaves its node sideways.
///
/// `top` is where each edge meets the node that it enters. On each side of a node the edge to the farthest lane may leave sideways: then it crosses no other of the
/// node's edges. A single way on leaves below.
pub(super) fn side_exits(positioned: &Positioned, top: &[f64]) -> Vec<Option<f64>> {
    let layered = &positioned.ordered.layered;
    let acyclic = &layered.ranked.acyclic;
    let mut taken = vec![[false; 2]; acyclic.graph.nodes.len()];
    for &index in &acyclic.loops {
        taken[acyclic.graph.edges[index].from][1] = true;
    }
    for edge in acyclic.edges.iter().filter(|edge| edge.reversed) {
        taken[edge.upper][0] = true;
        taken[edge.lower][0] = true;
    }
    let flows = flows(positioned);
    let lanes = Lanes::new(positioned);
    let mut exits: Vec<Exit> = Vec::new();
    for (index, edge) in acyclic.edges.iter().enumerate() {
        if edge.reversed {
            continue;
        }
        let is_failure = acyclic.graph.edges[edge.edge].kind == EdgeKind::Failure;
        let first = layered.first[index];
        let is_box = layered.vertices[first].role == Role::Box;
        let joined = lanes.above(first, is_failure);
        let lane = match joined {
            Some(lane) => positioned.x[lane],
            None if is_box => top[index],
            None => positioned.x[first],
        };
        exits.push(Exit {
            edge: index,
            node: edge.upper,
            joined,
            lane,
            is_wanted: is_failure || flows[edge.upper] > 1,
        });
    }
    let far = |exit: &Exit| (exit.lane - positioned.x[exit.node]).abs();
    crate::sort::sort_by(&mut exits, |a, b| far(b).total_cmp(&far(a)));
    // A box's neighbour may want to leave towards it, at the same height.
    let mut used: Vec<Vec<(f64, f64)>> = vec![Vec::new(); positioned.bands.len()];
    let mut side_exits = vec![None; acyclic.edges.len()];
    for exit in exits {
        let right = exit.lane > positioned.x[exit.node];
        let is_taken = &mut taken[exit.node][usize::from(right)];
        if std::mem::replace(is_taken, true)
            || !exit.is_wanted
            || !is_clear_sideways(positioned, &exit)
        {
            continue;
        }
        let from = positioned.side(exit.node, right);
        let stretch = (from.min(exit.lane), from.max(exit.lane));
        let used = &mut used[layered.vertices[exit.node].rank];
        if used
            .iter()
            .all(|other| other.1 <= stretch.0 || stretch.1 <= other.0)
        {
            used.push(stretch);
            side_exits[exit.edge] = Some(exit.lane);
        }
    }
    side_exits
}

/// A way out of a node's side.
struct Exit {
    edge: usize,
    node: usize,
    /// The x at which it goes down.
    lane: f64,
    /// The vertex on the node's own rank that it joins there.
    joined: Option<usize>,
    is_wanted: bool,
}

/// For each node how many edges other than failures lead down from it.
fn flows(positioned: &Positioned) -> Vec<usize> {
    let acyclic = &positioned.ordered.layered.ranked.acyclic;
    let mut flows = vec![0; acyclic.graph.nodes.len()];
    for edge in acyclic.edges.iter().filter(|edge| !edge.reversed) {
        flows[edge.upper] += usize::from(acyclic.graph.edges[edge.edge].kind != EdgeKind::Failure);
    }
    flows
}

/// What lanes lead to each vertex from above, of the same bundle.
struct Lanes {
    to_lane: Vec<Option<usize>>,
    /// To a box: the last lane of the failures that enter it.
    of_failures: Vec<Option<usize>>,
}

impl Lanes {
    fn new(positioned: &Positioned) -> Self {
        let layered = &positioned.ordered.layered;
        let mut lanes = Self {
            to_lane: vec![None; layered.vertices.len()],
            of_failures: vec![None; layered.vertices.len()],
        };
        let is_lane = |vertex: usize| layered.vertices[vertex].role == Role::Lane;
        for segment in &layered.segments {
            if !is_lane(segment.upper) {
                continue;
            }
            if is_lane(segment.lower) {
                lanes.to_lane[segment.lower] = Some(segment.upper);
            } else if segment.pull == Pull::Failure {
                lanes.of_failures[segment.lower] = Some(segment.upper);
            }
        }
        lanes
    }

    fn above(&self, vertex: usize, is_failure: bool) -> Option<usize> {
        let of_failures = self.of_failures[vertex].filter(|_| is_failure);
        self.to_lane[vertex].or(of_failures)
    }
}

/// Whether an edge may leave its node sideways and go down at its lane, with nothing in its way.
fn is_clear_sideways(positioned: &Positioned, exit: &Exit) -> bool {
    let layered = &positioned.ordered.layered;
    let (node, x) = (exit.node, exit.lane);
    let layer = &positioned.ordered.layers[layered.vertices[node].rank];
    let place = positioned.ordered.place[node];
    let right = x > positioned.x[node];
    if (x - positioned.side(node, right)).abs() < CLEARANCE
        || (x > positioned.side(node, false) && x < positioned.side(node, true))
    {
        return false;
    }
    for step in 1..=LOOK_AHEAD {
        let at = if right {
            place.checked_add(step)
        } else {
            place.checked_sub(step)
        };
        let Some(&vertex) = at.and_then(|at| layer.get(at)) else {
            return true;
        };
        let (left_reach, right_reach) = layered.vertices[vertex].reach;
        let low = positioned.x[vertex] - left_reach - CLEARANCE;
        let high = positioned.x[vertex] + right_reach + CLEARANCE;
        if Some(vertex) == exit.joined {
            continue;
        }
        let is_beyond = if right { low >= x } else { high <= x };
        if is_beyond {
            return true;
        }
        if layered.vertices[vertex].role == Role::Box || (low < x && x < high) {
            return false;
        }
    }
    false
}
