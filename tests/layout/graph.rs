//! A sample as the core lays it out, at the setting at which layouts are compared.

use stepwell_core::layout::{Graph, GraphEdge, GraphNode, Options};
use stepwell_tests::sample::Sample;

/// The room between boxes and between ranks, in pixels.
pub(crate) const GAPS: [f64; 2] = [30.0, 50.0];

/// The setting.
pub(crate) fn options() -> Options {
    let [node_gap, rank_gap] = GAPS;
    Options {
        node_gap,
        rank_gap,
        ..Options::default()
    }
}

/// The sample as the core takes it.
pub(crate) fn graph(sample: &Sample) -> Graph {
    let node = |(index, [width, height]): (usize, &[f64; 2])| GraphNode {
        id: index.to_string(),
        width: *width,
        height: *height,
        ..GraphNode::default()
    };
    let edge = |(index, [from, to]): (usize, &[usize; 2])| GraphEdge {
        id: format!("e{index}"),
        from: from.to_string(),
        to: to.to_string(),
        ..GraphEdge::default()
    };
    Graph {
        nodes: sample.boxes.iter().enumerate().map(node).collect(),
        edges: sample.edges.iter().enumerate().map(edge).collect(),
    }
}
