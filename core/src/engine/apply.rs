//! Applying an event: the only code that changes the state of a run.
//!
//! It never reads the definition, a clock or randomness, and refuses an event that does not fit, so that a
//! log from anywhere can be folded.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    agenda::Todo,
    event::{
        AttemptFailed, AttemptRestarted, AttemptStarted, AttemptSucceeded, Event, Launch,
        LoggedEvent, Plan, RunFailed, RunStarted, StepEntered, StepFailed, StepRetried,
        StepSucceeded, TasksCancelled,
    },
    results::{Outcome, Part, Results, StepStatus, Tasks},
    state::{
        Attempt, Failure, HandledFailure, Kind, ROOT, Retention, RunStatus, Scope, Slot, SlotState,
        State, Timer, Visit, count,
    },
};
use crate::{Json, json, path, workflow::MAX_LEVELS};

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
    pub(super) fn apply(&mut self, logged: &LoggedEvent) -> Result<Abandoned, Misfit> {
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
            self.timers.insert((deadline, Timer::ScopeDeadline(id)));
        }
        self.scopes.insert(id, scope);
        self.agenda.push_back(Todo::Enter(id));
    }

    fn step_entered(&mut self, event: &StepEntered) -> Fold<Abandoned> {
        self.agenda.remove(Todo::Enter(event.scope));
        let scope = self.scopes.get_mut(&event.scope).ok_or("no such scope")?;
        if scope.visit.is_some() || scope.next.take().as_ref() != Some(&event.step) {
            return Err("its scope does not come to that step");
        }
        scope.steps_entered += 1;
        let record = scope.results.entry(event.step.clone()).or_default();
        record.visits += 1;
        if record.visits != event.visit {
            return Err("it is another visit");
        }
        let input = scope.value.clone();
        let (mut slots, mut concurrency, mut stop, mut due) = (0, u32::MAX, false, None);
        let kind = match &event.plan {
            Plan::Pass => Kind::Pass,
            Plan::Fail => Kind::Fail,
            Plan::Wait { due: at } => {
                due = Some(*at);
                self.timers.insert((*at, Timer::Wait(event.scope)));
                Kind::Wait
            }
            Plan::Task => {
                slots = 1;
                Kind::Task
            }
            Plan::Parallel {
                tasks,
                stop_on_failure,
            } => {
                (slots, stop) = (tasks.len(), *stop_on_failure);
                Kind::Parallel(tasks.clone())
            }
            Plan::Map {
                items,
                concurrency: limit,
                stop_on_failure,
            } => {
                (concurrency, stop) = ((*limit).max(1), *stop_on_failure);
                let list = if items.is_empty() {
                    Some(input.clone())
                } else {
                    input.at(items).map(Json::trusted)
                };
                let ranges = list
                    .as_ref()
                    .and_then(|list| json::item_ranges(list.as_str()));
                slots = ranges.as_ref().map_or(0, Vec::len);
                Kind::Map {
                    list: list.unwrap_or_else(Json::null),
                    items: ranges,
                }
            }
        };
        let waits = due.is_some();
        scope.visit = Some(Visit {
            step: event.step.clone(),
            path: event.path.clone(),
            number: event.visit,
            input,
            kind,
            slots: vec![Slot::default(); slots],
            next_slot: 0,
            active: 0,
            concurrency,
            stop_on_failure: stop,
            failed: None,
            retries: BTreeMap::new(),
            due,
        });
        if slots > 0 {
            self.agenda.push_front(Todo::Launch(event.scope));
        } else if !waits {
            self.agenda.push_front(Todo::Finish(event.scope));
        }
        Ok(Vec::new())
    }

    fn attempt_started(&mut self, event: &AttemptStarted) -> Fold<Abandoned> {
        self.agenda.remove(Todo::Launch(event.scope));
        let id = self.seq;
        let scope = self.scopes.get_mut(&event.scope).ok_or("no such scope")?;
        let visit = scope.visit.as_mut().ok_or("its scope is at no step")?;
        let slot = visit.slots.get(event.slot as usize).ok_or("no such task")?;
        if slot.attempts.checked_add(1) != Some(event.attempt) {
            return Err("it is another attempt");
        }
        let state = slot.state;
        match state {
            SlotState::Pending if event.slot == visit.next_slot && visit.can_launch() => {
                if let Some(due) = visit.due.take() {
                    self.timers.remove(&(due, Timer::StepRetry(event.scope)));
                }
                visit.next_slot += 1;
                visit.active += 1;
            }
            SlotState::Retrying(due) => {
                self.timers
                    .remove(&(due, Timer::Retry(event.scope, event.slot)));
            }
            _ => return Err("its task is not to be started"),
        }
        let slot = &mut visit.slots[event.slot as usize];
        slot.state = SlotState::Running(id);
        slot.attempts = event.attempt;
        if visit.can_launch() {
            self.agenda.push_front(Todo::Launch(event.scope));
        }
        if let Some(deadline) = event.deadline {
            self.timers.insert((deadline, Timer::AttemptDeadline(id)));
        }
        let function = match &event.launch {
            Launch::Function { function } => Some(function.clone()),
            Launch::Workflow {
                workflow,
                start,
                scope_deadline,
            } => {
                if scope.depth == MAX_LEVELS {
                    return Err("its nested workflow is too deep");
                }
                let step_key: Arc<str> = visit_key(scope.key.as_ref(), visit).into();
                let nested = Scope {
                    chain: workflow.clone(),
                    path: event.path.clone(),
                    key: visit.slot_path(&step_key, event.slot),
                    depth: scope.depth + 1,
                    deadline: *scope_deadline,
                    value: visit.slot_input(event.slot),
                    next: Some(start.clone()),
                    steps_entered: 0,
                    results: Results::default(),
                    visit: None,
                    failure: None,
                };
                self.open(id, nested);
                None
            }
        };
        let attempt = Attempt {
            scope: event.scope,
            slot: event.slot,
            number: event.attempt,
            deadline: event.deadline,
            function,
        };
        self.attempts.insert(id, attempt);
        Ok(Vec::new())
    }

    fn attempt_restarted(&mut self, event: &AttemptRestarted) -> Fold<Abandoned> {
        let mut attempt = self.remove_attempt(event.replaces)?;
        if attempt.function.is_none() {
            return Err("a nested workflow is not a call");
        }
        attempt.deadline = event.deadline;
        if let Some(deadline) = event.deadline {
            self.timers
                .insert((deadline, Timer::AttemptDeadline(self.seq)));
        }
        let seq = self.seq;
        self.slot_mut(&attempt)?.state = SlotState::Running(seq);
        self.attempts.insert(seq, attempt);
        Ok(Vec::new())
    }

    fn attempt_succeeded(&mut self, event: &AttemptSucceeded) -> Fold<Abandoned> {
        let attempt = self.remove_attempt(event.id)?;
        let (output, nested) = if attempt.function.is_some() {
            (event.output.clone().ok_or("it has no result")?, None)
        } else {
            if !self
                .scopes
                .get(&event.id)
                .is_some_and(|s| s.visit.is_none() && s.next.is_none())
            {
                return Err("its nested workflow is not at its end");
            }
            let scope = self.close(event.id).0;
            (
                event.output.clone().unwrap_or(scope.value),
                Some(Box::new(scope.results)),
            )
        };
        let keep = self.retention != Retention::None;
        let part = Part {
            nested: nested.filter(|_| keep),
            ..self.part(Ok(output))
        };
        let slot = self.slot_mut(&attempt)?;
        slot.state = SlotState::Succeeded;
        slot.part = part;
        self.task_done(attempt.scope)?;
        Ok(Vec::new())
    }

    fn attempt_failed(&mut self, event: &AttemptFailed) -> Fold<Abandoned> {
        let attempt = self.remove_attempt(event.id)?;
        let (nested, abandoned) = if attempt.function.is_some() {
            (None, vec![event.id])
        } else {
            let (scope, abandoned) = self.close(event.id);
            (Some(Box::new(scope.results)), abandoned)
        };
        let keep = self.retention != Retention::None;
        let part = Part {
            nested: nested.filter(|_| keep),
            ..self.part(Err(event.error.clone()))
        };
        let slot = self.slot_mut(&attempt)?;
        if let Some(retry) = &event.retry {
            slot.state = SlotState::Retrying(retry.due);
            count(&mut slot.retries, retry);
            self.timers
                .insert((retry.due, Timer::Retry(attempt.scope, attempt.slot)));
            return Ok(abandoned);
        }
        slot.state = SlotState::Failed;
        slot.origin.clone_from(&event.origin);
        slot.part = part;
        let visit = self.visit_mut(attempt.scope)?;
        visit.failed.get_or_insert(attempt.slot);
        let stops = visit.stop_on_failure && visit.slots.len() > 1;
        if !visit.stop_on_failure && !matches!(visit.kind, Kind::Task) {
            let failure = HandledFailure {
                path: event.path.clone(),
                error: event.error.clone(),
                handled_by: None,
            };
            self.handled(failure);
        }
        if stops {
            let visit = self.visit_mut(attempt.scope)?;
            visit.active = visit.active.checked_sub(1).ok_or("no task is active")?;
            self.agenda.remove(Todo::Launch(attempt.scope));
            self.agenda.push_front(Todo::Stop(attempt.scope));
        } else {
            self.task_done(attempt.scope)?;
        }
        Ok(abandoned)
    }

    /// One task of the scope's step is finished for good.
    fn task_done(&mut self, scope: u64) -> Fold<()> {
        let visit = self.visit_mut(scope)?;
        visit.active = visit.active.checked_sub(1).ok_or("no task is active")?;
        if visit.stop_on_failure && visit.failed.is_some() && visit.slots.len() > 1 {
            return Ok(()); // the others are about to be cancelled
        }
        if visit.all_done() {
            self.agenda.push_back(Todo::Finish(scope));
        } else if visit.can_launch() {
            self.agenda.push_back(Todo::Launch(scope));
        }
        Ok(())
    }

    fn tasks_cancelled(&mut self, event: &TasksCancelled) -> Fold<Abandoned> {
        self.agenda.remove(Todo::Stop(event.scope));
        self.agenda.remove(Todo::Launch(event.scope));
        let visit = self.visit_mut(event.scope)?;
        if !visit.stop_on_failure || visit.failed.is_none() {
            return Err("nothing stops the tasks of its step");
        }
        let slots = visit.slots.len();
        let mut abandoned = Vec::new();
        for index in 0..slots {
            let state = self.visit_mut(event.scope)?.slots[index].state;
            match state {
                SlotState::Running(id) => abandoned.extend(self.abandon(id)?),
                SlotState::Retrying(due) => {
                    let slot = u32::try_from(index).map_err(|_| "too many tasks")?;
                    self.timers.remove(&(due, Timer::Retry(event.scope, slot)));
                }
                SlotState::Pending => {}
                SlotState::Succeeded | SlotState::Failed | SlotState::Cancelled => continue,
            }
            self.visit_mut(event.scope)?.slots[index].state = SlotState::Cancelled;
        }
        let visit = self.visit_mut(event.scope)?;
        visit.active = 0;
        visit.next_slot = u32::try_from(slots).map_err(|_| "too many tasks")?;
        self.agenda.push_back(Todo::Finish(event.scope));
        Ok(abandoned)
    }

    fn step_succeeded(&mut self, event: &StepSucceeded) -> Fold<Abandoned> {
        let visit = self.leave_step(event.scope)?;
        let output = match (&event.output, visit.slots.first()) {
            (Some(output), _) => output.clone(),
            (None, Some(slot)) => match &slot.part.outcome {
                Some(Ok(output)) => output.clone(),
                _ => return Err("its task has no result"),
            },
            (None, None) => visit.input.clone(),
        };
        self.record(
            event.scope,
            visit,
            Some(Ok(output.clone())),
            StepStatus::Succeeded,
        )?;
        self.go_on(event.scope, output, event.next.clone())
    }

    fn step_failed(&mut self, event: &StepFailed) -> Fold<Abandoned> {
        let visit = self.leave_step(event.scope)?;
        let status = if event.handler.is_some() {
            StepStatus::Handled
        } else {
            StepStatus::Failed
        };
        self.record(event.scope, visit, Some(Err(event.error.clone())), status)?;
        let Some(handler) = &event.handler else {
            let path = event.origin.as_ref().unwrap_or(&event.path).clone();
            let scope = self.scopes.get_mut(&event.scope).ok_or("no such scope")?;
            scope.failure = Some(Failure {
                error: event.error.clone(),
                path,
            });
            self.agenda.push_back(Todo::Close(event.scope));
            return Ok(Vec::new());
        };
        self.handled(HandledFailure {
            path: event.origin.as_ref().unwrap_or(&event.path).clone(),
            error: event.error.clone(),
            handled_by: Some(handler.step.clone()),
        });
        self.go_on(
            event.scope,
            handler.input.clone(),
            Some(handler.step.clone()),
        )
    }

    fn go_on(&mut self, id: u64, value: Json, next: Option<Arc<str>>) -> Fold<Abandoned> {
        let scope = self.scopes.get_mut(&id).ok_or("no such scope")?;
        scope.value = value;
        let todo = if next.is_some() {
            Todo::Enter(id)
        } else {
            Todo::Close(id)
        };
        scope.next = next;
        self.agenda.push_back(todo);
        Ok(Vec::new())
    }

    fn step_retried(&mut self, event: &StepRetried) -> Fold<Abandoned> {
        self.agenda.remove(Todo::Finish(event.scope));
        let visit = self.visit_mut(event.scope)?;
        if visit.active > 0 {
            return Err("tasks of its step are not finished");
        }
        count(&mut visit.retries, &event.retry);
        for slot in &mut visit.slots {
            *slot = Slot {
                attempts: slot.attempts,
                ..Slot::default()
            };
        }
        (visit.next_slot, visit.failed) = (0, None);
        let before = visit.due.replace(event.retry.due);
        if let Some(due) = before {
            self.timers.remove(&(due, Timer::Wait(event.scope)));
            self.timers.remove(&(due, Timer::StepRetry(event.scope)));
        }
        self.timers
            .insert((event.retry.due, Timer::StepRetry(event.scope)));
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

    /// Takes the scope's step away, every task of it being finished.
    fn leave_step(&mut self, id: u64) -> Fold<Visit> {
        self.agenda.remove(Todo::Finish(id));
        let scope = self.scopes.get_mut(&id).ok_or("no such scope")?;
        let visit = scope.visit.take().ok_or("its scope is at no step")?;
        if visit.active > 0 || (visit.next_slot as usize) < visit.slots.len() {
            return Err("tasks of its step are not finished");
        }
        if let Some(due) = visit.due {
            self.timers.remove(&(due, Timer::Wait(id)));
            self.timers.remove(&(due, Timer::StepRetry(id)));
        }
        Ok(visit)
    }

    /// Keeps what became of a step.
    fn record(
        &mut self,
        id: u64,
        visit: Visit,
        outcome: Option<Outcome>,
        status: StepStatus,
    ) -> Fold<()> {
        let (seq, retention) = (self.seq, self.retention);
        let scope = self.scopes.get_mut(&id).ok_or("no such scope")?;
        keep(&mut scope.results, visit, outcome, status, seq, retention);
        Ok(())
    }

    fn handled(&mut self, failure: HandledFailure) {
        self.handled_count += 1;
        if self.retention != Retention::None {
            self.handled.push(failure);
        }
    }

    /// Gives up an attempt and everything beneath it; answers with the calls among it.
    fn abandon(&mut self, id: u64) -> Fold<Abandoned> {
        let attempt = self.remove_attempt(id)?;
        if attempt.function.is_some() {
            return Ok(vec![id]);
        }
        let (scope, abandoned) = self.close(id);
        if self.retention != Retention::None {
            self.slot_mut(&attempt)?.part.nested = Some(Box::new(scope.results));
        }
        Ok(abandoned)
    }

    /// Closes a scope and those beneath it, innermost first; answers with it and the calls it abandoned.
    fn close(&mut self, id: u64) -> (Scope, Abandoned) {
        let mut open = vec![id];
        let mut abandoned = Vec::new();
        let mut next = 0;
        while let Some(scope) = open.get(next).and_then(|id| self.scopes.get(id)) {
            for slot in scope.visit.iter().flat_map(|visit| &visit.slots) {
                if let SlotState::Running(attempt) = slot.state {
                    if self.scopes.contains_key(&attempt) {
                        open.push(attempt);
                    } else {
                        abandoned.push(attempt);
                    }
                }
            }
            next += 1;
        }
        for id in &open {
            self.agenda.remove_scope(*id);
        }
        for call in &abandoned {
            let _ = self.remove_attempt(*call);
        }
        let mut closed = None;
        for id in open.into_iter().rev() {
            let mut scope = self.scopes.remove(&id).expect("just found");
            if let Some(due) = scope.deadline {
                self.timers.remove(&(due, Timer::ScopeDeadline(id)));
            }
            if let Some(visit) = scope.visit.take() {
                if let Some(due) = visit.due {
                    self.timers.remove(&(due, Timer::Wait(id)));
                    self.timers.remove(&(due, Timer::StepRetry(id)));
                }
                for (slot, index) in visit.slots.iter().zip(0_u32..) {
                    if let SlotState::Retrying(due) = slot.state {
                        self.timers.remove(&(due, Timer::Retry(id, index)));
                    }
                }
                keep(
                    &mut scope.results,
                    visit,
                    None,
                    StepStatus::Cancelled,
                    self.seq,
                    self.retention,
                );
            }
            // What lies beneath goes into the slot of the scope around it; the outermost is answered.
            match self.remove_attempt(id) {
                Ok(attempt) if self.retention != Retention::None => {
                    if let Ok(slot) = self.slot_mut(&attempt) {
                        slot.part.nested = Some(Box::new(std::mem::take(&mut scope.results)));
                    }
                }
                _ => {}
            }
            closed = Some(scope);
        }
        (closed.expect("at least the scope itself"), abandoned)
    }

    fn remove_attempt(&mut self, id: u64) -> Fold<Attempt> {
        let attempt = self
            .attempts
            .remove(&id)
            .ok_or("no such attempt in flight")?;
        if let Some(deadline) = attempt.deadline {
            self.timers.remove(&(deadline, Timer::AttemptDeadline(id)));
        }
        Ok(attempt)
    }

    fn visit_mut(&mut self, scope: u64) -> Fold<&mut Visit> {
        self.scopes
            .get_mut(&scope)
            .and_then(|scope| scope.visit.as_mut())
            .ok_or("its scope is at no step")
    }

    fn slot_mut(&mut self, attempt: &Attempt) -> Fold<&mut Slot> {
        self.visit_mut(attempt.scope)?
            .slots
            .get_mut(attempt.slot as usize)
            .ok_or("no such task")
    }
}

/// The step of a visit with its number, as idempotency keys have it.
pub(super) fn visit_key(scope_key: &str, visit: &Visit) -> String {
    format!(
        "{scope_key}/{}#{}",
        path::segment(&visit.step),
        visit.number
    )
}

fn keep(
    results: &mut Results,
    mut visit: Visit,
    outcome: Option<Outcome>,
    status: StepStatus,
    seq: u64,
    retention: Retention,
) {
    let record = results.entry(visit.step.clone()).or_default();
    record.status = status;
    if retention == Retention::None {
        return;
    }
    let slots = std::mem::take(&mut visit.slots)
        .into_iter()
        .map(|slot| slot.part);
    match visit.kind {
        Kind::Task => record.part.nested = slots.into_iter().next().and_then(|part| part.nested),
        Kind::Parallel(tasks) => {
            record.tasks = Tasks::Named(tasks.into_iter().zip(slots).collect());
        }
        Kind::Map { .. } => record.tasks = Tasks::Items(slots.collect()),
        Kind::Pass | Kind::Wait | Kind::Fail => {}
    }
    if outcome.is_some() {
        record.part.outcome = outcome;
        record.part.seq = seq;
    }
}
