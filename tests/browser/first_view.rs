//! The first view's size: what a person waits for before the page can be used.

use std::path::Path;

use anyhow::{Result, bail};
use stepwell_tests::first_view::sizes;

pub(crate) const NAME: &str = "first_view_size";

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

/// Everything that a browser has loaded for the first view is counted in its size.
pub(crate) fn counts(dist: &Path, served: &[String]) -> Result<()> {
    let sizes = sizes(dist)?;
    match served.iter().find(|name| !sizes.contains_key(*name)) {
        Some(name) => bail!("the first view loads {name}, which its measured size leaves out"),
        None => Ok(()),
    }
}

#[allow(clippy::cast_precision_loss)] // sizes to read
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}
