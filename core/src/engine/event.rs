//! The facts that a run records. The log is the list of them, and the state of a run a fold over it.
//!
//! Events carry every decision (which edge, which retry rule, the drawn delay, absolute due times), so that
//! applying them never reads the definition. Times are milliseconds since the Unix epoch, delays
//! milliseconds. A scope is named by the attempt that opened it, an attempt by the `seq` of the event that
//! started it; the run's own scope is 0.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::error::ErrorInfo;
use crate::Json;

/// The version of the log's format that this crate writes.
pub const LOG_VERSION: u32 = 1;

/// An event with its place in the log and its time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LoggedEvent {
    /// Its place in the log; the first is 1.
    pub seq: u64,
    /// When it was recorded, in milliseconds since the Unix epoch.
    pub at: u64,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What happened.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(tag = "type")]
        pub enum Event { $($(#[$doc])* $name(Box<$name>),)* }

        impl Event {
            /// The name of its kind, as in the log's `type`.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($name),)* }
            }

            /// Reads the event of that kind from a line of the log; `None` if there is no such kind.
            pub(super) fn read(kind: &str, line: &str) -> Option<serde_json::Result<Self>> {
                match kind {
                    $(stringify!($name) => Some(serde_json::from_str(line).map(Self::$name)),)*
                    _ => None,
                }
            }
        }
        $(impl From<$name> for Event {
            fn from(event: $name) -> Self { Self::$name(Box::new(event)) }
        })*
    };
}

events! {
    /// The run began.
    RunStarted,
    /// A scope came to a step.
    StepEntered,
    /// A task's function was called, or its nested workflow begun.
    AttemptStarted,
    /// After a crash: a call that had been in flight was made again.
    AttemptRestarted,
    /// An attempt gave a result.
    AttemptSucceeded,
    /// An attempt failed, was given up at its deadline, or its nested workflow failed.
    AttemptFailed,
    /// The tasks of a step with `stopOnFailure` that were not finished were abandoned.
    TasksCancelled,
    /// A step ended well.
    StepSucceeded,
    /// A whole step failed and will be repeated.
    StepRetried,
    /// A step failed.
    StepFailed,
    /// Nothing new starts from here on.
    RunPaused,
    /// The run goes on.
    RunResumed,
    /// The run came to its end.
    RunCompleted,
    /// The run ended with a failure that nobody handled.
    RunFailed,
    /// The run was cancelled.
    RunCancelled,
}

/// See [`Event::RunStarted`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunStarted {
    /// The version of the log's format: [`LOG_VERSION`].
    pub version: u32,
    /// The run's id, passed in.
    pub run: Arc<str>,
    /// The seed of every random draw, passed in.
    pub seed: u64,
    /// The definition as it was.
    pub definition: Json,
    /// A hash of the functions, if the host gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub functions: Option<Arc<str>>,
    /// What the run was forked from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forked_from: Option<ForkedFrom>,
    /// The first step.
    pub start: Arc<str>,
    /// When the run's time is up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<u64>,
    /// The run's input.
    pub input: Json,
}

/// The run and event that a run continues from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForkedFrom {
    /// The other run's id.
    pub run: Arc<str>,
    /// The last event that both have.
    pub seq: u64,
}

/// See [`Event::StepEntered`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepEntered {
    /// The scope that entered it.
    pub scope: u64,
    /// The step's name.
    pub step: Arc<str>,
    /// The step's path.
    pub path: Arc<str>,
    /// The how-manieth visit of the step in this scope it is; the first is 1.
    pub visit: u32,
    /// What will happen.
    #[serde(flatten)]
    pub plan: Plan,
}

/// What a step is going to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "action",
    rename_all = "lowercase",
    rename_all_fields = "camelCase"
)]
pub enum Plan {
    /// Nothing.
    Pass,
    /// Wait.
    Wait {
        /// Until when.
        due: u64,
    },
    /// Fail.
    Fail,
    /// One task.
    Task,
    /// Several tasks at once.
    Parallel {
        /// Their names.
        tasks: Vec<Arc<str>>,
        /// Whether the first failure cancels the others.
        stop_on_failure: bool,
    },
    /// A task for each item of a list.
    Map {
        /// JSON pointer to the list in the input.
        items: Arc<str>,
        /// At most so many at once.
        concurrency: u32,
        /// Whether the first failure cancels the others.
        stop_on_failure: bool,
    },
}

/// See [`Event::AttemptStarted`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttemptStarted {
    /// The scope of the step.
    pub scope: u64,
    /// The place of the task in its step; 0 where there is one.
    pub slot: u32,
    /// The task's path.
    pub path: Arc<str>,
    /// The how-manieth attempt of the task in this visit it is; the first is 1.
    pub attempt: u32,
    /// What is called.
    #[serde(flatten)]
    pub launch: Launch,
    /// When it is given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<u64>,
}

/// What an attempt calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Launch {
    /// A function.
    Function {
        /// Its name.
        function: Arc<str>,
    },
    /// A nested workflow.
    Workflow {
        /// JSON pointer to it in the definition.
        workflow: Arc<str>,
        /// Its first step.
        start: Arc<str>,
        /// When its own time is up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope_deadline: Option<u64>,
    },
}

/// See [`Event::AttemptRestarted`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptRestarted {
    /// The attempt that was in flight: from now on named by this event's `seq`.
    pub replaces: u64,
    /// The task's path.
    pub path: Arc<str>,
    /// The attempt's number, as before.
    pub attempt: u32,
    /// When it is given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<u64>,
}

/// See [`Event::AttemptSucceeded`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptSucceeded {
    /// The attempt.
    pub id: u64,
    /// The task's path.
    pub path: Arc<str>,
    /// The result; absent for a nested workflow, whose last result it is.
    #[serde(
        default,
        deserialize_with = "crate::json::if_present",
        skip_serializing_if = "Option::is_none"
    )]
    pub output: Option<Json>,
}

/// See [`Event::AttemptFailed`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptFailed {
    /// The attempt.
    pub id: u64,
    /// The task's path.
    pub path: Arc<str>,
    /// What went wrong.
    pub error: Arc<ErrorInfo>,
    /// Where, if it was inside a nested workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Arc<str>>,
    /// The retry that was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<RetryAt>,
}

/// A decided retry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryAt {
    /// The place of the rule in the step's `retry`.
    pub rule: u32,
    /// The delay, as drawn.
    pub delay: u64,
    /// When it is due.
    pub due: u64,
}

/// See [`Event::TasksCancelled`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TasksCancelled {
    /// The scope of the step.
    pub scope: u64,
    /// The step's path.
    pub path: Arc<str>,
}

/// See [`Event::StepSucceeded`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepSucceeded {
    /// The scope of the step.
    pub scope: u64,
    /// The step's path.
    pub path: Arc<str>,
    /// The result; absent where it is the task's result or, without a task, the step's input.
    #[serde(
        default,
        deserialize_with = "crate::json::if_present",
        skip_serializing_if = "Option::is_none"
    )]
    pub output: Option<Json>,
    /// Why it goes on as it does.
    pub edge: Edge,
    /// The next step; absent where the scope ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Arc<str>>,
}

/// Which edge a step took when it ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edge {
    /// `nextStep`, there being no branch.
    Next,
    /// A key of `branch`.
    Branch,
    /// `nextStep`, no key of `branch` having matched.
    Default,
    /// None: the scope ends.
    End,
}

/// See [`Event::StepRetried`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepRetried {
    /// The scope of the step.
    pub scope: u64,
    /// The step's path.
    pub path: Arc<str>,
    /// Why.
    pub error: Arc<ErrorInfo>,
    /// The retry that was decided.
    pub retry: RetryAt,
}

/// See [`Event::StepFailed`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepFailed {
    /// The scope of the step.
    pub scope: u64,
    /// The step's path.
    pub path: Arc<str>,
    /// What went wrong.
    pub error: Arc<ErrorInfo>,
    /// Where, if it was inside a task or a nested workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Arc<str>>,
    /// The failure handler that takes over; absent where the scope fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler: Option<HandledBy>,
}

/// A failure handler and what it is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HandledBy {
    /// The step.
    pub step: Arc<str>,
    /// `{ error, failedStep, path, input, attempts }`.
    pub input: Json,
}

/// See [`Event::RunPaused`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunPaused {}

/// See [`Event::RunResumed`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunResumed {}

/// See [`Event::RunCompleted`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunCompleted {}

/// See [`Event::RunFailed`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunFailed {
    /// What went wrong.
    pub error: Arc<ErrorInfo>,
    /// The path of the step or task where it went wrong; empty: the run itself.
    pub path: Arc<str>,
}

/// See [`Event::RunCancelled`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunCancelled {
    /// Why, if the caller said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Arc<str>>,
}
