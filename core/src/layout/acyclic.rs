//! The first pass: which edges to draw against their direction, so that the rest have no cycle.
//!
//! Needs: a [`Flat`] graph. Guarantees: the oriented edges have no cycle, and loops are apart. A depth-first
//! search turns the edges that lead back to a node on its way (Gansner et al., "A technique for drawing
//! directed graphs", 1993, section 2.1), which keeps the direction that a reader follows from the start.

use super::drawing::EdgeKind;

/// A graph without containers, in coordinates in which edges run down: what the passes lay out.
#[derive(Debug, Clone, Default)]
pub(super) struct Flat {
    pub(super) nodes: Vec<FlatNode>,
    pub(super) edges: Vec<FlatEdge>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FlatNode {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Whether all unlabelled edges to it are drawn as one bundle.
    pub(super) gathers: bool,
    /// Its x in an earlier drawing, which is to be kept where nothing speaks against it.
    pub(super) before: Option<f64>,
}

#[derive(Debug, Clone)]
pub(super) struct FlatEdge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: EdgeKind,
    /// Width and height of its label.
    pub(super) label: Option<(f64, f64)>,
    /// Its way in an earlier drawing; empty if there was none.
    pub(super) before: Vec<[f64; 2]>,
}

/// The edges of a graph, oriented so that they have no cycle.
#[derive(Debug)]
pub(super) struct Acyclic<'a> {
    pub(super) graph: &'a Flat,
    /// All edges but loops, in the graph's order.
    pub(super) edges: Vec<Oriented>,
    /// The edges, by index, that leave and enter the same node.
    pub(super) loops: Vec<usize>,
}

/// An edge as the later passes see it: from an upper to a lower node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Oriented {
    /// Its index in the graph.
    pub(super) edge: usize,
    pub(super) upper: usize,
    pub(super) lower: usize,
    /// Whether it really leads from the lower to the upper one.
    pub(super) reversed: bool,
}

impl<'a> Acyclic<'a> {
    pub(super) fn new(graph: &'a Flat) -> Self {
        let back = back_edges(graph);
        let mut edges = Vec::with_capacity(graph.edges.len());
        let mut loops = Vec::new();
        for (index, edge) in graph.edges.iter().enumerate() {
            if edge.from == edge.to {
                loops.push(index);
                continue;
            }
            let reversed = back[index];
            let (upper, lower) = if reversed {
                (edge.to, edge.from)
            } else {
                (edge.from, edge.to)
            };
            edges.push(Oriented {
                edge: index,
                upper,
                lower,
                reversed,
            });
        }
        Self {
            graph,
            edges,
            loops,
        }
    }
}

/// For each edge whether it leads back to a node on the way of a depth-first search. The search starts at the
/// nodes that no edge enters, in order, then at whatever is left, in order.
fn back_edges(graph: &Flat) -> Vec<bool> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnTheWay,
        Done,
    }
    let mut out = vec![Vec::new(); graph.nodes.len()];
    let mut entered = vec![false; graph.nodes.len()];
    for (index, edge) in graph.edges.iter().enumerate() {
        if edge.from != edge.to {
            out[edge.from].push(index);
            entered[edge.to] = true;
        }
    }
    let mut state = vec![State::New; graph.nodes.len()];
    let mut back = vec![false; graph.edges.len()];
    let mut way: Vec<(usize, usize)> = Vec::new();
    let sources = (0..graph.nodes.len()).filter(|&node| !entered[node]);
    for root in sources.chain(0..graph.nodes.len()) {
        if state[root] != State::New {
            continue;
        }
        state[root] = State::OnTheWay;
        way.push((root, 0));
        while let Some((node, next)) = way.last_mut() {
            let Some(&edge) = out[*node].get(*next) else {
                state[*node] = State::Done;
                way.pop();
                continue;
            };
            *next += 1;
            let to = graph.edges[edge].to;
            match state[to] {
                State::New => {
                    state[to] = State::OnTheWay;
                    way.push((to, 0));
                }
                State::OnTheWay => back[edge] = true,
                State::Done => {}
            }
        }
    }
    back
}
