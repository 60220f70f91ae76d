//! What is to be decided next, in order. It knows nothing of how a decision is made.

use std::collections::BTreeMap;

/// A decision that is due. Each leads to exactly one event, whose application takes it off the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Todo {
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
}

impl Todo {
    /// Whether it starts something new, which a paused run does not.
    pub(super) fn starts(self) -> bool {
        matches!(self, Self::Enter(_) | Self::Launch(_))
    }
}

/// The decisions that are due, each once.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Agenda {
    in_order: BTreeMap<i64, Todo>,
    places: BTreeMap<Todo, i64>,
}

impl Agenda {
    pub(super) fn first(&self) -> Option<Todo> {
        self.in_order.values().next().copied()
    }

    /// The first that starts nothing new.
    pub(super) fn first_that_ends(&self) -> Option<Todo> {
        self.in_order.values().find(|todo| !todo.starts()).copied()
    }

    /// Puts a decision before all others.
    pub(super) fn push_front(&mut self, todo: Todo) {
        self.remove(todo);
        let first = self.in_order.first_key_value();
        self.put(first.map_or(0, |(place, _)| place - 1), todo);
    }

    /// Puts a decision after all others, unless it is there.
    pub(super) fn push_back(&mut self, todo: Todo) {
        if !self.places.contains_key(&todo) {
            let last = self.in_order.last_key_value();
            self.put(last.map_or(0, |(place, _)| place + 1), todo);
        }
    }

    fn put(&mut self, place: i64, todo: Todo) {
        self.in_order.insert(place, todo);
        self.places.insert(todo, place);
    }

    pub(super) fn remove(&mut self, todo: Todo) {
        if let Some(place) = self.places.remove(&todo) {
            self.in_order.remove(&place);
        }
    }

    /// Takes off what was to be decided for a scope.
    pub(super) fn remove_scope(&mut self, scope: u64) {
        for todo in [
            Todo::Enter,
            Todo::Launch,
            Todo::Stop,
            Todo::Finish,
            Todo::Close,
        ] {
            self.remove(todo(scope));
        }
    }

    pub(super) fn clear(&mut self) {
        self.in_order.clear();
        self.places.clear();
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.in_order.is_empty()
    }
}
