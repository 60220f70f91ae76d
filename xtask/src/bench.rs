//! The benchmarks, over a page and a package that are built for release.

use std::ffi::OsString;

use anyhow::{Result, bail};

use crate::command::{cargo, run};
use crate::{browsers, package, page, peers};

/// Builds what is measured and measures; `arguments` name groups and say how, as `tests/bench/` reads them.
pub(crate) fn run_with(arguments: &[OsString]) -> Result<()> {
    let names = names(arguments);
    let is_wanted =
        |group: &str| names.is_empty() || names.iter().any(|name| group.starts_with(name));
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
    if is_wanted("layout") {
        package::build()?;
        peers::provide_npm_packages()?;
        peers::provide_dot()?;
    }
    if is_wanted("graph-page") {
        peers::provide_npm_packages()?;
        peers::bundle_react_flow()?;
    }
    if names.is_empty() || names.iter().any(|name| !"layout".starts_with(name)) {
        bench.env("STEPWELL_DIST", page::build(None)?);
        let missing = browsers::provide();
        if !missing.is_empty() {
            bail!("missing: {}", missing.join("; "));
        }
    }
    run(bench.args(arguments))
}

/// How the names of the wanted groups begin; none stands for all.
fn names(arguments: &[OsString]) -> Vec<&str> {
    let mut words = arguments.iter().filter_map(|argument| argument.to_str());
    let mut names = Vec::new();
    while let Some(word) = words.next() {
        match word {
            "--browser" => {
                words.next();
            }
            name if !name.starts_with('-') => names.push(name),
            _ => {}
        }
    }
    names
}
