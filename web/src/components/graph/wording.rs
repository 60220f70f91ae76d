//! What boxes and edges say of themselves.
//!
//! Pure: texts of a drawing and of what has become of its steps.

use stepwell_core::layout::{self, DETAIL_SIZE, DrawnEdge, DrawnNode, EdgeKind, NodeKind};

use crate::run_view::{StepStatus, StepView, duration, status_word};

/// The second line of a box without a status: what it does.
pub(super) fn detail(node: &DrawnNode) -> &str {
    node.detail.as_deref().unwrap_or(match node.kind {
        NodeKind::Start => "start",
        NodeKind::End => "end",
        NodeKind::Pass => "pass",
        NodeKind::MapItem => "for each item",
        NodeKind::ParallelTask => "task",
        NodeKind::Task
        | NodeKind::Parallel
        | NodeKind::Map
        | NodeKind::Nested
        | NodeKind::Wait
        | NodeKind::Fail => "step",
    })
}

/// A step's status in a few words that take at most `room` pixels; empty while there is nothing to tell.
pub(super) fn told(step: &StepView, room: f64) -> String {
    let label = match step.status {
        StepStatus::Pending => return String::new(),
        status => status_word(status),
    };
    let took = step
        .duration()
        .map_or(String::new(), |ms| format!(" · {}", duration(ms)));
    let attempts = match step.attempts.len() {
        0 | 1 => String::new(),
        n => format!(" · {n} attempts"),
    };
    let fits = |told: &String| layout::text::width(told, DETAIL_SIZE) <= room;
    let fuller = [format!("{label}{took}{attempts}"), format!("{label}{took}")];
    fuller
        .into_iter()
        .find(fits)
        .unwrap_or_else(|| label.to_owned())
}

/// A box as it is spoken.
pub(super) fn spoken_box(node: &DrawnNode, step: &StepView) -> String {
    match told(step, f64::INFINITY) {
        told if told.is_empty() => node.name.clone(),
        told => format!("{}, {told}", node.name),
    }
}

/// An edge as it is spoken: `Validate to Charge, on success`.
pub(super) fn spoken_edge(edge: &DrawnEdge, from: &str, to: &str) -> String {
    let label = edge.label.as_deref();
    let (when, label) = match (edge.kind, label) {
        (EdgeKind::Success, _) => ("on success", ""),
        (EdgeKind::Failure, None) => ("on failure", ""),
        (EdgeKind::Failure, Some(errors)) => ("on failure with ", errors),
        (EdgeKind::Branch, label) => ("if the result is ", label.unwrap_or_default()),
        (EdgeKind::Default, _) => ("if no branch matches", ""),
    };
    format!("{from} to {to}, {when}{label}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_say_when_they_are_taken() {
        let edge = |kind, label: Option<&str>| DrawnEdge {
            id: String::new(),
            from: String::new(),
            to: String::new(),
            kind,
            label: label.map(str::to_owned),
            label_box: None,
            points: Vec::new(),
        };
        for (kind, label, says) in [
            (EdgeKind::Success, None, "A to B, on success"),
            (EdgeKind::Failure, None, "A to B, on failure"),
            (
                EdgeKind::Failure,
                Some("E, F"),
                "A to B, on failure with E, F",
            ),
            (
                EdgeKind::Branch,
                Some("yes"),
                "A to B, if the result is yes",
            ),
            (
                EdgeKind::Default,
                Some("default"),
                "A to B, if no branch matches",
            ),
        ] {
            assert_eq!(spoken_edge(&edge(kind, label), "A", "B"), says);
        }
    }

    #[test]
    fn a_status_is_told_as_fully_as_there_is_room() {
        let step = StepView {
            status: StepStatus::Succeeded,
            started: Some(0),
            ended: Some(1500),
            ..StepView::default()
        };
        assert_eq!(told(&step, f64::INFINITY), "Succeeded · 1.5 s");
        assert_eq!(told(&step, 10.0), "Succeeded");
        assert_eq!(told(&StepView::default(), 100.0), "");
    }
}
