//! Closing scopes: what lies beneath is given up, and what came of it is kept.

use super::{Abandoned, Fold};
use crate::StepStatus;
use crate::engine::{
    agenda::Due,
    results::{Outcome, Results, Tasks},
    state::{Kind, Retention, Scope, SlotState, State, Visit},
};

impl State {
    /// Keeps what became of a step.
    pub(super) fn record(
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

    /// Gives up an attempt and everything beneath it; answers with the calls among it.
    pub(super) fn abandon(&mut self, id: u64) -> Fold<Abandoned> {
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
    pub(super) fn close(&mut self, id: u64) -> (Scope, Abandoned) {
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
        for call in &abandoned {
            let _ = self.remove_attempt(*call);
        }
        let mut closed = None;
        for id in open.into_iter().rev() {
            let mut scope = self.scopes.remove(&id).expect("just found");
            if let Some(decision) = scope.decision.take() {
                self.agenda.remove(&decision);
            }
            if let Some(due) = scope.deadline {
                self.timers.remove(&(due, Due::ScopeDeadline(id)));
            }
            if let Some(visit) = scope.visit.take() {
                if let Some(due) = visit.due {
                    self.timers.remove(&(due, Due::Wait(id)));
                    self.timers.remove(&(due, Due::StepRetry(id)));
                }
                for (slot, index) in visit.slots.iter().zip(0_u32..) {
                    if let SlotState::Retrying(due) = slot.state {
                        self.timers.remove(&(due, Due::Retry(id, index)));
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
    // Also where nothing came out: what lies beneath it is of now.
    record.part.seq = seq;
    if outcome.is_some() {
        record.part.outcome = outcome;
    }
}
