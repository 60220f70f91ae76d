//! What the outside tells a run, and what the run asks of it.

use std::sync::Arc;

use super::{error::ErrorInfo, state::RunStatus};
use crate::Json;

/// What the outside tells a run.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Begin.
    Start {
        /// What the first step is given.
        input: Json,
    },
    /// A call settled. One that the run has abandoned, or that settled before, is ignored.
    Finished {
        /// The attempt, as [`Call::id`] had it.
        attempt: u64,
        /// What it gave.
        result: Result<Json, ErrorInfo>,
    },
    /// Time has passed, or there is more to do: do what is due.
    Tick,
    /// So much time has passed that no timeout is to count, as while the one who runs it was asleep.
    ExtendTimeouts {
        /// In milliseconds.
        by: u64,
    },
    /// Start nothing new.
    Pause,
    /// Go on.
    Resume,
    /// Abandon everything and end.
    Cancel {
        /// Why.
        reason: Option<Arc<str>>,
    },
    /// After a crash: whatever the log has in flight is started again.
    Recover,
}

/// A command that cannot be carried out where the run stands. It has changed nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// Start, of a run that has been started.
    #[error("the run is {0} and cannot be started again; make another run")]
    Started(RunStatus),
    /// Anything but start, of a run that has not been started.
    #[error("the run is INITIALIZED; start it first")]
    NotStarted,
    /// Pause, of a run that is paused.
    #[error("the run is PAUSED already; resume it to go on")]
    Paused,
    /// Resume, of a run that is not paused.
    #[error("the run is {0}; only a PAUSED run can be resumed")]
    NotPaused(RunStatus),
    /// Anything, of a run that is over.
    #[error("the run is {0}; make another run")]
    Over(RunStatus),
}

impl CommandError {
    /// A stable name that a caller can switch on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Started(_) => "Run.Started",
            Self::NotStarted => "Run.NotStarted",
            Self::Paused => "Run.Paused",
            Self::NotPaused(_) => "Run.NotPaused",
            Self::Over(_) => "Run.Over",
        }
    }
}

/// What a run asks of the outside, to be done after the events have been stored.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effects {
    /// Functions to call.
    pub calls: Vec<Call>,
    /// Attempts to abandon: whatever they settle to will be ignored.
    pub cancels: Vec<u64>,
    /// When to send the next [`Command::Tick`], in milliseconds since the Unix epoch; replaces what an earlier
    /// answer said.
    pub wake_at: Option<u64>,
    /// There is more to do than one turn should take: let others have theirs, then send [`Command::Tick`].
    pub more: bool,
}

/// A function to call.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The attempt, unique in the run.
    pub id: u64,
    /// The function's name.
    pub function: Arc<str>,
    /// What it is given.
    pub input: Json,
    /// The step's name.
    pub step: Arc<str>,
    /// The task's path.
    pub path: Arc<str>,
    /// The how-manieth attempt it is; the first is 1.
    pub attempt: u32,
    /// The step's `params`.
    pub params: Option<Json>,
    /// Whether the step is `isolated`.
    pub isolated: bool,
}
