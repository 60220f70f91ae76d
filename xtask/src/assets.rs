//! What the page loads after its first view — the editor, the sandbox, what one moves in the graph with — bundled from `web/` into `target/assets/`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{capture, command, run, valued};
use crate::workspace::{root, target};
use crate::{policy, schema, tools};

/// The modules: the file that is made, and the script from which it is made, with all that this imports.
const MODULES: [(&str, &str); 4] = [
    ("editor.js", "web/editor/editor.js"),
    ("check.js", "web/editor/check.js"),
    ("client.js", "web/sandbox/client.js"),
    ("graph.js", "web/graph/canvas.js"),
];

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
    for (name, entry) in MODULES {
        let file = folder.join(name);
        run(bundle(entry, "esm").arg(valued("--outfile=", &file)))?;
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
    ]);
    esbuild.arg(format!("--format={format}")).arg(entry);
    esbuild
}
