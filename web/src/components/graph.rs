//! The graph: a drawing as interactive SVG, over which the run's statuses are laid.
//!
//! The drawing is computed elsewhere and drawn once; a status changes attributes and a line of text, never
//! a coordinate.

use std::sync::Arc;

use leptos::prelude::*;
use stepwell_core::export::{edge_head, edge_line};
use stepwell_core::layout::{
    self, BOX_HEIGHT, DETAIL_SIZE, Drawing, DrawnEdge, DrawnNode, EdgeKind, NodeKind, TEXT_LEFT,
};

use super::{
    dynamic::{dynamic, effect, optional, placed, text},
    status::status_icon,
};
use crate::{
    callback::Callback,
    run_signals::RunSignals,
    run_view::{StepStatus, StepView, duration, status_word},
    watched::{Kept, ReadOnly, Watched},
};

/// The room right of a box's text.
const TEXT_RIGHT: f64 = 14.0;

/// The graph of a workflow.
#[component]
pub(crate) fn Graph(
    /// What to draw.
    drawing: ReadOnly<Option<Arc<Drawing>>>,
    /// Whether it is that of an earlier definition.
    stale: Callback<(), bool>,
    /// What has become of it.
    run: RunSignals,
    /// The id of the selected node.
    selected: ReadOnly<Option<String>>,
    /// A node was chosen.
    on_select: Callback<String>,
) -> impl IntoView {
    let (canvas, shown) = (Watched::new(None::<web_sys::Element>), Kept::new(false));
    // Where the drawing is wider than the page, its start comes into the middle.
    effect(move || {
        if let (Some(canvas), Some(drawing)) = (canvas.get(), drawing.get()) {
            if !shown.replace(true) {
                mark_shown();
            }
            let start = drawing
                .nodes
                .iter()
                .find(|node| node.kind == NodeKind::Start);
            let part = start.map_or(0.0, |start| start.x / drawing.width);
            let middle = part * f64::from(canvas.scroll_width());
            #[expect(clippy::cast_possible_truncation, reason = "a place on the page")]
            canvas.set_scroll_left(middle as i32 - canvas.client_width() / 2);
        }
    });
    view! {
        <section
            class="canvas"
            aria-label="Graph"
            data-stale=text(move || stale.run(()).to_string())
            use:placed=canvas
        >
            {dynamic(move || optional(
                stale.run(()).then_some(()),
                |()| {
                    view! {
                        <p class="stale">
                            "The definition has mistakes; this is the last graph without."
                        </p>
                    }
                        .into_any()
                },
            ))}
            {dynamic(move || optional(
                drawing.get(),
                |drawing| picture(&drawing, run, selected, on_select),
            ))}
        </section>
    }
    .into_any()
}

/// Tells the browser's timeline that the first graph is there: what the page needs later is not loaded before.
fn mark_shown() {
    if let Some(performance) = window().performance() {
        // Fails only for the names of navigation's own marks.
        let _ = performance.mark("graph");
    }
}

fn picture(
    drawing: &Drawing,
    run: RunSignals,
    selected: ReadOnly<Option<String>>,
    on_select: Callback<String>,
) -> AnyView {
    // Containers lie under the edges, everything else over them.
    let boxes = |containers: bool| -> Vec<AnyView> {
        let nodes = drawing
            .nodes
            .iter()
            .filter(|node| node.container == containers);
        nodes
            .map(|node| match node.kind {
                NodeKind::Start | NodeKind::End => marker(node),
                _ => step_box(node, run, selected, on_select),
            })
            .collect()
    };
    let (width, height) = (px(drawing.width), px(drawing.height));
    // Failures first, so that the ways of success lie over them; over all the ways that the run took.
    let (failures, others): (Vec<_>, Vec<_>) = drawing
        .edges
        .iter()
        .partition(|edge| edge.kind == EdgeKind::Failure);
    let edges: Vec<AnyView> = failures
        .iter()
        .chain(&others)
        .map(|drawn| edge(drawn))
        .collect();
    let taken: Vec<AnyView> = drawing
        .edges
        .iter()
        .map(|drawn| taken_edge(drawn, run))
        .collect();
    let labels: Vec<AnyView> = drawing
        .edges
        .iter()
        .map(|drawn| label(drawn, run))
        .collect();
    view! {
        <svg
            class="graph"
            style=("--width", width.clone())
            style=("--height", height.clone())
            viewBox=format!("0 0 {width} {height}")
            role="group"
            aria-label="Steps of the workflow"
        >
            {boxes(true)}
            {edges}
            {taken}
            {labels}
            {boxes(false)}
        </svg>
    }
    .into_any()
}

/// A step's status in a few words that take at most `room` pixels; empty while there is nothing to tell.
fn told(step: &StepView, room: f64) -> String {
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

/// The box of a step or task, or the frame of a container with its title. It can be chosen with the mouse and
/// the keyboard, and says what it is.
fn step_box(
    node: &DrawnNode,
    run: RunSignals,
    selected: ReadOnly<Option<String>>,
    on_select: Callback<String>,
) -> AnyView {
    let DrawnNode { width, height, .. } = *node;
    let (left, top) = (node.x - width / 2.0, node.y - height / 2.0);
    let middle = if node.container {
        top + BOX_HEIGHT / 2.0
    } else {
        node.y
    };
    let step = run.step(&node.id);
    let status = move || step.with(|step| step.status);
    let detail = node
        .detail
        .clone()
        .unwrap_or_else(|| kind_label(node.kind).to_owned());
    let room = width - TEXT_LEFT - TEXT_RIGHT;
    let second_line = move || match step.with(|step| told(step, room)) {
        told if told.is_empty() => detail.clone(),
        told => told,
    };
    let name = node.name.clone();
    let spoken = move || format!("{name}, {}", step.with(|step| told(step, f64::INFINITY)));
    let id = node.id.clone();
    let is_selected = move || {
        selected
            .with(|selected| selected.as_deref() == Some(&id))
            .to_string()
    };
    let (id, id_for_key) = (node.id.clone(), node.id.clone());
    view! {
        <g
            class=if node.container { "container" } else { "node" }
            data-step=node.id.clone()
            data-kind=kind_name(node.kind)
            data-status=text(move || status().as_str())
            tabindex="0"
            role="button"
            aria-pressed=text(is_selected)
            aria-label=text(spoken)
            on:click=move |_| on_select.run(id.clone())
            on:keydown=move |event| {
                if event.key() == "Enter" || event.key() == " " {
                    event.prevent_default();
                    on_select.run(id_for_key.clone());
                }
            }
        >
            <title>{node.name.clone()}</title>
            {rectangle("box", left, top, width, height, 9.0)}
            <g transform=format!("translate({} {})", px(left + 14.0), px(middle - 8.0))>
                {status_icon(status)}
            </g>
            <text class="name" x=px(left + TEXT_LEFT) y=px(middle - 3.5)>
                {node.label.clone()}
            </text>
            <text class="detail" x=px(left + TEXT_LEFT) y=px(middle + 13.0)>
                {text(second_line)}
            </text>
        </g>
    }
    .into_any()
}

fn rectangle(
    class: &'static str,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    radius: f64,
) -> AnyView {
    view! { <rect class=class x=px(left) y=px(top) width=px(width) height=px(height) rx=px(radius) /> }
        .into_any()
}

/// The start or end of the workflow.
fn marker(node: &DrawnNode) -> AnyView {
    let (x, y, radius) = (node.x, node.y, node.width.min(node.height) / 2.0);
    let sign = match node.kind {
        NodeKind::Start => format!("M{} {}v10l8 -5z", px(x - 3.0), px(y - 5.0)),
        _ => format!("M{} {}h8v8h-8z", px(x - 4.0), px(y - 4.0)),
    };
    view! {
        <g class="marker" data-kind=kind_name(node.kind) role="img" aria-label=node.label.clone()>
            <title>{node.name.clone()}</title>
            <circle cx=px(x) cy=px(y) r=px(radius - 0.75) />
            <path d=sign />
        </g>
    }
    .into_any()
}

fn edge(edge: &DrawnEdge) -> AnyView {
    view! {
        <g class="edge" data-kind=edge_kind_name(edge.kind)>
            <path class="line" d=edge_line(edge) />
            <path class="head" d=edge_head(edge) />
        </g>
    }
    .into_any()
}

/// An edge once more, shown when the run has taken it.
fn taken_edge(edge: &DrawnEdge, run: RunSignals) -> AnyView {
    let taken = run.edge(&edge.id);
    view! {
        <g
            class="edge taken"
            data-edge=edge.id.clone()
            data-kind=edge_kind_name(edge.kind)
            data-taken=text(move || taken.get().to_string())
        >
            <path class="line" d=edge_line(edge) />
            <path class="head" d=edge_head(edge) />
        </g>
    }
    .into_any()
}

fn label(edge: &DrawnEdge, run: RunSignals) -> AnyView {
    let taken = run.edge(&edge.id);
    optional(edge.label_box.as_ref(), |label| {
        let (left, top) = (label.x - label.width / 2.0, label.y - label.height / 2.0);
        view! {
            <g
                class="edge-label"
                data-kind=edge_kind_name(edge.kind)
                data-taken=text(move || taken.get().to_string())
            >
                {rectangle("label-box", left, top, label.width, label.height, label.height / 2.0)}
                <text class="label" text-anchor="middle" x=px(label.x) y=px(label.y + 4.0)>
                    {label.text.clone()}
                </text>
            </g>
        }
        .into_any()
    })
}

/// A length in pixels, to the tenth.
fn px(length: f64) -> String {
    // A drawing is never so large that this would not hold it.
    #[expect(clippy::cast_possible_truncation, reason = "rounded, and small")]
    let tenths = (length * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    match tenth {
        0 => format!("{sign}{whole}"),
        tenth => format!("{sign}{whole}.{tenth}"),
    }
}

/// The kind of a box in the markup.
fn kind_name(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Start => "start",
        NodeKind::End => "end",
        NodeKind::Task => "task",
        NodeKind::Parallel => "parallel",
        NodeKind::Map => "map",
        NodeKind::Nested => "nested",
        NodeKind::Wait => "wait",
        NodeKind::Fail => "fail",
        NodeKind::Pass => "pass",
        NodeKind::ParallelTask => "parallel-task",
        NodeKind::MapItem => "map-item",
    }
}

/// What a box without a detail of its own says it is.
fn kind_label(kind: NodeKind) -> &'static str {
    match kind {
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
    }
}

/// The kind of an edge in the markup.
fn edge_kind_name(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Success => "success",
        EdgeKind::Failure => "failure",
        EdgeKind::Branch => "branch",
        EdgeKind::Default => "default",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_to_the_tenth() {
        for (length, text) in [
            (0.0, "0"),
            (-0.04, "0"),
            (12.25, "12.3"),
            (-0.5, "-0.5"),
            (100.0, "100"),
        ] {
            assert_eq!(px(length), text);
        }
    }
}
