//! What is edited: a definition, the functions that its steps call, and the input of its next run; and all that
//! is wrong with them.
//!
//! The drawing is made here, when the definition changes and at no other time, and then moves as little as it can. While the definition is invalid,
//! the last good workflow and its drawing stay.

mod module;
mod problem;

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;
use stepwell_core::{
    Json, Workflow,
    layout::{
        Direction, Drawing, Graph, GraphNode, NodeKind, Options, layout, layout_after,
        workflow_graph,
    },
    workflow::{Diagnostic, Severity},
};

pub(crate) use module::{Module, SyntaxError};
use problem::Missing;
pub(crate) use problem::{Place, Problem};

use crate::{
    examples::{Case, Example},
    json_text::{self, TextError},
    transfer::Texts,
    watched::{Kept, ReadOnly, Watched},
};

/// The document that the page shows.
#[derive(Clone, Copy)]
pub(crate) struct Document {
    definition: Watched<String>,
    functions: Watched<String>,
    input: Watched<String>,
    /// Inputs worth trying.
    cases: Watched<&'static [Case]>,
    workflow: Watched<Option<Arc<Workflow>>>,
    drawing: Watched<Option<Arc<Drawing>>>,
    /// How it is drawn: which way, and which containers are open.
    options: Kept<Options>,
    /// How many documents have been opened.
    opened: Kept<u32>,
    /// Of the definition by itself.
    diagnostics: Watched<Vec<Diagnostic>>,
    /// What is known of the functions.
    module: Watched<Module>,
    /// One for each call of a function that there is not.
    missing: Watched<Vec<Missing>>,
    input_error: Watched<Option<TextError>>,
    checked_input: Kept<Option<Json>>,
    /// Whether the definition, or the functions, are to be looked at again.
    unchecked: Kept<(bool, bool)>,
    timer: Kept<Option<TimeoutHandle>>,
}

impl Document {
    /// Opens a document or, if there is none, an example with the first of its inputs.
    pub(crate) fn open_first(texts: Option<Texts>, example: &'static Example) -> Self {
        let document = Self {
            definition: Watched::new(String::new()),
            functions: Watched::new(String::new()),
            input: Watched::new(String::new()),
            cases: Watched::new(&[]),
            workflow: Watched::new(None),
            drawing: Watched::new(None),
            options: Kept::new(Options::default()),
            opened: Kept::new(0),
            diagnostics: Watched::new(Vec::new()),
            module: Watched::new(Module::default()),
            missing: Watched::new(Vec::new()),
            input_error: Watched::new(None),
            checked_input: Kept::new(None),
            unchecked: Kept::new((false, false)),
            timer: Kept::new(None),
        };
        let is_example = |texts: &Texts| texts.definition == example.definition;
        let is_example = texts.as_ref().is_none_or(is_example);
        document.open(texts.unwrap_or_else(|| Texts {
            definition: example.definition.to_owned(),
            functions: example.functions.to_owned(),
            input: example.cases[0].input.to_owned(),
        }));
        if is_example {
            document.cases.set(example.cases);
        }
        document
    }

    /// Opens a document in the place of this one. None of it runs.
    pub(crate) fn open(self, texts: Texts) {
        let Texts {
            definition,
            functions,
            input,
        } = texts;
        self.cases.set(&[]);
        self.opened.update(|opened| *opened += 1);
        self.options.update(|options| {
            options.expanded.clear();
            options.collapsed.clear();
        });
        self.workflow.set(None);
        self.drawing.set(None);
        // What was wrong with the last one's functions is not wrong with these.
        self.module.set(Module::default());
        self.edit_input(input);
        self.functions.set(functions);
        self.definition.set(definition);
        self.unchecked.replace((true, true));
        self.check_definition();
    }

    /// The texts, to be kept elsewhere.
    pub(crate) fn texts(self) -> Texts {
        Texts {
            definition: self.definition.get_untracked(),
            functions: self.functions.get_untracked(),
            input: self.input.get_untracked(),
        }
    }

    /// Takes a definition's text.
    pub(crate) fn edit_definition(self, text: String) {
        let soon = soon(&text);
        self.definition.set(text);
        self.unchecked.update(|(definition, _)| *definition = true);
        self.check_in(soon);
    }

    /// Takes the text of the functions.
    pub(crate) fn edit_functions(self, text: String) {
        let soon = soon(&text);
        self.functions.set(text);
        self.unchecked.update(|(_, functions)| *functions = true);
        self.check_in(soon);
    }

    /// Takes an input's text.
    pub(crate) fn edit_input(self, text: String) {
        let (checked, error) = match json_text::read(&text) {
            Ok(checked) => (Some(checked), None),
            Err(error) => (None, Some(error)),
        };
        self.checked_input.replace(checked);
        self.input_error.set(error);
        self.input.set(text);
    }

    /// Looks at what has been edited, once typing pauses.
    fn check_in(self, soon: Duration) {
        if let Some(timer) = self.timer.get() {
            timer.clear();
        }
        let timer = set_timeout_with_handle(move || self.check(), soon);
        self.timer.replace(timer.ok());
    }

    /// Looks at what has been edited and not been looked at since.
    pub(crate) fn check(self) {
        self.check_definition();
        let (_, functions) = self.unchecked.get();
        if functions {
            self.unchecked.update(|(_, functions)| *functions = false);
            let text = self.functions.get_untracked();
            module::check(text.clone(), move |module| {
                // What was found out too late is of another text.
                if self.functions.with_untracked(|now| *now == text) {
                    self.module.set(module);
                    self.find_missing();
                }
            });
        }
    }

    fn check_definition(self) {
        let (definition, _) = self.unchecked.get();
        if !definition {
            return;
        }
        self.unchecked.update(|(definition, _)| *definition = false);
        match self.definition.with_untracked(|text| Workflow::parse(text)) {
            Ok(workflow) => {
                self.diagnostics.set(workflow.warnings().to_vec());
                self.workflow.set(Some(Arc::new(workflow)));
                self.draw();
                self.find_missing();
            }
            Err(invalid) => self.diagnostics.set(invalid.diagnostics),
        }
    }

    fn draw(self) {
        if let Some(workflow) = self.workflow.get_untracked() {
            let before = self.drawing.get_untracked();
            let options = self.options.borrow();
            let drawing = match before.as_deref() {
                Some(before) => layout_after(&workflow, &options, before),
                None => layout(&workflow, &options),
            };
            drop(options);
            self.drawing.set(Some(Arc::new(drawing)));
        }
    }

    /// Draws it the other way: top down, or left to right.
    pub(crate) fn turn(self) {
        self.options.update(|options| {
            options.direction = match options.direction {
                Direction::Down => Direction::Right,
                Direction::Right => Direction::Down,
            };
        });
        self.draw();
    }

    /// Opens the container whose box has this id if it is closed, and closes it if it is open.
    pub(crate) fn toggle(self, id: String) {
        let is_open = self.drawing.with_untracked(|drawing| {
            let nodes = drawing.iter().flat_map(|drawing| &drawing.nodes);
            let mut open = nodes.filter(|node| node.container);
            open.any(|node| node.id == id)
        });
        self.options
            .update(|options| options.set_open(id, !is_open));
        self.draw();
    }

    /// Opens all containers that a box lies in.
    pub(crate) fn reveal(self, id: &str) {
        let graph = self.whole_graph();
        let parent = |id: &str| {
            let node = graph.nodes.iter().find(|node| node.id == id);
            node.and_then(|node| node.parent.clone())
        };
        let mut around = parent(id);
        while let Some(container) = around {
            around = parent(&container);
            self.options
                .update(|options| options.set_open(container, true));
        }
        self.draw();
    }

    /// The ids and names of all steps and tasks, in closed containers too.
    pub(crate) fn steps(self) -> Vec<(String, String)> {
        let nodes = self.whole_graph().nodes.into_iter();
        let is_step = |node: &GraphNode| !matches!(node.kind, NodeKind::Start | NodeKind::End);
        let steps = nodes.filter(is_step).map(|node| (node.id, node.name));
        steps.collect()
    }

    /// What would be drawn if all containers were open; or as many as there is any use in looking through.
    fn whole_graph(self) -> Graph {
        let options = Options {
            depth: usize::MAX,
            max_nodes: 20_000,
            ..Options::default()
        };
        self.workflow.with_untracked(|workflow| {
            let graph = workflow.as_ref().map(|it| workflow_graph(it, &options));
            graph.unwrap_or_default()
        })
    }

    fn find_missing(self) {
        let workflow = self.workflow.get_untracked();
        let missing = self.module.with_untracked(|module| {
            let (workflow, exports) = (workflow?, module.exports.as_deref()?);
            let missing = |text: &String| problem::missing(&workflow, exports, text);
            Some(self.definition.with_untracked(missing))
        });
        self.missing.set(missing.unwrap_or_default());
    }

    /// Takes the names of the functions from whoever has loaded them.
    pub(crate) fn learn_functions(self, names: Vec<String>) {
        let module = Module {
            exports: Some(names),
            error: None,
        };
        if self.module.with_untracked(|known| *known != module) {
            self.module.set(module);
            self.find_missing();
        }
    }

    /// The definition's text.
    pub(crate) fn definition(self) -> ReadOnly<String> {
        self.definition.read_only()
    }

    /// The text of the functions.
    pub(crate) fn functions(self) -> ReadOnly<String> {
        self.functions.read_only()
    }

    /// The input's text.
    pub(crate) fn input(self) -> ReadOnly<String> {
        self.input.read_only()
    }

    /// What is wrong with the input, if anything.
    pub(crate) fn input_error(self) -> ReadOnly<Option<TextError>> {
        self.input_error.read_only()
    }

    /// Inputs worth trying.
    pub(crate) fn cases(self) -> ReadOnly<&'static [Case]> {
        self.cases.read_only()
    }

    /// The drawing of the workflow, as of the last valid definition.
    pub(crate) fn drawing(self) -> ReadOnly<Option<Arc<Drawing>>> {
        self.drawing.read_only()
    }

    /// How many documents have been opened: another number means another document.
    pub(crate) fn opened(self) -> u32 {
        self.opened.get()
    }

    /// The workflow's name; until it was valid once, the one in the text.
    pub(crate) fn name(self) -> String {
        self.workflow.with(|workflow| match workflow {
            Some(workflow) => workflow.root().name.to_string(),
            None => self.definition.with(|text| {
                let definition = Json::parse(text).ok();
                let name = definition.as_ref().and_then(|it| it.at("/name"));
                name.and_then(Json::branch_key)
                    .unwrap_or_default()
                    .into_owned()
            }),
        })
    }

    /// The names of the steps that a function may look up, and of the functions.
    pub(crate) fn names(self) -> (Vec<String>, Vec<String>) {
        let steps = self.workflow.with(|workflow| {
            let chains = workflow.iter().flat_map(|workflow| workflow.chains());
            let steps = chains.flat_map(|chain| chain.steps.keys());
            steps.map(ToString::to_string).collect()
        });
        let functions = self.module.with(|module| module.exports.clone());
        (steps, functions.unwrap_or_default())
    }

    /// Whether the drawing is that of an earlier definition, since the present one is invalid.
    pub(crate) fn is_stale(self) -> bool {
        self.diagnostics.with(|all| all.iter().any(is_error))
    }

    /// All that is wrong with the definition, at its places in the text.
    pub(crate) fn definition_problems(self) -> Vec<Problem> {
        // Those of an earlier definition would stand at the wrong places.
        let missing = if self.is_stale() {
            Vec::new()
        } else {
            self.missing.get()
        };
        self.diagnostics.with(|diagnostics| {
            self.definition
                .with_untracked(|text| problem::in_definition(text, diagnostics, &missing))
        })
    }

    /// All that is wrong with the functions, at its places in the text.
    pub(crate) fn functions_problems(self) -> Vec<Problem> {
        let missing = self.missing.get();
        self.module.with(|module| {
            self.functions
                .with_untracked(|text| problem::in_functions(text, module.error.as_ref(), &missing))
        })
    }

    /// The names of the functions that steps call and the module does not have.
    pub(crate) fn missing_functions(self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        self.missing.with(|missing| {
            for Missing { function, .. } in missing {
                if !names.contains(function) {
                    names.push(function.clone());
                }
            }
        });
        names
    }

    /// Why the document cannot be run as it is, and where to mend that.
    pub(crate) fn obstacle(self) -> Option<(String, Place)> {
        self.mistake().or_else(|| {
            let missing = self.missing.with(|missing| missing.first().cloned())?;
            Some((missing.diagnostic.message, Place::Functions))
        })
    }

    /// The first mistake in a text, with which nothing can be run.
    fn mistake(self) -> Option<(String, Place)> {
        let definition = self.diagnostics.with(|all| {
            let mut errors = all.iter().filter(|diagnostic| is_error(diagnostic));
            let first = errors.next()?;
            Some(match errors.count() {
                0 => first.message.clone(),
                more => format!("{} (and {more} more)", first.message),
            })
        });
        if let Some(message) = definition {
            return Some((message, Place::Workflow));
        }
        if let Some(error) = self.input_error.get() {
            let TextError { line, column, .. } = error;
            let message = format!("The input is not JSON: line {line}, column {column}");
            return Some((message, Place::Input));
        }
        let error = self.module.with(|module| module.error.clone())?;
        Some((error.to_string(), Place::Functions))
    }

    /// What a run takes: the texts of definition, functions and input, if all are good; with `lacks_functions` also if some
    /// are missing. Tracks none of them.
    ///
    /// # Errors
    /// Why there can be no run.
    pub(crate) fn to_run(self, lacks_functions: bool) -> Result<(String, String, String), String> {
        self.check();
        let obstacle = if lacks_functions {
            untrack(|| self.mistake())
        } else {
            untrack(|| self.obstacle())
        };
        if let Some((why, _)) = obstacle {
            return Err(why);
        }
        let Texts {
            definition,
            functions,
            input,
        } = self.texts();
        Ok((definition, functions, input))
    }
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// How long to wait after an edit before looking at a text: not at all for what people write by hand.
fn soon(text: &str) -> Duration {
    Duration::from_millis(text.len() as u64 / 2_000)
}
