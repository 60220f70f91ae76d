//! What the npm package calls: a checked workflow, and a run fed by synchronous calls.
//!
//! The package's own loop (`npm/run.js`) awaits; what crosses here is numbers and text, as seldom as can be.
//! Times are milliseconds since the Unix epoch, attempts numbers below 2⁵³.

use std::{collections::VecDeque, fmt::Write, sync::Arc};

use rustc_hash::FxHashMap;
use wasm_bindgen::prelude::*;

use super::picture::PictureMarks;
use crate::{
    Json, Workflow,
    engine::{
        Call, Command, CommandError, ContextView, Effects, ErrorInfo, HandledFailure, Retention,
        Run, RunOptions, log, shown,
    },
    run_marks::RunMarks,
    workflow::{self, Diagnostic},
};

/// A workflow that can run.
#[wasm_bindgen]
pub struct CheckedWorkflow {
    pub(super) workflow: Arc<Workflow>,
}

/// Everything that is wrong with a definition, as the JSON text of a list of diagnostics. `functions` are the
/// names that there are functions for; without it, functions are not looked at.
#[wasm_bindgen]
pub fn check(definition: &str, functions: Option<Vec<String>>) -> String {
    let diagnostics = match Workflow::parse(definition) {
        Ok(workflow) => all_diagnostics(&workflow, functions),
        Err(invalid) => invalid.diagnostics,
    };
    workflow::diagnostics_json(&diagnostics)
}

fn all_diagnostics(workflow: &Workflow, functions: Option<Vec<String>>) -> Vec<Diagnostic> {
    let mut all = workflow.warnings().to_vec();
    if let Some(functions) = functions {
        let names: Vec<&str> = functions.iter().map(String::as_str).collect();
        all.extend(workflow.check_functions(&names));
    }
    all
}

#[wasm_bindgen]
impl CheckedWorkflow {
    /// Reads a definition that [`check`] found no error in.
    ///
    /// # Errors
    /// The JSON text of the diagnostics.
    #[wasm_bindgen(constructor)]
    pub fn new(definition: &str) -> Result<CheckedWorkflow, String> {
        match Workflow::parse(definition) {
            Ok(workflow) => Ok(Self {
                workflow: workflow.into(),
            }),
            Err(invalid) => Err(workflow::diagnostics_json(&invalid.diagnostics)),
        }
    }

    /// The names of the functions that it calls; a call names one by its place in this list.
    pub fn functions(&self) -> Vec<String> {
        self.workflow
            .functions()
            .iter()
            .map(ToString::to_string)
            .collect()
    }
}

/// A run, and what it has asked for and not yet been handed out.
#[wasm_bindgen]
pub struct Machine {
    run: Run,
    functions: FxHashMap<Arc<str>, u32>,
    calls: VecDeque<Call>,
    cancels: VecDeque<u64>,
    current: Option<Call>,
    /// What calls that have not settled may ask, abandoned ones too.
    unsettled: FxHashMap<u64, Asked>,
    wake_at: Option<u64>,
    more: bool,
}

struct Asked {
    params: Option<Json>,
    key: String,
    view: Option<ContextView>,
}

#[wasm_bindgen]
impl Machine {
    /// A run of a workflow. `retention` is `log`, `context` or `none`.
    #[wasm_bindgen(constructor)]
    pub fn new(workflow: &CheckedWorkflow, id: &str, seed: f64, retention: &str) -> Machine {
        let options = RunOptions::new(id, integer(seed)).retention(read_retention(retention));
        Self::of(Run::new(workflow.workflow.clone(), options))
    }

    /// The run that a log tells of.
    ///
    /// # Errors
    /// `code: message`, if the text is no log or its events do not fit.
    #[wasm_bindgen(js_name = fromLog)]
    pub fn from_log(
        workflow: &CheckedWorkflow,
        text: &str,
        retention: &str,
    ) -> Result<Machine, String> {
        let events = log::read(text).map_err(|e| format!("{}: {e}", e.code()))?;
        let run = Run::from_log(workflow.workflow.clone(), events, read_retention(retention));
        Ok(Self::of(run.map_err(|e| format!("Log.Misfit: {e}"))?))
    }

    fn of(run: Run) -> Self {
        let functions = run.workflow().functions().into_iter().zip(0..).collect();
        Self {
            run,
            functions,
            calls: VecDeque::new(),
            cancels: VecDeque::new(),
            current: None,
            unsettled: FxHashMap::default(),
            wake_at: None,
            more: false,
        }
    }

    /// Starts the run with an input as JSON text.
    ///
    /// # Errors
    /// `code: message`, if the text is no value or the run has been started.
    pub fn start(&mut self, input: &str, now: f64) -> Result<(), String> {
        let input = Json::parse(input).map_err(|e| format!("{}: {e}", e.code()))?;
        self.send(Command::Start { input }, now)
    }

    /// A call gave a result, as JSON text made by `JSON.stringify`.
    pub fn succeed(&mut self, attempt: f64, output: String, now: f64) {
        self.settle(attempt, Ok(Json::trusted(output)), now);
    }

    /// A call failed, with an error record as JSON text.
    pub fn fail(&mut self, attempt: f64, error: &str, now: f64) {
        let error = ErrorInfo::read(error).unwrap_or_else(|| ErrorInfo::new("Error", error));
        self.settle(attempt, Err(error), now);
    }

    fn settle(&mut self, attempt: f64, result: Result<Json, ErrorInfo>, now: f64) {
        let attempt = integer(attempt);
        self.unsettled.remove(&attempt);
        let _ = self.send(Command::Finished { attempt, result }, now);
    }

    /// Time has passed, or there is more to do.
    pub fn tick(&mut self, now: f64) {
        let _ = self.send(Command::Tick, now);
    }

    /// Pauses.
    ///
    /// # Errors
    /// `code: message`, as for [`Self::start`].
    pub fn pause(&mut self, now: f64) -> Result<(), String> {
        self.send(Command::Pause, now)
    }

    /// Goes on after a pause.
    ///
    /// # Errors
    /// `code: message`, as for [`Self::start`].
    pub fn resume(&mut self, now: f64) -> Result<(), String> {
        self.send(Command::Resume, now)
    }

    /// Abandons everything and ends the run.
    ///
    /// # Errors
    /// `code: message`, as for [`Self::start`].
    pub fn cancel(&mut self, reason: Option<String>, now: f64) -> Result<(), String> {
        self.send(
            Command::Cancel {
                reason: reason.map(Into::into),
            },
            now,
        )
    }

    /// Starts again what the log has in flight.
    ///
    /// # Errors
    /// `code: message`, as for [`Self::start`].
    pub fn recover(&mut self, now: f64) -> Result<(), String> {
        self.send(Command::Recover, now)
    }

    fn send(&mut self, command: Command, now: f64) -> Result<(), String> {
        let Effects {
            calls,
            cancels,
            wake_at,
            more,
        } = self
            .run
            .handle(command, integer(now))
            .map_err(|e: CommandError| format!("{}: {e}", e.code()))?;
        if !cancels.is_empty() {
            // A call that was not made yet is in flight no more.
            let (run, unsettled) = (&self.run, &mut self.unsettled);
            self.calls.retain(|call| {
                let made = run.view(call.id).is_some();
                if !made {
                    unsettled.remove(&call.id);
                }
                made
            });
            self.cancels.extend(cancels);
        }
        for call in &calls {
            let key = self.run.idempotency_key(call.id).unwrap_or_default();
            let asked = Asked {
                params: call.params.clone(),
                key,
                view: self.run.view(call.id),
            };
            self.unsettled.insert(call.id, asked);
        }
        self.calls.extend(calls);
        (self.wake_at, self.more) = (wake_at, more);
        Ok(())
    }

    /// Takes the next call off the list: its attempt, or 0. The four getters after it speak of it.
    #[wasm_bindgen(js_name = nextCall)]
    pub fn next_call(&mut self) -> f64 {
        self.current = self.calls.pop_front();
        self.current.as_ref().map_or(0.0, |call| number(call.id))
    }

    /// The place of the call's function in [`CheckedWorkflow::functions`].
    #[wasm_bindgen(js_name = callFunction)]
    pub fn call_function(&self) -> u32 {
        self.current
            .as_ref()
            .and_then(|call| self.functions.get(&call.function))
            .copied()
            .unwrap_or(u32::MAX)
    }

    /// The call's input as JSON text.
    #[wasm_bindgen(js_name = callInput)]
    pub fn call_input(&self) -> String {
        self.current
            .as_ref()
            .map(|call| call.input.to_string())
            .unwrap_or_default()
    }

    /// The call's path.
    #[wasm_bindgen(js_name = callPath)]
    pub fn call_path(&self) -> String {
        self.current
            .as_ref()
            .map(|call| call.path.to_string())
            .unwrap_or_default()
    }

    /// The name of the call's step.
    #[wasm_bindgen(js_name = callStep)]
    pub fn call_step(&self) -> String {
        self.current
            .as_ref()
            .map(|call| call.step.to_string())
            .unwrap_or_default()
    }

    /// The number of the call's attempt.
    #[wasm_bindgen(js_name = callAttempt)]
    pub fn call_attempt(&self) -> u32 {
        self.current.as_ref().map_or(0, |call| call.attempt)
    }

    /// Takes the next attempt to abandon off the list, or 0.
    #[wasm_bindgen(js_name = nextCancel)]
    pub fn next_cancel(&mut self) -> f64 {
        self.cancels.pop_front().map_or(0.0, number)
    }

    /// When to tick next; not a number: never.
    #[wasm_bindgen(js_name = wakeAt)]
    pub fn wake_at(&self) -> f64 {
        self.wake_at.map_or(f64::NAN, number)
    }

    /// Whether there is more to do at the next turn.
    pub fn more(&self) -> bool {
        self.more
    }

    /// The `params` of an unsettled call as JSON text.
    pub fn params(&self, attempt: f64) -> Option<String> {
        self.unsettled
            .get(&integer(attempt))?
            .params
            .as_ref()
            .map(ToString::to_string)
    }

    /// The idempotency key of an unsettled call.
    #[wasm_bindgen(js_name = idempotencyKey)]
    pub fn idempotency_key(&self, attempt: f64) -> Option<String> {
        Some(self.unsettled.get(&integer(attempt))?.key.clone())
    }

    /// The result at a path, as an unsettled call may know it, as JSON text.
    #[wasm_bindgen(js_name = lookUp)]
    pub fn look_up(&self, attempt: f64, path: &str) -> Option<String> {
        let view = self.unsettled.get(&integer(attempt))?.view?;
        self.run.look_up(view, path).map(|value| value.to_string())
    }

    /// The steps with a result, as an unsettled call may know them.
    #[wasm_bindgen(js_name = visibleSteps)]
    pub fn visible_steps(&self, attempt: f64) -> Vec<String> {
        let view = self
            .unsettled
            .get(&integer(attempt))
            .and_then(|asked| asked.view);
        view.map_or_else(Vec::new, |view| {
            self.run
                .visible_steps(view)
                .iter()
                .map(ToString::to_string)
                .collect()
        })
    }

    /// The run's id.
    pub fn id(&self) -> String {
        self.run.id().to_owned()
    }

    /// The workflow's name.
    pub fn name(&self) -> String {
        self.run.workflow().root().name.to_string()
    }

    /// `INITIALIZED`, `RUNNING`, …
    pub fn status(&self) -> String {
        self.run.status().as_str().to_owned()
    }

    /// Whether the run is over.
    #[wasm_bindgen(js_name = isOver)]
    pub fn is_over(&self) -> bool {
        self.run.status().is_over()
    }

    /// The last result as JSON text.
    #[wasm_bindgen(js_name = lastResult)]
    pub fn last_result(&self) -> String {
        self.run.last_result().to_string()
    }

    /// Every result by path, as the JSON text of an object.
    pub fn context(&self) -> String {
        let mut text = String::from("{");
        for (path, outcome) in self.run.context() {
            let comma = if text.len() > 1 { "," } else { "" };
            let _ = write!(text, "{comma}{}:{}", Json::string(&path), shown(&outcome));
        }
        text + "}"
    }

    /// The status of each step, as the JSON text of an object.
    pub fn steps(&self) -> String {
        let mut text = String::from("{");
        for (name, status) in self.run.steps() {
            let comma = if text.len() > 1 { "," } else { "" };
            let _ = write!(
                text,
                "{comma}{}:\"{}\"",
                Json::string(&name),
                status.as_str()
            );
        }
        text + "}"
    }

    /// `{ error, path }` of what failed, as JSON text.
    pub fn failure(&self) -> Option<String> {
        let (error, path) = self.run.failure()?;
        Some(format!(
            "{{\"error\":{},\"path\":{}}}",
            error.text(),
            Json::string(path)
        ))
    }

    /// The handled failures, as the JSON text of a list.
    #[wasm_bindgen(js_name = handledFailures)]
    pub fn handled_failures(&self) -> String {
        HandledFailure::list(self.run.handled_failures())
    }

    /// The events after the one numbered `seq`, as lines of JSON.
    #[wasm_bindgen(js_name = eventsAfter)]
    pub fn events_after(&self, seq: f64) -> String {
        let events = self.run.log();
        log::write(&events[events.partition_point(|event| event.seq <= integer(seq))..])
    }

    /// What the run has done so far, for a picture.
    pub fn marks(&self) -> PictureMarks {
        PictureMarks(RunMarks::of(&self.run))
    }

    /// The number of the latest event.
    pub fn seq(&self) -> f64 {
        number(self.run.seq())
    }
}

fn read_retention(text: &str) -> Retention {
    match text {
        "none" => Retention::None,
        "context" => Retention::Context,
        _ => Retention::Log,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "below 2⁵³ by contract; `as` saturates"
)]
fn integer(number: f64) -> u64 {
    number as u64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "attempts and times stay below 2⁵³"
)]
fn number(integer: u64) -> f64 {
    integer as f64
}
