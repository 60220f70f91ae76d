//! Running other programs: in the checkout's root, with the project's own tools first on `PATH`.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// A command that runs in the checkout's root and finds the project's tools.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root()).env("PATH", path());
    command
}

/// An argument such as `--outfile=FILE`.
pub(crate) fn valued(option: &str, value: impl AsRef<OsStr>) -> OsString {
    let mut argument = OsString::from(option);
    argument.push(value);
    argument
}

/// The cargo that runs this program.
pub(crate) fn cargo() -> Command {
    let mut cargo = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    if must_run_everything() {
        // What is built once is built faster without what a second time would need.
        cargo.env("CARGO_INCREMENTAL", "0");
    }
    cargo
}

/// Whether a test that cannot run here counts as failed, as where the project is built on its own.
pub(crate) fn must_run_everything() -> bool {
    env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// Lets what `command` compiles to wasm name its sources by crate, not by where cargo keeps them on this machine:
/// the places of panics are in the wasm.
pub(crate) fn name_sources_by_crate(command: &mut Command) -> &mut Command {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let registries = home.and_then(|home| home.join("registry/src").read_dir().ok());
    // The variable takes the place of what .cargo/config.toml says.
    let mut flags = OsString::from("--cfg erase_components");
    for registry in registries.into_iter().flatten().flatten() {
        flags.push(" --remap-path-prefix=");
        flags.push(registry.path());
        flags.push("=");
    }
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags)
}

/// The file that `program` is on the project's `PATH`, or nothing.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&path())
        .flat_map(|folder| {
            [env::consts::EXE_SUFFIX, ".cmd"].map(|end| folder.join(format!("{program}{end}")))
        })
        .find(|file| file.is_file())
}

/// Runs `command` with its output shown; a failure names the command.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("`{}` could not be started", line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs `command` in place of this program, so that stopping this stops it.
pub(crate) fn become_program(command: &mut Command) -> Result<()> {
    #[cfg(unix)]
    {
        let error = std::os::unix::process::CommandExt::exec(command);
        Err(error).with_context(|| format!("`{}` could not be started", line(command)))
    }
    #[cfg(not(unix))]
    run(command)
}

/// What `command` writes to standard output, trimmed, if it can be run and succeeds.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// What `command` writes to standard output, with its errors shown; a failure names the command.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("`{}` could not be started", line(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", line(command), output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// `command` as a line that can be pasted into a shell.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str());
    let words: Vec<String> = std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    words.join(" ")
}

/// Where cargo installs programs.
pub(crate) fn cargo_home() -> PathBuf {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .unwrap_or_else(|| workspace::target().join("cargo-home"))
}

fn path() -> OsString {
    let own = [
        workspace::tools().join("bin"),
        workspace::root().join("node_modules/.bin"),
    ];
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = own
        .into_iter()
        .chain(env::split_paths(&inherited))
        .chain([cargo_home().join("bin")]);
    // A folder whose name holds the separator cannot be on a PATH at all; then the inherited one is what there is.
    env::join_paths(folders).unwrap_or(inherited)
}
