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
    name: RwSignal<String>,
    input: RwSignal<String>,
    input_error: RwSignal<Option<TextError>>,
    checked_input: StoredValue<Option<Json>>,
    workflow: RwSignal<Option<Arc<Workflow>>>,
    drawing: RwSignal<Option<Arc<Drawing>>>,
    diagnostics: RwSignal<Vec<Diagnostic>>,
}

impl Document {
    /// Opens an example with the first of its inputs.
    pub(crate) fn open(example: &'static Example) -> Self {
        let document = Self {
            cases: example.cases,
            functions: StoredValue::new_local((example.functions)()),
            name: RwSignal::new(String::new()),
            input: RwSignal::new(String::new()),
            input_error: RwSignal::new(None),
            checked_input: StoredValue::new(None),
            workflow: RwSignal::new(None),
            drawing: RwSignal::new(None),
            diagnostics: RwSignal::new(Vec::new()),
        };
        document.define(example.definition);
        document.edit_input(example.cases[0].input.to_owned());
        document
    }

    /// Takes a definition. While it is invalid the last good workflow and its drawing stay.
    pub(crate) fn define(self, definition: &str) {
        match Workflow::parse(definition) {
            Ok(workflow) => {
                let drawing = layout(&workflow, &Options::default());
                self.diagnostics.set(Vec::new());
                self.name.set(workflow.root().name.to_string());
                self.drawing.set(Some(Arc::new(drawing)));
                self.workflow.set(Some(Arc::new(workflow)));
            }
            Err(invalid) => self.diagnostics.set(invalid.diagnostics),
        }
    }

    /// Takes an input's text.
    pub(crate) fn edit_input(self, text: String) {
        let (checked, error) = match json_text::read(&text) {
            Ok(checked) => (Some(checked), None),
            Err(error) => (None, Some(error)),
        };
        self.checked_input.set_value(checked);
        self.input_error.set(error);
        self.input.set(text);
    }

    /// The workflow's name.
    pub(crate) fn name(self) -> ReadSignal<String> {
        self.name.read_only()
    }

    /// The input's text.
    pub(crate) fn input(self) -> ReadSignal<String> {
        self.input.read_only()
    }

    /// What is wrong with the input, if anything.
    pub(crate) fn input_error(self) -> ReadSignal<Option<TextError>> {
        self.input_error.read_only()
    }

    /// The checked workflow.
    pub(crate) fn workflow(self) -> ReadSignal<Option<Arc<Workflow>>> {
        self.workflow.read_only()
    }

    /// The workflow's drawing.
    pub(crate) fn drawing(self) -> ReadSignal<Option<Arc<Drawing>>> {
        self.drawing.read_only()
    }

    /// Why the document cannot be run as it is; empty if it can.
    pub(crate) fn obstacle(self) -> String {
        let mistake = |diagnostics: &Vec<Diagnostic>| diagnostics.first().map(ToString::to_string);
        if let Some(mistake) = self.diagnostics.with(mistake) {
            return mistake;
        }
        match self.input_error.get() {
            Some(TextError { line, column, .. }) => {
                format!("The input is not JSON: line {line}, column {column}")
            }
            None => String::new(),
        }
    }

    /// What a run takes: the workflow and its input, if both are good. Tracks neither.
    pub(crate) fn to_run(self) -> Option<(Arc<Workflow>, Json)> {
        let workflow = self.workflow.get_untracked()?;
        let input = self.checked_input.get_value()?;
        let is_valid = self.diagnostics.with_untracked(Vec::is_empty);
        is_valid.then_some((workflow, input))
    }
}
