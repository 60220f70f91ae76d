//! What the page loads after its first view — the editor, the sandbox, pictures, what one moves in the graph with — built
//! from `web/` into `target/assets/`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::command::{capture, cargo, command, name_sources_by_crate, run, valued};
use crate::workspace::{root, target};
use crate::{policy, schema, tools, wasm};

/// The modules: the file that is made, and the script from which it is made, with all that this imports.
const MODULES: [(&str, &str); 7] = [
    ("editor.js", "web/editor/editor.js"),
    ("check.js", "web/editor/check.js"),
    ("client.js", "web/sandbox/client.js"),
    ("pictures.js", "web/pictures/pictures.js"),
    ("graph.js", "web/graph/canvas.js"),
    ("runner.js", "web/runner/runner.js"),
    ("workbench.js", "web/workbench/workbench.js"),
];

/// What is loaded later as wasm: the packages `stepwell-…`, of which `….wasm` is made; the module `…-wasm` loads it.
const WASMS: [&str; 3] = ["edits", "pictures", "runner"];

/// The sandboxes: the file that is made, and whether code in it may use the network.
const SANDBOXES: [(&str, bool); 2] = [("sandbox.html", false), ("sandbox-network.html", true)];

/// The sandboxes' document, with places for its policy and its script.
const SANDBOX: &str = "web/sandbox/sandbox.html";
/// The script of that document, which imports the worker's as text.
const FRAME: &str = "web/sandbox/frame.js";
const WORKER: &str = "web/sandbox/worker.js";

/// Builds every asset and answers with their files.
pub(crate) fn build() -> Result<Vec<PathBuf>> {
    tools::npm_packages()?;
    let folder = target().join("assets");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let mut files = Vec::new();
    let mut glues = Vec::new();
    for (name, built) in WASMS.into_iter().zip(build_wasms(&folder)?) {
        let (wasm, glue) = built;
        files.push(wasm);
        let mut alias = OsString::from(format!("--alias:{name}-wasm="));
        alias.push(glue);
        glues.push(alias);
    }
    for (name, entry) in MODULES {
        let file = folder.join(name);
        let mut bundle = bundle(entry, "esm");
        bundle.args(&glues);
        run(bundle.arg(valued("--outfile=", &file)))?;
        files.push(file);
    }
    let script = frame_script()?;
    let document = fs::read_to_string(root().join(SANDBOX)).context(SANDBOX)?;
    for (name, network) in SANDBOXES {
        let file = folder.join(name);
        let document = document
            .replace("{{policy}}", &policy::of_sandbox(&script, network))
            .replace("{{script}}", &script);
        fs::write(&file, document).with_context(|| file.display().to_string())?;
        files.push(file);
    }
    let schema = folder.join(schema::NAME);
    schema::renew(&schema)?;
    files.push(schema);
    Ok(files)
}

/// Builds [`WASMS`]: of each its wasm, in `folder`, and the script that loads it.
fn build_wasms(folder: &Path) -> Result<Vec<(PathBuf, PathBuf)>> {
    tools::wasm_target()?;
    tools::wasm_bindgen()?.provide()?;
    // As trunk builds the page.
    let (profile, built) = if is_release() {
        ("page", "page")
    } else {
        ("dev", "debug")
    };
    let mut compile = cargo();
    compile.args(["build", "--profile", profile]);
    compile.args(["--target", "wasm32-unknown-unknown"]);
    // In one go, since the last of each, which takes long, keeps one core busy.
    compile.args(WASMS.map(|name| format!("--package=stepwell-{name}")));
    run(name_sources_by_crate(&mut compile))?;
    let compiled = &target().join("wasm32-unknown-unknown").join(built);
    thread::scope(|scope| {
        let bind = |name| scope.spawn(move || bind_wasm(name, compiled, folder));
        let bound = WASMS.map(bind).map(thread::ScopedJoinHandle::join);
        let panicked = |_| anyhow!("a wasm could not be bound");
        bound
            .into_iter()
            .map(|one| one.map_err(panicked)?)
            .collect()
    })
}

fn bind_wasm(name: &str, compiled: &Path, folder: &Path) -> Result<(PathBuf, PathBuf)> {
    let out = target().join(name);
    let mut bind = command("wasm-bindgen");
    bind.args(["--target", "web", "--no-typescript", "--out-dir"]);
    run(bind
        .arg(&out)
        .arg(compiled.join(format!("stepwell_{name}.wasm"))))?;
    let wasm = folder.join(name).with_extension("wasm");
    let bound = out.join(format!("stepwell_{name}_bg.wasm"));
    fs::copy(&bound, &wasm).with_context(|| bound.display().to_string())?;
    if is_release() {
        wasm::optimise(&wasm, wasm::FOR_SIZE)?;
    }
    Ok((wasm, out.join(format!("stepwell_{name}.js"))))
}

/// Whether trunk builds for a release.
pub(crate) fn is_release() -> bool {
    env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release")
}

/// The script of the sandbox's document, with the worker's in it.
fn frame_script() -> Result<String> {
    // The name's end makes esbuild give it as text to what imports it.
    let worker = target().join("sandbox-worker.txt");
    run(bundle(WORKER, "iife").arg(valued("--outfile=", &worker)))?;
    capture(bundle(FRAME, "iife").arg(valued("--alias:worker-script=", &worker)))
}

fn bundle(entry: &str, format: &str) -> Command {
    let mut esbuild = command("esbuild");
    esbuild.args([
        "--bundle",
        "--minify",
        "--target=es2022",
        "--log-level=warning",
        "--loader:.css=text",
        // What the gallery shows, and no module of the page.
        "--loader:.functions.js=text",
    ]);
    esbuild.arg(format!("--format={format}")).arg(entry);
    esbuild
}
