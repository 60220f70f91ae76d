//! The first view: how much of it there is to load, and how long it takes until it can be used.

use std::path::Path;

use anyhow::{Context, Result};
use stepwell_tests::dist;
use stepwell_tests::first_view::sizes;

use crate::figure::{Figure, Outcome};
use crate::in_page::InPage;
use crate::{Group, Measure};

pub(crate) const GROUPS: [Group; 1] = [Group {
    name: "first-view",
    measure: Measure::InPage(|page| Box::pin(measure(page))),
}];

/// How often the page is opened.
const ROUNDS: usize = 11;
/// Bytes after gzip of all that is loaded before the graph is there, and what is aimed at.
const BOUND: f64 = 250_000.0;

async fn measure(page: &InPage) -> Result<Outcome> {
    let dist = dist().map_err(anyhow::Error::msg)?;
    let bytes = gzipped(&dist)?;
    let mut graph = Vec::new();
    for _ in 0..ROUNDS {
        page.reopen().await?;
        graph.push(until_interactive(page).await?);
    }
    let peers = "React Flow, dagre and xstate, with no page at all: 161 KB";
    Ok(vec![
        Figure::new(
            format!("the first view after gzip ({peers})"),
            " bytes",
            vec![bytes],
        )
        .at_most(BOUND),
        Figure::new(
            "from the request until the graph is there and Run can be pressed",
            " ms",
            graph,
        ),
    ]
    .into())
}

#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 bytes")]
fn gzipped(dist: &Path) -> Result<f64> {
    Ok(sizes(dist)?.values().sum::<usize>() as f64)
}

/// The page marks when it has shown the graph; its buttons are there before.
async fn until_interactive(page: &InPage) -> Result<f64> {
    let script = "return performance.getEntriesByName('graph', 'mark')[0]?.startTime ?? null";
    let at = page.client().execute(script, vec![]).await?;
    at.as_f64().context("no graph was shown")
}
