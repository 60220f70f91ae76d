//! The engine: a run as a pure state machine.
//!
//! ```text
//! Command ──▶ Run::handle ──decide──▶ Event ──apply──▶ State     (apply alone changes the state)
//!                 │                     │
//!                 ▼                     ▼
//!              Effects                 log ──from_log──▶ the same State
//! ```
//!
//! It knows the definition and nothing of drivers, hosts, JavaScript or pictures.

mod agenda;
mod apply;
mod command;
mod context;
mod decide;
mod error;
mod event;
mod event_fields;
pub mod log;
#[cfg(test)]
mod properties;
mod record;
mod results;
mod retry;
mod run;
mod sorted;
mod state;
mod verdict;

pub use crate::StepStatus;
pub use apply::Misfit;
pub use command::{Call, Command, CommandError, Effects};
pub use context::ContextView;
pub use error::{ErrorInfo, names};
pub use event::{
    AttemptFailed, AttemptRestarted, AttemptStarted, AttemptSucceeded, Edge, Event, ForkedFrom,
    HandledBy, LOG_VERSION, Launch, LoggedEvent, Plan, RetryAt, RunCancelled, RunCompleted,
    RunFailed, RunPaused, RunResumed, RunStarted, StepEntered, StepFailed, StepRetried,
    StepSucceeded, TasksCancelled, TimeoutsExtended,
};
pub use results::{Outcome, shown};
pub use run::{Report, Run, RunOptions};
pub use state::{HandledFailure, Retention, RunStatus};
