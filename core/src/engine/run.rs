//! A run: commands in, events recorded, effects out.

use std::sync::Arc;

use super::{
    agenda::Due,
    apply::{Misfit, visit_key},
    command::{Call, Command, CommandError, Effects},
    context::ContextView,
    decide::Decider,
    error::ErrorInfo,
    event::{
        Event, ForkedFrom, LOG_VERSION, LoggedEvent, RunCancelled, RunPaused, RunResumed,
        RunStarted, TimeoutsExtended,
    },
    results::Outcome,
    state::{HandledFailure, ROOT, Retention, RunStatus, State},
};
use crate::{Json, Map, StepStatus, Workflow, workflow::ChainId};

/// How many decisions one command may lead to before the run asks for another turn.
const DECISIONS_A_TURN: usize = 10_000;

/// One execution of a workflow with an input. It never waits, reads a clock or draws randomness.
///
/// ```
/// use stepwell_core::{Json, Workflow, engine::{Command, Run, RunOptions, RunStatus}};
///
/// let workflow = Workflow::parse(r#"{ "steps": { "Greet": { "func": "greet" } } }"#)?;
/// let mut run = Run::new(workflow.into(), RunOptions::new("run-1", 7));
/// let effects = run.handle(Command::Start { input: Json::string("Ada") }, 0)?;
/// let call = &effects.calls[0];
/// assert_eq!((&*call.function, call.input.as_str()), ("greet", "\"Ada\""));
/// run.handle(Command::Finished { attempt: call.id, result: Ok(Json::string("Hello, Ada")) }, 5)?;
/// assert_eq!(run.status(), RunStatus::Completed);
/// assert_eq!(run.last_result().as_str(), "\"Hello, Ada\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Run {
    workflow: Arc<Workflow>,
    options: RunOptions,
    state: State,
    log: Vec<LoggedEvent>,
}

/// What a run is given beside its workflow.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// Its id: what idempotency keys begin with.
    pub id: Arc<str>,
    /// The seed of every random draw.
    pub seed: u64,
    /// How much is kept in memory.
    pub retention: Retention,
    /// A hash of the functions, recorded so that a later reader can tell whether they have changed.
    pub functions: Option<Arc<str>>,
    /// What the run continues from.
    pub forked_from: Option<ForkedFrom>,
    /// How long a function may take whose step has no `timeout`, in milliseconds; `None` is as long as it likes.
    pub default_timeout: Option<u64>,
}

impl RunOptions {
    /// The defaults: everything is kept.
    pub fn new(id: impl Into<Arc<str>>, seed: u64) -> Self {
        Self {
            id: id.into(),
            seed,
            retention: Retention::Log,
            functions: None,
            forked_from: None,
            default_timeout: None,
        }
    }

    /// The same with another retention.
    #[must_use]
    pub fn retention(self, retention: Retention) -> Self {
        Self { retention, ..self }
    }

    /// The same with a limit, in milliseconds, to how long a function may take whose step has no `timeout`.
    #[must_use]
    pub fn default_timeout(self, ms: u64) -> Self {
        Self {
            default_timeout: Some(ms),
            ..self
        }
    }
}

/// How a run ended, and what happened in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Where the run stands.
    pub status: RunStatus,
    /// The last result.
    pub output: Json,
    /// Why it failed, and the path of what failed; for `Failed` only.
    pub failure: Option<(Arc<ErrorInfo>, Arc<str>)>,
    /// Every result by path, in the order of first visits.
    pub context: Map<String, Outcome>,
    /// The failures that a handler, or a step that does not stop on failure, took care of.
    pub handled_failures: Vec<HandledFailure>,
}

impl Run {
    /// A run that has not been started.
    pub fn new(workflow: Arc<Workflow>, options: RunOptions) -> Self {
        let mut state = State::new(options.retention);
        state.run = options.id.clone();
        Self {
            workflow,
            state,
            options,
            log: Vec::new(),
        }
    }

    /// The run that a log tells of, as it was when the last event was recorded. Send [`Command::Recover`] to
    /// go on with it. The workflow may have been edited since.
    ///
    /// # Errors
    /// [`Misfit`] if the events do not follow from one another.
    pub fn from_log(
        workflow: Arc<Workflow>,
        log: Vec<LoggedEvent>,
        retention: Retention,
    ) -> Result<Self, Misfit> {
        let mut options = RunOptions::new("", 0).retention(retention);
        if let Some(LoggedEvent {
            event: Event::RunStarted(started),
            ..
        }) = log.first()
        {
            options.id = started.run.clone();
            options.seed = started.seed;
            options.functions.clone_from(&started.functions);
            options.forked_from.clone_from(&started.forked_from);
        }
        let mut run = Self::new(workflow, options);
        for logged in &log {
            run.state.apply(logged)?;
        }
        run.log = log;
        run.trim();
        Ok(run)
    }

    /// Carries out a command at the time `now` (milliseconds since the Unix epoch; a smaller one than before
    /// is taken as the last), records what happens and answers what is to be done outside.
    ///
    /// # Errors
    /// [`CommandError`] if the run is not where the command makes sense; nothing has changed then.
    pub fn handle(&mut self, command: Command, now: u64) -> Result<Effects, CommandError> {
        self.handle_all([command], now).map_err(|(error, _)| error)
    }

    /// [`Self::handle`] for several commands that came at the same time, in order.
    ///
    /// # Errors
    /// The first [`CommandError`], with the effects of the commands before it; those after it are not looked at.
    pub fn handle_all(
        &mut self,
        commands: impl IntoIterator<Item = Command>,
        now: u64,
    ) -> Result<Effects, (CommandError, Effects)> {
        self.trim();
        let before = self.state.seq;
        let mut turn = Turn {
            now: now.max(self.state.now),
            effects: Effects::default(),
            decisions: 0,
        };
        let mut result = Ok(());
        for command in commands {
            result = self.accept(command, &mut turn);
            if result.is_err() {
                break;
            }
            self.work(&mut turn);
        }
        let mut effects = turn.effects;
        effects.more = self.due(turn.now).is_some();
        effects.wake_at = if effects.more {
            None
        } else {
            self.state.next_timer().map(|(due, _)| due)
        };
        // A call that was asked for and abandoned within one turn was never made.
        effects
            .calls
            .retain(|call| self.state.attempts.contains_key(&call.id));
        effects.cancels.retain(|attempt| *attempt <= before);
        match result {
            Ok(()) => Ok(effects),
            Err(error) => Err((error, effects)),
        }
    }

    /// Whether a command makes sense where the run stands.
    pub(crate) fn check(&self, command: &Command) -> Result<(), CommandError> {
        let status = self.state.status;
        match (command, status) {
            (Command::Start { .. }, RunStatus::Initialized)
            | (Command::Finished { .. } | Command::Tick | Command::ExtendTimeouts { .. }, _)
            | (Command::Resume, RunStatus::Paused)
            | (Command::Pause, RunStatus::Running)
            | (Command::Cancel { .. } | Command::Recover, RunStatus::Running | RunStatus::Paused) => {
                Ok(())
            }
            (Command::Start { .. }, _) => Err(CommandError::Started(status)),
            (_, RunStatus::Initialized) => Err(CommandError::NotStarted),
            (_, status) if status.is_over() => Err(CommandError::Over(status)),
            (Command::Pause, _) => Err(CommandError::Paused),
            (_, status) => Err(CommandError::NotPaused(status)),
        }
    }

    fn accept(&mut self, command: Command, turn: &mut Turn) -> Result<(), CommandError> {
        self.check(&command)?;
        match command {
            Command::Start { input } => self.start(input, turn),
            Command::Finished { attempt, result } => {
                if self
                    .state
                    .attempts
                    .get(&attempt)
                    .is_some_and(|attempt| attempt.function.is_some())
                {
                    let decider = self.decider(turn);
                    let event = match result {
                        Ok(output) => decider.attempt_succeeded(attempt, Some(output)),
                        Err(error) => decider.attempt_failed(attempt, error.into(), None),
                    };
                    self.record(event, turn);
                    // It settled by itself: there is nothing to abandon.
                    turn.effects.cancels.retain(|id| *id != attempt);
                }
            }
            Command::Tick => {}
            Command::ExtendTimeouts { by } => {
                if by > 0 && self.state.status.is_live() && self.state.has_timeouts() {
                    self.record(TimeoutsExtended { by }.into(), turn);
                }
            }
            Command::Pause => self.record(RunPaused {}.into(), turn),
            Command::Resume => self.record(RunResumed {}.into(), turn),
            Command::Cancel { reason } => self.record(RunCancelled { reason }.into(), turn),
            Command::Recover => {
                let calls: Vec<u64> = self
                    .state
                    .attempts
                    .iter()
                    .filter(|(_, a)| a.function.is_some())
                    .map(|(id, _)| *id)
                    .collect();
                for id in calls {
                    let event = self.decider(turn).restart(id, &self.state.attempts[&id]);
                    self.record(event, turn);
                }
            }
        }
        Ok(())
    }

    fn start(&mut self, input: Json, turn: &mut Turn) {
        let root = self.workflow.root();
        let event = RunStarted {
            version: LOG_VERSION,
            run: self.options.id.clone(),
            seed: self.options.seed,
            definition: self.workflow.definition().clone(),
            functions: self.options.functions.clone(),
            forked_from: self.options.forked_from.clone(),
            start: root.start.clone(),
            deadline: root.timeout.map(|timeout| turn.now.saturating_add(timeout)),
            input,
        };
        self.record(event.into(), turn);
    }

    /// Decides everything that is due.
    fn work(&mut self, turn: &mut Turn) {
        while turn.decisions < DECISIONS_A_TURN {
            let Some(due) = self.due(turn.now) else {
                return;
            };
            let event = self.decider(turn).due(due);
            turn.decisions += 1;
            self.record(event, turn);
        }
    }

    /// What is due at the time `now`: a decision, or else what happens at a time that has come.
    fn due(&self, now: u64) -> Option<Due> {
        let timer = || self.state.next_timer().filter(|(at, _)| *at <= now);
        self.state
            .next_decision()
            .or_else(|| timer().map(|(_, due)| due))
    }

    fn decider(&self, turn: &Turn) -> Decider<'_> {
        Decider {
            workflow: &self.workflow,
            state: &self.state,
            now: turn.now,
            default_timeout: self.options.default_timeout,
        }
    }

    fn record(&mut self, event: Event, turn: &mut Turn) {
        let logged = LoggedEvent {
            seq: self.state.seq + 1,
            at: turn.now,
            event,
        };
        let abandoned = self
            .state
            .apply(&logged)
            .expect("the engine decides only what fits");
        turn.effects.cancels.extend(abandoned);
        if matches!(
            logged.event,
            Event::AttemptStarted(_) | Event::AttemptRestarted(_)
        ) {
            turn.effects.calls.extend(self.call(logged.seq));
        }
        self.log.push(logged);
    }

    /// Forgets the events of the last turn where they are not to be kept.
    fn trim(&mut self) {
        if self.options.retention != Retention::Log {
            self.log.clear();
        }
    }

    /// The call of an attempt in flight; `None` if it is none, or a nested workflow.
    pub fn call(&self, attempt: u64) -> Option<Call> {
        let found = self.state.attempts.get(&attempt)?;
        let function = found.function.clone()?;
        let (scope, visit) = (self.state.scope(found.scope), self.state.visit(found.scope));
        let step = self
            .workflow
            .chain_at(&scope.chain)
            .and_then(|chain| chain.steps.get(&visit.step));
        Some(Call {
            id: attempt,
            function,
            input: visit.slot_input(found.slot),
            step: visit.step.clone(),
            path: visit.slot_path(&visit.path, found.slot),
            attempt: found.number,
            params: step.and_then(|step| step.params.clone()),
            isolated: step.is_some_and(|step| step.isolated),
        })
    }

    /// What is the same for every attempt of a call in flight, across retries and restarts, and different
    /// for every other call: the run's id, then the path with the number of the visit of each step on it.
    pub fn idempotency_key(&self, attempt: u64) -> Option<String> {
        let found = self.state.attempts.get(&attempt)?;
        let (scope, visit) = (self.state.scope(found.scope), self.state.visit(found.scope));
        let step_key: Arc<str> = visit_key(&scope.key, visit).into();
        Some(visit.slot_path(&step_key, found.slot).to_string())
    }

    /// What a call in flight may know of the results so far.
    pub fn view(&self, attempt: u64) -> Option<ContextView> {
        self.state.view(attempt)
    }

    /// The outcome at a path relative to the scope of a view, as it was when the attempt started: the result,
    /// or `{ "error": … }`; `None` when there was none, or the scope is gone.
    pub fn look_up(&self, view: ContextView, path: &str) -> Option<Json> {
        self.state.look_up(view, path)
    }

    /// The results that a view shows and that came after the event `after`, by path: what a function that runs
    /// elsewhere has to be told before its next call. A step's own path says that what was told beneath it
    /// before is out of date.
    pub fn results_since(&self, view: ContextView, after: u64) -> Vec<(String, Json)> {
        self.state.results_since(view, after)
    }

    /// The names of the steps that a view shows a result for, in the order of their first visits.
    pub fn visible_steps(&self, view: ContextView) -> Vec<Arc<str>> {
        self.state.visible_steps(view)
    }

    /// The workflow.
    pub fn workflow(&self) -> &Arc<Workflow> {
        &self.workflow
    }

    /// The run's id.
    pub fn id(&self) -> &str {
        &self.state.run
    }

    /// Where the run stands.
    pub fn status(&self) -> RunStatus {
        self.state.status
    }

    /// The events so far; with another retention than `Log`, those of the latest command.
    pub fn log(&self) -> &[LoggedEvent] {
        &self.log
    }

    /// The `seq` of the latest event.
    pub fn seq(&self) -> u64 {
        self.state.seq
    }

    /// The result of the latest step of the run's own scope; before the first, the input.
    pub fn last_result(&self) -> Json {
        self.state
            .scopes
            .get(&ROOT)
            .map_or_else(Json::null, |scope| scope.value.clone())
    }

    /// Why the run failed, and the path of what failed.
    pub fn failure(&self) -> Option<(&Arc<ErrorInfo>, &Arc<str>)> {
        self.state
            .failure
            .as_ref()
            .map(|failure| (&failure.error, &failure.path))
    }

    /// The failures that a handler, or a step that does not stop on failure, took care of.
    pub fn handled_failures(&self) -> &[HandledFailure] {
        &self.state.handled
    }

    /// Every result so far by path, in the order of first visits.
    pub fn context(&self) -> Map<String, Outcome> {
        self.state.context()
    }

    /// Where each step of the run's own scope stands, in the order of the definition.
    pub fn steps(&self) -> Vec<(Arc<str>, StepStatus)> {
        let names = self.workflow.chain(ChainId::ROOT).steps.keys();
        names
            .map(|name| (name.clone(), self.state.step_status(name)))
            .collect()
    }

    /// How the run ended, or stands.
    pub fn report(&self) -> Report {
        Report {
            status: self.status(),
            output: self.last_result(),
            failure: self
                .failure()
                .map(|(error, path)| (error.clone(), path.clone())),
            context: self.context(),
            handled_failures: self.state.handled.clone(),
        }
    }

    /// The state, for comparing runs in tests.
    #[cfg(test)]
    pub(super) fn state(&self) -> &State {
        &self.state
    }
}

/// One command being carried out.
struct Turn {
    now: u64,
    effects: Effects,
    decisions: usize,
}
