//! The facts that a run records. The log is the list of them, and the state of a run a fold over it.
//!
//! Events carry every decision (which edge, which retry rule, the drawn delay, absolute due times), so that
//! applying them never reads the definition. Times are milliseconds since the Unix epoch, delays
//! milliseconds. A scope is named by the attempt that opened it, an attempt by the `seq` of the event that
//! started it; the run's own scope is 0.

use std::sync::Arc;

use super::{
    error::ErrorInfo,
    record::{Members, Record, record},
};
use crate::Json;

/// The version of the log's format that this crate writes.
pub const LOG_VERSION: u32 = 1;

/// An event with its place in the log and its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEvent {
    /// Its place in the log; the first is 1.
    pub seq: u64,
    /// When it was recorded, in milliseconds since the Unix epoch.
    pub at: u64,
    /// What happened.
    pub event: Event,
}

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What happened.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Event { $($(#[$doc])* $name(Box<$name>),)* }

        impl Event {
            /// The name of its kind, as in the log's `type`.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($name),)* }
            }

            /// Appends its members.
            pub(super) fn write_members(&self, out: &mut String) {
                match self { $(Self::$name(event) => event.write_members(out),)* }
            }

            /// Reads the event of that kind from its members; `None` if there is no such kind.
            pub(super) fn read(kind: &str, members: &Members<'_>) -> Option<Result<Self, String>> {
                Some(match kind {
                    $(stringify!($name) => $name::read_members(members).map(Self::from),)*
                    _ => return None,
                })
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
    /// Time has passed that no timeout counts: each that is running ends so much later.
    TimeoutsExtended,
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

record! {
    /// See [`Event::RunStarted`].
    pub struct RunStarted {
        /// The version of the log's format: [`LOG_VERSION`].
        version: u32 = "version",
        /// The run's id, passed in.
        run: Arc<str> = "run",
        /// The seed of every random draw, passed in.
        seed: u64 = "seed",
        /// The definition as it was.
        definition: Json = "definition",
        /// A hash of the functions, if the host gave one.
        functions: Option<Arc<str>> = "functions",
        /// What the run was forked from.
        forked_from: Option<ForkedFrom> = "forkedFrom",
        /// The first step.
        start: Arc<str> = "start",
        /// When the run's time is up.
        deadline: Option<u64> = "deadline",
        /// The run's input.
        input: Json = "input",
    }

    /// The run and event that a run continues from.
    pub struct ForkedFrom {
        /// The other run's id.
        run: Arc<str> = "run",
        /// The last event that both have.
        seq: u64 = "seq",
    }

    /// See [`Event::StepEntered`].
    pub struct StepEntered {
        /// The scope that entered it.
        scope: u64 = "scope",
        /// The step's name.
        step: Arc<str> = "step",
        /// The step's path.
        path: Arc<str> = "path",
        /// The how-manieth visit of the step in this scope it is; the first is 1.
        visit: u32 = "visit",
        /// What will happen.
        plan: Plan = "plan",
    }

    /// See [`Event::AttemptStarted`].
    pub struct AttemptStarted {
        /// The scope of the step.
        scope: u64 = "scope",
        /// The place of the task in its step; 0 where there is one.
        slot: u32 = "slot",
        /// The task's path.
        path: Arc<str> = "path",
        /// The how-manieth attempt of the task in this visit it is; the first is 1.
        attempt: u32 = "attempt",
        /// What is called.
        launch: Launch = "launch",
        /// When it is given up.
        deadline: Option<u64> = "deadline",
    }

    /// See [`Event::AttemptRestarted`].
    pub struct AttemptRestarted {
        /// The attempt that was in flight: from now on named by this event's `seq`.
        replaces: u64 = "replaces",
        /// The task's path.
        path: Arc<str> = "path",
        /// The attempt's number, as before.
        attempt: u32 = "attempt",
        /// When it is given up.
        deadline: Option<u64> = "deadline",
    }

    /// See [`Event::AttemptSucceeded`].
    pub struct AttemptSucceeded {
        /// The attempt.
        id: u64 = "id",
        /// The task's path.
        path: Arc<str> = "path",
        /// The result; absent for a nested workflow, whose last result it is.
        output: Option<Json> = "output",
    }

    /// See [`Event::AttemptFailed`].
    pub struct AttemptFailed {
        /// The attempt.
        id: u64 = "id",
        /// The task's path.
        path: Arc<str> = "path",
        /// What went wrong.
        error: Arc<ErrorInfo> = "error",
        /// Where, if it was inside a nested workflow.
        origin: Option<Arc<str>> = "origin",
        /// The retry that was decided.
        retry: Option<RetryAt> = "retry",
    }

    /// A decided retry.
    pub struct RetryAt {
        /// The place of the rule in the step's `retry`.
        rule: u32 = "rule",
        /// The delay, as drawn.
        delay: u64 = "delay",
        /// When it is due.
        due: u64 = "due",
    }

    /// See [`Event::TasksCancelled`].
    pub struct TasksCancelled {
        /// The scope of the step.
        scope: u64 = "scope",
        /// The step's path.
        path: Arc<str> = "path",
    }

    /// See [`Event::StepSucceeded`].
    pub struct StepSucceeded {
        /// The scope of the step.
        scope: u64 = "scope",
        /// The step's path.
        path: Arc<str> = "path",
        /// The result; absent where it is the task's result or, without a task, the step's input.
        output: Option<Json> = "output",
        /// Why it goes on as it does.
        edge: Edge = "edge",
        /// The next step; absent where the scope ends.
        next: Option<Arc<str>> = "next",
    }

    /// See [`Event::StepRetried`].
    pub struct StepRetried {
        /// The scope of the step.
        scope: u64 = "scope",
        /// The step's path.
        path: Arc<str> = "path",
        /// Why.
        error: Arc<ErrorInfo> = "error",
        /// The retry that was decided.
        retry: RetryAt = "retry",
    }

    /// See [`Event::StepFailed`].
    pub struct StepFailed {
        /// The scope of the step.
        scope: u64 = "scope",
        /// The step's path.
        path: Arc<str> = "path",
        /// What went wrong.
        error: Arc<ErrorInfo> = "error",
        /// Where, if it was inside a task or a nested workflow.
        origin: Option<Arc<str>> = "origin",
        /// The failure handler that takes over; absent where the scope fails.
        handler: Option<HandledBy> = "handler",
    }

    /// A failure handler and what it is given.
    pub struct HandledBy {
        /// The step.
        step: Arc<str> = "step",
        /// `{ error, failedStep, path, input, attempts }`.
        input: Json = "input",
    }

    /// See [`Event::TimeoutsExtended`].
    pub struct TimeoutsExtended {
        /// By how many milliseconds.
        by: u64 = "by",
    }

    /// See [`Event::RunPaused`].
    pub struct RunPaused {}

    /// See [`Event::RunResumed`].
    pub struct RunResumed {}

    /// See [`Event::RunCompleted`].
    pub struct RunCompleted {}

    /// See [`Event::RunFailed`].
    pub struct RunFailed {
        /// What went wrong.
        error: Arc<ErrorInfo> = "error",
        /// The path of the step or task where it went wrong; empty: the run itself.
        path: Arc<str> = "path",
    }

    /// See [`Event::RunCancelled`].
    pub struct RunCancelled {
        /// Why, if the caller said so.
        reason: Option<Arc<str>> = "reason",
    }
}

/// What a step is going to do.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// What an attempt calls.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        scope_deadline: Option<u64>,
    },
}

/// Which edge a step took when it ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
