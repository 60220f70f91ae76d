//! The third pass: long edges become chains of vertices, one on each rank that they pass.
//!
//! Needs: [`Ranked`]. Guarantees: every [`Segment`] joins a vertex to one on the next rank below, and a vertex
//! that is no box has exactly one segment downwards (none at the foot of a [`Role::Return`]). So the way of an edge is `first`, then `below`
//! again and again until a box. Failure edges to one node, and edges to a node that gathers, share their lanes.

use rustc_hash::FxHashMap;

use super::{acyclic::Oriented, bypass::Ration, drawing::EdgeKind, rank::Ranked};

/// A proper layering of a graph.
#[derive(Debug)]
pub(super) struct Layered<'a> {
    pub(super) ranked: Ranked<'a>,
    /// The boxes, in the graph's order, then what edges put on ranks between.
    pub(super) vertices: Vec<Vertex>,
    pub(super) segments: Vec<Segment>,
    /// The edges that have no lanes; they are not among the oriented edges any more.
    pub(super) bypasses: Vec<Oriented>,
    /// For each oriented edge the first segment of its way; for one that leads back the head of its lane.
    pub(super) first: Vec<usize>,
    /// For each vertex but boxes the next segment of its edge's way.
    pub(super) segment_below: Vec<Option<usize>>,
}

/// A box, or a place that an edge passes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vertex {
    pub(super) rank: usize,
    /// How far it reaches to the left of its x, and to the right.
    pub(super) reach: (f64, f64),
    pub(super) height: f64,
    pub(super) role: Role,
    pub(super) side: Side,
    /// Of a [`Role::Return`]: how many ranks its edge spans; the longest run outermost.
    pub(super) span: usize,
    /// Of a [`Role::Return`]: its edge, so that of two as long each keeps its place on all ranks.
    pub(super) edge: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Box,
    /// Where one edge or a bundle passes a rank.
    Lane,
    /// A lane of an edge against the direction, which runs along the outside from the lower node's rank to the
    /// upper one's, both included.
    Return,
    /// Where an edge passes a rank, with its label.
    Label,
}

/// In which part of its rank a vertex stands: the parts keep their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub(super) upper: usize,
    pub(super) lower: usize,
    pub(super) pull: Pull,
    /// Whether it is of a bundle, which enters its node at one point.
    pub(super) joins: bool,
}

/// How much a segment ought to be vertical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pull {
    Failure,
    Flow,
    /// Between two lanes.
    Inner,
    /// On the main path.
    Main,
}

impl<'a> Layered<'a> {
    pub(super) fn new(mut ranked: Ranked<'a>) -> Self {
        let ration = Ration::new(&ranked);
        let edges = std::mem::take(&mut ranked.acyclic.edges);
        let (edges, bypasses): (Vec<_>, Vec<_>) = edges
            .into_iter()
            .partition(|edge| ration.serves(&ranked, edge));
        ranked.acyclic.edges.clone_from(&edges);
        let mut layered = Self {
            vertices: boxes(&ranked),
            segments: Vec::new(),
            first: Vec::with_capacity(edges.len()),
            bypasses,
            segment_below: vec![None; ranked.rank.len()],
            ranked,
        };
        let mut bundles: FxHashMap<(usize, bool), Vec<usize>> = FxHashMap::default();
        for edge in &edges {
            let first = if edge.reversed {
                layered.add_return(edge)
            } else if ration.bundles(layered.ranked.acyclic.graph, edge) {
                let kind = layered.ranked.acyclic.graph.edges[edge.edge].kind;
                let lanes = bundles
                    .entry((edge.lower, kind == EdgeKind::Failure))
                    .or_default();
                layered.add_way(edge, lanes, true)
            } else {
                layered.add_way(edge, &mut Vec::new(), false)
            };
            layered.first.push(first);
        }
        layered.put_handlers_aside(&edges);
        layered
    }

    /// Adds what `edge` passes; `lanes` are those that lead to its lower node already, from there upwards.
    fn add_way(&mut self, edge: &Oriented, lanes: &mut Vec<usize>, joins: bool) -> usize {
        let flat = &self.ranked.acyclic.graph.edges[edge.edge];
        let pull = if flat.kind == EdgeKind::Failure {
            Pull::Failure
        } else {
            Pull::Flow
        };
        let (top, bottom) = (
            self.vertices[edge.upper].rank,
            self.vertices[edge.lower].rank,
        );
        let top_lane = top + 1 + usize::from(flat.label.is_some());
        while bottom > top_lane + lanes.len() {
            let rank = bottom - 1 - lanes.len();
            let (below, pull) = match lanes.last() {
                Some(&lane) => (lane, Pull::Inner),
                None => (edge.lower, pull),
            };
            lanes.push(self.add_vertex(rank, Role::Lane, Side::Middle, (0.0, 0.0)));
            self.link(lanes[lanes.len() - 1], below, pull, joins);
        }
        let mut first = match bottom - top_lane {
            0 => edge.lower,
            ranks => lanes[ranks - 1],
        };
        if let Some(size) = flat.label {
            let label = self.add_vertex(top + 1, Role::Label, Side::Middle, size);
            self.link(label, first, pull, joins);
            first = label;
        }
        self.segments.push(Segment {
            upper: edge.upper,
            lower: first,
            pull,
            joins,
        });
        self.segments.len() - 1
    }

    /// Adds the lane of an edge that leads upwards, and answers its head.
    fn add_return(&mut self, edge: &Oriented) -> usize {
        let (top, bottom) = (
            self.vertices[edge.upper].rank,
            self.vertices[edge.lower].rank,
        );
        let label = self.ranked.acyclic.graph.edges[edge.edge].label;
        let mut below = None;
        for rank in (top..=bottom).rev() {
            let size = label.filter(|_| rank == top + 1);
            let vertex = self.add_vertex(rank, Role::Return, Side::Left, size.unwrap_or_default());
            self.vertices[vertex].span = bottom - top;
            self.vertices[vertex].edge = edge.edge;
            if let Some(below) = below {
                self.link(vertex, below, Pull::Inner, false);
            }
            below = Some(vertex);
        }
        below.expect("the upper node is not below the lower one")
    }

    fn add_vertex(
        &mut self,
        rank: usize,
        role: Role,
        side: Side,
        (width, height): (f64, f64),
    ) -> usize {
        self.vertices.push(Vertex {
            rank,
            reach: (width / 2.0, width / 2.0),
            height,
            role,
            side,
            span: 0,
            edge: 0,
        });
        self.segment_below.push(None);
        self.vertices.len() - 1
    }

    fn link(&mut self, upper: usize, lower: usize, pull: Pull, joins: bool) {
        self.segment_below[upper] = Some(self.segments.len());
        self.segments.push(Segment {
            upper,
            lower,
            pull,
            joins,
        });
    }

    /// The next vertex on the way of a vertex that is no box.
    pub(super) fn below(&self, vertex: usize) -> Option<usize> {
        self.segment_below[vertex].map(|segment| self.segments[segment].lower)
    }

    /// The lane of an edge that leads back, from its head downwards.
    pub(super) fn lane(&self, head: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(head), |&vertex| self.below(vertex))
    }

    /// Puts what is come to by failures alone to the right, with the lanes to it.
    fn put_handlers_aside(&mut self, edges: &[Oriented]) {
        let is_handler = self.handlers(edges);
        for (vertex, &is_handler) in self.vertices.iter_mut().zip(&is_handler) {
            if is_handler {
                vertex.side = Side::Right;
            }
        }
        for (edge, &first) in edges.iter().zip(&self.first) {
            if edge.reversed || !is_handler[edge.lower] {
                continue;
            }
            let mut vertex = self.segments[first].lower;
            // A lane that is on the side already leads on along lanes that are, too.
            while self.vertices[vertex].role != Role::Box {
                if self.vertices[vertex].role == Role::Lane
                    && std::mem::replace(&mut self.vertices[vertex].side, Side::Right)
                        == Side::Right
                {
                    break;
                }
                match self.below(vertex) {
                    Some(below) => vertex = below,
                    None => break,
                }
            }
        }
    }

    /// For each node whether no way without a failure leads to it from where the graph starts.
    fn handlers(&self, edges: &[Oriented]) -> Vec<bool> {
        let count = self.ranked.rank.len();
        let graph = self.ranked.acyclic.graph;
        let mut next = vec![Vec::new(); count];
        let mut is_handler = vec![false; count];
        for edge in edges {
            let flat = &graph.edges[edge.edge];
            is_handler[edge.lower] |= !edge.reversed;
            if flat.kind != EdgeKind::Failure {
                next[flat.from].push(flat.to);
            }
        }
        let mut ahead: Vec<usize> = (0..count).filter(|&node| !is_handler[node]).collect();
        while let Some(node) = ahead.pop() {
            for &node in &next[node] {
                if std::mem::replace(&mut is_handler[node], false) {
                    ahead.push(node);
                }
            }
        }
        is_handler
    }

    /// The main path is the longest way from the start without failures; it is to be straight. Of ways that are as
    /// long it takes the one in the middle, given the order on the ranks.
    pub(super) fn pull_main_path(&mut self, place: &[usize]) {
        let count = self.ranked.rank.len();
        let edges = &self.ranked.acyclic.edges;
        let mut out = vec![Vec::new(); count];
        for (index, edge) in edges.iter().enumerate() {
            let kind = self.ranked.acyclic.graph.edges[edge.edge].kind;
            if !edge.reversed && kind != EdgeKind::Failure {
                out[edge.upper].push(index);
            }
        }
        let mut upwards: Vec<usize> = (0..count).collect();
        crate::sort::sort_by_key(&mut upwards, |&node| {
            std::cmp::Reverse(self.ranked.rank[node])
        });
        let mut steps_left = vec![0_usize; count];
        for &node in &upwards {
            steps_left[node] = out[node]
                .iter()
                .map(|&index| steps_left[edges[index].lower] + 1)
                .max()
                .unwrap_or(0);
        }
        let mut is_main = vec![false; self.segments.len()];
        let mut node = (0..count).rev().max_by_key(|&node| steps_left[node]);
        while let Some(at) = node {
            let mut longest = out[at].clone();
            longest.retain(|&index| steps_left[edges[index].lower] + 1 == steps_left[at]);
            crate::sort::sort_by_key(&mut longest, |&index| {
                place[self.segments[self.first[index]].lower]
            });
            let middle = longest.get(longest.len().saturating_sub(1) / 2);
            node = middle.map(|&index| {
                let mut segment = self.first[index];
                loop {
                    is_main[segment] = true;
                    let lower = self.segments[segment].lower;
                    match self.segment_below[lower] {
                        Some(next) => segment = next,
                        None => break lower,
                    }
                }
            });
        }
        for (segment, is_main) in self.segments.iter_mut().zip(is_main) {
            if is_main {
                segment.pull = Pull::Main;
            }
        }
    }
}

/// The boxes as vertices; one with loops reaches out to the right for them.
fn boxes(ranked: &Ranked) -> Vec<Vertex> {
    let graph = ranked.acyclic.graph;
    let mut vertices: Vec<Vertex> = graph
        .nodes
        .iter()
        .zip(&ranked.rank)
        .map(|(node, &rank)| Vertex {
            rank,
            reach: (node.width / 2.0, node.width / 2.0),
            height: node.height,
            role: Role::Box,
            side: Side::Middle,
            span: 0,
            edge: 0,
        })
        .collect();
    let mut labels = vec![0.0; vertices.len()];
    for &index in &ranked.acyclic.loops {
        let edge = &graph.edges[index];
        let vertex = &mut vertices[edge.from];
        let half = graph.nodes[edge.from].width / 2.0;
        vertex.reach.1 = vertex.reach.1.max(half + LOOP_WIDTH);
        if let Some((width, height)) = edge.label {
            let label = LOOP_WIDTH + LOOP_LABEL_GAP + width;
            vertex.reach.1 = vertex.reach.1.max(half + label);
            labels[edge.from] += height + LOOP_LABEL_GAP;
            vertex.height = vertex.height.max(labels[edge.from]);
        }
    }
    vertices
}

/// How far a loop reaches out from its node.
pub(super) const LOOP_WIDTH: f64 = 22.0;
/// The room between a loop and its label.
pub(super) const LOOP_LABEL_GAP: f64 = 4.0;
