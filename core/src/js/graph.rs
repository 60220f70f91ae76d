//! Layouts, of workflows and of any graph.
//!
//! A workflow's drawing crosses as JSON text. Any graph, which may be large, crosses as numbers: nodes and edges go by
//! their places, and ids never cross. Against one JSON text in and one out that takes a fifth of the time.

use wasm_bindgen::prelude::*;

use crate::{
    export,
    layout::{
        Direction, Drawing, EdgeKind, Graph, GraphEdge, GraphNode, Options, layout_graph,
        workflow_graph,
    },
};

use super::package::CheckedWorkflow;

/// What parts texts that cross together; the package takes it out of them.
const PARTING: char = '\0';

/// How to lay out.
#[wasm_bindgen]
#[derive(Clone)]
pub struct LayoutOptions(pub(super) Options);

#[wasm_bindgen]
impl LayoutOptions {
    /// To the right, or down; lengths are pixels.
    #[wasm_bindgen(constructor)]
    pub fn new(
        right: bool,
        node_gap: Option<f64>,
        rank_gap: Option<f64>,
        depth: Option<u32>,
    ) -> LayoutOptions {
        let mut options = Options::default();
        if right {
            options.direction = Direction::Right;
        }
        if let Some(gap) = node_gap {
            options.node_gap = gap;
        }
        if let Some(gap) = rank_gap {
            options.rank_gap = gap;
        }
        if let Some(depth) = depth {
            options.depth = depth as usize;
        }
        Self(options)
    }
}

/// The drawing of a workflow as JSON text.
#[wasm_bindgen(js_name = layoutWorkflow)]
pub fn layout_workflow(workflow: &CheckedWorkflow, options: &LayoutOptions) -> String {
    let graph = workflow_graph(&workflow.workflow, &options.0);
    export::json(&layout_graph(&graph, &options.0))
}

/// Where everything in a graph is drawn.
#[wasm_bindgen]
pub struct Places {
    numbers: Vec<f64>,
    texts: String,
}

#[wasm_bindgen]
impl Places {
    /// Lays out a graph. `nodes` has four numbers for each: width, height, the place of its parent (or -1), and whether
    /// it has a label; `edges` has four for each: the places of its ends, its kind (0 success, 1 failure, 2 branch,
    /// 3 default), and whether it has a label. `labels` has those of the nodes and then of the edges, each ended by NUL.
    #[wasm_bindgen(constructor)]
    pub fn new(nodes: &[f64], edges: &[u32], labels: &str, options: &LayoutOptions) -> Places {
        let mut labels = labels.split(PARTING);
        let mut label = |is_there: bool| if is_there { labels.next() } else { None };
        let mut graph = Graph::default();
        for (place, node) in nodes.as_chunks::<4>().0.iter().enumerate() {
            graph.nodes.push(GraphNode {
                id: place.to_string(),
                width: node[0],
                height: node[1],
                parent: (node[2] >= 0.0).then(|| place_of(node[2]).to_string()),
                label: label(node[3] > 0.0).unwrap_or_default().to_owned(),
                ..GraphNode::default()
            });
        }
        for (place, edge) in edges.as_chunks::<4>().0.iter().enumerate() {
            graph.edges.push(GraphEdge {
                id: place.to_string(),
                from: edge[0].to_string(),
                to: edge[1].to_string(),
                kind: match edge[2] {
                    1 => EdgeKind::Failure,
                    2 => EdgeKind::Branch,
                    3 => EdgeKind::Default,
                    _ => EdgeKind::Success,
                },
                label: label(edge[3] > 0).map(str::to_owned),
            });
        }
        Self::of(&layout_graph(&graph, &options.0))
    }

    fn of(drawing: &Drawing) -> Self {
        let mut places = Self {
            numbers: Vec::new(),
            texts: String::new(),
        };
        places.put(&[drawing.width, drawing.height]);
        for node in &drawing.nodes {
            let container = f64::from(u8::from(node.container));
            places.put_place(&node.id);
            places.put(&[node.x, node.y, node.width, node.height, container]);
        }
        for edge in &drawing.edges {
            places.put_place(&edge.id);
            if let Some(label) = &edge.label_box {
                places.put(&[1.0, label.x, label.y, label.width, label.height]);
                places.texts.push_str(&label.text);
                places.texts.push(PARTING);
            } else {
                places.put(&[0.0]);
            }
            places.put_count(edge.points.len());
            for point in &edge.points {
                places.put(point);
            }
        }
        places
    }

    /// Lengths, to a hundredth of a pixel as in every drawing that is written.
    fn put(&mut self, lengths: &[f64]) {
        let rounded = lengths
            .iter()
            .map(|length| (length * 100.0).round() / 100.0);
        self.numbers.extend(rounded);
    }

    fn put_place(&mut self, id: &str) {
        self.numbers.push(id.parse::<u32>().map_or(-1.0, f64::from));
    }

    fn put_count(&mut self, count: usize) {
        self.numbers
            .push(u32::try_from(count).map_or(0.0, f64::from));
    }

    /// Width and height; for each node its place, x, y, width, height, and whether it is a container; for each edge its
    /// place, whether it has a label and if so the label's x, y, width and height, and how many points it has, and
    /// these.
    pub fn numbers(&self) -> Vec<f64> {
        self.numbers.clone()
    }

    /// The labels as shown, of the edges that have one, each ended by NUL.
    pub fn texts(&self) -> String {
        self.texts.clone()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place is a whole number; `as` saturates"
)]
fn place_of(number: f64) -> u32 {
    number as u32
}
