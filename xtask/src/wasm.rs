//! Wasm as it is published: without what nobody hears, and small.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::command::{command, run};
use crate::silence::silence;

/// What rustc's wasm uses; named one by one, since with all features wasm-opt writes wasm that browsers refuse.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What every file goes through.
pub(crate) const FOR_SIZE: &[&str] = &["-Oz", "--converge", "--strip-producers"];

/// What makes the page's file the smallest after gzip: structured control flow is found anew; functions that are not
/// folded into their callers compress better, and so do those whose neighbours by name are neighbours in the file.
/// Rust keeps nothing in the lowest memory: there its stack ends.
pub(crate) const FOR_GZIP: &[&str] = &[
    "-Oz",
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "--one-caller-inline-max-function-size=0",
    "--converge",
    "--reorder-functions-by-name",
    "--strip-producers",
];

/// Makes the wasm in `file`, as wasm-bindgen has written it, small, by these passes.
pub(crate) fn optimise(file: &Path, passes: &[&str]) -> Result<()> {
    let wasm = fs::read(file).with_context(|| file.display().to_string())?;
    let wasm = silence(&wasm).with_context(|| file.display().to_string())?;
    fs::write(file, wasm).with_context(|| file.display().to_string())?;
    let mut optimise = command("wasm-opt");
    optimise.args(FEATURES).args(passes);
    run(optimise.arg("--output").arg(file).arg(file))
}
