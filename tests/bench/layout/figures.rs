//! What the results say: figures with their bounds, and the tables.

use std::fmt::Write;

use stepwell_tests::quality::Quality;
use stepwell_tests::sample::Look;

use super::engine::Engine;
use super::{Kind, Measured, ROUNDS, Results, SIZES, mean};
use crate::figure::{Figure, median, written};

/// Natively, `dot` takes so many times as long at 1,000 steps of a workflow.
const THAN_DOT: f64 = 8.0;
/// As wasm, Graphviz takes so many times as long at 1,000 steps …
const THAN_GRAPHVIZ: f64 = 5.0;
/// … at 5,000 …
const THAN_GRAPHVIZ_AT_5000: f64 = 40.0;
/// … and dagre at 1,000.
const THAN_DAGRE: f64 = 30.0;
/// A step of 5,000 may take so many times what one of 100 takes.
const GROWTH: f64 = 3.0;
/// Edges may be so many times as long as `dot`'s, and so may the area be.
const THAN_DOT_S_SIZE: f64 = 1.25;

pub(super) fn figures(results: &Results) -> Vec<Figure> {
    let mut figures = times(results);
    for kind in kinds() {
        figures.extend(qualities(results, kind));
    }
    figures
}

/// What is measured, in the order of the tables.
fn kinds() -> impl Iterator<Item = Kind> {
    let sizes = SIZES.into_iter().map(|(steps, _)| steps);
    Look::ALL
        .into_iter()
        .flat_map(move |look| sizes.clone().map(move |steps| Kind { look, steps }))
}

fn workflow(steps: usize) -> Kind {
    Kind {
        look: Look::Workflow,
        steps,
    }
}

fn times(results: &Results) -> Vec<Figure> {
    use Engine::{Dagre, Dot, GraphvizWasm, Stepwell, StepwellWasm};
    let mut figures = Vec::new();
    for (steps, peer, ours, bound) in [
        (1000, Dot, Stepwell, THAN_DOT),
        (1000, GraphvizWasm, StepwellWasm, THAN_GRAPHVIZ),
        (1000, Dagre, StepwellWasm, THAN_DAGRE),
        (5000, GraphvizWasm, StepwellWasm, THAN_GRAPHVIZ_AT_5000),
    ] {
        let [one, other] = [peer, ours].map(|engine| &results[&(workflow(steps), engine)].ms);
        let what = format!(
            "workflow of {steps}: time of {} / {}",
            peer.name(),
            ours.name()
        );
        figures.push(Figure::ratio(what, one, other).at_least(bound));
    }
    for look in Look::ALL {
        for engine in [Stepwell, StepwellWasm] {
            let a_step = |steps: u32| -> Vec<f64> {
                let ms = &results[&(
                    Kind {
                        look,
                        steps: steps as usize,
                    },
                    engine,
                )]
                    .ms;
                ms.iter().map(|ms| ms / f64::from(steps)).collect()
            };
            let what = format!(
                "{}: time of a step of 5000 / of 100, {}",
                look.name(),
                engine.name()
            );
            let figure = Figure::ratio(what, &a_step(5000), &a_step(100));
            // Layers grow wider with the square root of the steps, and crossings with them.
            figures.push(if look == Look::Workflow {
                figure.at_most(GROWTH)
            } else {
                figure
            });
        }
    }
    figures
}

fn qualities(results: &Results, kind: Kind) -> Vec<Figure> {
    let of = |engine: Engine, count: fn(&Quality) -> f64| -> Vec<f64> {
        results[&(kind, engine)]
            .qualities
            .iter()
            .map(count)
            .collect()
    };
    let about = |what: &str| format!("{} of {}: {what}", kind.look.name(), kind.steps);
    let ours = |what: &str, count: fn(&Quality) -> f64| {
        let values = of(Engine::Stepwell, count);
        Figure::summed_up(about(what), "", mean(&values), values)
    };
    let mut figures = Vec::new();
    let crossings: fn(&Quality) -> f64 = |quality| count(quality.crossings);
    let best = match (kind.look, kind.steps) {
        (Look::Workflow, 5000) => Some(Engine::Elk),
        (Look::Layered, 5000) => None,
        _ => Some(Engine::Dot),
    };
    figures.push(match best {
        Some(peer) => {
            let what = format!("crossings, beside {}", peer.name());
            ours(&what, crossings).at_most(mean(&of(peer, crossings)))
        }
        None => ours("crossings", crossings),
    });
    figures.push(
        ours("edges through foreign boxes", |quality| {
            count(quality.through)
        })
        .at_most(0.0),
    );
    figures.push(ours("boxes that overlap", |quality| count(quality.overlaps)).at_most(0.0));
    for (what, measure) in [
        (
            "length of all edges / dot's",
            (|quality| quality.length) as fn(&Quality) -> f64,
        ),
        ("area / dot's", Quality::area),
    ] {
        let (ours, dot) = (of(Engine::Stepwell, measure), of(Engine::Dot, measure));
        let pairs = ours
            .iter()
            .zip(&dot)
            .map(|(ours, dot)| ours / dot)
            .collect();
        let figure = Figure::summed_up(about(what), "", mean(&ours) / mean(&dot), pairs);
        figures.push(figure.at_most(THAN_DOT_S_SIZE));
    }
    figures
}

/// The tables for the README.
pub(super) fn markdown(results: &Results) -> String {
    let mut text = String::new();
    for (title, cell) in [
        (
            "CPU milliseconds / crossings",
            time_and_crossings as fn(&Measured, &Measured) -> String,
        ),
        (
            "edge length / area, as multiples of `dot`'s",
            length_and_area,
        ),
    ] {
        let _ = write!(text, "\n| {title} |");
        for Kind { look, steps } in kinds() {
            let _ = write!(text, " {} {steps} |", look.name());
        }
        let _ = write!(text, "\n|---|{}\n", "--:|".repeat(kinds().count()));
        for engine in Engine::ALL {
            let _ = write!(text, "| {} |", engine.name());
            for kind in kinds() {
                let dot = &results[&(kind, Engine::Dot)];
                let cell = results
                    .get(&(kind, engine))
                    .map_or("–".to_owned(), |result| cell(result, dot));
                let _ = write!(text, " {cell} |");
            }
            text.push('\n');
        }
    }
    let _ = writeln!(
        text,
        "\nEdges through foreign boxes, in all graphs together:"
    );
    for engine in Engine::ALL {
        let of_engine = results.iter().filter(|((_, of), _)| *of == engine);
        let through: usize = of_engine
            .flat_map(|(_, result)| &result.qualities)
            .map(|quality| quality.through)
            .sum();
        let _ = writeln!(text, "{} {through}", engine.name());
    }
    let _ = writeln!(
        text,
        "\nMeasured fewer than {ROUNDS} times, or not at all (–), being slow:"
    );
    for kind in kinds() {
        for engine in Engine::ALL {
            let rounds = results
                .get(&(kind, engine))
                .map_or(0, |result| result.ms.len());
            if rounds < ROUNDS {
                let _ = writeln!(
                    text,
                    "{} at {} {}: {rounds}",
                    engine.name(),
                    kind.look.name(),
                    kind.steps
                );
            }
        }
    }
    text
}

fn time_and_crossings(result: &Measured, _dot: &Measured) -> String {
    let crossings: Vec<f64> = result
        .qualities
        .iter()
        .map(|quality| count(quality.crossings))
        .collect();
    format!(
        "{} / {}",
        written(median(&result.ms), ""),
        written(mean(&crossings), "")
    )
}

fn length_and_area(result: &Measured, dot: &Measured) -> String {
    let compared = |measure: fn(&Quality) -> f64| {
        let [ours, dot] =
            [result, dot].map(|result| result.qualities.iter().map(measure).sum::<f64>());
        written(ours / dot, "")
    };
    format!(
        "{} / {}",
        compared(|quality| quality.length),
        compared(Quality::area)
    )
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
