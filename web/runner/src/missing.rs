//! Whether all is there that a run may call: each function is among those of the module, or something answers in its place.

use std::collections::BTreeSet;

use stepwell_core::{
    Workflow, path,
    workflow::{Action, ChainId, Target},
};

/// The first function that the steps of a workflow call, that is not among `known`, and in whose place nothing answers where
/// it is called; `mocked` are the ids of the boxes where something does.
pub(crate) fn missing_function(
    workflow: &Workflow,
    known: &[String],
    mocked: &BTreeSet<String>,
) -> Option<String> {
    let mut search = Search {
        workflow,
        known,
        mocked,
        whole: BTreeSet::new(),
    };
    search.chain(ChainId::ROOT, "").err()
}

struct Search<'a> {
    workflow: &'a Workflow,
    known: &'a [String],
    mocked: &'a BTreeSet<String>,
    /// The chains that call what is there alone, wherever they are nested: each is looked through once. Of the others there
    /// are no more than there are mocks.
    whole: BTreeSet<ChainId>,
}

impl Search<'_> {
    /// Looks through the steps of a chain that is nested in the box `around`; answers whether it calls what is there alone.
    fn chain(&mut self, id: ChainId, around: &str) -> Result<bool, String> {
        if self.whole.contains(&id) {
            return Ok(true);
        }
        let mut is_whole = true;
        for (name, step) in &self.workflow.chain(id).steps {
            let step_box = path::join(around, &path::segment(name));
            is_whole &= match &step.action {
                Action::Task(target) => self.target(target, &step_box)?,
                Action::Map { target, .. } => self.target(target, &format!("{step_box}[]"))?,
                Action::Parallel(tasks) => {
                    let mut all = true;
                    for (task, target) in tasks {
                        let task_box = path::join(&step_box, &path::segment(task));
                        all &= self.target(target, &task_box)?;
                    }
                    all
                }
                Action::Pass | Action::Wait(_) | Action::Fail { .. } => true,
            };
        }
        if is_whole {
            self.whole.insert(id);
        }
        Ok(is_whole)
    }

    fn target(&mut self, target: &Target, id: &str) -> Result<bool, String> {
        match target {
            Target::Workflow(chain) => self.chain(*chain, id),
            Target::Function(name) if self.known.iter().any(|known| **known == **name) => Ok(true),
            Target::Function(_) if self.mocked.contains(id) => Ok(false),
            Target::Function(name) => Err(name.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(definition: &str, mocked: &[&str], expect: Option<&str>) {
        let workflow = Workflow::parse(definition).unwrap();
        let mocked = mocked.iter().map(ToString::to_string).collect();
        let missing = missing_function(&workflow, &["there".to_owned()], &mocked);
        assert_eq!(missing.as_deref(), expect, "{mocked:?}");
    }

    #[test]
    fn a_function_may_be_missing_where_every_call_of_it_is_mocked() {
        let step = r#"{ "steps": { "A/1": { "func": "gone", "nextStep": "B" }, "B": { "func": "there", "nextStep": "C" }, "C": { "func": "gone" } } }"#;
        check(step, &[], Some("gone"));
        check(step, &["A~11"], Some("gone"));
        check(step, &["A~11", "B"], Some("gone"));
        check(step, &["A~11", "C"], None);
        let tasks = r#"{ "steps": { "P": { "parallel": true, "func": { "x": "gone", "y": "there", "z": "lost" } } } }"#;
        check(tasks, &["P/x"], Some("lost"));
        check(tasks, &["P/x", "P/z"], None);
        let items = r#"{ "steps": { "M": { "map": { "func": "gone" } } } }"#;
        check(items, &["M"], Some("gone"));
        check(items, &["M[]"], None);
    }

    #[test]
    fn a_workflow_that_is_nested_twice_is_mocked_twice() {
        let definition = r#"{ "workflows": { "W": { "steps": { "N": { "func": "gone" } } } },
            "steps": { "A": { "workflow": "W", "nextStep": "B" }, "B": { "map": { "workflow": "W" } } } }"#;
        check(definition, &["A/N"], Some("gone"));
        check(definition, &["A/N", "B[]/N"], None);
    }

    #[test]
    fn workflows_that_nest_one_another_many_times_are_looked_through_once() {
        let nested = |inner: &str| {
            format!(
                r#"{{ "steps": {{ "A": {{ "workflow": "{inner}", "nextStep": "B" }}, "B": {{ "workflow": "{inner}" }} }} }}"#
            )
        };
        let first = r#""W0": { "steps": { "N": { "func": "there" } } }"#.to_owned();
        let others = (1..40).map(|depth| {
            let inner = nested(&format!("W{}", depth - 1));
            format!("\"W{depth}\": {inner}")
        });
        let workflows: Vec<String> = std::iter::once(first).chain(others).collect();
        let workflows = workflows.join(", ");
        let definition = format!(
            r#"{{ "workflows": {{ {workflows} }}, "steps": {{ "S": {{ "workflow": "W39" }} }} }}"#
        );
        check(&definition, &[], None);
        check(&definition.replace("there", "gone"), &["S/A"], Some("gone"));
    }
}
