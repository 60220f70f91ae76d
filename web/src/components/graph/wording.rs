//! What boxes and edges say of themselves.
//!
//! Pure: texts of a drawing and of what has become of its steps.

use stepwell_core::layout::{
    self, DETAIL_SIZE, DrawnEdge, DrawnNode, EdgeKind, NodeKind, RETRIES, TEXT_LEFT, TOGGLE_ROOM,
};

use crate::run_view::{StepStatus, StepView, duration, status_word};

/// The room right of a box's text.
const TEXT_RIGHT: f64 = 14.0;

/// The second line of a box: what has become of it, or else what it does.
pub(super) fn detail(node: &DrawnNode, step: &StepView) -> String {
    let toggle = if node.container || node.hidden > 0 {
        TOGGLE_ROOM
    } else {
        0.0
    };
    let told = told(step, node.width - TEXT_LEFT - TEXT_RIGHT - toggle);
    if told.is_empty() {
        does(node).to_owned()
    } else {
        told
    }
}

/// What a box does.
fn does(node: &DrawnNode) -> &str {
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
fn told(step: &StepView, room: f64) -> String {
    let label = match step.status {
        StepStatus::Pending => return String::new(),
        status => status_word(status),
    };
    let took = step
        .duration
        .map_or(String::new(), |ms| format!(" · {}", duration(ms)));
    let attempts = match (step.items, step.attempts) {
        (Some((count, done)), _) => format!(" · {done} of {count}"),
        (None, 0 | 1) => String::new(),
        (None, n) => format!(" · {n} attempts"),
    };
    let fits = |told: &String| layout::text::width(told, DETAIL_SIZE) <= room;
    // Of a map step its count says more than how long it has taken.
    let shorter = if step.items.is_some() {
        &attempts
    } else {
        &took
    };
    let fuller = [
        format!("{label}{took}{attempts}"),
        format!("{label}{shorter}"),
    ];
    fuller
        .into_iter()
        .find(fits)
        .unwrap_or_else(|| label.to_owned())
}

/// A box as it is spoken.
pub(super) fn spoken_box(node: &DrawnNode, step: &StepView) -> String {
    let told = match told(step, f64::INFINITY) {
        told if told.is_empty() => does(node).replace(RETRIES, "retries: "),
        told => told,
    };
    format!("{}, {told}", node.name)
}

/// When an edge is taken, as it is spoken after what it joins: `on success`.
pub(super) fn when(edge: &DrawnEdge) -> String {
    match (edge.kind, edge.label.as_deref()) {
        (EdgeKind::Success, _) => "on success".to_owned(),
        (EdgeKind::Failure, None) => "on failure".to_owned(),
        (EdgeKind::Failure, Some(errors)) => format!("on failure with {errors}"),
        (EdgeKind::Branch, label) => format!("if the result is {}", label.unwrap_or_default()),
        (EdgeKind::Default, _) => "if no branch matches".to_owned(),
    }
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
            strokes: Vec::new(),
        };
        for (kind, label, says) in [
            (EdgeKind::Success, None, "on success"),
            (EdgeKind::Failure, None, "on failure"),
            (EdgeKind::Failure, Some("E, F"), "on failure with E, F"),
            (EdgeKind::Branch, Some("yes"), "if the result is yes"),
            (EdgeKind::Default, Some("default"), "if no branch matches"),
        ] {
            assert_eq!(when(&edge(kind, label)), says);
        }
    }

    #[test]
    fn a_status_is_told_as_fully_as_there_is_room() {
        let step = StepView {
            status: StepStatus::Succeeded,
            duration: Some(1500),
            ..StepView::default()
        };
        assert_eq!(told(&step, f64::INFINITY), "Succeeded · 1.5 s");
        assert_eq!(told(&step, 10.0), "Succeeded");
        let items = Some((10, 3));
        let map = StepView { items, ..step };
        assert_eq!(told(&map, f64::INFINITY), "Succeeded · 1.5 s · 3 of 10");
        assert_eq!(told(&StepView::default(), 100.0), "");
    }
}
