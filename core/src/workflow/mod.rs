//! The definition of a workflow: what people write, what is wrong with it, and the checked form that runs.
//!
//! ```text
//! text ──read──▶ Definition ──check──▶ Workflow (every reference resolves) or all its Diagnostics
//!                    ▲
//!                 builder
//! ```
//!
//! This module knows nothing of runs, layouts or JavaScript.

mod definition;
mod diagnostic;
mod model;

pub use definition::{
    Branch, Definition, FailDefinition, FailureHandlers, FailureRule, Func, MapDefinition, Nested,
    NestedTask, RetryRule, StepDefinition, TaskDefinition, WaitTime,
};
pub use diagnostic::{Code, Diagnostic, Severity, Span};
pub use model::{Action, Chain, ChainId, Handler, Retry, Step, Target, Wait, Workflow};
