//! What there is to make a picture of. What makes it, and its menu, are loaded when they are needed.

use js_sys::{Array, Float64Array};
use stepwell_core::{
    Json, export,
    layout::{Drawing, Stroke},
};
use wasm_bindgen::prelude::*;

use crate::{run_signals::RunSignals, run_view::duration, transfer::Texts};

/// The graph of a document: the document's name, the drawing as JSON text and its edges' strokes, what has become of the
/// run (also as JSON text, if there is one), and the document's texts.
pub(crate) fn subject(
    name: String,
    drawing: &Drawing,
    run: Option<RunSignals>,
    texts: Texts,
) -> JsValue {
    let marks = run.map(|run| marks(drawing, run));
    let parts = Array::of4(
        &name.into(),
        &export::json(drawing).into(),
        &Float64Array::from(&*strokes(drawing)).into(),
        &marks.map_or(JsValue::UNDEFINED, JsValue::from),
    );
    for text in [texts.definition, texts.functions, texts.input] {
        parts.push(&text.into());
    }
    parts.into()
}

/// The strokes of all edges, which the drawing's JSON text leaves out: for each edge how many there are, and for each
/// stroke its points (one or three), x and y in turn, after their number.
fn strokes(drawing: &Drawing) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "an edge has few")]
    let count = |strokes: &[Stroke]| strokes.len() as f64;
    let mut numbers = Vec::new();
    for edge in &drawing.edges {
        numbers.push(count(&edge.strokes));
        for stroke in &edge.strokes {
            match stroke {
                Stroke::Line(end) => {
                    numbers.push(1.0);
                    numbers.extend(end);
                }
                Stroke::Curve(points) => {
                    numbers.push(3.0);
                    numbers.extend(points.as_flattened());
                }
            }
        }
    }
    numbers
}

/// What the run has done: `{ boxes: [[id, status, note], …], taken: [id, …] }`.
fn marks(drawing: &Drawing, run: RunSignals) -> String {
    let mut marks = String::from("{\"boxes\":[");
    for (number, node) in drawing.nodes.iter().enumerate() {
        run.look(&node.id, |step| {
            let note = step.duration.map_or(String::new(), duration);
            let parts = [&node.id, step.status.as_str(), &note].map(quoted);
            marks.push_str(if number == 0 { "[" } else { ",[" });
            marks.push_str(&parts.join(","));
            marks.push(']');
        });
    }
    marks.push_str("],\"taken\":[");
    let taken = drawing.edges.iter();
    let taken = taken.filter(|edge| run.has_taken(&edge.id));
    let taken: Vec<String> = taken.map(|edge| quoted(&edge.id)).collect();
    marks.push_str(&taken.join(","));
    marks.push_str("]}");
    marks
}

fn quoted(text: &str) -> String {
    Json::string(text).to_string()
}
