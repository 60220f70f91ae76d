//! Reading a step out of the tree.

use rustc_hash::FxBuildHasher;

use super::{
    definition::{
        Branch, FailDefinition, FailureHandlers, FailureRule, Func, MapDefinition, Nested,
        NestedTask, RetryRule, StepDefinition, TaskDefinition, WaitTime,
    },
    diagnostic::Code,
    keys,
    number::nearest_double,
    read::{Reader, Slot},
    syntax::{Members, Value},
    values::{A_FUNCTION, A_POINTER, A_STEP, A_STRING, At, SECONDS},
};
use crate::{Json, JsonError, Map, json::MAX_DEPTH};

impl<'r, 't> Reader<'r, 't> {
    pub(super) fn step(&mut self, at: At<'_>, here: usize, name: &str) -> StepDefinition {
        let Some(members) = self.object(at, keys::STEP, "a step (an object in `{ }`)") else {
            return StepDefinition::default();
        };
        let m = members;
        StepDefinition {
            func: m.get("func").and_then(|member| {
                let at = at.member("func", member.value);
                self.func(at, here, name)
            }),
            workflow: self.nested(at, m, here, || Slot::Step(name.to_owned())),
            map: m.get("map").and_then(|member| {
                let at = at.member("map", member.value);
                self.map_action(at, here, name)
            }),
            wait: m.get("wait").and_then(|member| {
                let at = at.member("wait", member.value);
                self.wait(at)
            }),
            fail: m.get("fail").and_then(|member| {
                let at = at.member("fail", member.value);
                self.fail(at)
            }),
            parallel: self.flag(at, m, "parallel"),
            stop_on_failure: self.flag(at, m, "stopOnFailure"),
            next_step: self.string(at, m, "nextStep", A_STEP),
            branch: m.get("branch").and_then(|member| {
                let at = at.member("branch", member.value);
                self.branch(at)
            }),
            branch_on: self.string(at, m, "branchOn", A_POINTER),
            on_failure: m.get("onFailure").and_then(|member| {
                let at = at.member("onFailure", member.value);
                self.on_failure(at)
            }),
            retry: m.get("retry").and_then(|member| {
                let at = at.member("retry", member.value);
                self.retry(at)
            }),
            timeout: self.number(at, m, "timeout", SECONDS),
            params: m.get("params").and_then(|member| {
                let at = at.member("params", member.value);
                self.json(at)
            }),
            isolated: self.flag(at, m, "isolated"),
            comment: self.string(at, m, "comment", A_STRING),
        }
    }

    fn func(&mut self, at: At<'_>, here: usize, step: &str) -> Option<Func> {
        const FUNC: &str = "a function's name (a string), or with `parallel: true` a map of tasks (an object in `{ }`)";
        let tree = self.tree;
        let tasks = match &tree.node(at.node).value {
            Value::String(name) => return Some(Func::Function(name.to_string())),
            Value::Object(tasks) => tasks,
            _ => {
                self.wrong_type(at.node, at, FUNC);
                return None;
            }
        };
        let mut read = Map::with_capacity_and_hasher(tasks.len(), FxBuildHasher);
        for (name, member) in tasks.iter() {
            let at = at.member(name, member.value);
            let task = match &tree.node(member.value).value {
                Value::String(function) => Some(TaskDefinition::Function(function.to_string())),
                _ => self
                    .object(
                        at,
                        keys::TASK,
                        "a function's name (a string) or `{ \"workflow\": … }`",
                    )
                    .and_then(|members| {
                        if members.get("workflow").is_none() {
                            self.missing(at, "workflow");
                        }
                        let slot = || Slot::Task(step.to_owned(), name.to_string());
                        let workflow = self.nested(at, members, here, slot)?;
                        Some(TaskDefinition::Workflow(NestedTask { workflow }))
                    }),
            };
            if let Some(task) = task {
                read.insert(name.to_string(), task);
            }
        }
        Some(Func::Tasks(read))
    }

    /// The `workflow` of a step, a task or a map.
    fn nested(
        &mut self,
        at: At<'_>,
        members: &'r Members<'t>,
        here: usize,
        slot: impl FnOnce() -> Slot,
    ) -> Option<Nested> {
        let node = members.get("workflow")?.value;
        let at = at.member("workflow", node);
        match &self.tree.node(node).value {
            Value::String(name) => Some(Nested::Name(name.to_string())),
            Value::Object(_) => {
                self.nest(here, slot(), node, at);
                Some(Nested::Inline(Box::default()))
            }
            _ => {
                self.wrong_type(
                    node,
                    at,
                    "a workflow (an object in `{ }`) or the name of one in `workflows` (a string)",
                );
                None
            }
        }
    }

    fn map_action(&mut self, at: At<'_>, here: usize, step: &str) -> Option<MapDefinition> {
        let members = self.object(at, keys::MAP, "an object with `func` or `workflow`")?;
        Some(MapDefinition {
            func: self.string(at, members, "func", A_FUNCTION),
            workflow: self.nested(at, members, here, || Slot::Map(step.to_owned())),
            items: self.string(at, members, "items", A_POINTER),
            concurrency: self
                .whole(at, members, "concurrency", u64::from(u32::MAX))
                .and_then(|n| u32::try_from(n).ok()),
        })
    }

    fn wait(&mut self, at: At<'_>) -> Option<WaitTime> {
        match &self.tree.node(at.node).value {
            Value::String(time) => Some(WaitTime::Until(time.to_string())),
            Value::Number(text) => Some(WaitTime::Seconds(nearest_double(text))),
            _ => {
                self.wrong_type(
                    at.node,
                    at,
                    "a number of seconds or an ISO timestamp (a string)",
                );
                None
            }
        }
    }

    fn fail(&mut self, at: At<'_>) -> Option<FailDefinition> {
        let members = self.object(at, keys::FAIL, "an object with `error`")?;
        if !members.contains_key("error") {
            self.missing(at, "error");
        }
        Some(FailDefinition {
            error: self
                .string(at, members, "error", "an error's name (a string)")
                .unwrap_or_default(),
            message: self.string(at, members, "message", A_STRING),
        })
    }

    fn branch(&mut self, at: At<'_>) -> Option<Branch> {
        if matches!(self.tree.node(at.node).value, Value::Array(_)) {
            self.report(
                Code::Reserved,
                self.tree.node(at.node).span,
                at.pointer(),
                "a list of rules is reserved for a later version; write a map from result to step"
                    .to_owned(),
            );
            return None;
        }
        let members = self.map(at, "a map from result to step (an object in `{ }`)")?;
        let mut branch = Branch::with_capacity_and_hasher(members.len(), FxBuildHasher);
        for (key, _) in members {
            if let Some(step) = self.string(at, members, key, A_STEP) {
                branch.insert(key.to_string(), step);
            }
        }
        Some(branch)
    }

    fn on_failure(&mut self, at: At<'_>) -> Option<FailureHandlers> {
        if let Value::String(step) = &self.tree.node(at.node).value {
            return Some(FailureHandlers::Step(step.to_string()));
        }
        let items = self.list(at, "a step's name (a string) or a list of rules in `[ ]`")?;
        let mut rules = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            let at = at.item(i, *item);
            let what = "a rule (an object with `errors` and `goTo`)";
            let Some(members) = self.object(at, keys::FAILURE_RULE, what) else {
                continue;
            };
            let errors = self.errors(at, members);
            if !members.contains_key("goTo") {
                self.missing(at, "goTo");
            }
            let go_to = self.string(at, members, "goTo", A_STEP);
            if let (Some(errors), Some(go_to)) = (errors, go_to) {
                rules.push(FailureRule { errors, go_to });
            }
        }
        Some(FailureHandlers::Rules(rules))
    }

    fn retry(&mut self, at: At<'_>) -> Option<Vec<RetryRule>> {
        let items = self.list(at, "a list of rules in `[ ]`")?;
        let mut rules = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            let at = at.item(i, *item);
            let what = "a rule (an object with `errors`)";
            let Some(members) = self.object(at, keys::RETRY_RULE, what) else {
                continue;
            };
            rules.push(RetryRule {
                errors: self.errors(at, members).unwrap_or_default(),
                max_retries: self
                    .whole(at, members, "maxRetries", u64::from(u32::MAX))
                    .and_then(|n| u32::try_from(n).ok()),
                interval: self.number(at, members, "interval", SECONDS),
                backoff: self.number(at, members, "backoff", "a number"),
                max_delay: self.number(at, members, "maxDelay", SECONDS),
                jitter: self.flag(at, members, "jitter"),
            });
        }
        Some(rules)
    }

    fn errors(&mut self, at: At<'_>, members: &Members<'t>) -> Option<Vec<String>> {
        let Some(member) = members.get("errors") else {
            self.missing(at, "errors");
            return None;
        };
        let at = at.member("errors", member.value);
        let items = self.list(at, "a list of error names in `[ ]`")?;
        let mut errors = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            match &self.tree.node(*item).value {
                Value::String(name) => errors.push(name.to_string()),
                _ => self.wrong_type(*item, at.item(i, *item), "an error's name (a string)"),
            }
        }
        Some(errors)
    }

    fn json(&mut self, at: At<'_>) -> Option<Json> {
        let span = self.tree.node(at.node).span;
        match Json::parse(&self.tree.text[span.start..span.end]) {
            Ok(json) => Some(json),
            // The text's own errors are reported already.
            Err(JsonError::Syntax(_)) if self.broken => None,
            Err(error) => {
                let code = match error {
                    JsonError::Syntax(_) => Code::Syntax,
                    JsonError::TooDeep => Code::TooDeep,
                    JsonError::TooLarge(_) => Code::OutOfRange,
                };
                let message = match error {
                    JsonError::TooDeep => format!("a value nested deeper than {MAX_DEPTH} levels"),
                    error => error.to_string(),
                };
                self.report(code, span, at.pointer(), message);
                None
            }
        }
    }
}
