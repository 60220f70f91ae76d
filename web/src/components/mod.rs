//! What is seen. Components take signals and callbacks; they know nothing of the engine.

mod dynamic;
mod graph;
mod input_editor;
mod inspector;
mod json_view;
mod outcome;
mod status;
mod toolbar;

pub(crate) use graph::Graph;
pub(crate) use input_editor::InputEditor;
pub(crate) use inspector::Inspector;
pub(crate) use outcome::Outcome;
pub(crate) use toolbar::Toolbar;
