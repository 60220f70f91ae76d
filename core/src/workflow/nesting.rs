//! All workflows of a definition side by side, and which of them nests which.
//!
//! A workflow in `workflows` stands here once, however often it is nested; one written in place stands where
//! it is. A list of what is still to visit takes the place of recursion.

use std::sync::Arc;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;

use super::{
    definition::{Definition, Func, Nested, StepDefinition, TaskDefinition},
    diagnostic::{Code, Diagnostic},
    graph,
    read::Doubts,
    suggest::Suggestions,
    syntax::MAX_LEVELS,
};
use crate::json::pointer_segment;

/// The workflows of a definition, the outermost first, each before those within it.
pub(super) struct Nesting<'d> {
    pub(super) workflows: Vec<Place<'d>>,
    /// By address: where those that are written in place stand in the list.
    inline: FxHashMap<*const Definition, usize>,
    uses: DiGraph<(), Use<'d>>,
}

/// A workflow and where it stands.
pub(super) struct Place<'d> {
    pub(super) definition: &'d Definition,
    pub(super) pointer: Arc<str>,
    /// Its own name, or else the name of what nests it.
    pub(super) name: Arc<str>,
    /// The workflow around it.
    outer: Option<usize>,
    /// Its `workflows`.
    named: FxHashMap<&'d str, usize>,
    is_named: bool,
    is_used: bool,
}

/// The step that nests a workflow, and by which of its keys.
pub(super) struct Use<'d> {
    step: &'d str,
    key: NestingKey<'d>,
}

/// The keys under which a step can nest a workflow.
#[derive(Debug, Clone, Copy)]
pub(super) enum NestingKey<'d> {
    Workflow,
    Map,
    Task(&'d str),
}

impl NestingKey<'_> {
    /// The JSON pointer from the step on.
    fn pointer(self) -> String {
        match self {
            Self::Workflow => "/workflow".to_owned(),
            Self::Map => "/map/workflow".to_owned(),
            Self::Task(task) => format!("/func/{}/workflow", pointer_segment(task)),
        }
    }
}

/// JSON pointer to a step of the workflow at `workflow`.
pub(super) fn step_pointer(workflow: &str, step: &str) -> String {
    format!("{workflow}/steps/{}", pointer_segment(step))
}

impl<'d> Nesting<'d> {
    /// Finds all workflows. Of a built definition that is too deep to be handled the rest is left out.
    pub(super) fn of(definition: &'d Definition, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut nesting = Self {
            workflows: Vec::new(),
            inline: FxHashMap::default(),
            uses: DiGraph::new(),
        };
        let root_name = definition.name.as_deref().unwrap_or_default();
        nesting.add(definition, String::new(), root_name, None);
        let mut here = 0;
        while here < nesting.workflows.len() {
            let Place {
                definition,
                pointer,
                ..
            } = &nesting.workflows[here];
            let (definition, pointer) = (*definition, pointer.clone());
            if pointer.matches('/').count() >= MAX_LEVELS {
                diagnostics.push(Diagnostic::new(
                    Code::TooDeep,
                    pointer.to_string(),
                    format!("nested deeper than {MAX_LEVELS} levels"),
                ));
                break;
            }
            for (name, workflow) in &definition.workflows {
                let pointer = format!("{pointer}/workflows/{}", pointer_segment(name));
                let id = nesting.add(workflow, pointer, name, Some(here));
                nesting.workflows[id].is_named = true;
                nesting.workflows[here].named.insert(name, id);
            }
            for (step, content) in &definition.steps {
                for (key, nested) in nested_in(content) {
                    if let Nested::Inline(workflow) = nested {
                        let pointer = step_pointer(&pointer, step) + &key.pointer();
                        let name = match key {
                            NestingKey::Task(task) => task,
                            NestingKey::Workflow | NestingKey::Map => step,
                        };
                        let id = nesting.add(workflow, pointer, name, Some(here));
                        nesting.inline.insert(&raw const **workflow, id);
                    }
                }
            }
            here += 1;
        }
        nesting
    }

    fn add(
        &mut self,
        definition: &'d Definition,
        pointer: String,
        name: &str,
        outer: Option<usize>,
    ) -> usize {
        self.workflows.push(Place {
            definition,
            pointer: pointer.into(),
            name: definition.name.as_deref().unwrap_or(name).into(),
            outer,
            named: FxHashMap::default(),
            is_named: false,
            is_used: false,
        });
        self.uses.add_node(());
        self.workflows.len() - 1
    }

    /// The workflow that a step of the workflow `here` nests; one that does not exist is reported.
    pub(super) fn resolve(
        &mut self,
        here: usize,
        step: &'d str,
        key: NestingKey<'d>,
        nested: &'d Nested,
        reports: &mut Reports<'_>,
    ) -> Option<usize> {
        let found = match nested {
            Nested::Inline(workflow) => self.inline.get(&(&raw const **workflow)).copied(),
            Nested::Name(name) => self.named(here, name),
        };
        match (found, nested) {
            (Some(id), _) => {
                self.workflows[id].is_used = true;
                let (from, to) = (NodeIndex::new(here), NodeIndex::new(id));
                self.uses.add_edge(from, to, Use { step, key });
            }
            (None, Nested::Name(name)) => {
                self.report_unknown(here, step, key, name, reports);
            }
            (None, Nested::Inline(_)) => {}
        }
        found
    }

    fn named(&self, here: usize, name: &str) -> Option<usize> {
        self.around(here)
            .find_map(|place| place.named.get(name).copied())
    }

    /// A workflow and those around it, from the inside out.
    fn around(&self, here: usize) -> impl Iterator<Item = &Place<'d>> {
        std::iter::successors(Some(&self.workflows[here]), |place| {
            place.outer.map(|outer| &self.workflows[outer])
        })
    }

    fn report_unknown(
        &mut self,
        here: usize,
        step: &str,
        key: NestingKey<'_>,
        name: &str,
        reports: &mut Reports<'_>,
    ) {
        let lost = |place: &Place<'_>| {
            reports
                .doubts
                .about(&format!("{}/workflows", place.pointer))
        };
        if self.around(here).any(lost) {
            return;
        }
        let names = self
            .around(here)
            .flat_map(|place| place.definition.workflows.keys());
        let suggestion = reports.suggestions.nearest(name, names.map(String::as_str));
        if let Some(id) = suggestion.as_ref().and_then(|near| self.named(here, near)) {
            self.workflows[id].is_used = true;
        }
        let pointer = step_pointer(&self.workflows[here].pointer, step) + &key.pointer();
        reports.diagnostics.push(Diagnostic {
            suggestion,
            ..Diagnostic::new(
                Code::UnknownWorkflow,
                pointer,
                format!("there is no workflow `{name}` in `workflows` here or around"),
            )
        });
    }

    /// Reports workflows that nest themselves, or one another too deep, and those in `workflows` that nothing nests. To be asked after
    /// every nested workflow was resolved.
    pub(super) fn report(&self, reports: &mut Reports<'_>) {
        for cycle in graph::cycles(&self.uses) {
            let Some(closing) = cycle.last() else {
                continue;
            };
            let Some((from, to)) = self.uses.edge_endpoints(*closing) else {
                continue;
            };
            let Use { step, key } = &self.uses[*closing];
            let name = |node: NodeIndex| self.workflows[node.index()].name.as_ref();
            let way = graph::spell_out(&cycle, &self.uses, name);
            reports.diagnostics.push(Diagnostic::new(
                Code::SelfNesting,
                step_pointer(&self.workflows[from.index()].pointer, step) + &key.pointer(),
                format!("the workflow `{}` nests itself: {way}", name(to)),
            ));
        }
        if let Some((here, deepest)) = self.too_deep() {
            reports.diagnostics.push(Diagnostic::new(
                Code::TooDeep,
                step_pointer(&self.workflows[here].pointer, deepest.step) + &deepest.key.pointer(),
                format!("workflows that nest one another deeper than {MAX_LEVELS} levels"),
            ));
        }
        if reports.doubts.any() {
            return;
        }
        for place in &self.workflows {
            if place.is_named && !place.is_used {
                reports.diagnostics.push(Diagnostic::new(
                    Code::UnusedWorkflow,
                    place.pointer.to_string(),
                    "no step nests this workflow".to_owned(),
                ));
            }
        }
    }

    /// A use that lies deeper than a run goes, and the workflow that it stands in.
    fn too_deep(&self) -> Option<(usize, &Use<'d>)> {
        let edge = graph::longer_than(&self.uses, MAX_LEVELS)?;
        let (from, _) = self.uses.edge_endpoints(edge)?;
        Some((from.index(), &self.uses[edge]))
    }
}

/// The workflows that a step nests.
fn nested_in(step: &StepDefinition) -> impl Iterator<Item = (NestingKey<'_>, &Nested)> {
    let own = step.workflow.iter().map(|n| (NestingKey::Workflow, n));
    let map = step.map.iter().filter_map(|map| map.workflow.as_ref());
    let tasks = match &step.func {
        Some(Func::Tasks(tasks)) => Some(tasks),
        _ => None,
    };
    let tasks = tasks.into_iter().flatten().filter_map(|(name, task)| {
        let TaskDefinition::Workflow(task) = task else {
            return None;
        };
        Some((NestingKey::Task(name), &task.workflow))
    });
    own.chain(map.map(|n| (NestingKey::Map, n))).chain(tasks)
}

/// Where diagnostics go, and what there is to say them with.
pub(super) struct Reports<'r> {
    pub(super) diagnostics: &'r mut Vec<Diagnostic>,
    pub(super) doubts: &'r Doubts,
    pub(super) suggestions: Suggestions,
}
