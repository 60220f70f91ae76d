//! Events of attempts: started, given a result, failed, cancelled with their step's others.

use std::sync::Arc;

use super::{Abandoned, Fold};
use crate::{
    engine::{
        agenda::Due,
        event::{
            AttemptFailed, AttemptRestarted, AttemptStarted, AttemptSucceeded, Launch,
            TasksCancelled,
        },
        results::{Part, Results},
        state::{
            Attempt, HandledFailure, Kind, Retention, Scope, Slot, SlotState, State, Visit, count,
        },
    },
    path,
    workflow::MAX_LEVELS,
};

impl State {
    pub(super) fn attempt_started(&mut self, event: &AttemptStarted) -> Fold<Abandoned> {
        self.decided(Due::Launch(event.scope));
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
                    self.timers.remove(&(due, Due::StepRetry(event.scope)));
                }
                visit.next_slot += 1;
                visit.active += 1;
            }
            SlotState::Retrying(due) => {
                self.timers
                    .remove(&(due, Due::Retry(event.scope, event.slot)));
            }
            _ => return Err("its task is not to be started"),
        }
        let slot = &mut visit.slots[event.slot as usize];
        slot.state = SlotState::Running(id);
        slot.attempts = event.attempt;
        let more = visit.can_launch();
        if let Some(deadline) = event.deadline {
            self.timers.insert((deadline, Due::AttemptDeadline(id)), ());
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
                    decision: None,
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
        if more {
            self.decide_first(Due::Launch(event.scope));
        }
        Ok(Vec::new())
    }

    pub(super) fn attempt_restarted(&mut self, event: &AttemptRestarted) -> Fold<Abandoned> {
        let mut attempt = self.remove_attempt(event.replaces)?;
        if attempt.function.is_none() {
            return Err("a nested workflow is not a call");
        }
        attempt.deadline = event.deadline;
        if let Some(deadline) = event.deadline {
            self.timers
                .insert((deadline, Due::AttemptDeadline(self.seq)), ());
        }
        let seq = self.seq;
        self.slot_mut(&attempt)?.state = SlotState::Running(seq);
        self.attempts.insert(seq, attempt);
        Ok(Vec::new())
    }

    pub(super) fn attempt_succeeded(&mut self, event: &AttemptSucceeded) -> Fold<Abandoned> {
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
        self.visit_mut(attempt.scope)?.settle(attempt.slot);
        self.task_done(attempt.scope)?;
        Ok(Vec::new())
    }

    pub(super) fn attempt_failed(&mut self, event: &AttemptFailed) -> Fold<Abandoned> {
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
                .insert((retry.due, Due::Retry(attempt.scope, attempt.slot)), ());
            return Ok(abandoned);
        }
        slot.state = SlotState::Failed;
        slot.origin.clone_from(&event.origin);
        slot.part = part;
        let visit = self.visit_mut(attempt.scope)?;
        visit.settle(attempt.slot);
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
            self.decided(Due::Launch(attempt.scope));
            self.decide_first(Due::Stop(attempt.scope));
        } else {
            self.task_done(attempt.scope)?;
        }
        Ok(abandoned)
    }

    /// One task of the scope's step is finished for good.
    pub(super) fn task_done(&mut self, scope: u64) -> Fold<()> {
        let visit = self.visit_mut(scope)?;
        visit.active = visit.active.checked_sub(1).ok_or("no task is active")?;
        if visit.stop_on_failure && visit.failed.is_some() && visit.slots.len() > 1 {
            return Ok(()); // the others are about to be cancelled
        }
        if visit.all_done() {
            self.decide_last(Due::Finish(scope));
        } else if visit.can_launch() {
            self.decide_last(Due::Launch(scope));
        }
        Ok(())
    }

    pub(super) fn tasks_cancelled(&mut self, event: &TasksCancelled) -> Fold<Abandoned> {
        self.decided(Due::Stop(event.scope));
        self.decided(Due::Launch(event.scope));
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
                    self.timers.remove(&(due, Due::Retry(event.scope, slot)));
                }
                SlotState::Pending => {}
                SlotState::Succeeded | SlotState::Failed | SlotState::Cancelled => continue,
            }
            self.visit_mut(event.scope)?.slots[index].state = SlotState::Cancelled;
        }
        let visit = self.visit_mut(event.scope)?;
        visit.active = 0;
        visit.next_slot = u32::try_from(slots).map_err(|_| "too many tasks")?;
        self.decide_last(Due::Finish(event.scope));
        Ok(abandoned)
    }

    pub(super) fn remove_attempt(&mut self, id: u64) -> Fold<Attempt> {
        let attempt = self
            .attempts
            .remove(&id)
            .ok_or("no such attempt in flight")?;
        if let Some(deadline) = attempt.deadline {
            self.timers.remove(&(deadline, Due::AttemptDeadline(id)));
        }
        Ok(attempt)
    }

    pub(super) fn slot_mut(&mut self, attempt: &Attempt) -> Fold<&mut Slot> {
        self.visit_mut(attempt.scope)?
            .slots
            .get_mut(attempt.slot as usize)
            .ok_or("no such task")
    }
}

/// The step of a visit with its number, as idempotency keys have it.
pub(in crate::engine) fn visit_key(scope_key: &str, visit: &Visit) -> String {
    format!(
        "{scope_key}/{}#{}",
        path::segment(&visit.step),
        visit.number
    )
}
