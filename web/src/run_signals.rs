//! One signal for the run and one for each step and edge, so that a change of one wakes only what shows it.
//!
//! Components read it and the runner writes it; it knows neither.

use crate::{
    keyed::Keyed,
    run_view::{RunSummary, StepStatus, StepView},
    watched::{Kept, ReadOnly, Watched},
};

/// The signals of the run that the page shows.
#[derive(Clone, Copy)]
pub(crate) struct RunSignals {
    summary: Watched<RunSummary>,
    busy: Watched<bool>,
    parts: Kept<Parts>,
}

#[derive(Default)]
struct Parts {
    steps: Keyed<String, Watched<StepView>>,
    edges: Keyed<String, Watched<bool>>,
}

impl RunSignals {
    /// Of no run yet.
    pub(crate) fn new() -> Self {
        Self {
            summary: Watched::new(RunSummary::default()),
            busy: Watched::new(false),
            parts: Kept::new(Parts::default()),
        }
    }

    /// The run as a whole.
    pub(crate) fn summary(self) -> ReadOnly<RunSummary> {
        self.summary.read_only()
    }

    /// Takes the run as a whole.
    pub(crate) fn set_summary(self, summary: RunSummary) {
        self.summary.set(summary);
    }

    /// Whether a function keeps its worker busy, so that nothing else in it can go on.
    pub(crate) fn busy(self) -> ReadOnly<bool> {
        self.busy.read_only()
    }

    /// Takes whether a function keeps its worker busy.
    pub(crate) fn set_busy(self, busy: bool) {
        self.busy.set(busy);
    }

    /// The step or task whose box has this id.
    pub(crate) fn step(self, id: &str) -> Watched<StepView> {
        self.parts.update(|parts| signal(&mut parts.steps, id))
    }

    /// Whether the run took the edge with this id.
    pub(crate) fn edge(self, id: &str) -> Watched<bool> {
        self.parts.update(|parts| signal(&mut parts.edges, id))
    }

    /// Marks what the run has not come to, now that it is over.
    pub(crate) fn skip_pending(self) {
        for step in self.parts.borrow().steps.values() {
            if step.with_untracked(|step| step.status == StepStatus::Pending) {
                step.update(|step| step.status = StepStatus::Skipped);
            }
        }
    }

    /// Forgets the run before.
    pub(crate) fn reset(self) {
        self.summary.set(RunSummary::default());
        let parts = self.parts.borrow();
        for step in parts.steps.values() {
            step.set(StepView::default());
        }
        for edge in parts.edges.values() {
            edge.set(false);
        }
    }
}

/// The signal of `id`, made when it is first asked for.
fn signal<T: Default>(signals: &mut Keyed<String, Watched<T>>, id: &str) -> Watched<T> {
    *signals.entry(id.to_owned(), || Watched::new(T::default()))
}
