//! The checked workflow: every reference resolves, every default is filled in, times are milliseconds.
//!
//! Nested workflows lie flat beside the root, each a [`Chain`]; a step refers to one by [`ChainId`].

use std::{fmt, sync::Arc};

use rustc_hash::FxHashMap;

use super::diagnostic::Diagnostic;
use crate::{Json, Map};

/// A definition in which every reference resolves. Made by [`Workflow::parse`] or [`Workflow::new`] only.
#[derive(Clone)]
pub struct Workflow {
    pub(super) chains: Vec<Chain>,
    pub(super) by_pointer: FxHashMap<Arc<str>, ChainId>,
    pub(super) definition: Json,
    pub(super) warnings: Vec<Diagnostic>,
}

/// The place of a [`Chain`] in its [`Workflow`]; the root's is [`ChainId::ROOT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChainId(pub(super) u32);

/// One workflow, the root or a nested one: the steps that a scope walks.
#[derive(Debug, Clone)]
pub struct Chain {
    /// JSON pointer to it in the definition; the root's is empty.
    pub pointer: Arc<str>,
    /// Its name; for a nested one without, the name under which it is nested.
    pub name: Arc<str>,
    /// The first step.
    pub start: Arc<str>,
    /// Its steps, in the order written.
    pub steps: Map<Arc<str>, Step>,
    /// How long a scope of it may take, in milliseconds.
    pub timeout: Option<u64>,
    /// At most so many step visits in one scope.
    pub max_steps: Option<u64>,
}

/// A checked step.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its name.
    pub name: Arc<str>,
    /// What it does.
    pub action: Action,
    /// The next step when no branch matches; `None` ends the scope.
    pub next: Option<Arc<str>>,
    /// From result to step; empty when there is no `branch`.
    pub branch: Map<Arc<str>, Arc<str>>,
    /// JSON pointer into the result for `branch`; empty: the whole result.
    pub branch_on: Arc<str>,
    /// Failure handlers, of which the first that matches counts.
    pub on_failure: Vec<Handler>,
    /// Retry rules, of which the first that matches counts.
    pub retry: Vec<Retry>,
    /// How long an attempt may take, in milliseconds.
    pub timeout: Option<u64>,
    /// For parallel and map: whether the first failure cancels the others.
    pub stop_on_failure: bool,
    /// Constant JSON for the function.
    pub params: Option<Json>,
    /// Whether the page runs it in a worker of its own.
    pub isolated: bool,
    /// Free text.
    pub comment: Option<Arc<str>>,
}

/// What a step does.
#[derive(Debug, Clone)]
pub enum Action {
    /// Nothing: the output is the input.
    Pass,
    /// Waits.
    Wait(Wait),
    /// Fails on purpose.
    Fail {
        /// The error's name.
        error: Arc<str>,
        /// What went wrong.
        message: Arc<str>,
    },
    /// One task.
    Task(Target),
    /// All tasks at once, by name.
    Parallel(Map<Arc<str>, Target>),
    /// One task for each item of a list.
    Map {
        /// What each item is given to.
        target: Target,
        /// JSON pointer to the list in the input; empty: the input.
        items: Arc<str>,
        /// At most so many at once.
        concurrency: u32,
    },
}

/// How long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// So many milliseconds.
    For(u64),
    /// Until so many milliseconds after the Unix epoch.
    Until(u64),
}

/// What a task calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A function, by name.
    Function(Arc<str>),
    /// A nested workflow.
    Workflow(ChainId),
}

/// A failure handler.
#[derive(Debug, Clone)]
pub struct Handler {
    /// Error names; `*` matches all.
    pub errors: Vec<Arc<str>>,
    /// The step to go to.
    pub go_to: Arc<str>,
}

/// A retry rule with its defaults filled in.
#[derive(Debug, Clone)]
pub struct Retry {
    /// Error names; `*` matches those that may pass by themselves.
    pub errors: Vec<Arc<str>>,
    /// At most so many further attempts.
    pub max_retries: u32,
    /// Milliseconds before the first retry.
    pub interval: f64,
    /// By what the delay is multiplied for each further one.
    pub backoff: f64,
    /// The longest delay in milliseconds.
    pub max_delay: Option<f64>,
    /// Whether the delay is drawn evenly between none and the computed one.
    pub jitter: bool,
}

impl ChainId {
    /// The outermost workflow.
    pub const ROOT: Self = Self(0);
}

impl Workflow {
    /// The outermost workflow.
    pub fn root(&self) -> &Chain {
        &self.chains[0]
    }

    /// The chain with this id.
    pub fn chain(&self, id: ChainId) -> &Chain {
        &self.chains[id.0 as usize]
    }

    /// All chains, the root first.
    pub fn chains(&self) -> &[Chain] {
        &self.chains
    }

    /// The chain at a JSON pointer of the definition.
    pub fn chain_at(&self, pointer: &str) -> Option<&Chain> {
        if pointer.is_empty() {
            return Some(self.root());
        }
        self.by_pointer.get(pointer).map(|id| self.chain(*id))
    }

    /// The definition as compact JSON, in the order written.
    pub fn definition(&self) -> &Json {
        &self.definition
    }

    /// What is hardly meant as it is written, though the workflow can run.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The names of the functions that its steps call, each once, in the order of their first use.
    pub fn functions(&self) -> Vec<Arc<str>> {
        let mut names = indexmap::IndexSet::<_, rustc_hash::FxBuildHasher>::default();
        for step in self.chains.iter().flat_map(|chain| chain.steps.values()) {
            for target in step.targets() {
                if let Target::Function(name) = target {
                    names.insert(name.clone());
                }
            }
        }
        names.into_iter().collect()
    }
}

impl Step {
    /// What it calls: one target, those of a parallel step in order, or none.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        let (one, many) = match &self.action {
            Action::Task(target) | Action::Map { target, .. } => (Some(target), None),
            Action::Parallel(tasks) => (None, Some(tasks.values())),
            Action::Pass | Action::Wait(_) | Action::Fail { .. } => (None, None),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }
}

impl fmt::Debug for Workflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Workflow({})", self.definition)
    }
}
