//! The last pass: the way of each edge.
//!
//! Needs: [`Positioned`]. Guarantees: each edge starts and ends on the borders of its boxes and touches no other
//! box, because it runs straight down within bands and aslant only between them, where there are none. A
//! failure leaves its box sideways where nothing stands between the box and the lane to the handler, and an
//! edge that leads back runs along the left.

use super::{
    channels::Channels,
    layered::{LOOP_LABEL_GAP, LOOP_WIDTH, Role},
    ports::Ports,
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

#[derive(Debug, Clone, Default)]
pub(super) struct Route {
    /// From the border of the node that the edge leaves to that of the one it enters.
    pub(super) points: Vec<[f64; 2]>,
    /// The centre of its label.
    pub(super) label: Option<[f64; 2]>,
}

/// Between a band and a way along it.
const DETOUR: f64 = 10.0;
/// The half height of a loop.
const LOOP_HALF: f64 = 9.0;

impl Routed {
    pub(super) fn new(mut positioned: Positioned) -> Self {
        let ports = Ports::new(&positioned);
        let channels = Channels::new(&positioned, &ports);
        positioned.widen_gaps(|rank| channels.height_below(rank));
        let positioned = &positioned;
        let layered = &positioned.ordered.layered;
        let acyclic = &layered.ranked.acyclic;
        let router = Router {
            positioned,
            ports,
            channels,
            straight_to: straight_to(positioned),
        };
        let nodes = (0..acyclic.graph.nodes.len())
            .map(|node| [positioned.x[node], positioned.centre(node)])
            .collect();
        let mut edges = vec![Route::default(); acyclic.graph.edges.len()];
        for (index, edge) in acyclic.edges.iter().enumerate() {
            let mut route = if edge.reversed {
                router.upwards(index)
            } else {
                router.downwards(index)
            };
            route.points = without_needless_points(&route.points);
            edges[edge.edge] = route;
        }
        router.add_loops(&mut edges);
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
            for point in &route.points {
                hold(*point, [0.0, 0.0]);
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
        let points = self.edges.iter_mut().flat_map(|route| {
            let Route { points, label } = route;
            points.iter_mut().chain(label)
        });
        for point in self.nodes.iter_mut().chain(points) {
            point[0] -= origin[0];
            point[1] -= origin[1];
        }
    }
}

struct Router<'a> {
    positioned: &'a Positioned<'a>,
    ports: Ports,
    channels: Channels,
    straight_to: Vec<usize>,
}

/// For each vertex but boxes the lowest one on its way that is reached without a bend; so the many edges of a
/// bundle need not each walk all of its lanes.
fn straight_to(positioned: &Positioned) -> Vec<usize> {
    let layered = &positioned.ordered.layered;
    let mut straight_to: Vec<usize> = (0..layered.vertices.len()).collect();
    // What lies below on a way was made first.
    for vertex in 0..layered.vertices.len() {
        if let Some(below) = layered.below[vertex]
            && layered.vertices[below].role != Role::Box
            && positioned.x[below].total_cmp(&positioned.x[vertex]).is_eq()
        {
            straight_to[vertex] = straight_to[below];
        }
    }
    straight_to
}

impl Router<'_> {
    fn downwards(&self, index: usize) -> Route {
        let layered = &self.positioned.ordered.layered;
        let edge = layered.ranked.acyclic.edges[index];
        let bands = &self.positioned.bands;
        let rank = layered.vertices[edge.upper].rank;
        let first = layered.first[index];
        let mut points = Vec::new();
        if let Some(lane) = self.ports.side_exit[index] {
            let y = self.positioned.centre(edge.upper);
            points.push([
                self.positioned
                    .side(edge.upper, lane > self.positioned.x[edge.upper]),
                y,
            ]);
            points.push([lane, y]);
            points.push([lane, bands[rank].1]);
        } else {
            let x = self.ports.bottom[index];
            points.push([x, self.positioned.bottom(edge.upper)]);
            points.push([x, bands[rank].1]);
        }
        let mut vertex = first;
        let mut track = self.channels.y_of_edge(self.positioned, index, rank);
        while layered.vertices[vertex].role != Role::Box {
            let last = self.straight_to[vertex];
            let x = self.positioned.x[vertex];
            bend(&mut points, track, x);
            points.push([x, bands[layered.vertices[vertex].rank].0]);
            points.push([x, bands[layered.vertices[last].rank].1]);
            track = self.channels.y_of_vertex(self.positioned, last);
            vertex = layered.below[last].expect("only a box ends a way");
        }
        let x = self.ports.top[index];
        bend(&mut points, track, x);
        points.push([x, bands[layered.vertices[vertex].rank].0]);
        points.push([x, self.positioned.top(vertex)]);
        let label = (layered.vertices[first].role == Role::Label)
            .then(|| [self.positioned.x[first], self.positioned.centre(first)]);
        Route { points, label }
    }

    /// From the lower node along the lane on the left to the upper one.
    fn upwards(&self, index: usize) -> Route {
        let layered = &self.positioned.ordered.layered;
        let edge = layered.ranked.acyclic.edges[index];
        let bands = &self.positioned.bands;
        let mut lane = Vec::new();
        let mut next = Some(layered.first[index]);
        while let Some(vertex) = next {
            lane.push(vertex);
            next = layered.below[vertex];
        }
        let (head, foot) = (lane[0], lane[lane.len() - 1]);
        let x = &self.positioned.x;
        let mut points = Vec::new();
        if let Some(below) = self.ports.return_below[index] {
            let y = self.positioned.centre(edge.lower) + below;
            points.push([self.positioned.side(edge.lower, false), y]);
            points.push([x[foot], y]);
        } else {
            let rank = layered.vertices[foot].rank;
            let track = self.channels.y_of_edge(self.positioned, index, rank);
            let y = track.unwrap_or(bands[rank].1 + DETOUR);
            let port = self.ports.bottom[index];
            points.push([port, self.positioned.bottom(edge.lower)]);
            points.push([port, y]);
            points.push([x[foot], y]);
            points.push([x[foot], bands[rank].0]);
        }
        for pair in lane.windows(2).rev() {
            points.push([x[pair[1]], bands[layered.vertices[pair[1]].rank].0]);
            points.push([x[pair[0]], bands[layered.vertices[pair[0]].rank].1]);
        }
        if let Some(above) = self.ports.return_above[index] {
            let y = self.positioned.centre(edge.upper) - above;
            points.push([x[head], y]);
            points.push([self.positioned.side(edge.upper, false), y]);
        } else {
            let rank = layered.vertices[head].rank;
            let track = self.channels.y_of_head(self.positioned, index, rank);
            let y = track.unwrap_or(bands[rank].0 - DETOUR);
            let port = self.ports.top[index];
            points.push([x[head], y]);
            points.push([port, y]);
            points.push([port, self.positioned.top(edge.upper)]);
        }
        let flat = &layered.ranked.acyclic.graph.edges[edge.edge];
        let label = flat
            .label
            .map(|_| [x[lane[1]], self.positioned.centre(lane[1])]);
        Route { points, label }
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
            let out = right + LOOP_WIDTH;
            edges[index].points = vec![
                [right, y - half],
                [out, y - half],
                [out, y + half],
                [right, y + half],
            ];
            edges[index].label = edge.label.map(|(width, height)| {
                let top = self.positioned.centre(node) - labels_high[node] / 2.0;
                let above = labels_drawn[node];
                labels_drawn[node] += height + LOOP_LABEL_GAP;
                let middle = f64::midpoint(height, LOOP_LABEL_GAP);
                [out + LOOP_LABEL_GAP + width / 2.0, top + above + middle]
            });
        }
    }
}

/// Goes along a track to an x.
fn bend(points: &mut Vec<[f64; 2]>, track: Option<f64>, x: f64) {
    if let (Some(y), Some(&[from, _])) = (track, points.last()) {
        points.push([from, y]);
        points.push([x, y]);
    }
}

/// The points without repeated ones and those in the middle of a horizontal or vertical stretch.
fn without_needless_points(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let same = |a: f64, b: f64| a.total_cmp(&b).is_eq();
    let mut kept: Vec<[f64; 2]> = Vec::with_capacity(points.len());
    for &point in points {
        if let Some(&last) = kept.last()
            && same(last[0], point[0])
            && same(last[1], point[1])
        {
            continue;
        }
        if let [.., before, last] = kept[..]
            && (0..2).any(|axis| same(before[axis], last[axis]) && same(last[axis], point[axis]))
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}
