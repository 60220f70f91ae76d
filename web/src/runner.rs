//! A live run: the one place where the engine's run, the sandbox, the page's signals and what the user asks for meet.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::Arc,
    time::Duration,
};

use stepwell_core::{
    Json, Workflow,
    driver::{Driver, RunHandle},
    engine::{ErrorInfo, LoggedEvent, Retention, Run, RunOptions, log},
};
use wasm_bindgen::JsValue;

use crate::{
    console::{Console, Line},
    run_fold::{RunFold, error_view},
    run_signals::RunSignals,
    run_view::{Loading, RunSummary},
    sandbox::{self, Calls, Listener, LogEntry, Opening, SandboxHost},
    watched::Kept,
};

/// How long what happens may wait to be shown: a frame at 60 Hz.
const FRAME: Duration = Duration::from_millis(16);

/// What a run takes.
pub(crate) struct Start {
    /// The workflow.
    pub(crate) workflow: Arc<Workflow>,
    /// The source of the module whose exports are its functions.
    pub(crate) functions: String,
    /// What its first step is given.
    pub(crate) input: Json,
    /// How long a function may take whose step does not say, in milliseconds.
    pub(crate) timeout: u64,
    /// Whether functions may reach the network.
    pub(crate) network: bool,
    /// The log of a run to go on with, if it is not a new one.
    pub(crate) log: Vec<LoggedEvent>,
    /// Whether waits are skipped as soon as nothing else is going on.
    pub(crate) skips_waits: bool,
    /// What answers in the place of functions (`sandbox/mocks.js`), or undefined.
    pub(crate) mocks: JsValue,
}

/// Runs workflows, one at a time, and tells of the latest.
#[derive(Clone, Copy)]
pub(crate) struct Runner {
    signals: RunSignals,
    console: Console,
    stage: Kept<Stage>,
    /// The latest run that has begun.
    latest: Kept<Option<RunHandle<SandboxHost>>>,
}

/// How far the latest run has come.
#[derive(Default)]
enum Stage {
    #[default]
    Idle,
    /// The page's part of the sandbox is being fetched.
    Fetching,
    /// The module is being loaded.
    Loading(Opening),
    Running(RunHandle<SandboxHost>),
    /// Cancelled before it began.
    Cancelled,
}

impl Runner {
    /// With no run yet.
    pub(crate) fn new() -> Self {
        Self {
            signals: RunSignals::new(),
            console: Console::new(),
            stage: Kept::new(Stage::Idle),
            latest: Kept::new(None),
        }
    }

    /// What has become of the latest run.
    pub(crate) fn signals(self) -> RunSignals {
        self.signals
    }

    /// What the functions of the latest run have logged.
    pub(crate) fn console(self) -> Console {
        self.console
    }

    /// Loads the functions in a sandbox and starts a run; unless one is under way. What is left of one before is
    /// forgotten. The names of the functions go to `on_functions`; if one is missing that a step calls, nothing runs.
    pub(crate) fn start(self, start: Start, on_functions: impl Fn(Vec<String>) + 'static) {
        if !matches!(*self.stage.borrow(), Stage::Idle) {
            return;
        }
        self.stage.replace(Stage::Fetching);
        self.signals.reset();
        self.console.clear();
        self.latest.replace(None);
        self.signals.set_summary(RunSummary {
            loading: Loading::Underway,
            ..RunSummary::default()
        });
        wasm_bindgen_futures::spawn_local(async move {
            if let Err(error) = self.run(start, on_functions).await {
                let loading = if self.is_cancelled() {
                    Loading::No
                } else {
                    Loading::Failed(error_view(&error))
                };
                self.signals.set_summary(RunSummary {
                    loading,
                    ..RunSummary::default()
                });
            }
            self.signals.set_busy(false);
            self.stage.replace(Stage::Idle);
        });
    }

    /// One run from beginning to end.
    ///
    /// # Errors
    /// Why it did not begin.
    async fn run(self, start: Start, on_functions: impl Fn(Vec<String>)) -> Result<(), ErrorInfo> {
        let (signals, calls) = (self.signals, Calls::default());
        let began = Rc::new(Cell::new(js_sys::Date::now()));
        let listener = Listener {
            log: Box::new({
                let (calls, began) = (calls.clone(), began.clone());
                move |entries| {
                    let lines = entries.into_iter();
                    let lines = lines.map(|entry| line(entry, &calls, began.get()));
                    self.console.write(lines.collect());
                }
            }),
            busy: Box::new(move |busy| signals.set_busy(busy)),
        };
        let opening = sandbox::open(&start.functions, start.network, start.mocks, listener).await?;
        if self.is_cancelled() {
            opening.cancel();
        } else {
            self.stage.replace(Stage::Loading(opening.clone()));
        }
        let sandbox = sandbox::opened(&opening).await?;
        let functions = sandbox.functions();
        let missing = start.workflow.check_functions(&functions);
        on_functions(functions);
        if let Some(missing) = missing.first() {
            sandbox.close();
            return Err(ErrorInfo::new(
                missing.code.as_str(),
                missing.message.as_str(),
            ));
        }
        let shown = Rc::new(Shown::new(signals));
        let is_new = start.log.is_empty();
        if !is_new {
            shown.follow(&start.log);
        }
        let host = SandboxHost::new(
            sandbox.clone(),
            calls,
            start.skips_waits,
            move |events, _| {
                shown.follow(events);
            },
        );
        let run = if is_new {
            Run::new(start.workflow, options(start.timeout))
        } else {
            let run = Run::from_log(start.workflow, start.log, Retention::Log);
            run.map_err(|misfit| ErrorInfo::new("Log.Misfit", misfit.to_string()))?
        };
        let driver = Driver::new(run, host);
        self.stage.replace(Stage::Running(driver.handle()));
        self.latest.replace(Some(driver.handle()));
        began.set(js_sys::Date::now());
        let ran = if is_new {
            driver.run(start.input).await
        } else {
            driver.go_on().await
        };
        sandbox.close();
        ran.map_err(|error| ErrorInfo::new(error.code(), error.to_string()))
    }

    /// Pauses the run, if one is under way, or lets it go on.
    pub(crate) fn pause(self, pauses: bool) {
        if let Stage::Running(handle) = &*self.stage.borrow() {
            // It may have come to its end meanwhile, or stand as asked already.
            let _ = if pauses {
                handle.pause()
            } else {
                handle.resume()
            };
        }
    }

    /// The events of the latest run after the first so many, as JSON Lines.
    pub(crate) fn log(self, from: usize) -> String {
        self.latest
            .borrow()
            .as_ref()
            .map_or(String::new(), |handle| {
                log::write(handle.run().log().get(from..).unwrap_or_default())
            })
    }

    /// Stops the run, if one is under way.
    pub(crate) fn cancel(self) {
        self.stage.update(|stage| match stage {
            Stage::Fetching => *stage = Stage::Cancelled,
            Stage::Loading(opening) => {
                opening.cancel();
                *stage = Stage::Cancelled;
            }
            Stage::Running(handle) if !handle.status().is_over() => handle
                .cancel(None)
                .expect("a run under way can be cancelled"),
            Stage::Running(_) | Stage::Cancelled | Stage::Idle => {}
        });
    }

    /// Stops the run, if one is under way, and shows nothing of it any more.
    pub(crate) fn forget(self) {
        self.cancel();
        self.latest.replace(None);
        self.signals.reset();
        self.console.clear();
    }

    fn is_cancelled(self) -> bool {
        matches!(*self.stage.borrow(), Stage::Cancelled)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time after 1970, and any number from 0 to 2^53 does as a seed"
)]
fn options(timeout: u64) -> RunOptions {
    let (now, seed) = (
        js_sys::Date::now() as u64,
        (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64,
    );
    RunOptions::new(format!("run-{now}"), seed).default_timeout(timeout)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded, and not negative"
)]
fn line(entry: LogEntry, calls: &Calls, began: f64) -> Line {
    let calls = calls.borrow();
    let call = entry.call.and_then(|id| calls.get(&id));
    Line {
        level: entry.level,
        by: call.map(|(path, attempt)| (path.to_string(), *attempt)),
        at: (entry.at - began).max(0.0) as u64,
        text: entry.text,
    }
}

/// A run as the page shows it. It follows the run frame by frame: for a single step a browser may draw the whole
/// graph anew, and many steps may come in a frame.
struct Shown {
    fold: RefCell<RunFold>,
    signals: RunSignals,
    /// Whether the next frame has something to show.
    waits: Cell<bool>,
}

impl Shown {
    fn new(signals: RunSignals) -> Self {
        Self {
            fold: RefCell::default(),
            signals,
            waits: Cell::new(false),
        }
    }

    /// Takes new events, and shows them with the next frame; the run's end at once.
    fn follow(self: &Rc<Self>, events: &[LoggedEvent]) {
        let mut fold = self.fold.borrow_mut();
        for event in events {
            fold.apply(event);
        }
        if !fold.summary().status.is_live() {
            self.waits.set(false);
            self.show(&mut fold);
            self.signals.skip_pending();
        } else if !self.waits.replace(true) {
            let shown = self.clone();
            let show = move || {
                if shown.waits.replace(false) {
                    shown.show(&mut shown.fold.borrow_mut());
                }
            };
            leptos::prelude::set_timeout(show, FRAME);
        }
    }

    /// Puts what has changed into the signals.
    fn show(&self, fold: &mut RunFold) {
        for id in fold.take_changed() {
            if let Some(step) = fold.step(&id) {
                self.signals.set_step(id, step.clone());
            }
        }
        for id in fold.take_taken() {
            self.signals.take_edge(id);
        }
        self.signals.set_summary(fold.summary().clone());
    }
}
