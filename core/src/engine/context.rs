//! Looking at the results of a run: what a call may know of them, and all of them by path.

use std::sync::Arc;

use super::{
    results::{self, Outcome, Part, PathSegment},
    state::{Kind, ROOT, State, Visit},
};
use crate::{Json, Map, StepStatus, path};

/// What a call may know of the results so far: those of its own scope, from before it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContextView {
    scope: u64,
    before: u64,
}

impl ContextView {
    /// The scope that it looks at: the attempt that opened it, 0 for the run's own.
    pub fn scope(self) -> u64 {
        self.scope
    }

    /// The event from which on it sees nothing.
    pub fn before(self) -> u64 {
        self.before
    }
}

impl State {
    pub(super) fn view(&self, attempt: u64) -> Option<ContextView> {
        Some(ContextView {
            scope: self.attempts.get(&attempt)?.scope,
            before: attempt,
        })
    }

    pub(super) fn look_up(&self, view: ContextView, path: &str) -> Option<Json> {
        let scope = self.scopes.get(&view.scope)?;
        let way = results::segments(path)?;
        let at = scope
            .visit
            .as_ref()
            .filter(|visit| *visit.step == *way[0].name);
        if let Some(part) = at
            .and_then(|visit| task_part(visit, &way))
            .filter(|(part, _)| part.seq < view.before)
        {
            return within(part.0, part.1).map(results::shown);
        }
        let record = scope
            .results
            .get(way[0].name.as_ref())
            .filter(|record| record.part.seq < view.before)?;
        results::find_in(&record.part, &record.tasks, way[0].item, &way[1..]).map(results::shown)
    }

    /// The results that a call may know and that came after the event `after`, by path, as [`Self::look_up`]
    /// answers them. What a step's tasks gave so far comes before the step has ended.
    pub(super) fn results_since(&self, view: ContextView, after: u64) -> Vec<(String, Json)> {
        let mut found = Vec::new();
        let Some(scope) = self.scopes.get(&view.scope) else {
            return found;
        };
        let mut each = |path: &str, outcome: &Outcome| {
            found.push((path.to_owned(), results::shown(outcome)));
        };
        // Steps stand in the order of their first visits: where each is visited once, the new ones are the last.
        let visited_again = scope.steps_entered > scope.results.len() as u64;
        let new = scope
            .results
            .iter()
            .rev()
            .take_while(|(_, record)| {
                visited_again || record.part.seq == 0 || record.part.seq > after
            })
            .filter(|(_, record)| record.part.seq > after && record.part.seq < view.before)
            .collect::<Vec<_>>();
        for (name, record) in new.into_iter().rev() {
            results::walk_record(name, record, "", &mut each);
        }
        if let Some(visit) = &scope.visit {
            let step: Arc<str> = path::segment(&visit.step).into();
            let settled = visit.settled.iter().rev();
            let new = settled
                .map(|slot| (*slot, &visit.slots[*slot as usize].part))
                .take_while(|(_, part)| part.seq > after)
                .filter(|(_, part)| part.seq < view.before)
                .collect::<Vec<_>>();
            for (slot, part) in new.into_iter().rev() {
                results::walk_part(part, &visit.slot_path(&step, slot), &mut each);
            }
        }
        found
    }

    pub(super) fn visible_steps(&self, view: ContextView) -> Vec<Arc<str>> {
        let Some(scope) = self.scopes.get(&view.scope) else {
            return Vec::new();
        };
        let shown = scope
            .results
            .iter()
            .filter(|(_, r)| r.part.outcome.is_some() && r.part.seq < view.before);
        shown.map(|(name, _)| name.clone()).collect()
    }

    pub(super) fn context(&self) -> Map<String, Outcome> {
        let mut all = Map::default();
        let mut each = |path: &str, outcome: &Outcome| {
            all.insert(path.to_owned(), outcome.clone());
        };
        for scope in self.scopes.values() {
            results::walk(&scope.results, &scope.path, &mut each);
            let Some(visit) = &scope.visit else { continue };
            for (slot, index) in visit.slots.iter().zip(0..) {
                // A single task's outcome is its step's, which has not ended.
                if !matches!(visit.kind, Kind::Task) {
                    results::walk_part(&slot.part, &visit.slot_path(&visit.path, index), &mut each);
                }
            }
        }
        all
    }

    /// Where a step of the run's own scope stands.
    pub(super) fn step_status(&self, step: &Arc<str>) -> StepStatus {
        let root = self.scopes.get(&ROOT);
        let visit = root
            .and_then(|scope| scope.visit.as_ref())
            .filter(|visit| visit.step == *step);
        if let Some(visit) = visit {
            return visit.status();
        }
        match root.and_then(|scope| scope.results.get(step)) {
            Some(record) => record.status,
            None if self.status.is_over() => StepStatus::Skipped,
            None => StepStatus::Pending,
        }
    }
}

/// The task of a step under way that a path leads to, and the rest of the path.
fn task_part<'v, 'w>(
    visit: &'v Visit,
    way: &'w [PathSegment<'w>],
) -> Option<(&'v Part, &'w [PathSegment<'w>])> {
    let (index, rest) = match (&visit.kind, way[0].item) {
        (Kind::Parallel(tasks), None) => {
            let name = &way.get(1)?.name;
            (tasks.iter().position(|task| **task == **name)?, &way[2..])
        }
        (Kind::Map { .. }, Some(item)) => (item, &way[1..]),
        _ => return None,
    };
    let part = &visit.slots.get(index)?.part;
    part.outcome.as_ref().map(|_| (part, rest))
}

fn within<'p>(part: &'p Part, rest: &[PathSegment<'_>]) -> Option<&'p Outcome> {
    if rest.is_empty() {
        part.outcome.as_ref()
    } else {
        results::find(part.nested.as_deref()?, rest)
    }
}
