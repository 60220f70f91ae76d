//! Renderers of a drawing or a workflow as text. They share no layout code and know nothing of runs.

mod escape;
pub mod svg;

pub use svg::{SvgOptions, Theme, svg};
