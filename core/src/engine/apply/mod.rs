//! Applying an event: the only code that changes the state of a run.
//!
//! It never reads the definition, a clock or randomness, and refuses an event that does not fit, so that a
//! log from anywhere can be folded.

mod attempts;
mod scopes;
mod steps;

pub(super) use attempts::visit_key;

use super::{
    agenda::Due,
    event::{Event, LoggedEvent, RunFailed, RunStarted},
    results::Results,
    state::{Failure, ROOT, RunStatus, Scope, State, Visit},
};
use crate::path;

/// An event does not fit the state that the events before it lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("event {seq} does not fit the events before it: {why}")]
pub struct Misfit {
    /// The place of the event in the log.
    pub seq: u64,
    /// What it speaks of that there is not.
    pub why: &'static str,
}

/// The calls that an event abandoned, by attempt.
pub(super) type Abandoned = Vec<u64>;
type Fold<T> = Result<T, &'static str>;

impl State {
    /// Applies one event; answers with the calls that it abandoned.
    ///
    /// # Errors
    /// [`Misfit`]; the state is then useless.
    pub(in crate::engine) fn apply(&mut self, logged: &LoggedEvent) -> Result<Abandoned, Misfit> {
        let misfit = |why| Misfit {
            seq: logged.seq,
            why,
        };
        if logged.seq != self.seq + 1 || logged.at < self.now {
            return Err(misfit("it is out of order"));
        }
        (self.seq, self.now) = (logged.seq, logged.at);
        self.fold(&logged.event).map_err(misfit)
    }

    fn fold(&mut self, event: &Event) -> Fold<Abandoned> {
        if let Event::RunStarted(event) = event {
            return self.run_started(event);
        }
        if !matches!(self.status, RunStatus::Running | RunStatus::Paused) {
            return Err("the run is not under way");
        }
        match event {
            Event::RunStarted(_) => Err("the run has started"),
            Event::StepEntered(event) => self.step_entered(event),
            Event::AttemptStarted(event) => self.attempt_started(event),
            Event::AttemptRestarted(event) => self.attempt_restarted(event),
            Event::AttemptSucceeded(event) => self.attempt_succeeded(event),
            Event::AttemptFailed(event) => self.attempt_failed(event),
            Event::TasksCancelled(event) => self.tasks_cancelled(event),
            Event::StepSucceeded(event) => self.step_succeeded(event),
            Event::StepRetried(event) => self.step_retried(event),
            Event::StepFailed(event) => self.step_failed(event),
            Event::TimeoutsExtended(event) => self.timeouts_extended(event.by),
            Event::RunPaused(_) => {
                self.status = RunStatus::Paused;
                Ok(Vec::new())
            }
            Event::RunResumed(_) => {
                self.status = RunStatus::Running;
                Ok(Vec::new())
            }
            Event::RunCompleted(_) => self.end(RunStatus::Completed, None),
            Event::RunFailed(event) => {
                let RunFailed { error, path } = &**event;
                self.end(
                    RunStatus::Failed,
                    Some(Failure {
                        error: error.clone(),
                        path: path.clone(),
                    }),
                )
            }
            Event::RunCancelled(_) => self.end(RunStatus::Cancelled, None),
        }
    }

    fn run_started(&mut self, event: &RunStarted) -> Fold<Abandoned> {
        if self.status != RunStatus::Initialized {
            return Err("the run has started");
        }
        self.status = RunStatus::Running;
        self.run = event.run.clone();
        self.seed = event.seed;
        let scope = Scope {
            chain: "".into(),
            path: "".into(),
            key: path::segment(&event.run).into(),
            depth: 0,
            deadline: event.deadline,
            decision: None,
            value: event.input.clone(),
            next: Some(event.start.clone()),
            steps_entered: 0,
            results: Results::default(),
            visit: None,
            failure: None,
        };
        self.open(ROOT, scope);
        Ok(Vec::new())
    }

    fn open(&mut self, id: u64, scope: Scope) {
        if let Some(deadline) = scope.deadline {
            self.timers.insert((deadline, Due::ScopeDeadline(id)), ());
        }
        self.scopes.insert(id, scope);
        self.decide_last(Due::Enter(id));
    }

    fn timeouts_extended(&mut self, by: u64) -> Fold<Abandoned> {
        let timeouts: Vec<(u64, Due)> = self.timeouts().collect();
        for (at, due) in timeouts {
            let later = at.checked_add(by).ok_or("it is too late")?;
            self.timers.remove(&(at, due));
            self.timers.insert((later, due), ());
            let deadline = match due {
                Due::AttemptDeadline(id) => self.attempts.get_mut(&id).map(|it| &mut it.deadline),
                Due::ScopeDeadline(id) => self.scopes.get_mut(&id).map(|it| &mut it.deadline),
                _ => None,
            };
            *deadline.ok_or("no such timeout")? = Some(later);
        }
        Ok(Vec::new())
    }

    fn end(&mut self, status: RunStatus, failure: Option<Failure>) -> Fold<Abandoned> {
        let root = self.scopes.get(&ROOT).ok_or("no such scope")?;
        if status == RunStatus::Completed
            && (root.visit.is_some() || root.next.is_some() || root.failure.is_some())
        {
            return Err("the run is not at its end");
        }
        let (root, abandoned) = self.close(ROOT);
        self.scopes.insert(ROOT, root);
        self.agenda.clear();
        (self.status, self.failure) = (status, failure);
        Ok(abandoned)
    }

    fn visit_mut(&mut self, scope: u64) -> Fold<&mut Visit> {
        self.scopes
            .get_mut(&scope)
            .and_then(|scope| scope.visit.as_mut())
            .ok_or("its scope is at no step")
    }
}
