//! What the benchmarks measure beside Stepwell.

use std::path::PathBuf;

use anyhow::{Result, bail};

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
