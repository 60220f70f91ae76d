//! One signal for the run and one for each step and edge, so that a change of one wakes only what shows it.
//!
//! Components read it and the runner writes it; it knows neither.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;

use crate::{
    keyed::Keyed,
    run_view::{RunSummary, StepStatus, StepView},
};

/// The signals of the run that the page shows.
#[derive(Clone, Copy)]
pub(crate) struct RunSignals {
    summary: RwSignal<RunSummary>,
    busy: RwSignal<bool>,
    parts: StoredValue<Rc<Parts>, LocalStorage>,
}

#[derive(Default)]
struct Parts {
    steps: Signals<StepView>,
    edges: Signals<bool>,
}

type Signals<T> = RefCell<Keyed<String, ArcRwSignal<T>>>;

impl RunSignals {
    /// Of no run yet.
    pub(crate) fn new() -> Self {
        Self {
            summary: RwSignal::new(RunSummary::default()),
            busy: RwSignal::new(false),
            parts: StoredValue::new_local(Rc::default()),
        }
    }

    /// The run as a whole.
    pub(crate) fn summary(self) -> ReadSignal<RunSummary> {
        self.summary.read_only()
    }

    /// Takes the run as a whole.
    pub(crate) fn set_summary(self, summary: RunSummary) {
        self.summary.set(summary);
    }

    /// Whether a function keeps its worker busy, so that nothing else in it can go on.
    pub(crate) fn busy(self) -> ReadSignal<bool> {
        self.busy.read_only()
    }

    /// Takes whether a function keeps its worker busy.
    pub(crate) fn set_busy(self, busy: bool) {
        self.busy.set(busy);
    }

    /// The step or task whose box has this id.
    pub(crate) fn step(self, id: &str) -> ArcRwSignal<StepView> {
        signal(&self.parts.get_value().steps, id)
    }

    /// Whether the run took the edge with this id.
    pub(crate) fn edge(self, id: &str) -> ArcRwSignal<bool> {
        signal(&self.parts.get_value().edges, id)
    }

    /// Marks what the run has not come to, now that it is over.
    pub(crate) fn skip_pending(self) {
        for step in self.parts.get_value().steps.borrow().values() {
            if step.with_untracked(|step| step.status == StepStatus::Pending) {
                step.update(|step| step.status = StepStatus::Skipped);
            }
        }
    }

    /// Forgets the run before.
    pub(crate) fn reset(self) {
        self.summary.set(RunSummary::default());
        let parts = self.parts.get_value();
        for step in parts.steps.borrow().values() {
            step.set(StepView::default());
        }
        for edge in parts.edges.borrow().values() {
            edge.set(false);
        }
    }
}

/// The signal of `id`, made when it is first asked for.
fn signal<T: Default + Send + Sync + 'static>(signals: &Signals<T>, id: &str) -> ArcRwSignal<T> {
    signals
        .borrow_mut()
        .entry(id.to_owned(), || ArcRwSignal::new(T::default()))
        .clone()
}
