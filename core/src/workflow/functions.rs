//! Whether the functions that a workflow calls exist, which only the host knows.

use super::{
    diagnostic::{Code, Diagnostic},
    model::{Action, Target, Workflow},
    nesting::step_pointer,
    suggest::Suggestions,
};
use crate::json::pointer_segment;

impl Workflow {
    /// `Function.Unknown` at each place that calls a function which is not among `known`, with the nearest of
    /// these as the suggestion.
    ///
    /// ```
    /// use stepwell_core::Workflow;
    ///
    /// let workflow = Workflow::parse(r#"{ "steps": { "Pay": { "func": "chrage" } } }"#)?;
    /// let unknown = workflow.check_functions(&["charge", "refund"]);
    /// assert_eq!(unknown[0].pointer, "/steps/Pay/func");
    /// assert_eq!(unknown[0].suggestion.as_deref(), Some("charge"));
    /// # Ok::<(), stepwell_core::workflow::Invalid>(())
    /// ```
    pub fn check_functions(&self, known: &[impl AsRef<str>]) -> Vec<Diagnostic> {
        let names: rustc_hash::FxHashSet<&str> = known.iter().map(AsRef::as_ref).collect();
        let mut suggestions = Suggestions::new();
        let mut diagnostics = Vec::new();
        let mut check = |target: &Target, pointer: &dyn Fn() -> String| {
            let Target::Function(name) = target else {
                return;
            };
            if !names.contains(name.as_ref()) {
                diagnostics.push(Diagnostic {
                    suggestion: suggestions.nearest(name, known.iter().map(AsRef::as_ref)),
                    ..Diagnostic::new(
                        Code::UnknownFunction,
                        pointer(),
                        format!("there is no function `{name}`"),
                    )
                });
            }
        };
        for chain in self.chains() {
            for (name, step) in &chain.steps {
                let at = |key: &str| step_pointer(&chain.pointer, name) + key;
                match &step.action {
                    Action::Task(target) => check(target, &|| at("/func")),
                    Action::Map { target, .. } => check(target, &|| at("/map/func")),
                    Action::Parallel(tasks) => {
                        for (task, target) in tasks {
                            check(target, &|| at("/func/") + &pointer_segment(task));
                        }
                    }
                    Action::Pass | Action::Wait(_) | Action::Fail { .. } => {}
                }
            }
        }
        diagnostics
    }
}
