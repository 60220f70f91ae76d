//! The page: built into `dist/`, or served and rebuilt on every change.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::command::{become_program, command, name_sources_by_crate, run};
use crate::tools::{self, say};
use crate::workspace::{root, target};

const USUAL_PORT: u16 = 8080;

/// Leaves the static page in `dist/`; without `public_url` it works under any base path.
pub(crate) fn build(public_url: Option<&str>) -> Result<PathBuf> {
    provide_tools()?;
    let glue = target().join("wasm-bindgen/release");
    if glue.exists() {
        // A script that the wasm no longer asks for must not be published.
        fs::remove_dir_all(&glue).with_context(|| glue.display().to_string())?;
    }
    let mut trunk = command("trunk");
    trunk.args(["build", "--release"]);
    if let Some(url) = public_url {
        trunk.args(["--public-url", url]);
    }
    run(name_sources_by_crate(&mut trunk))?;
    let dist = root().join("dist");
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
        trunk.arg("--release");
    }
    say(&format!(
        "Building the page; then it is at http://127.0.0.1:{port}/"
    ));
    become_program(&mut trunk)
}

fn provide_tools() -> Result<()> {
    tools::wasm_target()?;
    tools::wasm_bindgen()?.provide()?;
    tools::trunk().provide()?;
    tools::npm_packages()
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
