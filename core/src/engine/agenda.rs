//! What is due: decisions in order, and what happens at a time. It knows nothing of how a decision is made.

use super::{
    sorted::Sorted,
    state::{Scope, State},
};

/// A decision, or what happens at a time. Each leads to exactly one event, whose application takes it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// Enter the scope's next step.
    Enter(u64),
    /// Start the next task of the scope's step.
    Launch(u64),
    /// Cancel the other tasks of the scope's step.
    Stop(u64),
    /// Say how the scope's step ended and where it goes on.
    Finish(u64),
    /// Say how the scope ended.
    Close(u64),
    /// The time of a scope is up.
    ScopeDeadline(u64),
    /// The time of an attempt is up.
    AttemptDeadline(u64),
    /// The scope's step has waited.
    Wait(u64),
    /// A task of the scope's step is tried again.
    Retry(u64, u32),
    /// The scope's step is tried again as a whole.
    StepRetry(u64),
}

impl Due {
    /// Whether it starts something new, which a paused run does not.
    pub(super) fn starts(self) -> bool {
        matches!(
            self,
            Self::Enter(_) | Self::Launch(_) | Self::Retry(..) | Self::StepRetry(_)
        )
    }

    /// The scope for which it is to be decided.
    fn decider(self) -> Option<u64> {
        match self {
            Self::Enter(scope)
            | Self::Launch(scope)
            | Self::Stop(scope)
            | Self::Finish(scope)
            | Self::Close(scope) => Some(scope),
            _ => None,
        }
    }
}

/// What is due by its place in the order, or by its time in milliseconds.
pub(super) type Queue = Sorted<(u64, Due), ()>;

/// Places grow to both sides of it.
const MIDDLE: u64 = 1 << 63;

/// A scope has at most one decision to be made at a time.
impl State {
    /// Puts a decision before all others.
    pub(super) fn decide_first(&mut self, due: Due) {
        let place = self.agenda.first().map_or(MIDDLE, |(first, _)| first - 1);
        self.put(place, due);
    }

    /// Puts a decision after all others, unless it is there.
    pub(super) fn decide_last(&mut self, due: Due) {
        let there = self.deciding(due).and_then(|scope| scope.decision);
        if there.is_none_or(|(_, other)| other != due) {
            let place = self.agenda.last().map_or(MIDDLE, |(last, _)| last + 1);
            self.put(place, due);
        }
    }

    fn put(&mut self, place: u64, due: Due) {
        let Some(scope) = self.deciding(due) else {
            return;
        };
        if let Some(before) = scope.decision.replace((place, due)) {
            self.agenda.remove(&before);
        }
        self.agenda.insert((place, due), ());
    }

    /// Takes a decision off the agenda, if it is there.
    pub(super) fn decided(&mut self, due: Due) {
        let scope = self.deciding(due);
        let taken = scope.and_then(|scope| scope.decision.take_if(|(_, other)| *other == due));
        if let Some(taken) = taken {
            self.agenda.remove(&taken);
        }
    }

    fn deciding(&mut self, due: Due) -> Option<&mut Scope> {
        self.scopes.get_mut(&due.decider()?)
    }
}
