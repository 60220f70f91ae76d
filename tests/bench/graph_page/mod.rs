//! The page's graph beside plain SVG and React Flow: what drawing, looking around and a run's statuses cost Chromium's
//! main thread at 5,000 steps.

mod frames;
mod view;

use std::fmt::Write;

use anyhow::Result;

use self::frames::Recording;
use self::view::{Opened, Subject, View};
use crate::figure::{Figure, Outcome, median, written};
use crate::in_page::InPage;
use crate::{Group, Measure};

pub(crate) const GROUPS: [Group; 1] = [Group {
    name: "graph-page",
    measure: Measure::InPage(|page| Box::pin(measure(page))),
}];

/// How often everything is measured in turn that a bound speaks of; the rest takes minutes and is measured once.
const ROUNDS: usize = 5;
/// A frame while the graph is moved or zoomed, in CPU milliseconds, 95 of 100.
const FRAME: f64 = 4.0;
/// The same beside plain SVG.
const THAN_PLAIN: f64 = 0.5;
/// Drawing it first, in CPU milliseconds.
const FIRST_DRAWING: f64 = 60.0;
/// The longest task while statuses change, in milliseconds.
const LONGEST_TASK: f64 = 50.0;
/// So many statuses change in a second.
const CHANGES: u32 = 1000;

/// How far the wheel turns at a time.
const TURN: f64 = 120.0;

/// What was measured of one view of the graph, in each round.
#[derive(Default)]
struct Measured {
    first_drawing: Vec<f64>,
    /// For each way to look around, in the order of [`WAYS`]: a frame, 95 of 100.
    frames: [Vec<f64>; 4],
    changes: Vec<f64>,
    longest_task: Vec<f64>,
    frame_of_changes: Vec<f64>,
}

/// Ways to look around, one after the other.
const WAYS: [&str; 4] = [
    "panning near",
    "zooming out",
    "panning the whole",
    "zooming in",
];

async fn measure(page: &InPage) -> Result<Outcome> {
    let subject = Subject::new()?;
    let mut measured: [Measured; View::ALL.len()] = Default::default();
    let mut stage = None;
    for round in 0..ROUNDS {
        for (view, measured) in View::ALL.into_iter().zip(&mut measured) {
            if round > 0 && !view.is_bounded() {
                continue;
            }
            let mut opened = view.open(page, &subject, stage).await?;
            // The peers draw where Stepwell has drawn, which comes first.
            stage = Some(opened.stage);
            measured.first_drawing.push(opened.first_drawing);
            for (way, values) in measured.frames.iter_mut().enumerate() {
                let recording = look_around(&mut opened, way).await?;
                values.push(recording.frame_at(0.95)?);
            }
            let (recording, changes) = view
                .change_statuses(&mut opened, page, &subject, CHANGES)
                .await?;
            measured.changes.push(changes);
            measured.longest_task.push(recording.longest_task());
            measured.frame_of_changes.push(recording.frame_at(0.95)?);
        }
    }
    Ok(Outcome {
        text: markdown(&measured),
        figures: figures(measured),
    })
}

async fn look_around(opened: &mut Opened, way: usize) -> Result<Recording> {
    match way {
        0 | 2 => opened.pan().await,
        1 => opened.zoom(TURN).await,
        _ => opened.zoom(-TURN).await,
    }
}

fn figures(measured: [Measured; View::ALL.len()]) -> Vec<Figure> {
    let mut figures = Vec::new();
    let [ours, plain, ..] = &measured;
    for (way, what) in WAYS.into_iter().enumerate() {
        let what = format!("{what}: a frame / one of plain SVG (95 of 100)");
        figures
            .push(Figure::ratio(what, &ours.frames[way], &plain.frames[way]).at_most(THAN_PLAIN));
    }
    for (view, measured) in View::ALL.into_iter().zip(measured) {
        let name = view.name();
        let is_ours = view == View::Stepwell;
        let bounded = |figure: Figure, bound: f64| {
            if is_ours {
                figure.at_most(bound)
            } else {
                figure
            }
        };
        let first = Figure::new(
            format!("{name}: first drawing"),
            " ms",
            measured.first_drawing,
        );
        figures.push(bounded(first, FIRST_DRAWING));
        for (what, values) in WAYS.into_iter().zip(measured.frames) {
            let frame = Figure::new(
                format!("{name}: {what}, a frame (95 of 100)"),
                " ms",
                values,
            );
            figures.push(bounded(frame, FRAME));
        }
        let changes = Figure::new(format!("{name}: statuses changed"), "/s", measured.changes);
        // The peers are given their changes at that pace.
        figures.push(if is_ours {
            changes.at_least(CHANGES.into())
        } else {
            changes
        });
        let task = Figure::new(
            format!("{name}: longest task meanwhile"),
            " ms",
            measured.longest_task,
        );
        figures.push(bounded(task, LONGEST_TASK));
        let frame = format!("{name}: a frame meanwhile (95 of 100)");
        figures.push(Figure::new(frame, " ms", measured.frame_of_changes));
    }
    figures
}

/// The table for the README.
fn markdown(measured: &[Measured; View::ALL.len()]) -> String {
    let mut text = "\n| CPU milliseconds | first drawing |".to_owned();
    for way in WAYS {
        let _ = write!(text, " {way} |");
    }
    let _ = writeln!(text, " while statuses change | longest task meanwhile |");
    let _ = writeln!(text, "|---|{}", "--:|".repeat(WAYS.len() + 3));
    for (view, measured) in View::ALL.into_iter().zip(measured) {
        let mut cells = vec![&measured.first_drawing];
        cells.extend(&measured.frames);
        cells.extend([&measured.frame_of_changes, &measured.longest_task]);
        let _ = write!(text, "| {} |", view.name());
        for values in cells {
            let _ = write!(text, " {} |", written(median(values), ""));
        }
        text.push('\n');
    }
    text
}
