//! What a form needs to know of a step.

use serde::Serialize;
use serde_json::value::RawValue;

use super::{place::Place, source::Source};
use crate::{
    Map, Workflow,
    json::{pointer_segment, pointer_segments},
    workflow::{Diagnostic, Severity, syntax::NodeId},
};

/// A step, or the workflow, as it is written.
#[derive(Debug, Serialize)]
pub struct Description {
    /// The id of the step, which for a task is the one that it is in.
    pub id: String,
    /// `task`, `pass`, `branch`, `parallel`, `map`, `nested`, `wait` or `fail`; `workflow`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// The task's name, if the id is that of a task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Whether its workflow starts with it.
    pub start: bool,
    /// What it has under its keys; of a workflow, without its steps and workflows.
    pub keys: Map<String, Box<RawValue>>,
    /// The same as it is written.
    pub texts: Map<String, String>,
    /// Of those values that are objects, the keys in the order written: JavaScript's own objects forget it.
    pub orders: Map<String, Vec<String>>,
    /// What is wrong with it.
    pub diagnostics: Vec<KeyDiagnostic>,
    /// The steps of its chain.
    pub steps: Vec<String>,
    /// The functions that are called anywhere.
    pub functions: Vec<String>,
    /// The workflows that it can nest by name.
    pub workflows: Vec<String>,
}

/// What is wrong with a key.
#[derive(Debug, Serialize)]
pub struct KeyDiagnostic {
    /// The key; empty: the whole step.
    pub key: String,
    /// JSON pointer on from the key.
    pub pointer: String,
    /// Whether the workflow can run all the same.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to put in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// What a form needs to know of the step of this id, or of the workflow if it is empty; `None` if there is none, or the
/// text is not JSON.
pub fn describe(text: &str, id: &str) -> Option<Description> {
    let text = if text.trim().is_empty() { "{}" } else { text };
    let source = Source::read(text).ok()?;
    let diagnostics = match Workflow::parse(text) {
        Ok(workflow) => workflow.warnings().to_vec(),
        Err(invalid) => invalid.diagnostics,
    };
    let (chain, node, name, task) = if id.is_empty() {
        let name = source
            .get(source.root, "name")
            .and_then(|name| source.string(name));
        (
            source.whole(),
            source.root,
            name.unwrap_or_default().to_owned(),
            None,
        )
    } else {
        let place = source.place(id).ok()?;
        let task = match &place {
            Place::Task(task) => Some(task.name.clone()),
            Place::Step(_) => None,
        };
        let step = place.into_step();
        (step.chain, step.node, step.name, task)
    };
    let is_workflow = id.is_empty();
    let (mut keys, mut texts, mut orders) = (Map::default(), Map::default(), Map::default());
    for (key, member) in source.members(node).into_iter().flatten() {
        if is_workflow && matches!(key.as_ref(), "steps" | "workflows") {
            continue;
        }
        let json = source.written(member.value);
        if let Some(members) = source.members(member.value) {
            let order = members.keys().map(ToString::to_string).collect();
            orders.insert(key.to_string(), order);
        }
        texts.insert(key.to_string(), json.to_owned());
        keys.insert(
            key.to_string(),
            RawValue::from_string(json.to_owned()).ok()?,
        );
    }
    let steps = source.each_step(&chain).map(|(name, _)| name.to_owned());
    Some(Description {
        id: if is_workflow {
            String::new()
        } else {
            chain.id_of(&name)
        },
        kind: if is_workflow {
            "workflow"
        } else {
            kind(&source, node)
        },
        start: !is_workflow && source.start_of(&chain) == Some(&name),
        task,
        keys,
        texts,
        orders,
        diagnostics: about(&diagnostics, &source, node),
        steps: steps.collect(),
        functions: functions(&source),
        workflows: source.nestable(&chain),
        name,
    })
}

fn kind(source: &Source<'_>, step: NodeId) -> &'static str {
    let has = |key| source.get(step, key).is_some();
    if source.tasks(step).is_some() || has("parallel") {
        "parallel"
    } else if has("func") {
        "task"
    } else if has("workflow") {
        "nested"
    } else if has("map") {
        "map"
    } else if has("wait") {
        "wait"
    } else if has("fail") {
        "fail"
    } else if has("branch") {
        "branch"
    } else {
        "pass"
    }
}

/// What is said of a node, by the key that it is said of.
fn about(diagnostics: &[Diagnostic], source: &Source<'_>, node: NodeId) -> Vec<KeyDiagnostic> {
    let is_root = node == source.root;
    let of = |diagnostic: &Diagnostic| {
        let segments = pointer_segments(&diagnostic.pointer)?;
        let mut segments = segments.iter();
        let mut here = source.root;
        while here != node {
            here = source.get(here, segments.next()?)?;
        }
        let key = segments
            .next()
            .map_or_else(String::new, ToString::to_string);
        let pointer: String = segments
            .flat_map(|segment| ["/".into(), pointer_segment(segment)])
            .collect();
        let is_inside = is_root && matches!(key.as_str(), "steps" | "workflows");
        (!is_inside || pointer.is_empty()).then(|| KeyDiagnostic {
            key,
            pointer,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            suggestion: diagnostic.suggestion.clone(),
        })
    };
    diagnostics.iter().filter_map(of).collect()
}

/// The names of the functions that are called anywhere, each once.
fn functions(source: &Source<'_>) -> Vec<String> {
    let mut names = indexmap::IndexSet::<String, rustc_hash::FxBuildHasher>::default();
    let mut ahead = vec![source.root];
    while let Some(workflow) = ahead.pop() {
        let inner = |key| {
            source
                .get(workflow, key)
                .and_then(|inner| source.members(inner))
        };
        ahead.extend(
            inner("workflows")
                .into_iter()
                .flatten()
                .map(|(_, member)| member.value),
        );
        for (_, member) in inner("steps").into_iter().flatten() {
            let step = member.value;
            let mut targets = vec![step];
            targets.extend(source.get(step, "map"));
            let tasks = source.tasks(step).and_then(|tasks| source.members(tasks));
            for (_, task) in tasks.into_iter().flatten() {
                names.extend(source.string(task.value).map(str::to_owned));
                targets.push(task.value);
            }
            for target in targets {
                let function = source
                    .get(target, "func")
                    .and_then(|func| source.string(func));
                names.extend(function.map(str::to_owned));
                ahead.extend(source.get(target, "workflow"));
            }
        }
    }
    names.into_iter().collect()
}
