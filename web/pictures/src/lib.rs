//! The page's pictures: drawings in, text out. It knows nothing of the page, and the page loads it when it is needed.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use stepwell_core::{
    StepStatus,
    export::{self, Format, Mark, Marks, PictureOptions, Theme},
    layout::{Drawing, Stroke},
};
use wasm_bindgen::prelude::*;

/// A picture of a drawing, which is JSON text as the core writes it, and the strokes of its edges: for each edge how many
/// there are, and for each stroke its points (one or three), x and y in turn, after their number.
///
/// The format is `svg`, `mermaid` or `dot`, the theme of an SVG `light`, `dark`, or that of its reader. `document` is the JSON text of the document that an SVG carries, `marks` that of `{ boxes, taken }`: a list
/// of `[id, status, note]`, and the ids of edges.
/// An empty title, document or text of marks is none.
///
/// # Errors
/// If the format is another, or a text is not what it should be.
#[wasm_bindgen]
pub fn render(
    format: &str,
    drawing: &str,
    strokes: &[f64],
    theme: &str,
    title: &str,
    document: &str,
    marks: &str,
) -> Result<String, JsError> {
    let format = Format::named(format).ok_or_else(|| JsError::new("there is no such format"))?;
    let mut drawing: Drawing = serde_json::from_str(drawing)?;
    put_strokes(&mut drawing, strokes);
    let marks: Option<Run> = given(marks).map(serde_json::from_str).transpose()?;
    let marks = marks.map(Shown::from);
    let options = PictureOptions {
        title: given(title),
        theme: match theme {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::Auto,
        },
        marks: marks.as_ref().map(|marks| marks as &dyn Marks),
        document: given(document),
    };
    Ok(export::picture(&drawing, format, &options))
}

fn put_strokes(drawing: &mut Drawing, numbers: &[f64]) {
    let mut numbers = numbers.iter().copied();
    let mut next = || numbers.next().unwrap_or_default();
    for edge in &mut drawing.edges {
        let mut left = next();
        while left > 0.0 {
            left -= 1.0;
            let is_curve = next() > 1.0;
            let mut point = || [next(), next()];
            edge.strokes.push(if is_curve {
                Stroke::Curve([point(), point(), point()])
            } else {
                Stroke::Line(point())
            });
        }
    }
}

/// A text, unless it is empty.
fn given(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// What a run has done, as the page tells it.
#[derive(Deserialize)]
struct Run {
    boxes: Vec<(String, String, String)>,
    taken: Vec<String>,
}

struct Shown {
    boxes: HashMap<String, Mark>,
    taken: HashSet<String>,
}

impl From<Run> for Shown {
    fn from(run: Run) -> Self {
        let boxes = run.boxes.into_iter().filter_map(|(id, word, note)| {
            let status = StepStatus::named(&word)?;
            Some((id, Mark { status, note }))
        });
        Self {
            boxes: boxes.collect(),
            taken: run.taken.into_iter().collect(),
        }
    }
}

impl Marks for Shown {
    fn of_box(&self, id: &str) -> Option<Mark> {
        self.boxes.get(id).cloned()
    }

    fn is_taken(&self, edge: &str) -> bool {
        self.taken.contains(edge)
    }
}
