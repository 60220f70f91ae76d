//! Edges that go round the outside, because drawing them between the boxes would take too many lanes.
//!
//! A lane on each rank that an edge passes makes the work and the memory of a layered layout grow with the length of the
//! edges, which is the square of the graph's size where edges are as long as the graph. So lanes are rationed: where
//! there would be too many, first all edges to one node share theirs, and then the longest edges get none, but run
//! between two ranks to the left of everything, along there, and between two ranks to their node.

use rustc_hash::FxHashMap;

use super::{
    acyclic::{Flat, Oriented},
    drawing::EdgeKind,
    layered::Layered,
    position::Positioned,
    rank::Ranked,
    route::{Route, Way},
};

/// So many lanes there may be for each node and edge: several times what workflows of 5,000 steps need.
const LANES_EACH: u64 = 20;
/// So many there may be in any graph.
const LANES_FREE: u64 = 100_000;
/// The room between two edges on the outside, and round their labels.
const GAP: f64 = 8.0;

/// How lanes are given out.
pub(super) struct Ration {
    /// Whether all edges to one node share their lanes.
    bundles_all: bool,
    /// The most ranks that an edge with lanes spans.
    longest: usize,
}

impl Ration {
    pub(super) fn new(ranked: &Ranked) -> Self {
        let graph = ranked.acyclic.graph;
        let size = graph.nodes.len() + graph.edges.len();
        let most = LANES_FREE.max(LANES_EACH * size as u64);
        let mut ration = Self {
            bundles_all: false,
            longest: usize::MAX,
        };
        if ration.lanes(ranked).iter().sum::<u64>() <= most {
            return ration;
        }
        ration.bundles_all = true;
        let mut lanes = ration.lanes(ranked);
        crate::sort::sort_by_key(&mut lanes, |&lanes| lanes);
        // A bundle whose longest edge has none may need as many for the others.
        let mut shorter = 0;
        for (at, &longest) in lanes.iter().enumerate() {
            if shorter + longest * (lanes.len() - at) as u64 > most {
                break;
            }
            shorter += longest;
            ration.longest = usize::try_from(longest).unwrap_or(usize::MAX);
        }
        ration
    }

    /// Whether an edge has lanes.
    pub(super) fn serves(&self, ranked: &Ranked, edge: &Oriented) -> bool {
        span(ranked, edge) <= self.longest
    }

    /// Whether an edge shares its lanes with all others of its kind that lead to the same node.
    pub(super) fn bundles(&self, graph: &Flat, edge: &Oriented) -> bool {
        self.bundles_all
            || graph.edges[edge.edge].kind == EdgeKind::Failure
            || graph.nodes[edge.lower].gathers
    }

    /// How many lanes each edge and each bundle takes.
    fn lanes(&self, ranked: &Ranked) -> Vec<u64> {
        let graph = ranked.acyclic.graph;
        let mut lanes = Vec::new();
        let mut bundles: FxHashMap<(usize, bool), usize> = FxHashMap::default();
        for edge in &ranked.acyclic.edges {
            let span = span(ranked, edge);
            if edge.reversed || !self.bundles(graph, edge) {
                lanes.push(span as u64);
                continue;
            }
            let is_failure = graph.edges[edge.edge].kind == EdgeKind::Failure;
            let at = bundles.entry((edge.lower, is_failure)).or_insert_with(|| {
                lanes.push(0);
                lanes.len() - 1
            });
            lanes[*at] = lanes[*at].max(span as u64);
        }
        lanes
    }
}

/// How many ranks an edge spans.
fn span(ranked: &Ranked, edge: &Oriented) -> usize {
    ranked.rank[edge.lower] - ranked.rank[edge.upper]
}

/// The ways of the edges that have no lanes, to the left of `left`. Those without a label that lead to one node share theirs.
pub(super) fn bypasses(positioned: &Positioned, left: f64) -> Vec<(usize, Route)> {
    let layered = &positioned.ordered.layered;
    let graph = layered.ranked.acyclic.graph;
    let mut shared: FxHashMap<usize, f64> = FxHashMap::default();
    let mut left = left;
    let mut ways = Vec::with_capacity(layered.bypasses.len());
    for edge in &layered.bypasses {
        let flat = &graph.edges[edge.edge];
        let mut lane = |width: f64| {
            left -= GAP + width;
            left + width / 2.0
        };
        let x = match flat.label {
            Some((width, _)) => lane(width),
            None => *shared.entry(flat.to).or_insert_with(|| lane(0.0)),
        };
        let (from, to) = (positioned.x[flat.from], positioned.x[flat.to]);
        let (below, above) = (
            beyond(positioned, layered, flat.from, true),
            beyond(positioned, layered, flat.to, false),
        );
        let mut way = Way::new([from, positioned.bottom(flat.from)]);
        way.straight_to(below);
        way.line_to([x, below]);
        way.straight_to(above);
        way.line_to([to, above]);
        way.straight_to(positioned.top(flat.to));
        let label = flat.label.map(|_| [x, f64::midpoint(below, above)]);
        ways.push((edge.edge, way.route(label)));
    }
    ways
}

/// A height at which there are no boxes: between the rank of a node and the next one below, or above.
fn beyond(positioned: &Positioned, layered: &Layered, node: usize, below: bool) -> f64 {
    let rank = layered.vertices[node].rank;
    let (top, bottom) = positioned.bands[rank];
    // A third of the room, so that what leaves one rank does not lie on what comes to the next.
    let third = |from: f64, to: Option<&(f64, f64)>, edge: fn(&(f64, f64)) -> f64| {
        to.map_or(GAP, |band| (from - edge(band)).abs() / 3.0)
    };
    if below {
        bottom + third(bottom, positioned.bands.get(rank + 1), |band| band.0)
    } else {
        let before = rank
            .checked_sub(1)
            .and_then(|rank| positioned.bands.get(rank));
        top - third(top, before, |band| band.1)
    }
}
