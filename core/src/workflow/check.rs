//! From a [`Definition`] to a [`Workflow`](super::Workflow) in which every reference resolves, finding all that is wrong.
//!
//! Ranges, references, cycles, reachability and what has no effect; a step by itself is `action`'s. It knows
//! nothing of text: whoever has the text adds the spans.

use std::sync::Arc;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{
    action::Seconds,
    definition::{Definition, FailureHandlers, StepDefinition},
    diagnostic::{Code, Diagnostic},
    graph,
    model::{Chain, ChainId, Handler, Step},
    nesting::{Nesting, Reports, step_pointer},
    read::Doubts,
    suggest::Suggestions,
};
use crate::{Map, json::pointer_segment};

/// How many step visits a scope of a cyclic workflow may make unless it says otherwise.
const MAX_STEPS_WITH_CYCLES: u64 = 10_000;
/// Names that JavaScript moves to the front of an object are whole numbers below this (ECMA-262, array index).
const ARRAY_INDEX_END: u32 = u32::MAX;

/// Checks `definition`, adding what is wrong to `diagnostics`: the chains mean something only when there is no
/// error among them.
pub(super) fn check(
    definition: &Definition,
    doubts: &Doubts,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Chain>, FxHashMap<Arc<str>, ChainId>) {
    let nesting = Nesting::of(definition, diagnostics);
    let mut checker = Checker {
        nesting,
        reports: Reports {
            diagnostics,
            doubts,
            suggestions: Suggestions::new(),
        },
    };
    let count = checker.nesting.workflows.len();
    let chains: Vec<Chain> = (0..count).map(|here| checker.chain(here)).collect();
    checker.nesting.report(&mut checker.reports);
    let ids = (0..).map(ChainId);
    let by_pointer = chains.iter().map(|chain| chain.pointer.clone()).zip(ids);
    let by_pointer = by_pointer.collect();
    (chains, by_pointer)
}

pub(super) struct Checker<'d, 'r> {
    pub(super) nesting: Nesting<'d>,
    pub(super) reports: Reports<'r>,
}

/// The workflow whose steps are being checked.
pub(super) struct Here<'d> {
    pub(super) index: usize,
    pub(super) pointer: Arc<str>,
    definition: &'d Definition,
    /// The steps' names, in the order of the definition.
    names: Vec<Arc<str>>,
    graph: DiGraph<(), Edge<'d>>,
    /// Edges to the step that an unknown name was most likely meant to be.
    likely_edges: Vec<(usize, usize)>,
}

/// By which key one step leads to another.
#[derive(Debug, Clone, Copy)]
enum Edge<'d> {
    Next,
    Branch(&'d str),
    Failure,
    FailureRule(usize),
    Likely,
}

impl Edge<'_> {
    /// The JSON pointer from the step on.
    fn pointer(self) -> String {
        match self {
            Self::Next | Self::Likely => "/nextStep".to_owned(),
            Self::Branch(result) => format!("/branch/{}", pointer_segment(result)),
            Self::Failure => "/onFailure".to_owned(),
            Self::FailureRule(rule) => format!("/onFailure/{rule}/goTo"),
        }
    }
}

impl<'d> Checker<'d, '_> {
    fn chain(&mut self, index: usize) -> Chain {
        let place = &self.nesting.workflows[index];
        let (definition, pointer, name) =
            (place.definition, place.pointer.clone(), place.name.clone());
        let mut here = Here {
            index,
            pointer,
            definition,
            names: definition
                .steps
                .keys()
                .map(|name| name.as_str().into())
                .collect(),
            graph: DiGraph::with_capacity(definition.steps.len(), definition.steps.len()),
            likely_edges: Vec::new(),
        };
        for _ in &here.names {
            here.graph.add_node(());
        }
        let mut steps = Map::with_capacity_and_hasher(definition.steps.len(), FxBuildHasher);
        for (from, (name, step)) in definition.steps.iter().enumerate() {
            steps.insert(
                here.names[from].clone(),
                self.step(&mut here, from, name, step),
            );
        }
        let start = self.start(&here);
        self.check_paths(&mut here, start);
        Chain {
            timeout: definition.timeout.map(|seconds| {
                let pointer = || format!("{}/timeout", here.pointer);
                self.seconds(seconds, Seconds::MoreThanNone, pointer)
            }),
            max_steps: self.max_steps(&here),
            name,
            start: start.map_or_else(|| "".into(), |start| here.names[start].clone()),
            steps,
            pointer: here.pointer,
        }
    }

    fn max_steps(&mut self, here: &Here<'_>) -> Option<u64> {
        if here.definition.max_steps == Some(0) {
            self.report(
                Code::OutOfRange,
                format!("{}/maxSteps", here.pointer),
                "`maxSteps` must be at least 1".to_owned(),
            );
        }
        let cyclic = here.definition.allow_cycles == Some(true);
        let default = cyclic.then_some(MAX_STEPS_WITH_CYCLES);
        here.definition.max_steps.or(default)
    }

    /// The first step, and whether its name or absence is wrong.
    fn start(&mut self, here: &Here<'d>) -> Option<usize> {
        let steps = &here.definition.steps;
        if steps.is_empty() {
            let pointer = format!("{}/steps", here.pointer);
            if !self.reports.doubts.about(&pointer) {
                let message = "a workflow needs at least one step".to_owned();
                self.report(Code::NoSteps, pointer, message);
            }
            return None;
        }
        let Some(name) = &here.definition.start_at else {
            let moved = steps.keys().find(|name| is_array_index(name));
            if let Some(name) = moved.filter(|_| steps.len() > 1 && !self.is_doubtful(here)) {
                self.report(
                    Code::OrderLost,
                    step_pointer(&here.pointer, name),
                    format!(
                        "JavaScript puts a name such as `{name}` before all others; say with `startAt` which step is the first"
                    ),
                );
            }
            return Some(0);
        };
        let found = steps.get_index_of(name);
        if found.is_none() {
            let pointer = || format!("{}/startAt", here.pointer);
            return self.unknown_step(here, name, pointer);
        }
        found
    }

    /// Cycles that are not allowed, and steps that nothing leads to.
    fn check_paths(&mut self, here: &mut Here<'d>, start: Option<usize>) {
        let doubtful = self.is_doubtful(here);
        if here.definition.allow_cycles != Some(true) && !doubtful {
            for cycle in graph::cycles(&here.graph) {
                let name = |node: NodeIndex| here.names[node.index()].as_ref();
                let Some((from, _)) = cycle.last().and_then(|e| here.graph.edge_endpoints(*e))
                else {
                    continue;
                };
                let closing = here.graph[cycle[cycle.len() - 1]];
                let way = graph::spell_out(&cycle, &here.graph, name);
                self.report(
                    Code::Cycle,
                    step_pointer(&here.pointer, name(from)) + &closing.pointer(),
                    format!("a cycle without `allowCycles`: {way}"),
                );
            }
        }
        let steps_doubtful = || {
            let mut names = here.names.iter();
            names.any(|name| {
                self.reports
                    .doubts
                    .about(&step_pointer(&here.pointer, name))
            })
        };
        let Some(start) = start else { return };
        if doubtful || (self.reports.doubts.any() && steps_doubtful()) {
            return;
        }
        for (from, to) in std::mem::take(&mut here.likely_edges) {
            let (from, to) = (NodeIndex::new(from), NodeIndex::new(to));
            here.graph.add_edge(from, to, Edge::Likely);
        }
        let reachable = graph::reachable(&here.graph, NodeIndex::new(start));
        for (name, _) in here.names.iter().zip(reachable).filter(|(_, is)| !is) {
            self.report(
                Code::Unreachable,
                step_pointer(&here.pointer, name),
                format!("nothing leads from the first step to `{name}`"),
            );
        }
    }

    /// Whether something of the workflow itself could not be read.
    fn is_doubtful(&self, here: &Here<'_>) -> bool {
        let doubts = self.reports.doubts;
        doubts.any()
            && (doubts.about(&here.pointer) || doubts.about(&format!("{}/steps", here.pointer)))
    }

    fn step(
        &mut self,
        here: &mut Here<'d>,
        from: usize,
        name: &'d str,
        step: &'d StepDefinition,
    ) -> Step {
        let own_name = here.names[from].clone();
        let at = |key: &str| step_pointer(&here.pointer, name) + key;
        if name.is_empty() {
            let message = "a step's name must not be empty".to_owned();
            self.report(Code::OutOfRange, at(""), message);
        }
        let action = self.action(here.index, &here.pointer, name, step);
        let timeout = step
            .timeout
            .map(|seconds| self.seconds(seconds, Seconds::MoreThanNone, || at("/timeout")));
        let retry = self.retry(&here.pointer, name, step);
        let branch_on = step.branch_on.as_deref().unwrap_or_default();
        self.check_pointer(branch_on, || at("/branchOn"));
        let next = step.next_step.as_ref();
        Step {
            next: next.and_then(|to| self.edge(here, from, Edge::Next, to)),
            branch: step
                .branch
                .iter()
                .flatten()
                .filter_map(|(result, to)| {
                    let to = self.edge(here, from, Edge::Branch(result), to)?;
                    Some((result.as_str().into(), to))
                })
                .collect(),
            on_failure: self.on_failure(here, from, step),
            name: own_name,
            action,
            branch_on: branch_on.into(),
            retry,
            timeout,
            stop_on_failure: step.stop_on_failure == Some(true),
            params: step.params.clone(),
            isolated: step.isolated == Some(true),
            comment: step.comment.as_deref().map(Arc::from),
        }
    }

    fn on_failure(
        &mut self,
        here: &mut Here<'d>,
        from: usize,
        step: &'d StepDefinition,
    ) -> Vec<Handler> {
        match &step.on_failure {
            None => Vec::new(),
            Some(FailureHandlers::Step(to)) => {
                let go_to = self.edge(here, from, Edge::Failure, to);
                let handler = |go_to| Handler {
                    errors: vec!["*".into()],
                    go_to,
                };
                go_to.map(handler).into_iter().collect()
            }
            Some(FailureHandlers::Rules(rules)) => {
                let mut handlers = Vec::with_capacity(rules.len());
                let mut all_taken = false;
                for (i, rule) in rules.iter().enumerate() {
                    let pointer =
                        step_pointer(&here.pointer, &here.names[from]) + &format!("/onFailure/{i}");
                    let errors = self.errors(&rule.errors, &pointer);
                    if all_taken {
                        let message = "an earlier rule takes every error".to_owned();
                        self.report(Code::NoEffect, pointer, message);
                    }
                    all_taken |= rule.errors.iter().any(|error| error == "*");
                    if let Some(go_to) = self.edge(here, from, Edge::FailureRule(i), &rule.go_to) {
                        handlers.push(Handler { errors, go_to });
                    }
                }
                handlers
            }
        }
    }

    /// Notes an edge; the name that it leads to, if there is such a step.
    fn edge(
        &mut self,
        here: &mut Here<'d>,
        from: usize,
        edge: Edge<'d>,
        to: &str,
    ) -> Option<Arc<str>> {
        if let Some(index) = here.definition.steps.get_index_of(to) {
            let (from, to) = (NodeIndex::new(from), NodeIndex::new(index));
            here.graph.add_edge(from, to, edge);
            return Some(here.names[index].clone());
        }
        let pointer = || step_pointer(&here.pointer, &here.names[from]) + &edge.pointer();
        if let Some(likely) = self.unknown_step(here, to, pointer) {
            here.likely_edges.push((from, likely));
        }
        None
    }

    /// Reports a step that does not exist; the one that was most likely meant.
    fn unknown_step(
        &mut self,
        here: &Here<'d>,
        name: &str,
        pointer: impl FnOnce() -> String,
    ) -> Option<usize> {
        let steps = &here.definition.steps;
        if self.reports.doubts.any()
            && self
                .reports
                .doubts
                .about(&format!("{}/steps", here.pointer))
        {
            return None;
        }
        let names = steps.keys().map(String::as_str);
        let suggestion = self.reports.suggestions.nearest(name, names);
        let likely = suggestion.as_ref().and_then(|s| steps.get_index_of(s));
        self.reports.diagnostics.push(Diagnostic {
            suggestion,
            ..Diagnostic::new(
                Code::UnknownStep,
                pointer(),
                format!("there is no step `{name}`"),
            )
        });
        likely
    }

    pub(super) fn report(&mut self, code: Code, pointer: String, message: String) {
        self.reports
            .diagnostics
            .push(Diagnostic::new(code, pointer, message));
    }
}

/// Whether JavaScript takes an object's key for the index of an array, and puts it first.
fn is_array_index(name: &str) -> bool {
    let canonical = name == "0" || !name.starts_with(['0', '+']);
    canonical && name.parse::<u32>().is_ok_and(|n| n < ARRAY_INDEX_END)
}
