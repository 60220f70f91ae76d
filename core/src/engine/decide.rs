//! Deciding what happens next: from the state and the definition to one event.
//!
//! Each function answers with the event that a decision leads to and changes nothing.

use std::sync::Arc;

use super::{
    agenda::Due,
    error::{ErrorInfo, names},
    event::{
        AttemptFailed, AttemptRestarted, AttemptStarted, AttemptSucceeded, Event, HandledBy,
        Launch, Plan, RunCompleted, RunFailed, StepEntered, StepFailed, StepRetried, StepSucceeded,
        TasksCancelled,
    },
    retry,
    state::{Attempt, Failure, Kind, ROOT, Scope, State, Visit},
    verdict::{edge, not_a_list, stopped},
};
use crate::{
    Json, Workflow, path,
    workflow::{Action, Chain, Step, Target, Wait},
};

/// Decides with a definition, for a state, at a time.
pub(super) struct Decider<'a> {
    pub(super) workflow: &'a Workflow,
    pub(super) state: &'a State,
    pub(super) now: u64,
    /// For functions whose step has no timeout.
    pub(super) default_timeout: Option<u64>,
}

impl<'a> Decider<'a> {
    /// The event that what is due leads to.
    pub(super) fn due(&self, due: Due) -> Event {
        match due {
            Due::Enter(scope) => self.enter(scope),
            Due::Launch(scope) => self.launch(scope, self.state.visit(scope).next_slot),
            Due::Stop(scope) => TasksCancelled {
                scope,
                path: self.state.visit(scope).path.clone(),
            }
            .into(),
            Due::Finish(scope) | Due::Wait(scope) => self.finish(scope),
            Due::Close(scope) => self.close(scope),
            Due::ScopeDeadline(ROOT) => run_failed(names::RUN_TIMEOUT, "the run's time is up", ""),
            Due::ScopeDeadline(scope) => {
                let error =
                    ErrorInfo::new(names::WORKFLOW_TIMEOUT, "the nested workflow's time is up");
                self.attempt_failed(scope, error.into(), None)
            }
            Due::AttemptDeadline(attempt) => {
                let error = ErrorInfo::new(names::STEP_TIMEOUT, "the attempt's time is up");
                self.attempt_failed(attempt, error.into(), None)
            }
            Due::Retry(scope, slot) => self.launch(scope, slot),
            Due::StepRetry(scope) => match self.state.visit(scope).slots.first() {
                Some(_) => self.launch(scope, 0),
                None => self.finish(scope),
            },
        }
    }

    fn enter(&self, id: u64) -> Event {
        let scope = self.state.scope(id);
        let name = scope
            .next
            .clone()
            .expect("a scope that enters a step has come to one");
        let Some((chain, step)) = self.step(scope, &name) else {
            return definition_changed(&scope.path, &name);
        };
        if let Some(most) = chain.max_steps
            && scope.steps_entered >= most
        {
            let message = format!(
                "{most} steps were visited, which is the most that `maxSteps` allows; the next would be `{name}`"
            );
            return run_failed(
                names::RUN_TOO_MANY_STEPS,
                message,
                &join(&scope.path, &name),
            );
        }
        let plan = match &step.action {
            Action::Pass => Plan::Pass,
            Action::Wait(Wait::For(duration)) => Plan::Wait {
                due: self.now.saturating_add(*duration),
            },
            Action::Wait(Wait::Until(due)) => Plan::Wait { due: *due },
            Action::Fail { .. } => Plan::Fail,
            Action::Task(_) => Plan::Task,
            Action::Parallel(tasks) => Plan::Parallel {
                tasks: tasks.keys().cloned().collect(),
                stop_on_failure: step.stop_on_failure,
            },
            Action::Map {
                items, concurrency, ..
            } => Plan::Map {
                items: items.clone(),
                concurrency: *concurrency,
                stop_on_failure: step.stop_on_failure,
            },
        };
        let visit = scope.results.get(&name).map_or(0, |record| record.visits) + 1;
        StepEntered {
            scope: id,
            path: join(&scope.path, &name),
            step: name,
            visit,
            plan,
        }
        .into()
    }

    fn launch(&self, id: u64, slot: u32) -> Event {
        let (scope, visit) = (self.state.scope(id), self.state.visit(id));
        let target = self.step(scope, &visit.step).and_then(|(_, step)| {
            let target = match (&step.action, &visit.kind) {
                (Action::Task(target), Kind::Task)
                | (Action::Map { target, .. }, Kind::Map { .. }) => Some(target),
                (Action::Parallel(tasks), Kind::Parallel(names)) => {
                    tasks.get(&names[slot as usize])
                }
                _ => None,
            };
            Some((step, target?))
        });
        let Some((step, target)) = target else {
            return definition_changed(&scope.path, &visit.step);
        };
        let (launch, timeout) = match target {
            Target::Function(function) => {
                let function = function.clone();
                let timeout = step.timeout.or(self.default_timeout);
                (Launch::Function { function }, timeout)
            }
            Target::Workflow(chain) => {
                let chain = self.workflow.chain(*chain);
                let launch = Launch::Workflow {
                    workflow: chain.pointer.clone(),
                    start: chain.start.clone(),
                    scope_deadline: self.after(chain.timeout),
                };
                (launch, step.timeout)
            }
        };
        AttemptStarted {
            scope: id,
            slot,
            path: visit.slot_path(&visit.path, slot),
            attempt: visit.slots[slot as usize].attempts + 1,
            launch,
            deadline: self.after(timeout),
        }
        .into()
    }

    /// The time at which what begins now and may take so long is up.
    fn after(&self, timeout: Option<u64>) -> Option<u64> {
        timeout.map(|timeout| self.now.saturating_add(timeout))
    }

    /// What a call in flight becomes when it is made again after a crash.
    pub(super) fn restart(&self, id: u64, attempt: &Attempt) -> Event {
        let (scope, visit) = (
            self.state.scope(attempt.scope),
            self.state.visit(attempt.scope),
        );
        let timeout = self
            .step(scope, &visit.step)
            .and_then(|(_, step)| step.timeout)
            .or(self.default_timeout);
        AttemptRestarted {
            replaces: id,
            path: visit.slot_path(&visit.path, attempt.slot),
            attempt: attempt.number,
            deadline: self.after(timeout),
        }
        .into()
    }

    /// What a result becomes.
    pub(super) fn attempt_succeeded(&self, id: u64, output: Option<Json>) -> Event {
        AttemptSucceeded {
            id,
            path: self.attempt_path(id),
            output,
        }
        .into()
    }

    /// What an error becomes: a retry if a rule of the step allows one.
    pub(super) fn attempt_failed(
        &self,
        id: u64,
        error: Arc<ErrorInfo>,
        origin: Option<Arc<str>>,
    ) -> Event {
        let attempt = &self.state.attempts[&id];
        let (scope, visit) = (
            self.state.scope(attempt.scope),
            self.state.visit(attempt.scope),
        );
        let retry = self.step(scope, &visit.step).and_then(|(_, step)| {
            let used = &visit.slots[attempt.slot as usize].retries;
            retry::decide(
                &step.retry,
                used,
                &error.name,
                self.state.seed,
                self.state.seq + 1,
                self.now,
            )
        });
        AttemptFailed {
            id,
            path: self.attempt_path(id),
            error,
            origin,
            retry,
        }
        .into()
    }

    /// The path of an attempt in flight.
    pub(super) fn attempt_path(&self, id: u64) -> Arc<str> {
        let attempt = &self.state.attempts[&id];
        let visit = self.state.visit(attempt.scope);
        visit.slot_path(&visit.path, attempt.slot)
    }

    fn finish(&self, id: u64) -> Event {
        let (scope, visit) = (self.state.scope(id), self.state.visit(id));
        let Some((_, step)) = self.step(scope, &visit.step) else {
            return definition_changed(&scope.path, &visit.step);
        };
        let whole_failed =
            |error: ErrorInfo| self.step_failed(id, visit, step, error.into(), None, true);
        let output = match &visit.kind {
            Kind::Pass | Kind::Wait => None,
            Kind::Fail => {
                let Action::Fail { error, message } = &step.action else {
                    return definition_changed(&scope.path, &visit.step);
                };
                let error = ErrorInfo::new(error.clone(), message.clone());
                return self.step_failed(id, visit, step, error.into(), None, true);
            }
            Kind::Task => {
                let slot = &visit.slots[0];
                if let Some(Err(error)) = &slot.part.outcome {
                    return self.step_failed(
                        id,
                        visit,
                        step,
                        error.clone(),
                        slot.origin.clone(),
                        false,
                    );
                }
                None
            }
            Kind::Map { items: None, .. } => return whole_failed(not_a_list(visit, step)),
            Kind::Parallel(_) | Kind::Map { .. } => {
                if let Some(failed) = visit.failed.filter(|_| visit.stop_on_failure) {
                    return whole_failed(stopped(visit, failed));
                }
                match Json::limited(visit.composed()) {
                    Ok(output) => Some(output),
                    Err(error) => return whole_failed(error.into()),
                }
            }
        };
        let value = output.as_ref().unwrap_or_else(|| {
            match visit.slots.first().map(|slot| &slot.part.outcome) {
                Some(Some(Ok(value))) => value,
                _ => &visit.input,
            }
        });
        match edge(step, value) {
            Ok((edge, next)) => StepSucceeded {
                scope: id,
                path: visit.path.clone(),
                output,
                edge,
                next,
            }
            .into(),
            Err(error) => whole_failed(error),
        }
    }

    /// A step's failure: a repetition of the whole, if it is one of the whole and a rule names it; a failure
    /// handler; or the failure of its scope.
    fn step_failed(
        &self,
        scope: u64,
        visit: &Visit,
        step: &Step,
        error: Arc<ErrorInfo>,
        origin: Option<Arc<str>>,
        of_the_whole: bool,
    ) -> Event {
        let path = visit.path.clone();
        if of_the_whole {
            let (seed, seq) = (self.state.seed, self.state.seq + 1);
            if let Some(retry) = retry::decide(
                &step.retry,
                &visit.retries,
                &error.name,
                seed,
                seq,
                self.now,
            ) {
                return StepRetried {
                    scope,
                    path,
                    error,
                    retry,
                }
                .into();
            }
        }
        let matches = |pattern: &Arc<str>| &**pattern == "*" || *pattern == error.name;
        let handler = step
            .on_failure
            .iter()
            .find(|handler| handler.errors.iter().any(matches));
        let handler = handler.map(|handler| {
            let input = format!(
                "{{\"error\":{},\"failedStep\":{},\"path\":{},\"input\":{},\"attempts\":{}}}",
                error.text(),
                crate::json::quote(&visit.step),
                crate::json::quote(origin.as_ref().unwrap_or(&path)),
                visit.input,
                visit.attempts(),
            );
            HandledBy {
                step: handler.go_to.clone(),
                input: Json::trusted(input),
            }
        });
        StepFailed {
            scope,
            path,
            error,
            origin,
            handler,
        }
        .into()
    }

    fn close(&self, id: u64) -> Event {
        match (&self.state.scope(id).failure, id) {
            (None, ROOT) => RunCompleted {}.into(),
            (Some(Failure { error, path }), ROOT) => RunFailed {
                error: error.clone(),
                path: path.clone(),
            }
            .into(),
            (None, id) => self.attempt_succeeded(id, None),
            (Some(failure), id) => {
                self.attempt_failed(id, failure.error.clone(), Some(failure.path.clone()))
            }
        }
    }

    fn step(&self, scope: &Scope, name: &str) -> Option<(&'a Chain, &'a Step)> {
        let chain = self.workflow.chain_at(&scope.chain)?;
        Some((chain, chain.steps.get(name)?))
    }
}

fn run_failed(name: &str, message: impl Into<Arc<str>>, path: &str) -> Event {
    RunFailed {
        error: Arc::new(ErrorInfo::new(name, message)),
        path: path.into(),
    }
    .into()
}

fn definition_changed(scope: &str, step: &str) -> Event {
    let message = format!("the definition has no step `{step}` of that kind here any more");
    run_failed(
        names::RUN_DEFINITION_CHANGED,
        message,
        &path::join(scope, &path::segment(step)),
    )
}

/// The path of a step; the step's own name where that is all.
fn join(scope: &str, step: &Arc<str>) -> Arc<str> {
    match path::segment(step) {
        std::borrow::Cow::Borrowed(_) if scope.is_empty() => step.clone(),
        segment => path::join(scope, &segment).into(),
    }
}
