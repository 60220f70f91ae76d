//! Cycles and reachability, over petgraph, in linear time and without recursion.

use std::collections::VecDeque;

use petgraph::{
    Direction,
    algo::{kosaraju_scc, toposort},
    graph::{DiGraph, EdgeIndex, NodeIndex},
    visit::{Dfs, EdgeRef},
};

/// How many names of a long cycle are spelled out at either end.
const NAMES_SHOWN: usize = 10;

/// A shortest cycle through the first node of each strongly connected component, as edges from that node on
/// back to it.
pub(super) fn cycles<N, E>(graph: &DiGraph<N, E>) -> Vec<Vec<EdgeIndex>> {
    let components = kosaraju_scc(graph);
    let mut component_of = vec![0; graph.node_count()];
    for (number, nodes) in components.iter().enumerate() {
        for node in nodes {
            component_of[node.index()] = number;
        }
    }
    let mut reached_by: Vec<Option<EdgeIndex>> = vec![None; graph.node_count()];
    components
        .iter()
        .filter_map(|nodes| {
            let start = nodes.iter().min().copied()?;
            cycle_through(start, graph, &component_of, &mut reached_by)
        })
        .collect()
}

/// An edge to where a way through a graph without cycles is longer than `most`.
pub(super) fn longer_than<N, E>(graph: &DiGraph<N, E>, most: usize) -> Option<EdgeIndex> {
    let mut length = vec![0; graph.node_count()];
    for node in toposort(graph, None).ok()? {
        for edge in graph.edges(node) {
            let (from, to) = (node.index(), edge.target().index());
            length[to] = length[to].max(length[from] + 1);
            if length[to] > most {
                return Some(edge.id());
            }
        }
    }
    None
}

/// Searches breadth first within the component of `start`.
fn cycle_through<N, E>(
    start: NodeIndex,
    graph: &DiGraph<N, E>,
    component_of: &[usize],
    reached_by: &mut [Option<EdgeIndex>],
) -> Option<Vec<EdgeIndex>> {
    let component = component_of[start.index()];
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        // petgraph gives the edge added last first; the first one written reads better.
        let mut edges: Vec<_> = graph.edges_directed(node, Direction::Outgoing).collect();
        edges.reverse();
        for edge in edges {
            let target = edge.target();
            if target == start {
                return Some(way_back(edge.id(), start, graph, reached_by));
            }
            if component_of[target.index()] == component && reached_by[target.index()].is_none() {
                reached_by[target.index()] = Some(edge.id());
                queue.push_back(target);
            }
        }
    }
    None
}

fn way_back<N, E>(
    closing: EdgeIndex,
    start: NodeIndex,
    graph: &DiGraph<N, E>,
    reached_by: &[Option<EdgeIndex>],
) -> Vec<EdgeIndex> {
    let mut cycle = vec![closing];
    let mut last = closing;
    while let Some((source, _)) = graph.edge_endpoints(last) {
        if source == start {
            break;
        }
        let Some(edge) = reached_by[source.index()] else {
            break;
        };
        cycle.push(edge);
        last = edge;
    }
    cycle.reverse();
    cycle
}

/// Which nodes some path from `start` leads to.
pub(super) fn reachable<N, E>(graph: &DiGraph<N, E>, start: NodeIndex) -> Vec<bool> {
    let mut reachable = vec![false; graph.node_count()];
    let mut search = Dfs::new(graph, start);
    while let Some(node) = search.next(graph) {
        reachable[node.index()] = true;
    }
    reachable
}

/// `A → B → A`, in backticks; the middle of a long one is only counted.
pub(super) fn spell_out<'n, N, E>(
    cycle: &[EdgeIndex],
    graph: &DiGraph<N, E>,
    name: impl Fn(NodeIndex) -> &'n str,
) -> String {
    let nodes: Vec<NodeIndex> = cycle
        .iter()
        .filter_map(|edge| Some(graph.edge_endpoints(*edge)?.0))
        .chain(
            cycle
                .last()
                .and_then(|edge| Some(graph.edge_endpoints(*edge)?.1)),
        )
        .collect();
    let spell = |nodes: &[NodeIndex]| {
        let names: Vec<String> = nodes
            .iter()
            .map(|node| format!("`{}`", name(*node)))
            .collect();
        names.join(" → ")
    };
    let Some(left_out) = nodes.len().checked_sub(2 * NAMES_SHOWN).filter(|n| *n > 1) else {
        return spell(&nodes);
    };
    let (head, tail) = (&nodes[..NAMES_SHOWN], &nodes[nodes.len() - NAMES_SHOWN..]);
    format!("{} → ({left_out} more) → {}", spell(head), spell(tail))
}
