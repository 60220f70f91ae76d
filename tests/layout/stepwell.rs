//! The core's layout of a sample, and its drawing as it is judged.

use std::collections::HashMap;

use stepwell_core::layout::{Drawing, Graph, GraphEdge, GraphNode, Options};
use stepwell_tests::quality::{Drawn, Line, Rect};
use stepwell_tests::sample::Sample;

/// The gaps at which layouts are compared.
pub(crate) fn options([node_gap, rank_gap]: [f64; 2]) -> Options {
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

/// The drawing as it is judged.
pub(crate) fn drawn(drawing: &Drawing) -> Drawn {
    let ids = drawing.nodes.iter().map(|node| &*node.id);
    let places: HashMap<&str, usize> = ids.zip(0..).collect();
    let rect = |node: &stepwell_core::layout::DrawnNode| Rect {
        parent: node.parent.as_deref().map(|parent| places[parent]),
        ..Rect::around([node.x, node.y], [node.width, node.height])
    };
    let line = |edge: &stepwell_core::layout::DrawnEdge| Line {
        from: places[&*edge.from],
        to: places[&*edge.to],
        points: edge.points.clone(),
    };
    Drawn {
        boxes: drawing.nodes.iter().map(rect).collect(),
        edges: drawing.edges.iter().map(line).collect(),
    }
}
