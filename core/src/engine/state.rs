//! The state of a run: what a fold over its events leaves.
//!
//! Only `apply` changes it. It holds what the definition decided when a step was entered, never the
//! definition itself. What is to be decided next stands in the agenda, so that a run can go on from after
//! any event of its log.

use std::{ops::Range, sync::Arc};

use super::{
    agenda::{Due, Queue},
    error::ErrorInfo,
    event::RetryAt,
    record::{Field, record},
    results::{Outcome, Part, Results},
    sorted::Sorted,
};
use crate::{Json, StepStatus};

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RunStatus {
    /// Not started.
    #[default]
    Initialized,
    /// Under way.
    Running,
    /// Under way, but nothing new starts.
    Paused,
    /// Came to its end.
    Completed,
    /// Ended with a failure that nobody handled.
    Failed,
    /// Cancelled.
    Cancelled,
}

impl RunStatus {
    /// As `RUNNING`, `COMPLETED`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Initialized => "INITIALIZED",
            Self::Running => "RUNNING",
            Self::Paused => "PAUSED",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// Whether the run is under way, paused or not.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }

    /// Whether the run has ended.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Cancelled)
    }
}

impl std::fmt::Display for RunStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How much of a run is kept in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Retention {
    /// All events, and every result.
    #[default]
    Log,
    /// Every result, no events.
    Context,
    /// Only what is running: bounded memory. `step.context` is empty.
    None,
}

record! {
    /// A failure that a handler, or a parallel or map step that does not stop, took care of.
    pub struct HandledFailure {
        /// The path of the step, task or item that failed.
        path: Arc<str> = "path",
        /// What went wrong.
        error: Arc<ErrorInfo> = "error",
        /// The failure handler's step; absent for a task or item whose slot holds the error.
        handled_by: Option<Arc<str>> = "handledBy",
    }
}

impl HandledFailure {
    /// Several as the JSON text of a list.
    pub fn list(failures: &[Self]) -> String {
        let mut text = String::new();
        failures.to_vec().write(&mut text);
        text
    }
}

/// A failure and where it happened first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) error: Arc<ErrorInfo>,
    pub(super) path: Arc<str>,
}

/// The scope of the run itself.
pub(super) const ROOT: u64 = 0;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub(super) retention: Retention,
    pub(super) status: RunStatus,
    pub(super) run: Arc<str>,
    pub(super) seed: u64,
    /// The `seq` and `at` of the latest event.
    pub(super) seq: u64,
    pub(super) now: u64,
    /// Scopes that are open, by the attempt that opened them. The run's own stays when the run is over.
    pub(super) scopes: Sorted<u64, Scope>,
    /// Attempts in flight.
    pub(super) attempts: Sorted<u64, Attempt>,
    /// What is to be decided next, in order.
    pub(super) agenda: Queue,
    pub(super) timers: Queue,
    pub(super) handled: Vec<HandledFailure>,
    pub(super) handled_count: u64,
    pub(super) failure: Option<Failure>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scope {
    /// JSON pointer to the workflow whose steps it walks.
    pub(super) chain: Arc<str>,
    /// The path of what opened it; empty for the run.
    pub(super) path: Arc<str>,
    /// The same with the visits: what idempotency keys begin with.
    pub(super) key: Arc<str>,
    /// How many scopes lie around it.
    pub(super) depth: usize,
    pub(super) deadline: Option<u64>,
    /// What is to be decided for it, and the place of that on the agenda.
    pub(super) decision: Option<(u64, Due)>,
    /// What the next step is given.
    pub(super) value: Json,
    pub(super) next: Option<Arc<str>>,
    pub(super) steps_entered: u64,
    pub(super) results: Results,
    pub(super) visit: Option<Visit>,
    pub(super) failure: Option<Failure>,
}

/// The step that a scope is at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Visit {
    pub(super) step: Arc<str>,
    pub(super) path: Arc<str>,
    pub(super) number: u32,
    pub(super) input: Json,
    pub(super) kind: Kind,
    pub(super) slots: Vec<Slot>,
    /// The tasks and items that have an outcome, in the order in which these came. Empty for a single task,
    /// whose outcome is its step's.
    pub(super) settled: Vec<u32>,
    /// The first slot that has not been started.
    pub(super) next_slot: u32,
    /// Slots that are started and not finished.
    pub(super) active: u32,
    pub(super) concurrency: u32,
    pub(super) stop_on_failure: bool,
    /// The first slot that failed for good.
    pub(super) failed: Option<u32>,
    /// How often each retry rule was used for the whole step.
    pub(super) retries: Vec<(u32, u32)>,
    /// When the step waits, or is repeated as a whole.
    pub(super) due: Option<u64>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Pass,
    Wait,
    Fail,
    Task,
    Parallel(Vec<Arc<str>>),
    /// Where each item lies in `list`; `None` where there is no list.
    Map {
        list: Json,
        items: Option<Vec<Range<u32>>>,
    },
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Slot {
    pub(super) state: SlotState,
    /// Attempts started so far.
    pub(super) attempts: u32,
    /// How often each retry rule was used.
    pub(super) retries: Vec<(u32, u32)>,
    /// Where the failure happened, if inside a nested workflow.
    pub(super) origin: Option<Arc<str>>,
    pub(super) part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum SlotState {
    #[default]
    Pending,
    Running(u64),
    Retrying(u64),
    Succeeded,
    Failed,
    Cancelled,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attempt {
    pub(super) scope: u64,
    pub(super) slot: u32,
    pub(super) number: u32,
    pub(super) deadline: Option<u64>,
    /// `None` for a nested workflow, whose scope has the attempt's id.
    pub(super) function: Option<Arc<str>>,
}

impl Visit {
    /// Whether there are tasks to start and room for one.
    pub(super) fn can_launch(&self) -> bool {
        (self.next_slot as usize) < self.slots.len() && self.active < self.concurrency
    }

    /// Notes that a slot has its outcome.
    pub(super) fn settle(&mut self, slot: u32) {
        if !matches!(self.kind, Kind::Task) {
            self.settled.push(slot);
        }
    }

    /// Whether every task is finished.
    pub(super) fn all_done(&self) -> bool {
        self.active == 0 && self.next_slot as usize == self.slots.len()
    }

    /// What the task in a slot is given.
    pub(super) fn slot_input(&self, slot: u32) -> Json {
        match &self.kind {
            Kind::Map {
                list,
                items: Some(items),
            } => {
                let range = &items[slot as usize];
                Json::trusted(&list.as_str()[range.start as usize..range.end as usize])
            }
            _ => self.input.clone(),
        }
    }

    /// The path of the task in a slot, given the step's (or the same with visits, for keys).
    pub(super) fn slot_path(&self, step: &Arc<str>, slot: u32) -> Arc<str> {
        match &self.kind {
            Kind::Parallel(tasks) => {
                crate::path::join(step, &crate::path::segment(&tasks[slot as usize])).into()
            }
            Kind::Map { .. } => format!("{step}[{slot}]").into(),
            _ => step.clone(),
        }
    }

    /// How often the step was tried: a single task's attempts, or the tries of the whole.
    pub(super) fn attempts(&self) -> u32 {
        match (&self.kind, self.slots.first()) {
            (Kind::Task, Some(slot)) => slot.attempts,
            _ => 1 + self.retries.iter().map(|(_, used)| used).sum::<u32>(),
        }
    }

    /// Where the step stands, while it is at it.
    pub(super) fn status(&self) -> StepStatus {
        let retrying = |slot: &Slot| matches!(slot.state, SlotState::Retrying(_));
        match self.kind {
            Kind::Wait => StepStatus::Waiting,
            _ if self.due.is_some() => StepStatus::Retrying,
            Kind::Task if self.slots.first().is_some_and(retrying) => StepStatus::Retrying,
            _ => StepStatus::Running,
        }
    }

    /// The text of the composed result of a parallel or map step, whose failed tasks show their errors.
    pub(super) fn composed(&self) -> String {
        let mut text = String::new();
        let (open, close) = if matches!(self.kind, Kind::Parallel(_)) {
            ('{', '}')
        } else {
            ('[', ']')
        };
        text.push(open);
        for (index, slot) in self.slots.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            if let Kind::Parallel(tasks) = &self.kind {
                text.push_str(&crate::json::quote(&tasks[index]));
                text.push(':');
            }
            match &slot.part.outcome {
                Some(Ok(value)) => text.push_str(value.as_str()),
                Some(Err(error)) => text.push_str(error.in_place_of_result().as_str()),
                None => text.push_str("null"),
            }
        }
        text.push(close);
        text
    }
}

/// Counts one more use of the rule of a retry.
pub(super) fn count(retries: &mut Vec<(u32, u32)>, retry: &RetryAt) {
    match retries.iter_mut().find(|(rule, _)| *rule == retry.rule) {
        Some((_, used)) => *used = used.saturating_add(1),
        None => retries.push((retry.rule, 1)),
    }
}

impl State {
    pub(super) fn new(retention: Retention) -> Self {
        Self {
            retention,
            status: RunStatus::Initialized,
            run: "".into(),
            seed: 0,
            seq: 0,
            now: 0,
            scopes: Sorted::default(),
            attempts: Sorted::default(),
            agenda: Queue::default(),
            timers: Queue::default(),
            handled: Vec::new(),
            handled_count: 0,
            failure: None,
        }
    }

    /// The next decision, if any: while paused, none that starts something new.
    pub(super) fn next_decision(&self) -> Option<Due> {
        self.next_of(&self.agenda).map(|(_, due)| due)
    }

    /// What happens next and when: while paused, nothing that starts something new.
    pub(super) fn next_timer(&self) -> Option<(u64, Due)> {
        self.next_of(&self.timers)
    }

    /// The timeouts that are running.
    pub(super) fn timeouts(&self) -> impl Iterator<Item = (u64, Due)> {
        let timers = self.timers.iter().map(|(timer, ())| *timer);
        timers.filter(|(_, due)| matches!(due, Due::AttemptDeadline(_) | Due::ScopeDeadline(_)))
    }

    /// Whether any is.
    pub(super) fn has_timeouts(&self) -> bool {
        self.timeouts().next().is_some()
    }

    fn next_of(&self, queue: &Queue) -> Option<(u64, Due)> {
        let skips_starts = match self.status {
            RunStatus::Running => false,
            RunStatus::Paused => true,
            _ => return None,
        };
        queue
            .iter()
            .map(|(next, ())| *next)
            .find(|(_, due)| !(skips_starts && due.starts()))
    }

    pub(super) fn scope(&self, id: u64) -> &Scope {
        self.scopes
            .get(&id)
            .expect("an agenda, attempt or timer names open scopes only")
    }

    pub(super) fn visit(&self, scope: u64) -> &Visit {
        self.scope(scope)
            .visit
            .as_ref()
            .expect("a scope with tasks is at a step")
    }

    /// The outcome that an event's `part` sets.
    pub(super) fn part(&self, outcome: Outcome) -> Part {
        Part {
            outcome: Some(outcome),
            seq: self.seq,
            nested: None,
        }
    }
}
