//! Events of steps: entered, ended, failed, to be repeated.

use std::sync::Arc;

use super::{Abandoned, Fold};
use crate::{
    Json, StepStatus,
    engine::{
        agenda::Due,
        event::{Plan, StepEntered, StepFailed, StepRetried, StepSucceeded},
        state::{Failure, HandledFailure, Kind, Retention, Slot, State, Visit, count},
    },
    json,
};

impl State {
    pub(super) fn step_entered(&mut self, event: &StepEntered) -> Fold<Abandoned> {
        self.decided(Due::Enter(event.scope));
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
                self.timers.insert((*at, Due::Wait(event.scope)), ());
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
            settled: Vec::new(),
            next_slot: 0,
            active: 0,
            concurrency,
            stop_on_failure: stop,
            failed: None,
            retries: Vec::new(),
            due,
        });
        if slots > 0 {
            self.decide_first(Due::Launch(event.scope));
        } else if !waits {
            self.decide_first(Due::Finish(event.scope));
        }
        Ok(Vec::new())
    }

    pub(super) fn step_succeeded(&mut self, event: &StepSucceeded) -> Fold<Abandoned> {
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

    pub(super) fn step_failed(&mut self, event: &StepFailed) -> Fold<Abandoned> {
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
            self.decide_last(Due::Close(event.scope));
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

    pub(super) fn go_on(
        &mut self,
        id: u64,
        value: Json,
        next: Option<Arc<str>>,
    ) -> Fold<Abandoned> {
        let scope = self.scopes.get_mut(&id).ok_or("no such scope")?;
        scope.value = value;
        let todo = if next.is_some() {
            Due::Enter(id)
        } else {
            Due::Close(id)
        };
        scope.next = next;
        self.decide_last(todo);
        Ok(Vec::new())
    }

    pub(super) fn step_retried(&mut self, event: &StepRetried) -> Fold<Abandoned> {
        self.decided(Due::Finish(event.scope));
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
        visit.settled.clear();
        let before = visit.due.replace(event.retry.due);
        if let Some(due) = before {
            self.timers.remove(&(due, Due::Wait(event.scope)));
            self.timers.remove(&(due, Due::StepRetry(event.scope)));
        }
        self.timers
            .insert((event.retry.due, Due::StepRetry(event.scope)), ());
        Ok(Vec::new())
    }

    /// Takes the scope's step away, every task of it being finished.
    pub(super) fn leave_step(&mut self, id: u64) -> Fold<Visit> {
        self.decided(Due::Finish(id));
        let scope = self.scopes.get_mut(&id).ok_or("no such scope")?;
        let visit = scope.visit.take().ok_or("its scope is at no step")?;
        if visit.active > 0 || (visit.next_slot as usize) < visit.slots.len() {
            return Err("tasks of its step are not finished");
        }
        if let Some(due) = visit.due {
            self.timers.remove(&(due, Due::Wait(id)));
            self.timers.remove(&(due, Due::StepRetry(id)));
        }
        Ok(visit)
    }

    pub(super) fn handled(&mut self, failure: HandledFailure) {
        self.handled_count += 1;
        if self.retention != Retention::None {
            self.handled.push(failure);
        }
    }
}
