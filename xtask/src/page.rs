//! The page: built into `dist/`, or served and rebuilt on every change.

use std::ffi::OsString;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::command::{become_program, capture, cargo, command, name_sources_by_crate, run};
use crate::tools::{self, say};
use crate::workspace::{root, target};

const USUAL_PORT: u16 = 8080;

/// Leaves the static page and the definition's JSON Schema in `dist/`; without `public_url` it works under any base path.
pub(crate) fn build(public_url: Option<&str>) -> Result<PathBuf> {
    provide_tools()?;
    tools::npm_packages()?;
    let mut trunk = command("trunk");
    trunk.args(["build", "--release"]);
    if let Some(url) = public_url {
        trunk.args(["--public-url", url]);
    }
    run(name_sources_by_crate(&mut trunk))?;
    let dist = root().join("dist");
    minify(&dist)?;
    write_schema(&dist.join("workflow.schema.json"))?;
    say(&format!("The page is in {}", dist.display()));
    Ok(dist)
}

/// Serves the page until it is stopped.
pub(crate) fn serve(port: Option<u16>, release: bool) -> Result<()> {
    provide_tools()?;
    let port = free_port(port)?;
    let mut trunk = command("trunk");
    // Not `dist/`, which is always what `build` left there.
    trunk.args(["serve", "--port", &port.to_string()]);
    trunk.arg("--dist").arg(target().join("serve"));
    if release {
        tools::npm_packages()?;
        trunk.arg("--release");
    }
    say(&format!(
        "Building the page; then it is at http://127.0.0.1:{port}/"
    ));
    become_program(&mut trunk)
}

/// Makes every script beneath `folder` as short as can be.
fn minify(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            minify(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "js") {
            let mut esbuild = command("esbuild");
            esbuild.args([
                "--minify",
                "--format=esm",
                "--log-level=warning",
                "--allow-overwrite",
            ]);
            let mut outfile = OsString::from("--outfile=");
            outfile.push(&path);
            run(esbuild.arg(outfile).arg(&path))?;
        }
    }
    Ok(())
}

/// Writes the definition's JSON Schema, made from the Rust types.
pub(crate) fn write_schema(file: &Path) -> Result<()> {
    let mut writer = cargo();
    writer.args(["run", "--quiet", "--package", "xtask"]);
    writer.args(["--features", "schema", "--bin", "workflow-schema"]);
    let schema = capture(&mut writer).context("the JSON Schema could not be made")?;
    fs::write(file, schema).with_context(|| file.display().to_string())
}

fn provide_tools() -> Result<()> {
    tools::wasm_target()?;
    tools::wasm_bindgen()?.provide()?;
    tools::trunk().provide()
}

/// The port asked for, which must be free, or the first free one from the usual on.
fn free_port(wanted: Option<u16>) -> Result<u16> {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    match wanted {
        Some(port) if is_free(&port) => Ok(port),
        Some(port) => bail!("port {port} is in use; name another with `--port N`"),
        None => (USUAL_PORT..USUAL_PORT + 100)
            .find(is_free)
            .context("no port is free; name one with `--port N`"),
    }
}
