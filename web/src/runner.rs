//! Runs from the page's side: the latest is begun, stopped and asked about here, and what becomes of it goes into the
//! signals; or what a recorded one tells, while that is shown. What runs them is loaded when it is first needed
//! (`web/runner/`).

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::{
    console::{Console, Line},
    run_signals::RunSignals,
    run_view::{ErrorView, HandledFailure, Loading, RunStatus, RunSummary, StepStatus, StepView},
    watched::{Kept, ReadOnly, Watched},
};

#[wasm_bindgen(module = "/src/runner.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn begin(order: &Object, page: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn recorded(log: &str, page: &JsValue) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type Live;
    #[wasm_bindgen(method)]
    fn cancel(this: &Live);
    #[wasm_bindgen(method)]
    fn pause(this: &Live, pauses: bool);
    #[wasm_bindgen(method)]
    fn log(this: &Live, from: f64) -> String;
    #[wasm_bindgen(method)]
    fn step(this: &Live, id: &str) -> Option<String>;
    #[wasm_bindgen(method)]
    fn tell(this: &Live);
}

/// What a run takes.
pub(crate) struct Start {
    /// The definition, as JSON.
    pub(crate) definition: String,
    /// The source of the module whose exports are its functions.
    pub(crate) functions: String,
    /// What its first step is given, as JSON.
    pub(crate) input: String,
    /// How long a function may take whose step does not say, in milliseconds.
    pub(crate) timeout: u64,
    /// Whether functions may reach the network.
    pub(crate) network: bool,
    /// The log of a run to go on with, if it is not a new one.
    pub(crate) log: Option<String>,
    /// Whether waits are skipped as soon as nothing else is going on.
    pub(crate) skips_waits: bool,
    /// What answers in the place of functions (`sandbox/mocks.js`), or undefined.
    pub(crate) mocks: JsValue,
}

/// Runs workflows, one at a time, and tells of the latest, or of a recorded one in its place.
#[derive(Clone, Copy)]
pub(crate) struct Runner {
    signals: RunSignals,
    console: Console,
    stage: Kept<Stage>,
    /// The latest run that was begun; it may be over.
    latest: Kept<Option<Live>>,
    /// How the latest run stands, whether or not it is shown.
    standing: Watched<RunSummary>,
    /// Whether its waits are skipped, and what answers in the place of its functions.
    manner: Kept<(bool, JsValue)>,
    /// Its number: what an earlier one still has to say is of no interest.
    number: Kept<u32>,
    /// The run that is shown in its place.
    recorded: Kept<Option<Live>>,
    /// How often another run was to be shown: what is loaded too late is not.
    changes: Kept<u32>,
}

/// What runs could not be loaded.
const NOT_LOADED: &str = "what runs could not be loaded; is the page still reachable?";

/// How far the latest run has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Idle,
    /// What runs it is being fetched.
    Fetching,
    Live,
    /// Cancelled before it was there.
    Cancelled,
}

/// Whoever wants the names of the functions, once they are known.
type OnFunctions = Box<dyn Fn(Vec<String>)>;

impl Runner {
    /// With no run yet.
    pub(crate) fn new() -> Self {
        Self {
            signals: RunSignals::new(),
            console: Console::new(),
            stage: Kept::new(Stage::Idle),
            latest: Kept::new(None),
            standing: Watched::new(RunSummary::default()),
            manner: Kept::new((false, JsValue::UNDEFINED)),
            number: Kept::new(0),
            recorded: Kept::new(None),
            changes: Kept::new(0),
        }
    }

    /// What has become of the run that is shown.
    pub(crate) fn signals(self) -> RunSignals {
        self.signals
    }

    /// How the latest run stands, whether or not it is shown.
    pub(crate) fn standing(self) -> ReadOnly<RunSummary> {
        self.standing.read_only()
    }

    /// The number of the latest run, by which it is told from the one before; and of there being none any more.
    pub(crate) fn number(self) -> u32 {
        self.number.get()
    }

    /// Whether the latest run's waits are skipped, and what answers in the place of its functions, or undefined.
    pub(crate) fn manner(self) -> (bool, JsValue) {
        self.manner.get()
    }

    /// What the functions of the latest run have logged.
    pub(crate) fn console(self) -> Console {
        self.console
    }

    /// Loads the functions in a sandbox and starts a run; unless one is under way. What is left of one before is
    /// forgotten. The names of the functions go to `on_functions`; if one is missing that a step calls, nothing runs.
    pub(crate) fn start(self, start: Start, on_functions: OnFunctions) {
        if self.stage.get() != Stage::Idle {
            return;
        }
        self.stage.replace(Stage::Fetching);
        self.clear();
        self.stand(RunSummary {
            loading: Loading::Underway,
            ..RunSummary::default()
        });
        self.manner
            .replace((start.skips_waits, start.mocks.clone()));
        let number = self.number.get();
        let told = move |what: u32, value: JsValue| self.told(number, what, &value, &on_functions);
        let told: Box<dyn Fn(u32, JsValue)> = Box::new(told);
        let told = Closure::wrap(told).into_js_value();
        wasm_bindgen_futures::spawn_local(async move {
            match begin(&order(start), &told).await {
                Ok(live) => {
                    let live: Live = live.unchecked_into();
                    if self.stage.get() == Stage::Cancelled {
                        live.cancel();
                    }
                    self.stage.replace(Stage::Live);
                    self.latest.replace(Some(live));
                }
                Err(_) => self.ended(
                    number,
                    Some(ErrorView {
                        name: "Sandbox.NotLoaded".to_owned(),
                        message: NOT_LOADED.to_owned(),
                        stack: None,
                    }),
                ),
            }
        });
    }

    /// Takes what the run numbered `number` tells, numbered as in `web/runner/src/page.rs`.
    fn told(self, number: u32, what: u32, value: &JsValue, on_functions: &OnFunctions) {
        if what == 7 {
            self.ended(number, value.is_array().then(|| error(&Array::from(value))));
            return;
        }
        if number != self.number.get() {
            return;
        }
        match what {
            2 => self.stand(summary(&Array::from(value))),
            4 => {
                let lines = Array::from(value);
                let lines = lines.iter();
                self.console.write(
                    lines
                        .map(|line| console_line(&Array::from(&line)))
                        .collect(),
                );
            }
            5 => self.signals.set_busy(value.is_truthy()),
            6 => on_functions(texts(value)),
            _ if self.recorded.borrow().is_none() => self.mark(what, value),
            _ => {}
        }
    }

    /// The latest run stands so.
    fn stand(self, summary: RunSummary) {
        if self.recorded.borrow().is_none() {
            self.signals.set_summary(summary.clone());
        }
        self.standing.set(summary);
    }

    /// Takes what the run that is shown tells of its steps and edges.
    fn mark(self, what: u32, value: &JsValue) {
        let signals = self.signals;
        match what {
            0 => {
                let steps = Array::from(value);
                for at in (0..steps.length()).step_by(6) {
                    let step = StepView {
                        status: StepStatus::named(&text(&steps, at + 1)).unwrap_or_default(),
                        attempts: count(&steps.get(at + 2)).unwrap_or_default(),
                        duration: count(&steps.get(at + 3)).map(u64::from),
                        items: count(&steps.get(at + 4)).zip(count(&steps.get(at + 5))),
                    };
                    signals.set_step(text(&steps, at), step);
                }
            }
            1 => {
                for id in Array::from(value) {
                    signals.take_edge(id.as_string().unwrap_or_default());
                }
            }
            _ => signals.skip_pending(),
        }
    }

    fn ended(self, number: u32, error: Option<ErrorView>) {
        self.stage.replace(Stage::Idle);
        if number != self.number.get() {
            return;
        }
        self.signals.set_busy(false);
        let is_loading = |standing: &RunSummary| standing.loading == Loading::Underway;
        if let Some(error) = error {
            self.stand(RunSummary {
                loading: Loading::Failed(error),
                ..RunSummary::default()
            });
        } else if self.standing.with_untracked(is_loading) {
            self.stand(RunSummary::default());
        }
    }

    /// Shows the run that a log tells of in the place of the latest. Nothing of it is carried out, and what goes on goes on.
    ///
    /// # Errors
    /// Why it cannot be shown; nothing has changed then.
    pub(crate) async fn show_recorded(self, log: String) -> Result<(), String> {
        let change = self.next_change();
        let told = move |what: u32, value: JsValue| match what {
            2 => self.signals.set_summary(RunSummary {
                recorded: true,
                ..summary(&Array::from(&value))
            }),
            _ => self.mark(what, &value),
        };
        let told: Box<dyn Fn(u32, JsValue)> = Box::new(told);
        let live = recorded(&log, &Closure::wrap(told).into_js_value()).await;
        let live = live.map_err(|why| why.as_string().unwrap_or_else(|| NOT_LOADED.to_owned()))?;
        if change == self.changes.get() {
            let live: Live = live.unchecked_into();
            self.recorded.replace(Some(live.clone()));
            self.signals.reset();
            live.tell();
        }
        Ok(())
    }

    /// Shows the latest run again.
    pub(crate) fn show_latest(self) {
        self.next_change();
        if self.recorded.replace(None).is_some() {
            self.signals.reset();
            self.with_latest(Live::tell);
            self.signals.set_summary(self.standing.get_untracked());
        }
    }

    fn next_change(self) -> u32 {
        self.changes.update(|changes| {
            *changes += 1;
            *changes
        })
    }

    /// Stops the run, if one is under way.
    pub(crate) fn cancel(self) {
        match self.stage.get() {
            Stage::Fetching => {
                self.stage.replace(Stage::Cancelled);
            }
            Stage::Live => self.with_latest(Live::cancel),
            Stage::Idle | Stage::Cancelled => {}
        }
    }

    /// Pauses the run, if one is under way, or lets it go on.
    pub(crate) fn pause(self, pauses: bool) {
        self.with_latest(|live| live.pause(pauses));
    }

    /// Stops the run, if one is under way, and shows nothing of it any more.
    pub(crate) fn forget(self) {
        self.cancel();
        self.clear();
    }

    fn clear(self) {
        self.number.update(|number| *number += 1);
        self.next_change();
        self.latest.replace(None);
        self.recorded.replace(None);
        self.signals.reset();
        self.standing.set(RunSummary::default());
        self.console.clear();
    }

    /// The events of the run that is shown after the first so many, as JSON Lines.
    pub(crate) fn log(self, from: f64) -> String {
        let shown = self.shown();
        shown.map_or(String::new(), |live| live.log(from))
    }

    /// The same of the latest run, whether or not it is shown.
    pub(crate) fn latest_log(self, from: f64) -> String {
        let latest = self.latest.get();
        latest.map_or(String::new(), |live| live.log(from))
    }

    /// What has become of the step or task whose box has this id in the run that is shown, as JSON (see
    /// `web/runner/src/lib.rs`).
    pub(crate) fn step(self, id: &str) -> Option<String> {
        self.shown()?.step(id)
    }

    fn shown(self) -> Option<Live> {
        self.recorded.get().or_else(|| self.latest.get())
    }

    fn with_latest(self, act: impl FnOnce(&Live)) {
        let latest = self.latest.get();
        if let Some(live) = latest {
            act(&live);
        }
    }
}

/// As `web/runner/src/lib.rs` takes it.
fn order(start: Start) -> Object {
    let order = Object::new();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53 milliseconds")]
    let timeout = start.timeout as f64;
    for (key, value) in [
        ("definition", start.definition.into()),
        ("functions", start.functions.into()),
        ("input", start.input.into()),
        ("timeout", timeout.into()),
        ("network", start.network.into()),
        ("log", start.log.map_or(JsValue::UNDEFINED, JsValue::from)),
        ("skipsWaits", start.skips_waits.into()),
        ("mocks", start.mocks),
    ] {
        // A new object takes every key.
        let _ = Reflect::set(&order, &key.into(), &value);
    }
    order
}

fn summary(parts: &Array) -> RunSummary {
    let failures = Array::from(&parts.get(3));
    let failure = parts.get(2);
    RunSummary {
        status: status(&text(parts, 0)),
        output: parts.get(1).as_string(),
        failure: failure.is_array().then(|| {
            let failure = Array::from(&failure);
            (text(&failure, 3), error(&failure))
        }),
        handled: failures
            .iter()
            .map(|failure| {
                let failure = Array::from(&failure);
                HandledFailure {
                    path: text(&failure, 3),
                    error: error(&failure),
                    handler: failure.get(4).as_string(),
                }
            })
            .collect(),
        succeeded: count(&parts.get(4)).unwrap_or_default() as usize,
        duration: count(&parts.get(5)).map(u64::from),
        loading: Loading::No,
        recorded: false,
    }
}

fn status(word: &str) -> RunStatus {
    use RunStatus::{Cancelled, Completed, Failed, Initialized, Paused, Running};
    let all = [Running, Paused, Completed, Failed, Cancelled];
    let mut named = all.into_iter().filter(|status| status.as_str() == word);
    named.next().unwrap_or(Initialized)
}

/// Level, path and attempt of what said it, time, text.
fn console_line(parts: &Array) -> Line {
    let path = parts.get(1).as_string();
    Line {
        level: text(parts, 0),
        by: path.map(|path| (path, count(&parts.get(2)).unwrap_or_default())),
        at: count(&parts.get(3)).unwrap_or_default().into(),
        text: text(parts, 4),
    }
}

/// Name, message and stack.
fn error(parts: &Array) -> ErrorView {
    ErrorView {
        name: text(parts, 0),
        message: text(parts, 1),
        stack: parts.get(2).as_string(),
    }
}

fn text(parts: &Array, at: u32) -> String {
    parts.get(at).as_string().unwrap_or_default()
}

fn texts(list: &JsValue) -> Vec<String> {
    let texts = Array::from(list);
    texts.iter().filter_map(|text| text.as_string()).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts and milliseconds; more than 49 days are 49"
)]
fn count(number: &JsValue) -> Option<u32> {
    number.as_f64().map(|number| number as u32)
}
