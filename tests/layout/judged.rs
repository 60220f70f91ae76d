//! The core's drawing as it is judged.

use std::collections::HashMap;

use stepwell_core::layout::{Drawing, DrawnEdge, DrawnNode};
use stepwell_tests::quality::{Drawn, Line, Rect};

/// The drawing as it is judged.
pub(crate) fn drawn(drawing: &Drawing) -> Drawn {
    let ids = drawing.nodes.iter().map(|node| &*node.id);
    let places: HashMap<&str, usize> = ids.zip(0..).collect();
    let rect = |node: &DrawnNode| Rect {
        parent: node.parent.as_deref().map(|parent| places[parent]),
        ..Rect::around([node.x, node.y], [node.width, node.height])
    };
    let line = |edge: &DrawnEdge| Line {
        from: places[&*edge.from],
        to: places[&*edge.to],
        points: edge.points.clone(),
    };
    Drawn {
        boxes: drawing.nodes.iter().map(rect).collect(),
        edges: drawing.edges.iter().map(line).collect(),
    }
}
