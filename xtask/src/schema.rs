//! The definition's JSON Schema as a file, made from the core's Rust types.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::command::{capture, cargo};
use crate::workspace::root;

/// What the schema is called wherever it is published.
pub(crate) const NAME: &str = "workflow.schema.json";

/// What it is made from.
const SOURCES: [&str; 3] = ["core/src/workflow", "core/Cargo.toml", "Cargo.lock"];

/// Writes the schema into `file`.
pub(crate) fn write(file: &Path) -> Result<()> {
    let mut writer = cargo();
    writer.args(["run", "--quiet", "--package", "xtask"]);
    writer.args(["--features", "schema", "--bin", "workflow-schema"]);
    let schema = capture(&mut writer).context("the JSON Schema could not be made")?;
    fs::write(file, schema).with_context(|| file.display().to_string())
}

/// Writes the schema into `file` unless the one there is newer than everything it is made from: it takes the core
/// to be compiled.
pub(crate) fn renew(file: &Path) -> Result<()> {
    let mut changed = SystemTime::UNIX_EPOCH;
    for source in SOURCES {
        changed = changed.max(last_change(&root().join(source))?);
    }
    match file.metadata().and_then(|written| written.modified()) {
        Ok(written) if written > changed => Ok(()),
        _ => write(file),
    }
}

/// When the file, or anything in the folder, was last changed, added or removed.
fn last_change(path: &Path) -> Result<SystemTime> {
    let metadata = path
        .metadata()
        .with_context(|| path.display().to_string())?;
    let mut latest = metadata.modified()?;
    if metadata.is_dir() {
        for entry in path.read_dir()? {
            latest = latest.max(last_change(&entry?.path())?);
        }
    }
    Ok(latest)
}
