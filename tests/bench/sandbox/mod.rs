//! The sandbox: several cores, the price of a call, and how the page fares while functions misbehave.

use anyhow::Result;
use serde::Deserialize;
use serde_json::json;

use crate::figure::{Figure, Outcome};
use crate::in_page::InPage;
use crate::{Group, Measure};

pub(crate) const GROUPS: [Group; 3] = [
    Group {
        name: "sandbox-calls",
        measure: Measure::InPage(|page| Box::pin(round_trips(page))),
    },
    Group {
        name: "sandbox-cores",
        measure: Measure::InPage(|page| Box::pin(parallel_tasks(page))),
    },
    Group {
        name: "sandbox-bad-input",
        measure: Measure::InPage(|page| Box::pin(bad_input(page))),
    },
];

/// Two isolated tasks on two cores may take so many times what one takes.
const PARALLEL: f64 = 1.3;
/// A call may take so many times what a message to a plain worker and back takes.
const ROUND_TRIP: f64 = 2.0;

async fn round_trips(page: &InPage) -> Result<Outcome> {
    #[derive(Deserialize)]
    struct Times {
        sandbox: Vec<f64>,
        worker: Vec<f64>,
    }
    let module = "sandbox/round_trip.js";
    let how = json!({ "rounds": 40, "calls": 250 });
    let Times { sandbox, worker } = page.call(module, "calls", how).await?;
    let how = json!({ "rounds": 7, "steps": 200 });
    let steps: Vec<f64> = page.call(module, "steps", how).await?;
    Ok(vec![
        Figure::new(
            "a call / a plain worker's round trip",
            "",
            ratios(&sandbox, &worker),
        )
        .at_most(ROUND_TRIP),
        Figure::new("  a trivial call through the sandbox", " ms", sandbox),
        Figure::new("  a message to a plain worker and back", " ms", worker),
        Figure::new("  a step of 200 in a run of the page", " ms", steps),
    ]
    .into())
}

async fn parallel_tasks(page: &InPage) -> Result<Outcome> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Times {
        one: Vec<f64>,
        two: Vec<f64>,
        shared: Vec<f64>,
        plain_one: Vec<f64>,
        plain_two: Vec<f64>,
    }
    let times = page.call("sandbox/parallel.js", "tasks", json!({ "rounds": 5 }));
    let Times {
        one,
        two,
        shared,
        plain_one,
        plain_two,
    } = times.await?;
    Ok(vec![
        Figure::new(
            "a run of two isolated tasks / of one",
            "",
            ratios(&two, &one),
        )
        .at_most(PARALLEL),
        Figure::new(
            "  the same in plain workers",
            "",
            ratios(&plain_two, &plain_one),
        ),
        Figure::new("  a run of one isolated task", " ms", one),
        Figure::new("  a run of two isolated tasks", " ms", two),
        Figure::new("  a run of two tasks in one worker", " ms", shared),
    ]
    .into())
}

/// The longest gaps between a counter's ticks in the page; without a function's doing it is some 5 ms.
async fn bad_input(page: &InPage) -> Result<Outcome> {
    #[derive(Deserialize)]
    struct Outcome {
        gap: f64,
        end: String,
    }
    let module = "sandbox/bad_input.js";
    let names: Vec<String> = page.call(module, "names", json!(null)).await?;
    let mut figures = Vec::new();
    for name in names {
        let mut gaps = Vec::new();
        let mut ends = Vec::new();
        for _ in 0..3 {
            let Outcome { gap, end } = page.call(module, "longestGap", json!(name)).await?;
            gaps.push(gap);
            ends.push(end);
        }
        ends.sort();
        ends.dedup();
        let what = format!("longest gap: {name} ({})", ends.join(", "));
        figures.push(Figure::new(what, " ms", gaps));
    }
    Ok(figures.into())
}

fn ratios(ones: &[f64], others: &[f64]) -> Vec<f64> {
    ones.iter()
        .zip(others)
        .map(|(one, other)| one / other)
        .collect()
}
