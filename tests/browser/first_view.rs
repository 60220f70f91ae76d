//! The first view: what a person waits for before the page can be used. It is small, and nothing else comes before it.

use std::path::Path;

use anyhow::{Result, bail};
use fantoccini::Client;
use serde_json::json;
use stepwell_tests::first_view::sizes;

pub(crate) const NAME: &str = "first_view_size";

/// How the name of the folder begins whose files the page loads when they are needed.
const LATER: &str = "assets-";

/// Bytes after gzip: HTML, CSS, wasm and its glue.
const BOUND: usize = 250_000;

/// The first view is within its bound. Prints what was measured.
pub(crate) fn is_small(dist: &Path) -> Result<()> {
    let sizes = sizes(dist)?;
    let total: usize = sizes.values().sum();
    println!(
        "first view, gzip: {:.1} KB of {} KB",
        kilobytes(total),
        BOUND / 1000
    );
    for (name, size) in &sizes {
        println!("  {:>7.1} KB  {name}", kilobytes(*size));
    }
    let is_wasm = |name: &String| Path::new(name).extension().is_some_and(|end| end == "wasm");
    if !sizes.keys().any(is_wasm) {
        bail!("the page's wasm was not counted: {:?}", sizes.keys());
    }
    if total > BOUND {
        bail!(
            "the first view is {total} bytes after gzip, more than {BOUND}; is this a release build (`cargo xtask build`)?"
        );
    }
    Ok(())
}

/// Everything that a browser has loaded for the first view is counted in its size. What it loads later is not, as
/// long as [`comes_first`].
pub(crate) fn counts(dist: &Path, served: &[String]) -> Result<()> {
    let sizes = sizes(dist)?;
    let is_later = |name: &&String| name.starts_with(LATER);
    let mut first = served.iter().filter(|name| !is_later(name));
    match first.find(|name| !sizes.contains_key(*name)) {
        Some(name) => bail!("the first view loads {name}, which its measured size leaves out"),
        None => Ok(()),
    }
}

/// The graph has been shown before the browser began to load anything that is not of the first view.
pub(crate) async fn comes_first(client: &Client) -> Result<()> {
    let script = "const [graph] = performance.getEntriesByName('graph', 'mark');
        const later = performance.getEntriesByType('resource')
            .filter(({ name }) => name.startsWith(new URL(arguments[0], document.baseURI)));
        return graph
            ? later.filter(({ startTime }) => startTime < graph.startTime).map(({ name }) => name)
            : ['no graph was shown']";
    let early = client.execute(script, vec![LATER.into()]).await?;
    if early != json!([]) {
        bail!("loaded before the graph was shown: {early}");
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss)] // sizes to read
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}
