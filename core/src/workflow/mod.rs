//! The definition of a workflow: what people write, what is wrong with it, and the checked form that runs.
//!
//! ```text
//! text ──read──▶ Definition ──check──▶ Workflow (every reference resolves) or all its Diagnostics
//!                    ▲
//!                 builder
//! ```
//!
//! This module knows nothing of runs, layouts or JavaScript.

mod action;
mod builder;
mod check;
mod definition;
mod diagnostic;
mod functions;
mod graph;
pub(crate) mod keys;
mod model;
mod nesting;
mod number;
mod read;
mod read_step;
mod recover;
#[cfg(feature = "schema")]
mod schema;
mod suggest;
pub(crate) mod syntax;
mod values;

pub use builder::{StepBuilder, WorkflowBuilder, nested, step};
pub use definition::{
    Branch, Definition, FailDefinition, FailureHandlers, FailureRule, Func, MapDefinition, Nested,
    NestedTask, RetryRule, StepDefinition, TaskDefinition, WaitTime,
};
pub use diagnostic::{Code, Diagnostic, Invalid, Severity, Span, diagnostics_json};
pub use model::{Action, Chain, ChainId, Handler, Retry, Step, Target, Wait, Workflow};
#[cfg(feature = "schema")]
pub use schema::json_schema;
pub(crate) use syntax::MAX_LEVELS;

use crate::Json;

impl Definition {
    /// Reads a definition from JSON text. It may still make no sense as a workflow: that is [`Workflow::new`]'s
    /// question.
    ///
    /// # Errors
    /// Every place where the text is not JSON, or has a key or a type that no definition has.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut diagnostics = Vec::new();
        let tree = syntax::parse(text, &mut diagnostics);
        match read::read(&tree, &mut diagnostics) {
            (Some(definition), _) if diagnostics.is_empty() => Ok(definition),
            _ => Err(Invalid {
                diagnostics: in_order(diagnostics),
            }),
        }
    }
}

impl Workflow {
    /// Reads and checks a definition. The diagnostics say where in the text they are.
    ///
    /// # Errors
    /// All that is wrong with it at once: syntax, keys and types, references, cycles.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut diagnostics = Vec::new();
        let tree = syntax::parse(text, &mut diagnostics);
        let (definition, doubts) = read::read(&tree, &mut diagnostics);
        let Some(definition) = definition else {
            return Err(Invalid {
                diagnostics: in_order(diagnostics),
            });
        };
        let read = diagnostics.len();
        let checked = check::check(&definition, &doubts, &mut diagnostics);
        for diagnostic in &mut diagnostics[read..] {
            diagnostic.span = tree.locate(&diagnostic.pointer, diagnostic.code.is_about_key());
        }
        let definition = || Json::stored(text).expect("what was read without an error is JSON");
        Self::of(definition, checked, diagnostics)
    }

    /// Checks a definition.
    ///
    /// # Errors
    /// All that is wrong with it at once.
    pub fn new(definition: &Definition) -> Result<Self, Invalid> {
        let mut diagnostics = Vec::new();
        let checked = check::check(definition, &read::Doubts::default(), &mut diagnostics);
        let definition = || {
            let text = serde_json::to_string(definition);
            Json::trusted(text.expect("a definition has only text keys"))
        };
        Self::of(definition, checked, diagnostics)
    }

    fn of(
        definition: impl FnOnce() -> Json,
        (chains, by_pointer): (
            Vec<Chain>,
            rustc_hash::FxHashMap<std::sync::Arc<str>, ChainId>,
        ),
        diagnostics: Vec<Diagnostic>,
    ) -> Result<Self, Invalid> {
        let diagnostics = in_order(diagnostics);
        if diagnostics.iter().any(|d| d.severity == Severity::Error) {
            return Err(Invalid { diagnostics });
        }
        Ok(Self {
            chains,
            by_pointer,
            definition: definition(),
            warnings: diagnostics,
        })
    }
}

/// Gives each diagnostic the place in `text` that its pointer leads to, as [`Workflow::parse`] does: for those of
/// [`Workflow::check_functions`], and for a definition that was read by other means.
pub fn locate(text: &str, diagnostics: &mut [Diagnostic]) {
    let tree = syntax::parse(text, &mut Vec::new());
    for diagnostic in diagnostics {
        diagnostic.span = tree.locate(&diagnostic.pointer, diagnostic.code.is_about_key());
    }
}

/// In the order of the text, or of the pointers where there is no text; each once.
fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    crate::sort::sort_by(&mut diagnostics, |a, b| {
        let start = |d: &Diagnostic| d.span.map(|span| span.start);
        (start(a), &a.pointer, a.code.as_str()).cmp(&(start(b), &b.pointer, b.code.as_str()))
    });
    diagnostics.dedup();
    diagnostics
}
