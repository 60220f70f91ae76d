//! Renderers of a drawing as text. They share no layout code; of runs they know no more than [`Marks`].
//!
//! ```
//! use stepwell_core::{Workflow, export::{Format, PictureOptions, visualize}, layout::Options};
//!
//! let workflow = Workflow::parse(r#"{ "name": "Greet", "steps": { "Find": { "func": "find" } } }"#)?;
//! let mermaid = visualize(&workflow, Format::Mermaid, &Options::default(), &PictureOptions::default());
//! assert!(mermaid.starts_with("flowchart TB\n"));
//!
//! let svg = visualize(&workflow, Format::Svg, &Options::default(), &PictureOptions::default());
//! assert!(svg.contains("<title>Greet</title>"));
//! # Ok::<(), stepwell_core::workflow::Invalid>(())
//! ```

mod document;
mod dot;
mod edge;
mod escape;
mod json;
mod label;
mod length;
mod marks;
mod mermaid;
mod outline;
mod svg;
mod svg_style;

pub use document::{DOCUMENT_NAMESPACE, document_json};
pub use dot::dot;
pub use edge::{edge_head, edge_line};
pub use json::json;
pub use marks::{Mark, Marks};
pub use mermaid::mermaid;
pub use svg::svg;

use crate::{
    StepStatus, Workflow,
    layout::{self, Drawing, DrawnNode, NodeKind, layout},
};

/// What a picture is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An SVG that stands alone.
    Svg,
    /// A Mermaid flowchart.
    Mermaid,
    /// DOT, for Graphviz.
    Dot,
    /// The drawing's coordinates as JSON.
    Json,
}

/// How a picture is made.
#[derive(Clone, Copy, Default)]
pub struct PictureOptions<'a> {
    /// What the picture is called. Default: nothing; an SVG is then called "Workflow" for readers who do not see it.
    pub title: Option<&'a str>,
    /// The colours of an SVG.
    pub theme: Theme,
    /// What a run has done, to be shown.
    pub marks: Option<&'a dyn Marks>,
    /// The JSON text of the document that an SVG carries, so that the page opens it again: see [`document_json`].
    pub document: Option<&'a str>,
}

/// The colours of a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light or dark as the reader prefers.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Svg, Self::Mermaid, Self::Dot, Self::Json];

    /// Its name: `svg`, `mermaid`, `dot` or `json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
            Self::Json => "json",
        }
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }
}

/// The picture of a workflow. An SVG without another title is called by the workflow's name.
pub fn visualize(
    workflow: &Workflow,
    format: Format,
    layout_options: &layout::Options,
    options: &PictureOptions,
) -> String {
    let drawing = layout(workflow, layout_options);
    let mut options = *options;
    if format == Format::Svg && options.title.is_none() {
        options.title = Some(&workflow.root().name)
            .map(|name| &**name)
            .filter(|name| !name.is_empty());
    }
    picture(&drawing, format, &options)
}

/// A drawing in a format. JSON is the drawing alone and has no options.
pub fn picture(drawing: &Drawing, format: Format, options: &PictureOptions) -> String {
    match format {
        Format::Svg => svg(drawing, options),
        Format::Mermaid => mermaid(drawing, options),
        Format::Dot => dot(drawing, options),
        Format::Json => json(drawing),
    }
}

impl PictureOptions<'_> {
    /// What has become of a box, if anything has.
    fn mark(&self, node: &DrawnNode) -> Option<Mark> {
        if matches!(node.kind, NodeKind::Start | NodeKind::End) {
            return None;
        }
        let mark = self.marks?.of_box(&node.id)?;
        (mark.status != StepStatus::Pending).then_some(mark)
    }
}
