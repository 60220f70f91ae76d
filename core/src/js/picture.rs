//! Pictures of workflows.

use wasm_bindgen::prelude::*;

use crate::{
    StepStatus,
    export::{Format, Marks, PictureOptions, Theme, document_json, visualize},
    run_marks::RunMarks,
};

use super::{graph::LayoutOptions, package::CheckedWorkflow};

/// What a run has done, to be shown in a picture.
#[wasm_bindgen]
pub struct PictureMarks(pub(super) RunMarks);

#[wasm_bindgen]
impl PictureMarks {
    /// The statuses of boxes: ids and, in their order, the words for statuses. Unknown words are passed over.
    #[wasm_bindgen(constructor)]
    pub fn new(ids: Vec<String>, statuses: Vec<String>) -> PictureMarks {
        let pairs = ids.into_iter().zip(statuses);
        let known = pairs.filter_map(|(id, word)| Some((id, StepStatus::named(&word)?)));
        Self(RunMarks::of_statuses(known))
    }
}

/// A picture of a workflow in a format: `svg`, `mermaid`, `dot` or `json`; nothing for another. With `carried` an SVG
/// carries the definition. An empty title is none.
#[wasm_bindgen]
pub fn draw(
    workflow: &CheckedWorkflow,
    format: &str,
    layout: &LayoutOptions,
    theme: &str,
    title: &str,
    carried: bool,
    marks: Option<PictureMarks>,
) -> Option<String> {
    let format = Format::named(format)?;
    let workflow = &workflow.workflow;
    let document = carried.then(|| document_json(workflow.definition().as_str(), "", "null"));
    let marks = marks.map(|marks| marks.0);
    let options = PictureOptions {
        title: (!title.is_empty()).then_some(title),
        theme: match theme {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        },
        marks: marks.as_ref().map(|marks| marks as &dyn Marks),
        document: document.as_deref(),
    };
    Some(visualize(workflow, format, &layout.0, &options))
}
