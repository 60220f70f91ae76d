//! The layout beside its peers': time and quality, of the same graphs, at one and the same setting.

mod engine;
mod figures;
#[path = "../../layout/graph.rs"]
mod graph;
#[path = "../../layout/judged.rs"]
mod judged;
mod stability;

use std::collections::BTreeMap;

use anyhow::Result;
use stepwell_tests::quality::Quality;
use stepwell_tests::sample::{Look, Sample};

use self::engine::{Engine, Engines};
use crate::figure::{Outcome, median};
use crate::{Group, Measure};

pub(crate) const GROUPS: [Group; 2] = [
    Group {
        name: "layout",
        measure: Measure::Alone(measure),
    },
    Group {
        name: "layout-stability",
        measure: Measure::Alone(stability::measure),
    },
];

/// So many steps, and how many graphs of that size are laid out.
const SIZES: [(usize, u64); 4] = [(20, 8), (100, 8), (1000, 3), (5000, 2)];
/// How often everything is measured in turn, after a warm-up.
const ROUNDS: usize = 5;
/// What takes longer than this for one layout, in milliseconds, and has no part in a bound, is measured once.
const SLOW: f64 = 3000.0;
/// A layout is repeated for so long at least, in seconds of CPU time.
const WARM_UP: f64 = 0.2;
const AT_LEAST: f64 = 0.05;

/// Graphs of one look and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    look: Look,
    steps: usize,
}

/// What an engine made of the graphs of one kind.
#[derive(Default)]
struct Measured {
    /// The mean CPU time of a layout, in milliseconds, in each round.
    ms: Vec<f64>,
    /// Of each graph's drawing.
    qualities: Vec<Quality>,
}

type Results = BTreeMap<(Kind, Engine), Measured>;

fn measure() -> Result<Outcome> {
    println!("{}", Engines::versions()?);
    let mut engines = Engines::start()?;
    let mut results = Results::new();
    for look in Look::ALL {
        for (steps, seeds) in SIZES {
            eprintln!("{} of {steps} steps …", look.name());
            let samples: Vec<Sample> = (1..=seeds).map(|seed| look.sample(steps, seed)).collect();
            measure_kind(&mut engines, &mut results, Kind { look, steps }, &samples)?;
        }
    }
    Ok(Outcome {
        figures: figures::figures(&results),
        text: figures::markdown(&results),
    })
}

fn measure_kind(
    engines: &mut Engines,
    results: &mut Results,
    kind: Kind,
    samples: &[Sample],
) -> Result<()> {
    let mut measured_in_rounds = Vec::new();
    for engine in Engine::ALL {
        if takes_minutes(engine, kind) {
            continue;
        }
        let result = results.entry((kind, engine)).or_default();
        let mut times = Vec::new();
        for sample in samples {
            let laid = engines.lay_out(engine, sample, WARM_UP, true)?;
            times.push(laid.ms);
            result
                .qualities
                .extend(laid.drawn.map(|drawn| drawn.quality()));
        }
        if median(&times) > SLOW && !is_bounded(engine, kind) {
            result.ms.push(mean(&times));
        } else {
            measured_in_rounds.push(engine);
        }
    }
    for _ in 0..ROUNDS {
        for &engine in &measured_in_rounds {
            let mut times = Vec::new();
            for sample in samples {
                times.push(engines.lay_out(engine, sample, AT_LEAST, false)?.ms);
            }
            results
                .entry((kind, engine))
                .or_default()
                .ms
                .push(mean(&times));
        }
    }
    Ok(())
}

/// Dagre takes more than a minute for one such graph, and nothing is held against it there.
fn takes_minutes(engine: Engine, kind: Kind) -> bool {
    engine == Engine::Dagre && kind.look == Look::Layered && kind.steps >= 5000
}

fn is_bounded(engine: Engine, kind: Kind) -> bool {
    engine == Engine::GraphvizWasm && kind.look == Look::Workflow
}

fn mean(values: &[f64]) -> f64 {
    let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
    values.iter().sum::<f64>() / f64::from(count)
}
