//! A step by itself: its one action, its numbers, and the keys that do nothing on it.

use std::sync::Arc;

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::{
    check::Checker,
    definition::{Func, MapDefinition, Nested, StepDefinition, TaskDefinition, WaitTime},
    diagnostic::Code,
    model::{Action, ChainId, Retry, Target, Wait},
    nesting::{NestingKey, step_pointer},
};
use crate::json::{pointer_segment, pointer_segments};

/// The longest time a definition can name, in seconds: some 31 years.
const MAX_SECONDS: u32 = 1_000_000_000;
/// By what a retry's delay can be multiplied at most.
const MAX_BACKOFF: u32 = 1000;
/// How many items of a map run at once by default, as in Amazon's Step Functions.
const CONCURRENCY: u32 = 40;

/// Whether no time at all makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seconds {
    FromNone,
    MoreThanNone,
}

impl<'d> Checker<'d, '_> {
    /// What the step does; what is wrong with that goes to the diagnostics.
    pub(super) fn action(
        &mut self,
        here: usize,
        workflow: &str,
        name: &'d str,
        step: &'d StepDefinition,
    ) -> Action {
        let at = |key: &str| step_pointer(workflow, name) + key;
        let doubtful = self.reports.doubts.any() && self.reports.doubts.about(&at(""));
        if !doubtful && self.is_one_action(step, &at) {
            self.check_effects(step, &at);
        }
        if let Some(func) = &step.func {
            return match func {
                Func::Function(function) => {
                    Action::Task(Target::Function(function.as_str().into()))
                }
                Func::Tasks(tasks) => Action::Parallel(
                    tasks
                        .iter()
                        .filter_map(|(task, content)| {
                            if task.is_empty() {
                                let message = "a task's name must not be empty".to_owned();
                                self.report(Code::OutOfRange, at("/func/"), message);
                            }
                            let target = match content {
                                TaskDefinition::Function(function) => {
                                    Target::Function(function.as_str().into())
                                }
                                TaskDefinition::Workflow(nested) => {
                                    let key = NestingKey::Task(task);
                                    self.nested(here, name, key, &nested.workflow)?
                                }
                            };
                            Some((task.as_str().into(), target))
                        })
                        .collect(),
                ),
            };
        }
        if let Some(nested) = &step.workflow {
            let target = self.nested(here, name, NestingKey::Workflow, nested);
            return target.map_or(Action::Pass, Action::Task);
        }
        if let Some(map) = &step.map {
            return self.map(here, name, map, doubtful, &at);
        }
        if let Some(wait) = &step.wait {
            return Action::Wait(self.wait(wait, || at("/wait")));
        }
        if let Some(fail) = &step.fail {
            return Action::Fail {
                error: fail.error.as_str().into(),
                message: fail.message.as_deref().unwrap_or_default().into(),
            };
        }
        Action::Pass
    }

    fn nested(
        &mut self,
        here: usize,
        step: &'d str,
        key: NestingKey<'d>,
        nested: &'d Nested,
    ) -> Option<Target> {
        let id = self
            .nesting
            .resolve(here, step, key, nested, &mut self.reports)?;
        Some(Target::Workflow(ChainId(u32::try_from(id).ok()?)))
    }

    fn map(
        &mut self,
        here: usize,
        name: &'d str,
        map: &'d MapDefinition,
        doubtful: bool,
        at: &impl Fn(&str) -> String,
    ) -> Action {
        match (&map.func, &map.workflow) {
            (Some(_), Some(_)) => {
                let message = "a map calls either a `func` or a `workflow`, not both".to_owned();
                self.report(Code::ManyActions, at("/map"), message);
            }
            (None, None) if !doubtful => {
                let message = "a map needs a `func` or a `workflow`".to_owned();
                self.report(Code::Missing, at("/map"), message);
            }
            _ => {}
        }
        let items = map.items.as_deref().unwrap_or_default();
        self.check_pointer(items, || at("/map/items"));
        if map.concurrency == Some(0) {
            let message = "`concurrency` must be at least 1".to_owned();
            self.report(Code::OutOfRange, at("/map/concurrency"), message);
        }
        let target = match (&map.func, &map.workflow) {
            (_, Some(nested)) => self.nested(here, name, NestingKey::Map, nested),
            (Some(function), None) => Some(Target::Function(function.as_str().into())),
            (None, None) => None,
        };
        target.map_or(Action::Pass, |target| Action::Map {
            target,
            items: items.into(),
            concurrency: map.concurrency.unwrap_or(CONCURRENCY),
        })
    }

    fn wait(&mut self, wait: &WaitTime, pointer: impl FnOnce() -> String) -> Wait {
        match wait {
            WaitTime::Seconds(seconds) => {
                Wait::For(self.seconds(*seconds, Seconds::FromNone, pointer))
            }
            WaitTime::Until(text) => {
                let Ok(time) = OffsetDateTime::parse(text, &Rfc3339) else {
                    self.report(
                        Code::OutOfRange,
                        pointer(),
                        format!(
                            "`{text}` is no ISO timestamp with an offset, such as `2030-01-31T12:00:00Z`"
                        ),
                    );
                    return Wait::Until(0);
                };
                let milliseconds = time.unix_timestamp() * 1000 + i64::from(time.millisecond());
                Wait::Until(u64::try_from(milliseconds).unwrap_or(0))
            }
        }
    }

    /// Whether the step has one action or none, and what goes with it; says so if not.
    fn is_one_action(&mut self, step: &StepDefinition, at: &impl Fn(&str) -> String) -> bool {
        let actions: Vec<&str> = [
            ("`func`", step.func.is_some()),
            ("`workflow`", step.workflow.is_some()),
            ("`map`", step.map.is_some()),
            ("`wait`", step.wait.is_some()),
            ("`fail`", step.fail.is_some()),
        ]
        .into_iter()
        .filter_map(|(key, is_there)| is_there.then_some(key))
        .collect();
        if actions.len() > 1 {
            let message = format!("a step has one action, not {}", actions.join(", "));
            self.report(Code::ManyActions, at(""), message);
            return false;
        }
        let (code, key, message) = match (&step.func, step.parallel == Some(true)) {
            (Some(Func::Tasks(_)), false) => (
                Code::WrongType,
                "/func",
                "a map of tasks needs `parallel: true`",
            ),
            (Some(Func::Function(_)), true) => (
                Code::WrongType,
                "/func",
                "with `parallel: true`, `func` is a map of tasks (an object in `{ }`), not one function's name",
            ),
            (None, true) => (
                Code::Missing,
                "",
                "`parallel: true` needs `func`, a map of tasks",
            ),
            _ => return true,
        };
        self.report(code, at(key), message.to_owned());
        false
    }

    /// Warns of keys that do nothing on such a step.
    fn check_effects(&mut self, step: &StepDefinition, at: &impl Fn(&str) -> String) {
        const CALL: &str = "without `func`, `workflow` or `map`";
        const FUNCTION: &str = "that calls no function";
        const FAIL: &str = "that always fails";
        let is_call = step.func.is_some() || step.workflow.is_some() || step.map.is_some();
        let calls_function = match (&step.func, &step.map) {
            (Some(Func::Function(_)), _) => true,
            (Some(Func::Tasks(tasks)), _) => tasks
                .values()
                .any(|task| matches!(task, TaskDefinition::Function(_))),
            (None, Some(map)) => map.func.is_some(),
            (None, None) => false,
        };
        let has_tasks = step.parallel == Some(true) || step.map.is_some();
        let has_branch = step.branch.as_ref().is_some_and(|b| !b.is_empty());
        let fails = step.fail.is_some();

        for (key, is_idle, on) in [
            ("retry", step.retry.is_some() && !is_call, CALL),
            ("timeout", step.timeout.is_some() && !is_call, CALL),
            ("params", step.params.is_some() && !calls_function, FUNCTION),
            (
                "isolated",
                step.isolated == Some(true) && !calls_function,
                FUNCTION,
            ),
            (
                "stopOnFailure",
                step.stop_on_failure == Some(true) && !has_tasks,
                "without `parallel: true` or `map`",
            ),
            (
                "branchOn",
                step.branch_on.is_some() && !has_branch,
                "without `branch`",
            ),
            (
                "branch",
                step.branch.is_some() && !has_branch,
                "while it is empty",
            ),
            ("branch", has_branch && fails, FAIL),
            ("nextStep", step.next_step.is_some() && fails, FAIL),
        ] {
            if is_idle {
                let message = if key == "branch" && !has_branch {
                    "an empty `branch` does nothing".to_owned()
                } else {
                    format!("`{key}` does nothing on a step {on}")
                };
                self.report(Code::NoEffect, at(&format!("/{key}")), message);
            }
        }
    }

    /// The retry rules with their defaults filled in.
    pub(super) fn retry(
        &mut self,
        workflow: &str,
        name: &str,
        step: &StepDefinition,
    ) -> Vec<Retry> {
        let rules = step.retry.iter().flatten().enumerate();
        rules
            .map(|(i, rule)| {
                let pointer = step_pointer(workflow, name) + &format!("/retry/{i}");
                let mut delay = |seconds: f64, key: &str| {
                    let pointer = || format!("{pointer}/{key}");
                    #[expect(
                        clippy::cast_precision_loss,
                        reason = "at most 10¹² milliseconds, well within 53 bits"
                    )]
                    let milliseconds = self.seconds(seconds, Seconds::FromNone, pointer) as f64;
                    milliseconds
                };
                let interval = delay(rule.interval.unwrap_or(1.0), "interval");
                let max_delay = rule.max_delay.map(|seconds| delay(seconds, "maxDelay"));
                let backoff = rule.backoff.unwrap_or(2.0);
                if !(1.0..=f64::from(MAX_BACKOFF)).contains(&backoff) {
                    let backoff = shown(backoff);
                    let message =
                        format!("expected a factor from 1 to {MAX_BACKOFF}, found {backoff}");
                    self.report(Code::OutOfRange, format!("{pointer}/backoff"), message);
                }
                Retry {
                    errors: self.errors(&rule.errors, &pointer),
                    max_retries: rule.max_retries.unwrap_or(3),
                    interval,
                    backoff,
                    max_delay,
                    jitter: rule.jitter == Some(true),
                }
            })
            .collect()
    }

    /// The error names of the rule at `pointer`.
    pub(super) fn errors(&mut self, errors: &[String], pointer: &str) -> Vec<Arc<str>> {
        if errors.is_empty() && !self.reports.doubts.any() {
            let message = "a rule that names no error never matches".to_owned();
            self.report(Code::NoEffect, format!("{pointer}/errors"), message);
        }
        for (i, error) in errors.iter().enumerate() {
            if error.starts_with("Run.") {
                let message = format!("`{error}` ends the run and cannot be retried or handled");
                self.report(Code::NoEffect, format!("{pointer}/errors/{i}"), message);
            }
        }
        errors.iter().map(|error| error.as_str().into()).collect()
    }

    /// Seconds in milliseconds.
    pub(super) fn seconds(
        &mut self,
        seconds: f64,
        least: Seconds,
        pointer: impl FnOnce() -> String,
    ) -> u64 {
        let more_than_none = least == Seconds::MoreThanNone;
        if !(0.0..=f64::from(MAX_SECONDS)).contains(&seconds) || (more_than_none && seconds == 0.0)
        {
            let least = if more_than_none {
                "more than 0"
            } else {
                "at least 0"
            };
            let seconds = shown(seconds);
            let message =
                format!("expected seconds, {least} and at most {MAX_SECONDS}, found {seconds}");
            self.report(Code::OutOfRange, pointer(), message);
            return 0;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range is checked just before"
        )]
        let milliseconds = (seconds * 1000.0).round() as u64;
        milliseconds.max(u64::from(more_than_none))
    }

    /// Reports what is no JSON pointer.
    pub(super) fn check_pointer(&mut self, pointer: &str, at: impl FnOnce() -> String) {
        if pointer_segments(pointer).is_none() {
            let suggestion = format!("/{}", pointer_segment(pointer));
            let message = format!("`{pointer}` is no JSON pointer, such as `/{}`", "order/id");
            self.report(Code::OutOfRange, at(), message);
            if let Some(last) = self.reports.diagnostics.last_mut() {
                last.suggestion = (!pointer.starts_with('/')).then_some(suggestion);
            }
        }
    }
}

/// The shortest text that stands for a number, by the writer that `serde_json` has, too: a sixth of the wasm of
/// the standard library's.
fn shown(number: f64) -> String {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format(number);
    text.strip_suffix(".0").unwrap_or(text).to_owned()
}
