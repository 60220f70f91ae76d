//! What to make of a step's end: where its result leads, or why the whole step failed.

use std::sync::Arc;

use super::{
    error::{ErrorInfo, names},
    event::Edge,
    state::{Kind, SlotState, Visit},
};
use crate::{
    Json,
    workflow::{Action, Step},
};

/// How much of a value stands in a message.
const SHOWN: usize = 200;

/// Where a step's result leads.
pub(super) fn edge(step: &Step, value: &Json) -> Result<(Edge, Option<Arc<str>>), ErrorInfo> {
    if step.branch.is_empty() {
        return Ok((
            if step.next.is_some() {
                Edge::Next
            } else {
                Edge::End
            },
            step.next.clone(),
        ));
    }
    let looked_at = if step.branch_on.is_empty() {
        Some(value.as_str())
    } else {
        value.at(&step.branch_on)
    };
    let key = looked_at.and_then(Json::branch_key);
    if let Some(to) = key.and_then(|key| step.branch.get(key.as_ref())) {
        return Ok((Edge::Branch, Some(to.clone())));
    }
    if let Some(next) = &step.next {
        return Ok((Edge::Default, Some(next.clone())));
    }
    let keys: Vec<String> = step
        .branch
        .keys()
        .map(|key| crate::json::quote(key))
        .collect();
    let found = match looked_at {
        Some(text) => format!("{} matches no key", shorten(text)),
        None => format!(
            "there is nothing at `{}` in {}",
            step.branch_on,
            shorten(value.as_str())
        ),
    };
    let message = format!(
        "{found} of the branch ({}), and there is no `nextStep`",
        keys.join(", ")
    );
    Err(ErrorInfo::new(names::BRANCH_NO_MATCH, message))
}

pub(super) fn not_a_list(visit: &Visit, step: &Step) -> ErrorInfo {
    let pointer = match &step.action {
        Action::Map { items, .. } => items.clone(),
        _ => "".into(),
    };
    let message = match visit.input.at(&pointer) {
        Some(text) if pointer.is_empty() => format!("the input is not a list: {}", shorten(text)),
        Some(text) => format!(
            "what is at `{pointer}` in the input is not a list: {}",
            shorten(text)
        ),
        None => format!("there is nothing at `{pointer}` in the input"),
    };
    ErrorInfo::new(names::MAP_NOT_A_LIST, message)
}

/// The error of a step whose first failure stopped the others: it carries every task's outcome.
pub(super) fn stopped(visit: &Visit, failed: u32) -> ErrorInfo {
    let cause = match &visit.slots[failed as usize].part.outcome {
        Some(Err(error)) => Some(error),
        _ => None,
    };
    let outcome = |index: usize| {
        let slot = &visit.slots[index];
        match (&slot.part.outcome, slot.state) {
            (Some(Ok(value)), _) => format!("{{\"status\":\"succeeded\",\"output\":{value}}}"),
            (Some(Err(error)), SlotState::Failed) => {
                format!("{{\"status\":\"failed\",\"error\":{}}}", error.text())
            }
            _ => "{\"status\":\"cancelled\"}".to_owned(),
        }
    };
    let said = cause.map(ToString::to_string).unwrap_or_default();
    let (name, message, outcomes) = if let Kind::Parallel(tasks) = &visit.kind {
        let all: Vec<String> = (0..tasks.len())
            .map(|i| format!("{}:{}", crate::json::quote(&tasks[i]), outcome(i)))
            .collect();
        let message = format!("the task `{}` failed: {said}", tasks[failed as usize]);
        (
            names::PARALLEL_TASK_FAILED,
            message,
            format!("{{{}}}", all.join(",")),
        )
    } else {
        let all: Vec<String> = (0..visit.slots.len()).map(outcome).collect();
        (
            names::MAP_ITEM_FAILED,
            format!("the item {failed} failed: {said}"),
            format!("[{}]", all.join(",")),
        )
    };
    ErrorInfo {
        cause: cause.map(|error| Json::trusted(error.text())),
        outcomes: Some(Json::trusted(outcomes)),
        ..ErrorInfo::new(name, message)
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
