//! What the benchmarks measure beside Stepwell.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::command::{command, run, valued};
use crate::debian::{self, Need};
use crate::tools;
use crate::workspace::root;

/// Where they are used, and where their versions are pinned.
pub(crate) fn folder() -> PathBuf {
    root().join("tests/bench/peers")
}

/// Those that are npm packages.
pub(crate) fn provide_npm_packages() -> Result<()> {
    tools::npm_ci(&folder(), "layouts and drawings are measured beside theirs")
}

/// React Flow as one file that a page can import, with its styles beside it.
pub(crate) fn bundle_react_flow() -> Result<()> {
    tools::npm_packages()?;
    let mut bundle = command("esbuild");
    bundle.args(["--bundle", "--minify", "--target=es2022", "--format=esm"]);
    bundle.args([
        "--log-level=warning",
        "--define:process.env.NODE_ENV=\"production\"",
    ]);
    bundle.arg(folder().join("react_flow.js"));
    run(bundle.arg(valued("--outfile=", folder().join("dist/react_flow.js"))))
}

/// Graphviz' `dot`.
pub(crate) fn provide_dot() -> Result<()> {
    let dot = Need {
        programs: &["dot"],
        package: "graphviz",
    };
    match debian::provide(&[dot], "layouts are measured beside dot's") {
        Some(missing) => bail!("missing: {missing}"),
        None => Ok(()),
    }
}
