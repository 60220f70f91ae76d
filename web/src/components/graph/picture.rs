//! A drawing as `web/graph/` takes it: numbers for everything, and a function that tells the rest of what is asked about.

use std::{fmt::Write, sync::Arc};

use js_sys::{Array, Float64Array, Object, Reflect, Uint32Array};
use rustc_hash::FxHashMap;
use stepwell_core::{
    StepStatus,
    export::{edge_head, edge_line},
    layout::{Direction, Drawing, EdgeKind, NodeKind},
};
use wasm_bindgen::prelude::*;

use super::wording;
use crate::{components::status::sign, run_signals::RunSignals};

/// What a box holds, if not so many closed boxes.
const OPEN: f64 = 0.0;
const NOTHING: f64 = -1.0;
const MARKER: f64 = -2.0;

/// The `Picture` of `network.js`.
pub(super) fn picture(drawing: Arc<Drawing>, run: RunSignals) -> JsValue {
    let ids = drawing.nodes.iter().map(|node| &*node.id);
    let indices: FxHashMap<&str, u32> = ids.zip(0..).collect();
    let mut boxes = Vec::with_capacity(6 * drawing.nodes.len());
    for node in &drawing.nodes {
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53")]
        let holds = match node.kind {
            NodeKind::Start | NodeKind::End => MARKER,
            _ if node.container => OPEN,
            _ if node.hidden > 0 => node.hidden as f64,
            _ => NOTHING,
        };
        let parent = node.parent.as_deref();
        let parent = parent.map_or(NOTHING, |id| f64::from(indices[id]));
        boxes.extend([node.x, node.y, node.width, node.height, holds, parent]);
    }
    let (mut edges, mut ends) = (Vec::new(), Vec::new());
    let (mut points, mut starts) = (Vec::new(), vec![0]);
    for edge in &drawing.edges {
        let fails = f64::from(edge.kind == EdgeKind::Failure);
        let label = edge.label_box.as_ref();
        let label = label.map_or([0.0; 4], |label| {
            [label.x, label.y, label.width, label.height]
        });
        edges.push(fails);
        edges.extend(label);
        ends.extend([indices[&*edge.from], indices[&*edge.to]]);
        points.extend(edge.points.iter().flatten());
        starts.push(u32::try_from(points.len() / 2).unwrap_or(u32::MAX));
    }
    let ids: Array = drawing
        .nodes
        .iter()
        .map(|node| JsValue::from(&*node.id))
        .collect();
    let (width, height) = (drawing.width, drawing.height);
    let down = drawing.direction == Direction::Down;
    let ask: Box<dyn Fn(u32, usize) -> String> =
        Box::new(move |what, index| answer(&drawing, run, what, index));
    let picture = Object::new();
    for (key, value) in [
        ("width", width.into()),
        ("height", height.into()),
        ("down", down.into()),
        ("ids", ids.into()),
        ("boxes", Float64Array::from(&*boxes).into()),
        ("edges", Float64Array::from(&*edges).into()),
        ("ends", Uint32Array::from(&*ends).into()),
        ("points", Float64Array::from(&*points).into()),
        ("starts", Uint32Array::from(&*starts).into()),
        ("ask", Closure::wrap(ask).into_js_value()),
    ] {
        // A new object takes every key.
        let _ = Reflect::set(&picture, &key.into(), &value);
    }
    picture.into()
}

/// The statuses of all boxes that are not pending: for each a line with the indices of its boxes.
fn statuses(drawing: &Drawing, run: RunSignals) -> String {
    let mut lines: Vec<(StepStatus, String)> = Vec::new();
    for (index, node) in drawing.nodes.iter().enumerate() {
        let status = run.look(&node.id, |step| step.status);
        if status == StepStatus::Pending {
            continue;
        }
        let known = lines.iter().position(|(of, _)| *of == status);
        let place = known.unwrap_or_else(|| {
            lines.push((status, status.as_str().to_owned()));
            lines.len() - 1
        });
        // Writing to a string cannot fail.
        let _ = write!(lines[place].1, " {index}");
    }
    let lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    lines.join("\n")
}

/// What is asked of a box or an edge, numbered as in `network.js`.
fn answer(drawing: &Drawing, run: RunSignals, what: u32, index: usize) -> String {
    if what == 7 {
        return statuses(drawing, run);
    }
    if what < 10 {
        let node = &drawing.nodes[index];
        return run.look(&node.id, |step| match what {
            0 => node.label.clone(),
            1 => node.name.clone(),
            2 => node.kind.as_str().to_owned(),
            3 => step.status.as_str().to_owned(),
            4 => sign(step.status).to_owned(),
            5 => wording::detail(node, step),
            _ => wording::spoken_box(node, step),
        });
    }
    let edge = &drawing.edges[index];
    match what {
        10 => edge_line(edge),
        11 => edge_head(edge),
        12 => edge.kind.as_str().to_owned(),
        13 => wording::when(edge),
        14 => edge
            .label_box
            .as_ref()
            .map_or(String::new(), |label| label.text.clone()),
        15 if run.has_taken(&edge.id) => "taken".to_owned(),
        16 => edge.id.clone(),
        _ => String::new(),
    }
}
