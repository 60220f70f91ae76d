//! What can go wrong in a step or a run, by name.
//!
//! The engine's own names are a closed list ([`names`]); functions add theirs. `onFailure` and `retry`
//! match by name.

use std::sync::Arc;

use super::record::{Field, record};
use crate::Json;

/// The names that the engine itself gives to failures.
pub mod names {
    /// An attempt took longer than the step's `timeout`.
    pub const STEP_TIMEOUT: &str = "Step.Timeout";
    /// A nested workflow took longer than its own `timeout`.
    pub const WORKFLOW_TIMEOUT: &str = "Workflow.Timeout";
    /// No key of `branch` matches the result, and there is no `nextStep`.
    pub const BRANCH_NO_MATCH: &str = "Branch.NoMatch";
    /// A result is not JSON.
    pub const DATA_NOT_JSON: &str = "Data.NotJson";
    /// A result nests deeper than the limit.
    pub const DATA_TOO_DEEP: &str = "Data.TooDeep";
    /// A result's text is longer than the limit.
    pub const DATA_TOO_LARGE: &str = "Data.TooLarge";
    /// The host has no function of that name.
    pub const FUNCTION_MISSING: &str = "Function.Missing";
    /// A task of a parallel step with `stopOnFailure` failed.
    pub const PARALLEL_TASK_FAILED: &str = "Parallel.TaskFailed";
    /// An item of a map step with `stopOnFailure` failed.
    pub const MAP_ITEM_FAILED: &str = "Map.ItemFailed";
    /// What a map step should go through is not a list.
    pub const MAP_NOT_A_LIST: &str = "Map.NotAList";
    /// A scope visited more steps than `maxSteps`.
    pub const RUN_TOO_MANY_STEPS: &str = "Run.TooManySteps";
    /// The run took longer than the workflow's `timeout`.
    pub const RUN_TIMEOUT: &str = "Run.Timeout";
    /// The definition with which the run goes on has no such step or workflow any more.
    pub const RUN_DEFINITION_CHANGED: &str = "Run.DefinitionChanged";

    /// All of them.
    pub const ALL: &[&str] = &[
        STEP_TIMEOUT,
        WORKFLOW_TIMEOUT,
        BRANCH_NO_MATCH,
        DATA_NOT_JSON,
        DATA_TOO_DEEP,
        DATA_TOO_LARGE,
        FUNCTION_MISSING,
        PARALLEL_TASK_FAILED,
        MAP_ITEM_FAILED,
        MAP_NOT_A_LIST,
        RUN_TOO_MANY_STEPS,
        RUN_TIMEOUT,
        RUN_DEFINITION_CHANGED,
    ];

    /// Whether a retry rule must name this error, because `"*"` does not match it: the same input would
    /// give the same again, or the whole step would be repeated.
    pub(crate) fn must_be_named(name: &str) -> bool {
        matches!(
            name,
            BRANCH_NO_MATCH
                | DATA_NOT_JSON
                | DATA_TOO_DEEP
                | DATA_TOO_LARGE
                | MAP_NOT_A_LIST
                | PARALLEL_TASK_FAILED
                | MAP_ITEM_FAILED
        )
    }
}

record! {
    /// An error as a run records it, whoever raised it.
    pub struct ErrorInfo {
        /// What rules match.
        name: Arc<str> = "name",
        /// What went wrong, for people.
        message: Arc<str> = "message",
        /// Where, as the function's language tells it.
        stack: Option<Arc<str>> = "stack",
        /// What the function gave as the cause.
        cause: Option<Json> = "cause",
        /// For `Parallel.TaskFailed` and `Map.ItemFailed`: how every task ended, each
        /// `{ "status": "succeeded", "output" }`, `{ "status": "failed", "error" }` or `{ "status": "cancelled" }`.
        outcomes: Option<Json> = "outcomes",
    }
}

impl ErrorInfo {
    /// An error without stack, cause and outcomes.
    pub fn new(name: impl Into<Arc<str>>, message: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            message: message.into(),
            stack: None,
            cause: None,
            outcomes: None,
        }
    }

    /// `{ "error": { "name", "message", … } }`: what stands in the place of a result that there is not.
    pub(crate) fn in_place_of_result(&self) -> Json {
        Json::trusted(format!("{{\"error\":{}}}", self.text()))
    }

    /// `{ "name", "message", … }`: it as JSON text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// Reads it from the JSON text of such an object; `None` if it is none.
    pub fn read(text: &str) -> Option<Self> {
        Field::read(text)
    }
}

impl std::fmt::Display for ErrorInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.message.is_empty() {
            f.write_str(&self.name)
        } else {
            write!(f, "{}: {}", self.name, self.message)
        }
    }
}

impl std::error::Error for ErrorInfo {}

impl From<crate::JsonError> for ErrorInfo {
    fn from(error: crate::JsonError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}
