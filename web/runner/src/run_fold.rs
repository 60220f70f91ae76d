//! From the engine's events to what the page shows of a run.
//!
//! Pure: it knows neither signals nor how the run is driven. The items of a map share one box of the graph,
//! `Pack[]`, which shows the item that changed last.

use std::collections::{BTreeMap, BTreeSet};

use stepwell_core::{
    Json,
    engine::{
        AttemptFailed, AttemptStarted, AttemptSucceeded, Edge, ErrorInfo, Event, Launch,
        LoggedEvent, Plan, RunStarted, StepEntered, StepFailed, StepSucceeded,
    },
    layout::{END, EdgeKind, START, box_id, edge_id},
    path,
};

use crate::run_view::{
    AttemptView, ErrorView, HandledFailure, RunStatus, RunSummary, StepStatus, StepView,
};

/// A run as the page shows it, after the events so far.
#[derive(Default)]
pub(crate) struct RunFold {
    started: u64,
    summary: RunSummary,
    steps: BTreeMap<String, StepView>,
    scopes: BTreeMap<u64, Scope>,
    attempts: BTreeMap<u64, Attempt>,
    changed: BTreeSet<String>,
    taken: BTreeSet<String>,
    /// Those edges taken that nobody has asked for yet.
    newly_taken: Vec<String>,
}

/// One chain of steps being walked.
struct Scope {
    path: String,
    /// What its next step is given.
    value: Json,
    visit: Option<Visit>,
}

/// The step that a scope is at.
struct Visit {
    id: String,
    input: Json,
    plan: Plan,
    items: Vec<Json>,
    /// The result of its one task.
    result: Option<Json>,
}

struct Attempt {
    id: String,
    /// The scope of its step.
    scope: u64,
    /// Its place in its step's view.
    index: usize,
}

impl RunFold {
    /// The run as a whole.
    pub(crate) fn summary(&self) -> &RunSummary {
        &self.summary
    }

    /// The step or task whose box has this id.
    pub(crate) fn step(&self, id: &str) -> Option<&StepView> {
        self.steps.get(id)
    }

    /// The boxes that have changed since this was asked last.
    pub(crate) fn take_changed(&mut self) -> impl Iterator<Item = String> + use<> {
        std::mem::take(&mut self.changed).into_iter()
    }

    /// The ids of the edges taken since this was asked last.
    pub(crate) fn take_taken(&mut self) -> impl Iterator<Item = String> + use<> {
        std::mem::take(&mut self.newly_taken).into_iter()
    }

    /// From here on all boxes and edges count as changed.
    pub(crate) fn change_all(&mut self) {
        self.changed = self.steps.keys().cloned().collect();
        self.newly_taken = self.taken.iter().cloned().collect();
    }

    /// Takes the next event of the run's log.
    pub(crate) fn apply(&mut self, logged: &LoggedEvent) {
        let at = logged.at.saturating_sub(self.started);
        match &logged.event {
            Event::RunStarted(event) => self.run_started(event, logged.at),
            Event::StepEntered(event) => self.step_entered(event, at),
            Event::AttemptStarted(event) => self.attempt_started(event, logged.seq, at),
            Event::AttemptRestarted(event) => {
                if let Some(attempt) = self.attempts.remove(&event.replaces) {
                    self.attempts.insert(logged.seq, attempt);
                }
            }
            Event::AttemptSucceeded(event) => self.attempt_succeeded(event, at),
            Event::AttemptFailed(event) => self.attempt_failed(event, at),
            Event::TasksCancelled(event) => self.stop_beneath(&box_id(&event.path), at),
            Event::StepSucceeded(event) => self.step_succeeded(event, at),
            Event::StepRetried(event) => {
                let step = self.change(box_id(&event.path));
                step.status = StepStatus::Retrying;
                step.error = Some(error_view(&event.error));
                if let Some((_, done)) = &mut step.items {
                    *done = 0;
                }
            }
            Event::StepFailed(event) => self.step_failed(event, at),
            Event::TimeoutsExtended(_) => {}
            Event::RunPaused(_) => self.summary.status = RunStatus::Paused,
            Event::RunResumed(_) => self.summary.status = RunStatus::Running,
            Event::RunCompleted(_) => {
                self.summary.output = self.scopes.get(&0).map(|scope| scope.value.clone());
                self.end(RunStatus::Completed, at);
            }
            Event::RunFailed(event) => {
                self.summary.failure = Some((event.path.to_string(), error_view(&event.error)));
                self.end(RunStatus::Failed, at);
            }
            Event::RunCancelled(_) => self.end(RunStatus::Cancelled, at),
        }
    }

    fn run_started(&mut self, event: &RunStarted, at: u64) {
        self.started = at;
        self.summary.status = RunStatus::Running;
        self.open(0, String::new(), event.input.clone());
        let first = path::segment(&event.start);
        self.take(edge_id(START, EdgeKind::Success, &first));
    }

    fn step_entered(&mut self, event: &StepEntered, at: u64) {
        let Some(scope) = self.scopes.get_mut(&event.scope) else {
            return;
        };
        let (id, input) = (box_id(&event.path), scope.value.clone());
        let (items, count) = match &event.plan {
            Plan::Map { items, .. } => {
                let items = list(&input, items);
                let count = (items.len(), 0);
                (items, Some(count))
            }
            _ => (Vec::new(), None),
        };
        scope.visit = Some(Visit {
            id: id.clone(),
            input: input.clone(),
            plan: event.plan.clone(),
            items,
            result: None,
        });
        if let Plan::Parallel { tasks, .. } = &event.plan {
            for task in tasks {
                *self.change(path::join(&id, &path::segment(task))) = StepView::default();
            }
        }
        *self.change(id) = StepView {
            status: match event.plan {
                Plan::Wait { .. } => StepStatus::Waiting,
                _ => StepStatus::Running,
            },
            input: Some(input),
            started: Some(at),
            items: count,
            ..StepView::default()
        };
    }

    fn attempt_started(&mut self, event: &AttemptStarted, seq: u64, at: u64) {
        let id = box_id(&event.path);
        let Some(visit) = self
            .scopes
            .get(&event.scope)
            .and_then(|scope| scope.visit.as_ref())
        else {
            return;
        };
        let input = visit
            .items
            .get(event.slot as usize)
            .unwrap_or(&visit.input)
            .clone();
        let is_step = visit.id == id;
        let step_id = visit.id.clone();
        let step = self.change(id.clone());
        if !is_step && event.attempt == 1 {
            *step = StepView {
                input: Some(input.clone()),
                started: Some(at),
                ..StepView::default()
            };
        }
        step.status = StepStatus::Running;
        step.error = None;
        let index = step.attempts.len();
        step.attempts.push(AttemptView {
            number: event.attempt,
            started: at,
            ended: None,
            error: None,
        });
        self.change(step_id).status = StepStatus::Running;
        let scope = event.scope;
        self.attempts.insert(seq, Attempt { id, scope, index });
        if let Launch::Workflow { .. } = event.launch {
            self.open(seq, event.path.to_string(), input);
        }
    }

    fn attempt_succeeded(&mut self, event: &AttemptSucceeded, at: u64) {
        let Some(attempt) = self.attempts.remove(&event.id) else {
            return;
        };
        let nested = self.scopes.remove(&event.id).map(|scope| scope.value);
        let output = event.output.clone().or(nested);
        if self.is_step(&attempt) {
            self.end_attempt(&attempt, at, None);
            if let Some(visit) = self.visit(attempt.scope) {
                visit.result = output;
            }
        } else {
            let task = self.end_attempt(&attempt, at, None);
            task.status = StepStatus::Succeeded;
            task.output = output;
            task.ended = Some(at);
            self.count_item(attempt.scope);
        }
    }

    /// An item of the map step that a scope is at is done.
    fn count_item(&mut self, scope: u64) {
        let Some(id) = self.visit(scope).map(|visit| visit.id.clone()) else {
            return;
        };
        if let Some((_, done)) = &mut self.change(id).items {
            *done += 1;
        }
    }

    fn attempt_failed(&mut self, event: &AttemptFailed, at: u64) {
        let Some(attempt) = self.attempts.remove(&event.id) else {
            return;
        };
        self.scopes.remove(&event.id);
        self.stop_beneath(&attempt.id, at);
        let is_step = self.is_step(&attempt);
        let error = error_view(&event.error);
        let goes_on = self.visit(attempt.scope).is_some_and(|visit| {
            matches!(
                visit.plan,
                Plan::Parallel {
                    stop_on_failure: false,
                    ..
                } | Plan::Map {
                    stop_on_failure: false,
                    ..
                }
            )
        });
        let task = self.end_attempt(&attempt, at, Some(error.clone()));
        task.error = Some(error.clone());
        if event.retry.is_some() {
            task.status = StepStatus::Retrying;
        } else if !is_step {
            task.ended = Some(at);
            task.status = if goes_on {
                StepStatus::Handled
            } else {
                StepStatus::Failed
            };
            self.count_item(attempt.scope);
            if goes_on {
                self.summary.handled.push(HandledFailure {
                    path: event.path.to_string(),
                    error,
                    handler: None,
                });
            }
        }
    }

    fn step_succeeded(&mut self, event: &StepSucceeded, at: u64) {
        let Some(scope) = self.scopes.get_mut(&event.scope) else {
            return;
        };
        let Some(visit) = scope.visit.take() else {
            return;
        };
        let output = event.output.clone().or(visit.result).unwrap_or(visit.input);
        scope.value = output.clone();
        let prefix = box_id(&scope.path);
        let kind = match event.edge {
            Edge::Next | Edge::End => EdgeKind::Success,
            Edge::Branch => EdgeKind::Branch,
            Edge::Default => EdgeKind::Default,
        };
        let to = match &event.next {
            Some(next) => path::join(&prefix, &path::segment(next)),
            None => END.to_owned(),
        };
        let edge = edge_id(&visit.id, kind, &to);
        if event.scope == 0 {
            self.summary.succeeded += 1;
        }
        let step = self.change(visit.id);
        step.status = StepStatus::Succeeded;
        step.output = Some(output);
        step.error = None;
        step.ended = Some(at);
        self.take(edge);
    }

    fn step_failed(&mut self, event: &StepFailed, at: u64) {
        let id = box_id(&event.path);
        let error = error_view(&event.error);
        let step = self.change(id.clone());
        step.status = if event.handler.is_some() {
            StepStatus::Handled
        } else {
            StepStatus::Failed
        };
        step.error = Some(error.clone());
        step.ended = Some(at);
        self.stop_beneath(&id, at);
        let (Some(handler), Some(scope)) = (&event.handler, self.scopes.get_mut(&event.scope))
        else {
            return;
        };
        scope.value = handler.input.clone();
        scope.visit = None;
        let to = path::join(&box_id(&scope.path), &path::segment(&handler.step));
        self.take(edge_id(&id, EdgeKind::Failure, &to));
        self.summary.handled.push(HandledFailure {
            path: event.origin.as_ref().unwrap_or(&event.path).to_string(),
            error,
            handler: Some(handler.step.to_string()),
        });
    }

    /// The run takes an edge.
    fn take(&mut self, edge: String) {
        if self.taken.insert(edge.clone()) {
            self.newly_taken.push(edge);
        }
    }

    fn end(&mut self, status: RunStatus, at: u64) {
        self.summary.status = status;
        self.summary.duration = Some(at);
        self.stop_beneath("", at);
    }

    /// Marks what is under way within the box `id` as cancelled; an empty one is the run.
    fn stop_beneath(&mut self, id: &str, at: u64) {
        let beneath = |step: &str| match step.strip_prefix(id) {
            Some(rest) => id.is_empty() || rest.starts_with(['/', '[']),
            None => false,
        };
        let following = self.steps.range_mut(id.to_owned()..);
        for (step, view) in following.take_while(|(step, _)| step.starts_with(id)) {
            if !beneath(step) || !view.status.is_live() {
                continue;
            }
            view.status = StepStatus::Cancelled;
            view.ended = Some(at);
            for attempt in &mut view.attempts {
                attempt.ended.get_or_insert(at);
            }
            self.changed.insert(step.clone());
        }
    }

    fn open(&mut self, scope: u64, path: String, value: Json) {
        let visit = None;
        self.scopes
            .entry(scope)
            .or_insert(Scope { path, value, visit });
    }

    fn visit(&mut self, scope: u64) -> Option<&mut Visit> {
        self.scopes.get_mut(&scope)?.visit.as_mut()
    }

    /// Whether the attempt is of its step's one task.
    fn is_step(&mut self, attempt: &Attempt) -> bool {
        self.visit(attempt.scope)
            .is_some_and(|visit| visit.id == attempt.id)
    }

    fn end_attempt(
        &mut self,
        attempt: &Attempt,
        at: u64,
        error: Option<ErrorView>,
    ) -> &mut StepView {
        let step = self.change(attempt.id.clone());
        if let Some(attempt) = step.attempts.get_mut(attempt.index) {
            attempt.ended = Some(at);
            attempt.error = error;
        }
        step
    }

    fn change(&mut self, id: String) -> &mut StepView {
        self.changed.insert(id.clone());
        self.steps.entry(id).or_default()
    }
}

/// The items of the list at a pointer; none if it is no list.
fn list(input: &Json, pointer: &str) -> Vec<Json> {
    let list = input.at(pointer).and_then(|text| Json::parse(text).ok());
    list.and_then(|list| list.items()).unwrap_or_default()
}

/// An error as it is shown.
pub(crate) fn error_view(error: &ErrorInfo) -> ErrorView {
    ErrorView {
        name: error.name.to_string(),
        message: error.message.to_string(),
        stack: error.stack.as_deref().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests;
