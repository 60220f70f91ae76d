//! The programs that building and testing need: found, or installed once, at the version that fits.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{cargo, cargo_home, command, find, line, output, run};
use crate::workspace::{locked_version, root, tools};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const OLDEST_NODE: u32 = 20;

/// A program that `cargo install` builds.
pub(crate) struct CargoTool {
    package: &'static str,
    /// What the package installs.
    programs: &'static [&'static str],
    /// `None`: any version will do.
    version: Option<String>,
    install: &'static [&'static str],
    /// What it is for, and how long building it takes on two cores.
    why: &'static str,
}

/// Turns wasm into what JavaScript can import; its version must be that of the crate.
pub(crate) fn wasm_bindgen() -> Result<CargoTool> {
    Ok(CargoTool {
        package: "wasm-bindgen-cli",
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        version: Some(locked_version("wasm-bindgen")?),
        install: &[],
        why: "writes the JavaScript around the wasm; about 2 minutes",
    })
}

/// Builds and serves the page. 0.21.14 is the newest that builds with the oldest Rust that the project takes.
pub(crate) fn trunk() -> CargoTool {
    CargoTool {
        package: "trunk",
        programs: &["trunk"],
        version: Some("0.21.14".to_owned()),
        install: &["--no-default-features", "--features", "rustls"],
        why: "builds and serves the page; about 5 minutes",
    }
}

/// Drives Firefox.
pub(crate) fn geckodriver() -> CargoTool {
    CargoTool {
        package: "geckodriver",
        programs: &["geckodriver"],
        version: None,
        install: &[],
        why: "drives Firefox in the browser tests; about 2 minutes",
    }
}

/// Runs the fuzz targets.
pub(crate) fn cargo_fuzz() -> CargoTool {
    CargoTool {
        package: "cargo-fuzz",
        programs: &["cargo-fuzz"],
        version: None,
        install: &[],
        why: "feeds random bytes to the parsers; about 1 minute",
    }
}

impl CargoTool {
    /// Installs the tool unless it is there: beside cargo, or for this checkout alone when the machine has another version.
    pub(crate) fn provide(&self) -> Result<()> {
        if self.fits() {
            return Ok(());
        }
        let elsewhere = self.programs.iter().any(|program| find(program).is_some());
        let folder = if elsewhere { tools() } else { cargo_home() };
        let install = self.install_command(&folder);
        say(&format!("Installing {} ({})", self.title(), self.why));
        say(&format!("  {}", line(&install)));
        let mut install = install;
        run(&mut install).with_context(|| {
            format!(
                "{} is missing. Get it with `{}`",
                self.title(),
                line(&self.install_command(&folder))
            )
        })?;
        if !self.fits() {
            bail!(
                "{} was installed into {}, but `{} --version` does not answer with it",
                self.title(),
                folder.display(),
                self.programs[0]
            );
        }
        Ok(())
    }

    fn fits(&self) -> bool {
        self.programs.iter().all(|program| {
            let answer = find(program).and_then(|file| output(command(file).arg("--version")));
            match (&self.version, answer) {
                (_, None) => false,
                (None, Some(_)) => true,
                (Some(version), Some(answer)) => {
                    answer.split_whitespace().any(|word| word == version)
                }
            }
        })
    }

    fn install_command(&self, folder: &Path) -> Command {
        let mut install = cargo();
        install.args(["install", self.package, "--locked"]);
        if let Some(version) = &self.version {
            install.args(["--version", version]);
        }
        // The tools are built far more often than their speed is felt: whole-program optimisation doubles the wait.
        install
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        install
            .args(self.install)
            .arg("--force")
            .arg("--root")
            .arg(folder);
        install
    }

    fn title(&self) -> String {
        match &self.version {
            Some(version) => format!("{} {version}", self.package),
            None => self.package.to_owned(),
        }
    }
}

/// Adds Rust's wasm target unless the toolchain has it.
pub(crate) fn wasm_target() -> Result<()> {
    if has_wasm_target() {
        return Ok(());
    }
    let add = format!("rustup target add {WASM_TARGET}");
    if find("rustup").is_none() {
        bail!("the Rust target {WASM_TARGET} is missing. Install rustup, then get it with `{add}`");
    }
    say(&format!(
        "Adding the Rust target {WASM_TARGET} (the page and the npm package are wasm)"
    ));
    run(command("rustup").args(["target", "add", WASM_TARGET])).with_context(|| {
        format!("the Rust target {WASM_TARGET} is missing. Get it with `{add}`")
    })?;
    if !has_wasm_target() {
        bail!("`{add}` succeeded, but the toolchain in use still lacks the target");
    }
    Ok(())
}

fn has_wasm_target() -> bool {
    output(command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))
        .is_some_and(|folder| Path::new(&folder).is_dir())
}

/// Installs the npm packages of `package-lock.json` unless they are all there.
pub(crate) fn npm_packages() -> Result<()> {
    npm_ci(
        &root(),
        "the editor is made of them; esbuild bundles, wasm-opt makes the wasm small, TypeScript checks the package's types",
    )
}

/// Installs what the `package-lock.json` of a folder lists unless it is all there.
pub(crate) fn npm_ci(folder: &Path, why: &str) -> Result<()> {
    node()?;
    let lock = folder.join("package-lock.json");
    let lock = fs::read(&lock).with_context(|| lock.display().to_string())?;
    // Written last, so that an install that was cut off is done again.
    let done: PathBuf = folder.join("node_modules/.installed-package-lock.json");
    if fs::read(&done).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say(&format!("Installing npm packages ({why})"));
    say("  npm ci");
    let mut install = command("npm");
    install.args(["ci", "--no-audit", "--no-fund"]);
    run(install.current_dir(folder)).with_context(|| {
        let folder = folder.display();
        format!("npm packages are missing. Get them with `npm ci` in {folder}")
    })?;
    fs::write(&done, lock).with_context(|| done.display().to_string())
}

/// Checks that Node is there and new enough.
pub(crate) fn node() -> Result<()> {
    let wanted = format!("Node {OLDEST_NODE} or newer, with npm");
    let Some(version) = output(command("node").arg("--version")) else {
        bail!("{wanted}, is missing. Get it from nodejs.org or your system's packages");
    };
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < OLDEST_NODE) {
        bail!(
            "{wanted}, is needed; here is {version}. Get it from nodejs.org or your system's packages"
        );
    }
    if find("npm").is_none() {
        bail!(
            "npm, which comes with Node, is missing. Get it from nodejs.org or your system's packages"
        );
    }
    Ok(())
}

/// Tells what is being done, on standard error, so that it keeps its place among the tools' own messages.
pub(crate) fn say(message: &str) {
    eprintln!("{message}");
}
