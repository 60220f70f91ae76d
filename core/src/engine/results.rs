//! The results of a scope so far, by step: what `context` shows.
//!
//! A step's result holds those of its tasks, items and nested steps beneath it, so that paths never collide
//! and a nested workflow can be used any number of times.

use std::sync::Arc;

use super::error::ErrorInfo;
use crate::{Json, Map, StepStatus, path};

/// What became of a step or task: its result or its error.
pub type Outcome = Result<Json, Arc<ErrorInfo>>;

/// The outcome as `context` shows it: the result, or `{ "error": { "name", "message", … } }`.
pub fn shown(outcome: &Outcome) -> Json {
    match outcome {
        Ok(value) => value.clone(),
        Err(error) => error.in_place_of_result(),
    }
}

/// The steps of one scope that have been visited, in the order of their first visits.
pub(super) type Results = Map<Arc<str>, Record>;

/// What is kept of a step.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Record {
    /// How often it was entered.
    pub(super) visits: u32,
    /// How its latest visit ended; `None` while the first goes on, or where results are not kept.
    pub(super) part: Part,
    /// What is beneath it, of the same visit.
    pub(super) tasks: Tasks,
    pub(super) status: StepStatus,
}

/// An outcome, when it came, and what lies beneath it if it is a nested workflow's.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Part {
    pub(super) outcome: Option<Outcome>,
    /// The `seq` of the event that set it, or what lies beneath it.
    pub(super) seq: u64,
    pub(super) nested: Option<Box<Results>>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Tasks {
    #[default]
    None,
    Named(Map<Arc<str>, Part>),
    Items(Vec<Part>),
}

/// One step of the way that a path leads: a name and perhaps an item's number.
pub(super) struct PathSegment<'a> {
    pub(super) name: std::borrow::Cow<'a, str>,
    pub(super) item: Option<usize>,
}

/// The segments of a path such as `Ship/pack[3]/Weigh`; `None` where it is not one.
pub(super) fn segments(text: &str) -> Option<Vec<PathSegment<'_>>> {
    text.split('/')
        .map(|segment| {
            let (name, item) = match segment.strip_suffix(']') {
                Some(rest) => {
                    let (name, number) = rest.split_once('[')?;
                    (name, Some(number.parse().ok()?))
                }
                None => (segment, None),
            };
            Some(PathSegment {
                name: path::name(name),
                item,
            })
        })
        .collect()
}

/// The outcome at a path beneath `results`.
pub(super) fn find<'r>(results: &'r Results, way: &[PathSegment<'_>]) -> Option<&'r Outcome> {
    let (first, rest) = way.split_first()?;
    let record = results.get(first.name.as_ref())?;
    find_in(&record.part, &record.tasks, first.item, rest)
}

/// The outcome at the rest of a path, which has led to a step's `part` and `tasks`.
pub(super) fn find_in<'r>(
    part: &'r Part,
    tasks: &'r Tasks,
    item: Option<usize>,
    rest: &[PathSegment<'_>],
) -> Option<&'r Outcome> {
    let (part, rest) = match (tasks, item) {
        (Tasks::Items(items), Some(item)) => (items.get(item)?, rest),
        (_, Some(_)) => return None,
        (Tasks::Named(named), None) if !rest.is_empty() => {
            (named.get(rest[0].name.as_ref())?, &rest[1..])
        }
        (_, None) => (part, rest),
    };
    if rest.is_empty() {
        part.outcome.as_ref()
    } else {
        find(part.nested.as_deref()?, rest)
    }
}

/// Calls `each` with the path and outcome of everything in `results`, in order, nested ones after their step.
pub(super) fn walk(results: &Results, prefix: &str, each: &mut dyn FnMut(&str, &Outcome)) {
    for (name, record) in results {
        walk_record(name, record, prefix, each);
    }
}

/// The same for one step of them.
pub(super) fn walk_record(
    name: &str,
    record: &Record,
    prefix: &str,
    each: &mut dyn FnMut(&str, &Outcome),
) {
    let here = path::join(prefix, &path::segment(name));
    walk_part(&record.part, &here, each);
    walk_tasks(&record.tasks, &here, each);
}

fn walk_tasks(tasks: &Tasks, here: &str, each: &mut dyn FnMut(&str, &Outcome)) {
    match tasks {
        Tasks::None => {}
        Tasks::Named(named) => {
            for (task, part) in named {
                walk_part(part, &path::join(here, &path::segment(task)), each);
            }
        }
        Tasks::Items(items) => {
            for (index, part) in items.iter().enumerate() {
                walk_part(part, &format!("{here}[{index}]"), each);
            }
        }
    }
}

pub(super) fn walk_part(part: &Part, here: &str, each: &mut dyn FnMut(&str, &Outcome)) {
    if let Some(outcome) = &part.outcome {
        each(here, outcome);
    }
    if let Some(nested) = &part.nested {
        walk(nested, here, each);
    }
}
