//! Boxes that no edge joins, such as the tasks of a parallel step, in rows and columns.
//!
//! Guarantees: the boxes keep their order, row by row, and no two overlap.

use super::{acyclic::FlatNode, route::Routed};

/// More columns than this make a drawing too wide to read.
const MOST_COLUMNS: usize = 6;

/// Lays `nodes` out in rows: up to three make one row, more about a square.
pub(super) fn grid(nodes: &[FlatNode], gap: f64) -> Routed {
    let columns = columns(nodes.len());
    let mut widths = vec![0.0_f64; columns];
    let mut heights = vec![0.0_f64; nodes.len().div_ceil(columns)];
    for (index, node) in nodes.iter().enumerate() {
        let (width, height) = (&mut widths[index % columns], &mut heights[index / columns]);
        *width = width.max(node.width);
        *height = height.max(node.height);
    }
    let (lefts, width) = offsets(&widths, gap);
    let (tops, height) = offsets(&heights, gap);
    let nodes = (0..nodes.len())
        .map(|index| {
            let (column, row) = (index % columns, index / columns);
            [
                lefts[column] + widths[column] / 2.0,
                tops[row] + heights[row] / 2.0,
            ]
        })
        .collect();
    Routed {
        width,
        height,
        nodes,
        edges: Vec::new(),
    }
}

fn columns(count: usize) -> usize {
    if count <= 3 {
        return count.max(1);
    }
    (2..MOST_COLUMNS)
        .find(|columns| columns * columns >= count)
        .unwrap_or(MOST_COLUMNS)
}

/// Where each of some lengths starts, a gap between them, and where the last ends.
fn offsets(lengths: &[f64], gap: f64) -> (Vec<f64>, f64) {
    let mut end = 0.0;
    let starts = lengths
        .iter()
        .map(|length| {
            let start = end;
            end += length + gap;
            start
        })
        .collect();
    (starts, (end - gap).max(0.0))
}
