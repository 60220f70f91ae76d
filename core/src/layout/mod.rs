//! The layout: a checked workflow, or any graph, becomes a [`Drawing`] of coordinates.
//!
//! ```text
//! Workflow ──▶ Graph ──▶ levels (what one container holds), innermost first, each:
//!     acyclic ──▶ ranked ──▶ layered ──▶ ordered ──▶ positioned ──▶ routed
//! ```
//!
//! A layered layout after Sugiyama; each pass is a type that states what it needs and what it guarantees.
//! Deterministic on every platform: only + − × ÷ and rounding of doubles, and no order of a hash map. Nothing
//! recurs, so neither a chain of 100,000 steps nor deep nesting overflows a stack. This module knows nothing of
//! runs and of markup.

mod acyclic;
mod bypass;
mod containers;
mod curve;
mod drawing;
mod exits;
mod grid;
mod layered;
mod order;
mod ports;
mod position;
mod rank;
mod route;
pub mod text;
mod workflow_graph;

#[cfg(test)]
mod tests;

pub use containers::{layout_graph, layout_graph_after};
pub use curve::Stroke;
pub use drawing::{
    Direction, Drawing, DrawnEdge, DrawnNode, EdgeKind, Graph, GraphEdge, GraphNode, LabelBox,
    NodeKind, Options,
};
pub use workflow_graph::{END, RETRIES, START, TOGGLE_ROOM, box_id, edge_id, workflow_graph};

use crate::Workflow;

/// The size of a name's text, in pixels.
pub const NAME_SIZE: f64 = 13.0;
/// The size of a detail's text.
pub const DETAIL_SIZE: f64 = 11.0;
/// The size of an edge label's text.
pub const LABEL_SIZE: f64 = 11.0;
/// Where a box's text starts, from its left border: the icon stands before it.
pub const TEXT_LEFT: f64 = 42.0;
/// The height of a step's box, and of a container's title.
pub const BOX_HEIGHT: f64 = 48.0;

/// The drawing of a workflow.
///
/// The id of a step's box is its path (see [`crate::path`]): `Ship/pack` is the task or step `pack` in the step
/// `Ship`. What a map does with each item has `[]` for the item: `Pack[]` is its function, `Pack[]/Weigh` a step
/// of its workflow. The markers are `[start]` and `[end]`, which no path can be.
pub fn layout(workflow: &Workflow, options: &Options) -> Drawing {
    layout_graph(&workflow_graph(workflow, options), options)
}

/// The drawing of a workflow of which there was a drawing before it was edited: what is in both moves as little as a
/// good drawing allows.
pub fn layout_after(workflow: &Workflow, options: &Options, before: &Drawing) -> Drawing {
    layout_graph_after(&workflow_graph(workflow, options), options, before)
}
