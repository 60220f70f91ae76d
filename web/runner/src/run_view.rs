//! A run as the page shows it: what has become of the run, and of each step by its path.
//!
//! Plain data. It knows neither how a run is driven nor how it is drawn.

use stepwell_core::Json;
pub(crate) use stepwell_core::engine::{RunStatus, StepStatus};

/// An error as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ErrorView {
    /// Its name, which `onFailure` and `retry` match.
    pub(crate) name: String,
    /// What went wrong.
    pub(crate) message: String,
    /// Where in the code, if it says so.
    pub(crate) stack: Option<String>,
}

/// One try of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AttemptView {
    /// Counted from 1.
    pub(crate) number: u32,
    /// When it started, in milliseconds after the run did.
    pub(crate) started: u64,
    /// When it ended, in milliseconds after the run started.
    pub(crate) ended: Option<u64>,
    /// Why it failed, if it did.
    pub(crate) error: Option<ErrorView>,
}

/// What has become of a step or task, the latest visit where there are several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct StepView {
    /// What has become of it.
    pub(crate) status: StepStatus,
    /// What it was given.
    pub(crate) input: Option<Json>,
    /// Its result.
    pub(crate) output: Option<Json>,
    /// Why it failed.
    pub(crate) error: Option<ErrorView>,
    /// Its attempts, oldest first.
    pub(crate) attempts: Vec<AttemptView>,
    /// When it was entered, in milliseconds after the run started.
    pub(crate) started: Option<u64>,
    /// When it ended, in milliseconds after the run started.
    pub(crate) ended: Option<u64>,
    /// Of a map step: how many items it has, and how many of them are done.
    pub(crate) items: Option<(usize, usize)>,
}

/// A failure that did not end the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HandledFailure {
    /// What failed.
    pub(crate) path: String,
    /// Why.
    pub(crate) error: ErrorView,
    /// The step that took over; `None` where the error stays in the step's result.
    pub(crate) handler: Option<String>,
}

/// What has become of a run as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct RunSummary {
    /// What has become of it.
    pub(crate) status: RunStatus,
    /// Its result.
    pub(crate) output: Option<Json>,
    /// The failure that ended it, with the path of what failed.
    pub(crate) failure: Option<(String, ErrorView)>,
    /// Failures that did not end it.
    pub(crate) handled: Vec<HandledFailure>,
    /// How many of its steps have succeeded.
    pub(crate) succeeded: usize,
    /// How long it took, in milliseconds.
    pub(crate) duration: Option<u64>,
}

impl StepView {
    /// How long the step took, in milliseconds, once it has ended.
    pub(crate) fn duration(&self) -> Option<u64> {
        Some(self.ended?.saturating_sub(self.started?))
    }
}
