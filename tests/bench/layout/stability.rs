//! How steady a drawing stays while one edits: how far boxes move that were not touched, and whether they keep their order.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use stepwell_core::layout::{
    Drawing, DrawnNode, Graph, GraphEdge, GraphNode, layout_graph, layout_graph_after,
};
use stepwell_tests::sample::Look;

use super::graph;
use crate::figure::{Figure, Outcome, median};

/// So many steps, and how many workflows of that size are edited.
const SIZES: [(usize, u64); 2] = [(20, 8), (100, 4)];
/// How many edits of each sort are made to a workflow, each by itself.
const EDITS: usize = 40;

/// What one does to a workflow; the edge says where.
type Edit = fn(&mut Graph, &GraphEdge);

const SORTS: [(&str, Edit); 3] = [
    ("a longer name", rename),
    ("a step put on an edge", insert),
    ("a step deleted", delete),
];

#[expect(clippy::unnecessary_wraps, reason = "as all groups")]
pub(super) fn measure() -> Result<Outcome> {
    let mut figures = Vec::new();
    for (steps, seeds) in SIZES {
        for (what, edit) in SORTS {
            let (mut moves, mut kept) = (Vec::new(), Vec::new());
            for seed in 1..=seeds {
                let graph = graph::graph(&Look::Workflow.sample(steps, seed));
                let before = layout_graph(&graph, &graph::options());
                for number in 0..EDITS.min(graph.edges.len()) {
                    let mut edited = graph.clone();
                    let at = number * graph.edges.len() / EDITS.min(graph.edges.len());
                    edit(&mut edited, &graph.edges[at]);
                    let after = layout_graph_after(&edited, &graph::options(), &before);
                    let change = Change::new(&before, &after);
                    moves.push(change.mean_move());
                    kept.extend(change.order_kept());
                }
            }
            let mean = |values: &[f64]| {
                let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
                values.iter().sum::<f64>() / f64::from(count)
            };
            let name = format!("{steps} steps, {what}");
            let (distance, order) = (mean(&moves), mean(&kept));
            figures.push(Figure::summed_up(
                format!("{name}: mean move of the others"),
                " px",
                distance,
                moves,
            ));
            figures.push(Figure::summed_up(
                format!("{name}: order kept"),
                " %",
                order,
                kept,
            ));
        }
    }
    Ok(figures.into())
}

fn rename(graph: &mut Graph, edge: &GraphEdge) {
    for node in &mut graph.nodes {
        if node.id == edge.from {
            node.width += 40.0;
        }
    }
}

fn insert(graph: &mut Graph, edge: &GraphEdge) {
    let at = graph.edges.iter().position(|other| other.id == edge.id);
    let at = at.expect("the edge is of this graph");
    graph.nodes.push(GraphNode {
        id: "new".to_owned(),
        width: 120.0,
        height: 40.0,
        ..GraphNode::default()
    });
    "new".clone_into(&mut graph.edges[at].to);
    let onwards = GraphEdge {
        id: "new onwards".to_owned(),
        from: "new".to_owned(),
        to: edge.to.clone(),
        ..GraphEdge::default()
    };
    graph.edges.insert(at + 1, onwards);
}

/// What led to the step leads to where the edge went.
fn delete(graph: &mut Graph, edge: &GraphEdge) {
    graph.nodes.retain(|node| node.id != edge.from);
    graph.edges.retain(|other| other.from != edge.from);
    for other in &mut graph.edges {
        if other.to == edge.from {
            other.to.clone_from(&edge.to);
        }
    }
    graph.edges.retain(|other| other.from != other.to);
}

/// The boxes that are in both drawings: as they are, and as they were.
struct Change<'a>(Vec<(&'a DrawnNode, &'a DrawnNode)>);

impl<'a> Change<'a> {
    fn new(before: &'a Drawing, after: &'a Drawing) -> Self {
        let was: HashMap<&str, &DrawnNode> =
            before.nodes.iter().map(|node| (&*node.id, node)).collect();
        let both = after.nodes.iter();
        Self(
            both.filter_map(|node| Some((node, *was.get(&*node.id)?)))
                .collect(),
        )
    }

    /// How far a box moves on average, beside what most move by together: that the page's view follows.
    fn mean_move(&self) -> f64 {
        let along = |axis: fn(&DrawnNode) -> f64| -> Vec<f64> {
            self.0
                .iter()
                .map(|(is, was)| axis(is) - axis(was))
                .collect()
        };
        let (x, y) = (along(|node| node.x), along(|node| node.y));
        let (most_x, most_y) = (median(&x), median(&y));
        let moves = x
            .iter()
            .zip(&y)
            .map(|(x, y)| (x - most_x).hypot(y - most_y));
        moves.sum::<f64>() / f64::from(u32::try_from(self.0.len()).unwrap_or(u32::MAX))
    }

    /// Of 100 pairs of boxes that stood side by side and still do, how many stand in the same order.
    fn order_kept(&self) -> Option<f64> {
        let mut ranks: BTreeMap<[u64; 2], Vec<(f64, f64)>> = BTreeMap::new();
        for (is, was) in &self.0 {
            let at = [is.y, was.y].map(f64::to_bits);
            ranks.entry(at).or_default().push((is.x, was.x));
        }
        let (mut pairs, mut kept) = (0_u32, 0_u32);
        for rank in ranks.values() {
            for (number, one) in rank.iter().enumerate() {
                for other in &rank[..number] {
                    pairs += 1;
                    kept += u32::from((one.0 < other.0) == (one.1 < other.1));
                }
            }
        }
        (pairs > 0).then(|| 100.0 * f64::from(kept) / f64::from(pairs))
    }
}
