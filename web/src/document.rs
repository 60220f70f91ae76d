//! What is edited: a definition, the functions that its steps call, and the input of its next run.
//!
//! The drawing is made here, when the definition changes and at no other time.

use std::sync::Arc;

use leptos::prelude::*;
use stepwell_core::{
    Json, Workflow,
    layout::{Drawing, Options, layout},
    workflow::Diagnostic,
};

use crate::{
    examples::{Case, Example},
    functions::Functions,
    json_text::{self, TextError},
};

/// The document that the page shows.
#[derive(Clone, Copy)]
pub(crate) struct Document {
    /// Inputs worth trying.
    pub(crate) cases: &'static [Case],
    /// What its steps call.
    pub(crate) functions: StoredValue<Functions, LocalStorage>,
    input: RwSignal<String>,
    checked_input: RwSignal<Result<Json, TextError>>,
    workflow: RwSignal<Option<Arc<Workflow>>>,
    drawing: RwSignal<Option<Arc<Drawing>>>,
    diagnostics: RwSignal<Vec<Diagnostic>>,
}

impl Document {
    /// Opens an example with the first of its inputs.
    pub(crate) fn open(example: &'static Example) -> Self {
        let input = example.cases[0].input;
        let document = Self {
            input: RwSignal::new(input.to_owned()),
            cases: example.cases,
            functions: StoredValue::new_local((example.functions)()),
            checked_input: RwSignal::new(json_text::read(input)),
            workflow: RwSignal::new(None),
            drawing: RwSignal::new(None),
            diagnostics: RwSignal::new(Vec::new()),
        };
        document.define(example.definition);
        document
    }

    /// Takes a definition. While it is invalid the last good workflow and its drawing stay.
    pub(crate) fn define(self, definition: &str) {
        match Workflow::parse(definition) {
            Ok(workflow) => {
                let drawing = layout(&workflow, &Options::default());
                self.diagnostics.set(Vec::new());
                self.drawing.set(Some(Arc::new(drawing)));
                self.workflow.set(Some(Arc::new(workflow)));
            }
            Err(invalid) => self.diagnostics.set(invalid.diagnostics),
        }
    }

    /// Takes an input's text.
    pub(crate) fn edit_input(self, text: String) {
        self.checked_input.set(json_text::read(&text));
        self.input.set(text);
    }

    /// The input's text.
    pub(crate) fn input(self) -> Signal<String> {
        self.input.into()
    }

    /// The checked workflow.
    pub(crate) fn workflow(self) -> Signal<Option<Arc<Workflow>>> {
        self.workflow.into()
    }

    /// The workflow's drawing.
    pub(crate) fn drawing(self) -> Signal<Option<Arc<Drawing>>> {
        self.drawing.into()
    }

    /// The workflow's name.
    pub(crate) fn name(self) -> String {
        self.workflow.with(|workflow| {
            workflow.as_ref().map_or_else(
                || "Untitled".to_owned(),
                |workflow| workflow.root().name.to_string(),
            )
        })
    }

    /// What is wrong with the input, if anything.
    pub(crate) fn input_error(self) -> Option<TextError> {
        self.checked_input
            .with(|input| input.as_ref().err().cloned())
    }

    /// Why the document cannot be run as it is; empty if it can.
    pub(crate) fn obstacle(self) -> String {
        if let Some(diagnostic) = self
            .diagnostics
            .with(|diagnostics| diagnostics.first().map(ToString::to_string))
        {
            return diagnostic;
        }
        match self.input_error() {
            Some(error) => format!(
                "The input is not JSON: line {}, column {}",
                error.line, error.column
            ),
            None => String::new(),
        }
    }

    /// What a run takes: the workflow and its input, if both are good. Tracks neither.
    pub(crate) fn to_run(self) -> Option<(Arc<Workflow>, Json)> {
        let workflow = self.workflow.get_untracked()?;
        let input = self.checked_input.get_untracked().ok()?;
        self.diagnostics
            .with_untracked(Vec::is_empty)
            .then_some((workflow, input))
    }
}
