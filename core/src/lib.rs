//! Stepwell's core: a workflow engine as a pure, deterministic, event-sourced state machine.
//!
//! It never reads a clock, draws randomness, spawns or does I/O: `now` and the seed are arguments. Only
//! [`js`] (behind the feature of that name) knows JavaScript; everything else builds and is tested natively.

pub mod driver;
pub mod edit;
pub mod engine;
pub mod export;
pub mod host;
#[cfg(feature = "js")]
pub mod js;
pub mod json;
pub mod layout;
mod map;
pub mod path;
pub mod run_marks;
mod sort;
mod step_status;
pub mod workflow;

pub use json::{Json, JsonError};
pub use map::Map;
pub use step_status::StepStatus;
pub use workflow::Workflow;
