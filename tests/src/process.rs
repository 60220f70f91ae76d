//! Processes that never outlive the test that started them, together with those that they start.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use process_wrap::std::{ChildWrapper, CommandWrap};

type Child = Arc<Mutex<Box<dyn ChildWrapper>>>;

/// Every process that runs now, for [`kill_all_when_stopped`].
static RUNNING: Mutex<Vec<Child>> = Mutex::new(Vec::new());

/// A process group; it is killed when this is dropped, also by a panic.
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts `command` with what it writes going to the file `log`; `stdout` can be taken out of that with `piped`.
    pub fn start(mut command: Command, log: &Path, piped: bool) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let file = File::create(log).with_context(|| log.display().to_string())?;
        command.stdin(Stdio::null()).stderr(file.try_clone()?);
        command.stdout(if piped { Stdio::piped() } else { file.into() });
        let mut group = CommandWrap::from(command);
        #[cfg(unix)]
        group.wrap(process_wrap::std::ProcessGroup::leader());
        let child = group
            .spawn()
            .with_context(|| format!("{name} could not be started"))?;
        let child = Arc::new(Mutex::new(child));
        lock(&RUNNING).push(Arc::clone(&child));
        Ok(Self {
            child,
            log: log.to_path_buf(),
        })
    }

    /// The first line that the process writes to a piped standard output.
    pub fn first_line(&mut self) -> Result<String> {
        let mut output = lock(&self.child)
            .stdout()
            .take()
            .context("stdout is not piped")?;
        let mut line = Vec::new();
        let mut byte = [0];
        while output.read(&mut byte)? == 1 && byte != *b"\n" {
            line.extend(byte);
        }
        Ok(String::from_utf8(line)?)
    }

    /// Whether the process has ended by itself.
    pub fn has_ended(&self) -> bool {
        !matches!(lock(&self.child).try_wait(), Ok(None))
    }

    /// What the process has written.
    pub fn log(&self) -> String {
        std::fs::read(&self.log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        lock(&RUNNING).retain(|child| !Arc::ptr_eq(child, &self.child));
        // An error here means that it has already gone.
        let _ = lock(&self.child).kill();
    }
}

/// Kills every process and ends this one when it is told to stop, for example with Ctrl+C.
pub fn kill_all_when_stopped() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    std::thread::spawn(move || {
        runtime.block_on(stopped());
        for child in lock(&RUNNING).iter() {
            let _ = lock(child).kill();
        }
        std::process::exit(130);
    });
    Ok(())
}

#[cfg(unix)]
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

#[cfg(not(unix))]
async fn stopped() {
    let _ = tokio::signal::ctrl_c().await;
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
