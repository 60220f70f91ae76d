//! What has become of the run: a signal for the whole, and steps and edges by their ids, of which each change is told
//! to who listens, so that it touches only what shows it.
//!
//! Components read it and the runner writes it; it knows neither.

use crate::{
    callback::Callback,
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
    /// The edges that the run has taken.
    taken: Keyed<String, ()>,
    /// What has become of a step that the run has not come to.
    others: StepView,
    listener: Option<Callback<Change>>,
}

/// What has changed.
pub(crate) enum Change {
    /// What has become of the step or task whose box has this id.
    Step(String),
    /// The run has taken the edge with this id.
    Edge(String),
    /// All of it.
    All,
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

    /// Looks at the step or task whose box has this id, as it is now.
    pub(crate) fn look<R>(self, id: &str, look: impl FnOnce(&StepView) -> R) -> R {
        let parts = self.parts.borrow();
        match parts.steps.get(id) {
            Some(step) => step.with_untracked(look),
            None => look(&parts.others),
        }
    }

    /// Takes what has become of a step.
    pub(crate) fn set_step(self, id: String, step: StepView) {
        self.signal(&id).set(step);
        self.tell(Change::Step(id));
    }

    /// Whether the run took the edge with this id.
    pub(crate) fn has_taken(self, id: &str) -> bool {
        self.parts.borrow().taken.get(id).is_some()
    }

    /// Takes that the run took an edge.
    pub(crate) fn take_edge(self, id: String) {
        self.parts.update(|parts| {
            parts.taken.entry(id.clone(), || ());
        });
        self.tell(Change::Edge(id));
    }

    /// Calls with every change of a step or an edge.
    pub(crate) fn listen(self, listener: Callback<Change>) {
        self.parts.update(|parts| parts.listener = Some(listener));
    }

    /// Marks what the run has not come to, now that it is over.
    pub(crate) fn skip_pending(self) {
        self.parts
            .update(|parts| parts.others.status = StepStatus::Skipped);
        for step in self.parts.borrow().steps.values() {
            if step.with_untracked(|step| step.status == StepStatus::Pending) {
                step.update(|step| step.status = StepStatus::Skipped);
            }
        }
        self.tell(Change::All);
    }

    /// Forgets the run before.
    pub(crate) fn reset(self) {
        self.summary.set(RunSummary::default());
        self.parts.update(|parts| {
            parts.taken = Keyed::default();
            parts.others = StepView::default();
        });
        for step in self.parts.borrow().steps.values() {
            step.set(StepView::default());
        }
        self.tell(Change::All);
    }

    /// The signal of a step, made when it is first asked for.
    fn signal(self, id: &str) -> Watched<StepView> {
        self.parts.update(|parts| {
            let others = parts.others;
            *parts.steps.entry(id.to_owned(), || Watched::new(others))
        })
    }

    fn tell(self, change: Change) {
        let listener = self.parts.borrow().listener;
        if let Some(listener) = listener {
            listener.run(change);
        }
    }
}
