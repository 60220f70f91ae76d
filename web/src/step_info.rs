//! What the definition says of one step or task, for the inspector.
//!
//! Pure: it knows neither runs nor the page.

use stepwell_core::{
    Json, path,
    workflow::{Action, Chain, Step, Target, Wait, Workflow},
};

use crate::run_view::duration;

/// A step or task as the definition has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StepInfo {
    /// Its name.
    pub(crate) name: String,
    /// The path of the step or task that it lies in.
    pub(crate) within: Option<String>,
    /// What is worth knowing, most important first.
    pub(crate) facts: Vec<Fact>,
    /// Its part of the definition.
    pub(crate) definition: Json,
}

/// One thing worth knowing of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    /// What it is.
    pub(crate) label: String,
    /// What it says.
    pub(crate) value: String,
    /// The step that it names, if one can go there.
    pub(crate) path: Option<String>,
}

/// What the workflow says of the step, task or item at a path; the items of a map share one, `Pack[]`.
pub(crate) fn step_info(workflow: &Workflow, wanted: &str) -> Option<StepInfo> {
    let mut chain = workflow.root();
    let mut within: Option<String> = None;
    let mut segments = wanted.split('/').peekable();
    loop {
        let segment = segments.next()?;
        let (segment, is_item) = match segment.find('[') {
            Some(bracket) => (&segment[..bracket], true),
            None => (segment, false),
        };
        let name = path::name(segment);
        let step = chain.steps.get(name.as_ref())?;
        let scope = within.clone().unwrap_or_default();
        let here = path::join(&scope, segment);
        let pointer = format!(
            "{}/steps/{}",
            chain.pointer,
            stepwell_core::json::pointer_segment(&name)
        );
        if segments.peek().is_none() && !is_item {
            return Some(StepInfo {
                name: name.into_owned(),
                within,
                facts: step_facts(workflow, step, &scope, &here),
                definition: Json::parse(workflow.definition().at(&pointer)?).ok()?,
            });
        }
        let (target, name, here, pointer) = match &step.action {
            Action::Task(target) => (target, None, here, pointer),
            Action::Map { target, .. } if is_item => (
                target,
                Some("Each item".to_owned()),
                format!("{here}[]"),
                format!("{pointer}/map"),
            ),
            Action::Parallel(tasks) => {
                let segment = segments.next()?;
                let task = path::name(segment);
                let target = tasks.get(task.as_ref())?;
                let key = stepwell_core::json::pointer_segment(&task).into_owned();
                (
                    target,
                    Some(task.into_owned()),
                    path::join(&here, segment),
                    format!("{pointer}/func/{key}"),
                )
            }
            _ => return None,
        };
        if let (None, Some(name)) = (segments.peek(), name) {
            return Some(StepInfo {
                name,
                within: Some(path::join(&scope, &path::segment(&step.name))),
                facts: vec![calls(workflow, target)],
                definition: Json::parse(workflow.definition().at(&pointer)?).ok()?,
            });
        }
        chain = nested(workflow, target)?;
        within = Some(here);
    }
}

/// The workflow that a target nests.
fn nested<'a>(workflow: &'a Workflow, target: &Target) -> Option<&'a Chain> {
    match target {
        Target::Workflow(id) => Some(workflow.chain(*id)),
        Target::Function(_) => None,
    }
}

fn fact(label: &str, value: impl Into<String>) -> Fact {
    Fact {
        label: label.to_owned(),
        value: value.into(),
        path: None,
    }
}

fn calls(workflow: &Workflow, target: &Target) -> Fact {
    match target {
        Target::Function(name) => fact("Calls", name.as_ref()),
        Target::Workflow(id) => fact("Runs the workflow", workflow.chain(*id).name.as_ref()),
    }
}

fn step_facts(workflow: &Workflow, step: &Step, scope: &str, here: &str) -> Vec<Fact> {
    let leads = |label: &str, to: &str| Fact {
        label: label.to_owned(),
        value: to.to_owned(),
        path: Some(path::join(scope, &path::segment(to))),
    };
    let mut facts = match &step.action {
        Action::Pass => vec![fact("Does", "nothing: its output is its input")],
        Action::Wait(Wait::For(ms)) => vec![fact("Waits", duration(*ms))],
        Action::Wait(Wait::Until(_)) => vec![fact("Waits", "until a point in time")],
        Action::Fail { error, .. } => vec![fact("Fails with", error.as_ref())],
        Action::Task(target) => vec![calls(workflow, target)],
        Action::Map {
            target,
            concurrency,
            ..
        } => vec![
            fact("For each item", calls(workflow, target).value),
            fact("At once", concurrency.to_string()),
        ],
        Action::Parallel(tasks) => tasks
            .keys()
            .map(|task| Fact {
                label: "At once".to_owned(),
                value: task.as_ref().to_owned(),
                path: Some(path::join(here, &path::segment(task))),
            })
            .collect(),
    };
    if matches!(step.action, Action::Parallel(_) | Action::Map { .. }) {
        let then = if step.stop_on_failure {
            "stops the others"
        } else {
            "lets the others finish"
        };
        facts.push(fact("A failure", then));
    }
    for (key, to) in &step.branch {
        facts.push(leads(&format!("On {key}"), to));
    }
    match &step.next {
        Some(next) if step.branch.is_empty() => facts.push(leads("Then", next)),
        Some(next) => facts.push(leads("Otherwise", next)),
        None if step.branch.is_empty() => facts.push(fact("Then", "the end")),
        None => {}
    }
    for handler in &step.on_failure {
        let errors = handler.errors.join(", ");
        let label = match errors.as_str() {
            "*" => "On failure".to_owned(),
            errors => format!("On {errors}"),
        };
        facts.push(leads(&label, &handler.go_to));
    }
    for rule in &step.retry {
        let times = format!(
            "{}, up to {} times",
            rule.errors.join(", "),
            rule.max_retries
        );
        facts.push(fact("Tries again on", times));
    }
    if let Some(ms) = step.timeout {
        facts.push(fact("At most", duration(ms)));
    }
    if let Some(comment) = &step.comment {
        facts.push(fact("Comment", comment.as_ref()));
    }
    facts
}
