//! What a run has left on its workflow's graph, for pictures: from its log to the marks of boxes and edges.
//!
//! The items of a map share one box, `Pack[]`, which shows the item that changed last. Where the engine and the
//! renderers meet; neither knows the other.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    StepStatus,
    engine::{
        AttemptFailed, AttemptStarted, Edge, Event, Launch, LoggedEvent, Plan, Run, StepFailed,
        StepSucceeded,
    },
    export::{Mark, Marks},
    layout::{END, EdgeKind, START, box_id, edge_id},
    path,
};

/// The marks of a run.
///
/// ```
/// use stepwell_core::{StepStatus, export::Marks, run_marks::RunMarks};
///
/// let marks = RunMarks::of_statuses([("Ship", StepStatus::Succeeded), ("Ship/pack", StepStatus::Failed)]);
/// assert_eq!(marks.of_box("Ship/pack").map(|mark| mark.status), Some(StepStatus::Failed));
/// ```
#[derive(Debug, Default)]
pub struct RunMarks {
    /// By box, in the order of ids, so that what lies within a box follows it.
    boxes: BTreeMap<String, StepStatus>,
    taken: FxHashSet<String>,
    /// What boxes have that nothing is known of.
    others: Option<StepStatus>,
    /// Of each scope its path, and the box of the step that it is at.
    scopes: FxHashMap<u64, Scope>,
    /// Of each attempt under way its box and the scope of its step.
    attempts: FxHashMap<u64, (String, u64)>,
}

#[derive(Debug, Default)]
struct Scope {
    path: String,
    step: String,
    /// Whether a failure of a task leaves the step to go on.
    goes_on: bool,
}

impl Marks for RunMarks {
    fn of_box(&self, id: &str) -> Option<Mark> {
        let known = self.boxes.get(id).copied();
        known.or(self.others).map(Mark::of)
    }

    fn is_taken(&self, edge: &str) -> bool {
        self.taken.contains(edge)
    }
}

impl RunMarks {
    /// What a run has done so far. Of one that keeps no log, only the steps of the workflow itself are known, and no
    /// edges.
    pub fn of(run: &Run) -> Self {
        // Without a log a run still has the events of its latest command.
        if run.log().first().is_some_and(|event| event.seq == 1) {
            return Self::of_log(run.log());
        }
        let steps = run.steps();
        let known = steps
            .iter()
            .map(|(name, status)| (path::segment(name), *status));
        Self::of_statuses(known)
    }

    /// What the run of a log has done, up to the log's last event.
    pub fn of_log(log: &[LoggedEvent]) -> Self {
        let mut marks = Self {
            others: Some(StepStatus::Pending),
            ..Self::default()
        };
        for logged in log {
            marks.apply(&logged.event, logged.seq);
        }
        marks
    }

    /// These statuses of boxes by id, and nothing of the others.
    pub fn of_statuses<Id: Into<String>>(
        statuses: impl IntoIterator<Item = (Id, StepStatus)>,
    ) -> Self {
        let statuses = statuses.into_iter();
        Self {
            boxes: statuses.map(|(id, status)| (id.into(), status)).collect(),
            ..Self::default()
        }
    }

    fn apply(&mut self, event: &Event, seq: u64) {
        match event {
            Event::RunStarted(event) => {
                self.open(0, "");
                self.take(START, EdgeKind::Success, &path::segment(&event.start));
            }
            Event::StepEntered(event) => {
                let id = box_id(&event.path);
                // A step visited again begins anew, with all that is in it.
                for (_, status) in self.beneath(&id) {
                    *status = StepStatus::Pending;
                }
                let status = match event.plan {
                    Plan::Wait { .. } => StepStatus::Waiting,
                    _ => StepStatus::Running,
                };
                self.boxes.insert(id.clone(), status);
                if let Some(scope) = self.scopes.get_mut(&event.scope) {
                    scope.step = id;
                    scope.goes_on = matches!(
                        event.plan,
                        Plan::Parallel {
                            stop_on_failure: false,
                            ..
                        } | Plan::Map {
                            stop_on_failure: false,
                            ..
                        }
                    );
                }
            }
            Event::AttemptStarted(event) => self.attempt_started(event, seq),
            Event::AttemptRestarted(event) => {
                if let Some(attempt) = self.attempts.remove(&event.replaces) {
                    self.attempts.insert(seq, attempt);
                }
            }
            Event::AttemptSucceeded(event) => {
                self.scopes.remove(&event.id);
                if let Some((id, scope)) = self.attempts.remove(&event.id)
                    && !self.is_step(&id, scope)
                {
                    self.boxes.insert(id, StepStatus::Succeeded);
                }
            }
            Event::AttemptFailed(event) => self.attempt_failed(event),
            Event::TasksCancelled(event) => self.stop_beneath(&box_id(&event.path)),
            Event::StepSucceeded(event) => self.step_succeeded(event),
            Event::StepRetried(event) => {
                self.boxes.insert(box_id(&event.path), StepStatus::Retrying);
            }
            Event::StepFailed(event) => self.step_failed(event),
            Event::TimeoutsExtended(_) | Event::RunPaused(_) | Event::RunResumed(_) => {}
            Event::RunCompleted(_) | Event::RunFailed(_) | Event::RunCancelled(_) => {
                self.stop_beneath("");
                self.others = Some(StepStatus::Skipped);
                for status in self.boxes.values_mut() {
                    if *status == StepStatus::Pending {
                        *status = StepStatus::Skipped;
                    }
                }
            }
        }
    }

    fn attempt_started(&mut self, event: &AttemptStarted, seq: u64) {
        let id = box_id(&event.path);
        if let Some(scope) = self.scopes.get(&event.scope) {
            self.boxes.insert(scope.step.clone(), StepStatus::Running);
        }
        self.boxes.insert(id.clone(), StepStatus::Running);
        self.attempts.insert(seq, (id, event.scope));
        if let Launch::Workflow { .. } = event.launch {
            self.open(seq, &event.path);
        }
    }

    fn attempt_failed(&mut self, event: &AttemptFailed) {
        self.scopes.remove(&event.id);
        let Some((id, scope)) = self.attempts.remove(&event.id) else {
            return;
        };
        self.stop_beneath(&id);
        let goes_on = self.scopes.get(&scope).is_some_and(|scope| scope.goes_on);
        if event.retry.is_some() {
            self.boxes.insert(id, StepStatus::Retrying);
        } else if !self.is_step(&id, scope) {
            let status = if goes_on {
                StepStatus::Handled
            } else {
                StepStatus::Failed
            };
            self.boxes.insert(id, status);
        }
    }

    fn step_succeeded(&mut self, event: &StepSucceeded) {
        let id = box_id(&event.path);
        let kind = match event.edge {
            Edge::Next | Edge::End => EdgeKind::Success,
            Edge::Branch => EdgeKind::Branch,
            Edge::Default => EdgeKind::Default,
        };
        match &event.next {
            Some(next) => self.take_within(event.scope, &id, kind, next),
            None => self.take(&id, kind, END),
        }
        self.boxes.insert(id, StepStatus::Succeeded);
    }

    fn step_failed(&mut self, event: &StepFailed) {
        let id = box_id(&event.path);
        let status = match &event.handler {
            Some(_) => StepStatus::Handled,
            None => StepStatus::Failed,
        };
        self.boxes.insert(id.clone(), status);
        self.stop_beneath(&id);
        if let Some(handler) = &event.handler {
            self.take_within(event.scope, &id, EdgeKind::Failure, &handler.step);
        }
    }

    fn open(&mut self, scope: u64, path: &str) {
        let path = path.to_owned();
        self.scopes.insert(
            scope,
            Scope {
                path,
                ..Scope::default()
            },
        );
    }

    fn take_within(&mut self, scope: u64, from: &str, kind: EdgeKind, to: &str) {
        let Some(scope) = self.scopes.get(&scope) else {
            return;
        };
        let to = path::join(&box_id(&scope.path), &path::segment(to));
        self.take(from, kind, &to);
    }

    fn take(&mut self, from: &str, kind: EdgeKind, to: &str) {
        self.taken.insert(edge_id(from, kind, to));
    }

    /// Whether a box is that of the step which a scope is at, so that its attempt is the step's one task.
    fn is_step(&self, id: &str, scope: u64) -> bool {
        self.scopes
            .get(&scope)
            .is_some_and(|scope| scope.step == id)
    }

    /// Marks what is under way within a box as cancelled; an empty id is the run.
    fn stop_beneath(&mut self, id: &str) {
        for (_, status) in self.beneath(id) {
            if matches!(
                status,
                StepStatus::Running | StepStatus::Waiting | StepStatus::Retrying
            ) {
                *status = StepStatus::Cancelled;
            }
        }
    }

    /// All that is known of what lies within a box; an empty id is the run.
    fn beneath<'a>(
        &'a mut self,
        id: &'a str,
    ) -> impl Iterator<Item = (&'a String, &'a mut StepStatus)> {
        let following = self.boxes.range_mut(id.to_owned()..);
        following
            .take_while(move |(other, _)| other.starts_with(id))
            .filter(move |(other, _)| id.is_empty() || other[id.len()..].starts_with(['/', '[']))
    }
}
