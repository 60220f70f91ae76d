//! What is seen. Components take signals and callbacks; they know nothing of the engine.

mod console_view;
mod dynamic;
mod graph;
mod input_editor;
mod json_view;
mod missing_functions;
mod notice;
mod outcome;
mod picture_menu;
mod run_settings;
mod status;
mod tabs;
mod text_editor;
mod toolbar;

pub(crate) use console_view::ConsoleView;
pub(crate) use dynamic::{effect, text};
pub(crate) use graph::{Graph, GraphAct};
pub(crate) use input_editor::InputEditor;
pub(crate) use missing_functions::MissingFunctions;
pub(crate) use notice::Notice;
pub(crate) use outcome::Outcome;
pub(crate) use picture_menu::PictureMenu;
pub(crate) use run_settings::RunSettings;
pub(crate) use tabs::{Tab, Tabs, once_shown, tab_panel};
pub(crate) use text_editor::{Kind, TextEditor, add_function};
pub(crate) use toolbar::Toolbar;
