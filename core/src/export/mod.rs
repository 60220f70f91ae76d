//! Renderers of a drawing or a workflow as text. They share no layout code and know nothing of runs.

mod edge;
mod escape;
mod json;
mod length;
pub mod svg;

pub use edge::{edge_head, edge_line};
pub use json::json;
pub use svg::{SvgOptions, Theme, svg};
