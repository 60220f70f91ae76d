//! What the whole-program tests stand on: the built page on a server, three browsers that can be driven, and what a
//! layout is tested and measured with.
//!
//! `cargo xtask test` runs the tests themselves, which are in `tests/browser/` and `tests/portable/`. Nothing here
//! knows the engine: the page is tested as a person meets it.
#![allow(clippy::disallowed_methods)] // the ban on clocks and threads is the core's

#[cfg(not(target_family = "wasm"))]
pub mod browser;
#[cfg(not(target_family = "wasm"))]
pub mod canary;
#[cfg(not(target_family = "wasm"))]
pub mod cpu;
#[cfg(not(target_family = "wasm"))]
pub mod first_view;
#[cfg(not(target_family = "wasm"))]
pub mod graphviz;
#[cfg(not(target_family = "wasm"))]
pub mod page;
#[cfg(not(target_family = "wasm"))]
pub mod process;
pub mod quality;
pub mod sample;
#[cfg(not(target_family = "wasm"))]
pub mod site;

use std::path::{Path, PathBuf};

/// Whether a test that cannot run is a failure rather than skipped: so it is where `CI=true`.
pub fn must_run_everything() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// The built page: the folder in `STEPWELL_DIST`, or `dist/` in the checkout.
///
/// The error says what to run.
pub fn dist() -> Result<PathBuf, String> {
    let folder = std::env::var_os("STEPWELL_DIST")
        .map_or_else(|| root().join("dist"), |folder| root().join(folder));
    if folder.join("index.html").is_file() {
        Ok(folder)
    } else {
        let folder = folder.display();
        Err(format!(
            "there is no page in {folder}; `cargo xtask build` builds it"
        ))
    }
}

/// The checkout's root folder.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_path_buf()
}
