//! The benchmarks, over a page that is built for release.

use std::ffi::OsString;

use anyhow::{Result, bail};

use crate::browsers;
use crate::command::{cargo, run};
use crate::page;

/// Builds the page and measures; `arguments` name groups and say how, as `tests/bench/` reads them.
pub(crate) fn run_with(arguments: &[OsString]) -> Result<()> {
    let dist = page::build(None)?;
    let missing = browsers::provide();
    if !missing.is_empty() {
        bail!("missing: {}", missing.join("; "));
    }
    let mut bench = cargo();
    bench.args([
        "bench",
        "--quiet",
        "--package",
        "stepwell-tests",
        "--bench",
        "bench",
        "--",
    ]);
    run(bench.args(arguments).env("STEPWELL_DIST", dist))
}
