//! The last pass: the way of each edge.
//!
//! Needs: [`Positioned`]. Guarantees: each edge starts and ends on the borders of its boxes and touches no other
//! box, because it runs straight down within bands and sways to the side only between them, where there are none.
//! All sway alike between two bands, so that two that need not cross do not. An edge that leads back runs along
//! the left.

use super::{
    bypass::bypasses,
    curve::{Stroke, flatten},
    exits::TURN,
    layered::{LOOP_LABEL_GAP, LOOP_WIDTH, Role},
    ports::{RETURN_OFFSET, is_clear_to_the_left},
    position::Positioned,
};

/// A laid-out [`super::acyclic::Flat`] graph, from its top left corner.
#[derive(Debug)]
pub(super) struct Routed {
    pub(super) width: f64,
    pub(super) height: f64,
    /// The centre of each node.
    pub(super) nodes: Vec<[f64; 2]>,
    /// The way of each edge, in the graph's order.
    pub(super) edges: Vec<Route>,
}

/// From the border of the node that the edge leaves to that of the one it enters.
#[derive(Debug, Clone, Default)]
pub(super) struct Route {
    pub(super) start: [f64; 2],
    pub(super) strokes: Vec<Stroke>,
    /// The centre of its label.
    pub(super) label: Option<[f64; 2]>,
}

/// How far a way round a box's corner reaches out of the band.
const DETOUR: f64 = 16.0;
/// The half height of a loop.
const LOOP_HALF: f64 = 9.0;
/// How far the control points of a way from band to band are from its ends, as a part of the way down: at a half
/// the middle is steepest, at the whole it would be level.
const SWAY: f64 = 0.65;
/// How far a cubic curve reaches towards control points that are equally far out.
const REACH: f64 = 0.75;

impl Routed {
    pub(super) fn new(positioned: &Positioned) -> Self {
        let acyclic = &positioned.ordered.layered.ranked.acyclic;
        let router = Router::new(positioned);
        let nodes = (0..acyclic.graph.nodes.len())
            .map(|node| [positioned.x[node], positioned.centre(node)])
            .collect();
        let mut edges = vec![Route::default(); acyclic.graph.edges.len()];
        for (index, edge) in acyclic.edges.iter().enumerate() {
            edges[edge.edge] = if edge.reversed {
                router.upwards(index)
            } else {
                router.downwards(index)
            };
        }
        router.add_loops(&mut edges);
        if !positioned.ordered.layered.bypasses.is_empty() {
            for (edge, route) in bypasses(positioned, left(&edges, positioned)) {
                edges[edge] = route;
            }
        }
        let mut whole = Self {
            width: 0.0,
            height: 0.0,
            nodes,
            edges,
        };
        whole.move_to_origin(positioned);
        whole
    }

    /// Makes the box round nodes, edges and labels start at the origin.
    fn move_to_origin(&mut self, positioned: &Positioned) {
        let graph = positioned.ordered.layered.ranked.acyclic.graph;
        let mut low = [f64::INFINITY; 2];
        let mut high = [f64::NEG_INFINITY; 2];
        let mut hold = |centre: [f64; 2], size: [f64; 2]| {
            for axis in 0..2 {
                low[axis] = low[axis].min(centre[axis] - size[axis] / 2.0);
                high[axis] = high[axis].max(centre[axis] + size[axis] / 2.0);
            }
        };
        for (centre, node) in self.nodes.iter().zip(&graph.nodes) {
            hold(*centre, [node.width, node.height]);
        }
        for (route, edge) in self.edges.iter().zip(&graph.edges) {
            for point in flatten(route.start, &route.strokes) {
                hold(point, [0.0, 0.0]);
            }
            if let (Some(centre), Some((width, height))) = (route.label, edge.label) {
                hold(centre, [width, height]);
            }
        }
        if self.nodes.is_empty() {
            return;
        }
        let origin = [low[0].floor(), low[1].floor()];
        self.width = (high[0] - origin[0]).ceil();
        self.height = (high[1] - origin[1]).ceil();
        self.map(|point| {
            point[0] -= origin[0];
            point[1] -= origin[1];
        });
    }

    /// Changes each of its points.
    pub(super) fn map(&mut self, mut change: impl FnMut(&mut [f64; 2])) {
        self.nodes.iter_mut().for_each(&mut change);
        for route in &mut self.edges {
            change(&mut route.start);
            for stroke in &mut route.strokes {
                stroke.map(&mut change);
            }
            route.label.iter_mut().for_each(&mut change);
        }
    }
}

/// The left end of all that has been drawn.
fn left(edges: &[Route], positioned: &Positioned) -> f64 {
    let vertices = &positioned.ordered.layered.vertices;
    let boxes = vertices
        .iter()
        .zip(&positioned.x)
        .map(|(vertex, x)| x - vertex.reach.0);
    let drawn = edges.iter().flat_map(|route| &route.strokes);
    boxes
        .chain(drawn.map(|stroke| stroke.end()[0]))
        .fold(0.0, f64::min)
}

struct Router<'a> {
    positioned: &'a Positioned<'a>,
    /// For each vertex but boxes the lowest one on its way that is reached without a bend; so the many edges of a
    /// bundle need not each walk all of its lanes.
    straight_to: Vec<usize>,
}

impl<'a> Router<'a> {
    fn new(positioned: &'a Positioned<'a>) -> Self {
        let layered = &positioned.ordered.layered;
        let mut straight_to: Vec<usize> = (0..layered.vertices.len()).collect();
        // What lies below on a way was made first.
        for vertex in 0..layered.vertices.len() {
            if let Some(below) = layered.below(vertex)
                && layered.vertices[below].role != Role::Box
                && positioned.x[below].total_cmp(&positioned.x[vertex]).is_eq()
            {
                straight_to[vertex] = straight_to[below];
            }
        }
        Self {
            positioned,
            straight_to,
        }
    }

    fn downwards(&self, index: usize) -> Route {
        let layered = &self.positioned.ordered.layered;
        let Positioned {
            ports, bands, x, ..
        } = self.positioned;
        let upper = layered.ranked.acyclic.edges[index].upper;
        let mut segment = layered.first[index];
        let first = layered.segments[segment].lower;
        let mut way = match self.positioned.exits[segment] {
            Some(lane) => self.sideways(upper, lane),
            None => Way::new([
                x[upper] + ports.bottom(segment),
                self.positioned.bottom(upper),
            ]),
        };
        way.straight_to(bands[layered.vertices[upper].rank].1);
        loop {
            let vertex = layered.segments[segment].lower;
            let top = bands[layered.vertices[vertex].rank].0;
            if layered.vertices[vertex].role == Role::Box {
                way.sway_to([x[vertex] + ports.top(segment), top]);
                way.straight_to(self.positioned.top(vertex));
                break;
            }
            way.sway_to([x[vertex], top]);
            let last = self.straight_to[vertex];
            way.straight_to(bands[layered.vertices[last].rank].1);
            segment = layered.segment_below[last].expect("only a box ends a way");
        }
        let label = (layered.vertices[first].role == Role::Label)
            .then(|| [x[first], self.positioned.centre(first)]);
        way.route(label)
    }

    /// Out of a box's side, and down at a lane.
    fn sideways(&self, node: usize, lane: f64) -> Way {
        let is_right = lane > self.positioned.x[node];
        let (side, y) = (
            self.positioned.side(node, is_right),
            self.positioned.centre(node),
        );
        let half = self.positioned.bottom(node) - y;
        let turn = TURN.min(half);
        let mut way = Way::new([side, y]);
        way.line_to([lane + if is_right { -turn } else { turn }, y]);
        way.turn_to([lane, y], [lane, y + turn]);
        way
    }

    /// From the lower node along the lane on the left to the upper one.
    fn upwards(&self, index: usize) -> Route {
        let ordered = &self.positioned.ordered;
        let layered = &ordered.layered;
        let Positioned {
            ports, bands, x, ..
        } = self.positioned;
        let edge = layered.ranked.acyclic.edges[index];
        let lane: Vec<usize> = layered.lane(layered.first[index]).collect();
        let (head, foot) = (lane[0], lane[lane.len() - 1]);
        let rank = |vertex: usize| layered.vertices[vertex].rank;
        let mut way;
        if is_clear_to_the_left(ordered, edge.lower) {
            let y = self.positioned.centre(edge.lower) + ports.leaves_left[index];
            let side = self.positioned.side(edge.lower, false);
            way = Way::new([side, y]);
            let turn = TURN.min(side - x[foot]);
            way.line_to([x[foot] + turn, y]);
            way.turn_to([x[foot], y], [x[foot], y - turn]);
        } else {
            let bottom = bands[rank(foot)].1;
            way = Way::new([
                x[edge.lower] + ports.leaves[index],
                self.positioned.bottom(edge.lower),
            ]);
            way.straight_to(bottom);
            way.round_to([x[foot], bottom], DETOUR);
        }
        for pair in lane.windows(2).rev() {
            way.straight_to(bands[rank(pair[1])].0);
            way.sway_to([x[pair[0]], bands[rank(pair[0])].1]);
        }
        if is_clear_to_the_left(ordered, edge.upper) {
            let quarter = layered.ranked.acyclic.graph.nodes[edge.upper].height / 4.0;
            let y = self.positioned.centre(edge.upper) - RETURN_OFFSET.min(quarter);
            let side = self.positioned.side(edge.upper, false);
            let turn = TURN.min(side - x[head]);
            way.straight_to(y + turn);
            way.turn_to([x[head], y], [x[head] + turn, y]);
            way.line_to([side, y]);
        } else {
            let top = bands[rank(head)].0;
            way.straight_to(top);
            way.round_to([x[edge.upper] + ports.enters[index], top], -DETOUR);
            way.straight_to(self.positioned.top(edge.upper));
        }
        let flat = &layered.ranked.acyclic.graph.edges[edge.edge];
        let label = flat
            .label
            .map(|_| [x[lane[1]], self.positioned.centre(lane[1])]);
        way.route(label)
    }

    /// Loops stand at the right side of their node, and their labels beside them, one below the other.
    fn add_loops(&self, edges: &mut [Route]) {
        let acyclic = &self.positioned.ordered.layered.ranked.acyclic;
        let graph = acyclic.graph;
        let mut count = vec![0_u32; graph.nodes.len()];
        let mut labels_high = vec![0.0; graph.nodes.len()];
        for &index in &acyclic.loops {
            let edge = &graph.edges[index];
            count[edge.from] += 1;
            labels_high[edge.from] += edge
                .label
                .map_or(0.0, |(_, height)| height + LOOP_LABEL_GAP);
        }
        let mut drawn = vec![0_u32; graph.nodes.len()];
        let mut labels_drawn = vec![0.0; graph.nodes.len()];
        for &index in &acyclic.loops {
            let edge = &graph.edges[index];
            let node = edge.from;
            let right = self.positioned.side(node, true);
            let pitch = graph.nodes[node].height / f64::from(count[node] + 1);
            drawn[node] += 1;
            let y = self.positioned.top(node) + f64::from(drawn[node]) * pitch;
            let half = LOOP_HALF.min(pitch / 2.5);
            let control = right + LOOP_WIDTH / REACH;
            edges[index].start = [right, y - half];
            edges[index].strokes = vec![Stroke::Curve([
                [control, y - half],
                [control, y + half],
                [right, y + half],
            ])];
            edges[index].label = edge.label.map(|(width, height)| {
                let top = self.positioned.centre(node) - labels_high[node] / 2.0;
                let above = labels_drawn[node];
                labels_drawn[node] += height + LOOP_LABEL_GAP;
                let middle = f64::midpoint(height, LOOP_LABEL_GAP);
                let beside = right + LOOP_WIDTH + LOOP_LABEL_GAP;
                [beside + width / 2.0, top + above + middle]
            });
        }
    }
}

/// A way that is being made.
pub(super) struct Way {
    start: [f64; 2],
    at: [f64; 2],
    strokes: Vec<Stroke>,
}

impl Way {
    pub(super) fn new(start: [f64; 2]) -> Self {
        Self {
            start,
            at: start,
            strokes: Vec::new(),
        }
    }

    /// Straight up or down.
    pub(super) fn straight_to(&mut self, y: f64) {
        self.line_to([self.at[0], y]);
    }

    pub(super) fn line_to(&mut self, to: [f64; 2]) {
        let same = |a: f64, b: f64| a.total_cmp(&b).is_eq();
        if same(to[0], self.at[0]) && same(to[1], self.at[1]) {
            return;
        }
        // A line that goes on straight is one.
        let before = match self.strokes[..] {
            [.., before, Stroke::Line(_)] => Some(before.end()),
            [Stroke::Line(_)] => Some(self.start),
            _ => None,
        };
        if let Some(before) = before
            && same(before[0], to[0])
            && same(self.at[0], to[0])
        {
            self.strokes.pop();
        }
        self.strokes.push(Stroke::Line(to));
        self.at = to;
    }

    /// To another band, vertical where it leaves and where it arrives.
    fn sway_to(&mut self, to: [f64; 2]) {
        if to[0].total_cmp(&self.at[0]).is_eq() {
            self.line_to(to);
            return;
        }
        let reach = (to[1] - self.at[1]) * SWAY;
        self.curve([[self.at[0], self.at[1] + reach], [to[0], to[1] - reach], to]);
    }

    /// A quarter of a turn round a corner.
    fn turn_to(&mut self, corner: [f64; 2], to: [f64; 2]) {
        // The control points that come nearest to a circle lie so far on the way to the corner.
        const CIRCLE: f64 = 0.5523;
        let towards =
            |from: [f64; 2]| [0, 1].map(|axis| from[axis] + (corner[axis] - from[axis]) * CIRCLE);
        self.curve([towards(self.at), towards(to), to]);
    }

    /// Half a turn, out of a band and into it again.
    fn round_to(&mut self, to: [f64; 2], by: f64) {
        let control = self.at[1] + by / REACH;
        self.curve([[self.at[0], control], [to[0], control], to]);
    }

    fn curve(&mut self, points: [[f64; 2]; 3]) {
        self.strokes.push(Stroke::Curve(points));
        self.at = points[2];
    }

    pub(super) fn route(self, label: Option<[f64; 2]>) -> Route {
        Route {
            start: self.start,
            strokes: self.strokes,
            label,
        }
    }
}
