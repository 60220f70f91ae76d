//! The npm package: the core with its JavaScript surface, built into `core/npm/`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::command::{cargo, command, name_sources_by_crate, run};
use crate::schema;
use crate::tools::{self, say};
use crate::wasm;
use crate::workspace::{root, target};

/// The package's folder.
pub(crate) fn folder() -> PathBuf {
    root().join("core/npm")
}

/// Leaves the package's folder ready for `npm pack`.
pub(crate) fn build() -> Result<()> {
    tools::wasm_target()?;
    tools::wasm_bindgen()?.provide()?;
    tools::npm_packages()?;

    let mut compile = cargo();
    compile.args(["rustc", "--package", "stepwell-core", "--lib"]);
    compile.args(["--features", "js", "--crate-type", "cdylib"]);
    compile.args(["--profile", "page", "--target", "wasm32-unknown-unknown"]);
    run(name_sources_by_crate(&mut compile))?;

    let package = folder();
    let generated = package.join("wasm");
    if generated.exists() {
        // A file that is no longer generated must not be published.
        fs::remove_dir_all(&generated).with_context(|| generated.display().to_string())?;
    }
    let compiled = target().join("wasm32-unknown-unknown/page/stepwell_core.wasm");
    let mut bind = command("wasm-bindgen");
    bind.args(["--target", "web", "--out-dir"]);
    run(bind.arg(&generated).arg(compiled))?;

    wasm::optimise(&generated.join("stepwell_core_bg.wasm"), wasm::FOR_SIZE)?;

    schema::write(&package.join(schema::NAME))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root().join(licence), package.join(licence)).context(licence)?;
    }
    say(&format!("The npm package is in {}", package.display()));
    Ok(())
}
