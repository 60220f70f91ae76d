//! From text to a [`Definition`]: keys and types. Whether it makes sense as a workflow is `check`'s question.
//!
//! Reading goes on after every error. What could not be read is left out, and noted in [`Doubts`], so that
//! nothing is said about what only seems to be missing. Nested workflows wait in a list: no recursion.

use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use super::{
    definition::{
        Branch, Definition, FailDefinition, FailureHandlers, FailureRule, Func, MapDefinition,
        Nested, NestedTask, RetryRule, StepDefinition, TaskDefinition, WaitTime,
    },
    diagnostic::{Code, Diagnostic},
    keys,
    suggest::Suggestions,
    syntax::{Members, NodeId, Tree, Value},
    values::At,
};
use crate::{Json, JsonError, json::MAX_DEPTH};

/// What was left out of a definition because it could not be read.
#[derive(Default)]
pub(super) struct Doubts {
    /// Part of the text was lost: nothing can be said about what is missing anywhere.
    pub(super) everything: bool,
    /// JSON pointers of workflows and steps that have errors of their own, and of `steps` and `workflows`
    /// that are not whole.
    places: FxHashSet<String>,
}

impl Doubts {
    /// Whether something of what is at `pointer` itself could not be read.
    pub(super) fn about(&self, pointer: &str) -> bool {
        self.everything || (!self.places.is_empty() && self.places.contains(pointer))
    }

    pub(super) fn any(&self) -> bool {
        self.everything || !self.places.is_empty()
    }
}

/// The definition in `tree`, or `None` when there is no object in it; what is wrong goes to `diagnostics`.
pub(super) fn read(
    tree: &Tree<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<Definition>, Doubts) {
    let mut reader = Reader {
        tree,
        broken: !diagnostics.is_empty(),
        diagnostics,
        slips: 0,
        suggestions: Suggestions::new(),
        doubts: Doubts {
            everything: tree.lossy,
            places: FxHashSet::default(),
        },
        nested: Vec::new(),
    };
    let Some(root) = tree.root() else {
        return (None, reader.doubts);
    };
    if !matches!(tree.node(root).value, Value::Object(_)) {
        reader.wrong_type(root, At::new("", root), "a workflow, an object in `{ }`");
        return (None, reader.doubts);
    }
    reader.nest(0, Slot::Root, root, At::new("", root));
    let mut definitions = Vec::new();
    while definitions.len() < reader.nested.len() {
        let here = definitions.len();
        let next = &reader.nested[here];
        let (node, pointer) = (next.node, next.pointer.clone());
        definitions.push(reader.workflow(here, node, &pointer));
    }
    let (nested, doubts) = (reader.nested, reader.doubts);
    (assemble(definitions, nested), doubts)
}

/// Puts each nested workflow into the one around it, the innermost first.
fn assemble(mut definitions: Vec<Definition>, nested: Vec<Waiting>) -> Option<Definition> {
    for waiting in nested.into_iter().skip(1).rev() {
        let definition = definitions.pop()?;
        let outer = &mut definitions[waiting.outer];
        let inline = |definition| Nested::Inline(Box::new(definition));
        match waiting.slot {
            Slot::Root => {}
            Slot::Named(name) => {
                outer.workflows.insert(name, definition);
            }
            Slot::Step(step) => {
                if let Some(step) = outer.steps.get_mut(&step) {
                    step.workflow = Some(inline(definition));
                }
            }
            Slot::Map(step) => {
                if let Some(map) = outer.steps.get_mut(&step).and_then(|s| s.map.as_mut()) {
                    map.workflow = Some(inline(definition));
                }
            }
            Slot::Task(step, task) => {
                let func = outer.steps.get_mut(&step).and_then(|s| s.func.as_mut());
                if let Some(Func::Tasks(tasks)) = func {
                    let workflow = inline(definition);
                    tasks.insert(task, TaskDefinition::Workflow(NestedTask { workflow }));
                }
            }
        }
    }
    definitions.pop()
}

/// A nested workflow that is still to be read.
struct Waiting {
    outer: usize,
    slot: Slot,
    node: NodeId,
    pointer: String,
}

/// Where in the workflow around it a nested one belongs.
enum Slot {
    Root,
    Named(String),
    Step(String),
    Map(String),
    Task(String, String),
}

pub(super) struct Reader<'r, 't> {
    pub(super) tree: &'r Tree<'t>,
    /// Whether the text has syntax errors.
    broken: bool,
    pub(super) diagnostics: &'r mut Vec<Diagnostic>,
    /// How many values could not be read so far, with or without a diagnostic of their own.
    pub(super) slips: usize,
    pub(super) suggestions: Suggestions,
    doubts: Doubts,
    nested: Vec<Waiting>,
}

impl<'r, 't> Reader<'r, 't> {
    /// Puts a workflow on the list of those to read; its place is held until then.
    fn nest(&mut self, outer: usize, slot: Slot, node: NodeId, at: At<'_>) {
        self.nested.push(Waiting {
            outer,
            slot,
            node,
            pointer: at.pointer(),
        });
    }

    fn workflow(&mut self, here: usize, node: NodeId, pointer: &str) -> Definition {
        let at = At::new(pointer, node);
        let mut definition = Definition::default();
        let before = self.slips;
        let Some(members) = self.object(at, keys::WORKFLOW, "a workflow, an object in `{ }`")
        else {
            for place in ["", "/steps", "/workflows"] {
                self.doubts.places.insert(format!("{pointer}{place}"));
            }
            return definition;
        };
        definition.name = self.string(at, members, "name", "a text");
        definition.start_at = self.string(at, members, "startAt", "a step's name, a string");
        definition.timeout = self.number(at, members, "timeout", "seconds, a number");
        definition.allow_cycles = self.flag(at, members, "allowCycles");
        definition.max_steps = self.whole(at, members, "maxSteps", u64::MAX);
        if self.slips > before {
            self.doubts.places.insert(pointer.to_owned());
        }
        self.steps(at, members, here, &mut definition);
        if let Some(member) = members.get("workflows") {
            let at = at.member("workflows", member.value);
            match self.map(at, "a map from name to workflow, an object in `{ }`") {
                None => {
                    self.doubts.places.insert(at.pointer());
                }
                Some(workflows) => {
                    for (name, member) in workflows {
                        let at = at.member(name, member.value);
                        definition
                            .workflows
                            .insert(name.to_string(), Definition::default());
                        self.nest(here, Slot::Named(name.to_string()), member.value, at);
                    }
                }
            }
        }
        definition
    }

    fn steps(
        &mut self,
        at: At<'_>,
        members: &'r Members<'t>,
        here: usize,
        definition: &mut Definition,
    ) {
        let steps = match members.get("steps") {
            None => {
                self.missing(at, "steps");
                None
            }
            Some(member) => self.map(
                at.member("steps", member.value),
                "a map from name to step, an object in `{ }`",
            ),
        };
        let Some(steps) = steps else {
            self.doubts.places.insert(format!("{}/steps", at.pointer()));
            return;
        };
        definition.steps.reserve(steps.len());
        let at = at.member("steps", at.node);
        for (name, member) in steps {
            let at = at.member(name, member.value);
            let before = self.slips;
            let step = self.step(at, here, name);
            if self.slips > before {
                self.doubts.places.insert(at.pointer());
            }
            definition.steps.insert(name.to_string(), step);
        }
    }

    fn step(&mut self, at: At<'_>, here: usize, name: &str) -> StepDefinition {
        const A_STEP: &str = "a step's name, a string";
        let Some(members) = self.object(at, keys::STEP, "a step, an object in `{ }`") else {
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
            branch_on: self.string(at, m, "branchOn", "a JSON pointer, a string"),
            on_failure: m.get("onFailure").and_then(|member| {
                let at = at.member("onFailure", member.value);
                self.on_failure(at)
            }),
            retry: m.get("retry").and_then(|member| {
                let at = at.member("retry", member.value);
                self.retry(at)
            }),
            timeout: self.number(at, m, "timeout", "seconds, a number"),
            params: m.get("params").and_then(|member| {
                let at = at.member("params", member.value);
                self.json(at)
            }),
            isolated: self.flag(at, m, "isolated"),
            comment: self.string(at, m, "comment", "a text"),
        }
    }

    fn func(&mut self, at: At<'_>, here: usize, step: &str) -> Option<Func> {
        const FUNC: &str = "a function's name, a string, or with `parallel: true` a map of tasks, an object in `{ }`";
        let tree = self.tree;
        let tasks = match &tree.node(at.node).value {
            Value::String(name) => return Some(Func::Function(name.to_string())),
            Value::Object(tasks) => tasks,
            _ => {
                self.wrong_type(at.node, at, FUNC);
                return None;
            }
        };
        let mut read = IndexMap::with_capacity(tasks.len());
        for (name, member) in tasks.iter() {
            let at = at.member(name, member.value);
            let task = match &tree.node(member.value).value {
                Value::String(function) => Some(TaskDefinition::Function(function.to_string())),
                _ => self
                    .object(
                        at,
                        keys::TASK,
                        "a function's name, a string, or `{ \"workflow\": … }`",
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
                    "a workflow, an object in `{ }`, or the name of one in `workflows`, a string",
                );
                None
            }
        }
    }

    fn map_action(&mut self, at: At<'_>, here: usize, step: &str) -> Option<MapDefinition> {
        let members = self.object(
            at,
            keys::MAP,
            "an object with `func` or `workflow` in `{ }`",
        )?;
        Some(MapDefinition {
            func: self.string(at, members, "func", "a function's name, a string"),
            workflow: self.nested(at, members, here, || Slot::Map(step.to_owned())),
            items: self.string(at, members, "items", "a JSON pointer, a string"),
            concurrency: self
                .whole(at, members, "concurrency", u64::from(u32::MAX))
                .and_then(|n| u32::try_from(n).ok()),
        })
    }

    fn wait(&mut self, at: At<'_>) -> Option<WaitTime> {
        match &self.tree.node(at.node).value {
            Value::String(time) => Some(WaitTime::Until(time.to_string())),
            Value::Number(text) => text.parse().ok().map(WaitTime::Seconds),
            _ => {
                self.wrong_type(
                    at.node,
                    at,
                    "seconds, a number, or an ISO timestamp, a string",
                );
                None
            }
        }
    }

    fn fail(&mut self, at: At<'_>) -> Option<FailDefinition> {
        let members = self.object(at, keys::FAIL, "an object with `error` in `{ }`")?;
        if !members.contains_key("error") {
            self.missing(at, "error");
        }
        Some(FailDefinition {
            error: self
                .string(at, members, "error", "an error's name, a string")
                .unwrap_or_default(),
            message: self.string(at, members, "message", "a text"),
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
        let members = self.map(at, "a map from result to step, an object in `{ }`")?;
        let mut branch = Branch::with_capacity(members.len());
        for (key, _) in members {
            if let Some(step) = self.string(at, members, key, "a step's name, a string") {
                branch.insert(key.to_string(), step);
            }
        }
        Some(branch)
    }

    fn on_failure(&mut self, at: At<'_>) -> Option<FailureHandlers> {
        if let Value::String(step) = &self.tree.node(at.node).value {
            return Some(FailureHandlers::Step(step.to_string()));
        }
        let items = self.list(at, "a step's name, a string, or a list of rules in `[ ]`")?;
        let mut rules = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            let at = at.item(i, *item);
            let what = "a rule, an object with `errors` and `goTo` in `{ }`";
            let Some(members) = self.object(at, keys::FAILURE_RULE, what) else {
                continue;
            };
            let errors = self.errors(at, members);
            if !members.contains_key("goTo") {
                self.missing(at, "goTo");
            }
            let go_to = self.string(at, members, "goTo", "a step's name, a string");
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
            let what = "a rule, an object with `errors` in `{ }`";
            let Some(members) = self.object(at, keys::RETRY_RULE, what) else {
                continue;
            };
            rules.push(RetryRule {
                errors: self.errors(at, members).unwrap_or_default(),
                max_retries: self
                    .whole(at, members, "maxRetries", u64::from(u32::MAX))
                    .and_then(|n| u32::try_from(n).ok()),
                interval: self.number(at, members, "interval", "seconds, a number"),
                backoff: self.number(at, members, "backoff", "a factor, a number"),
                max_delay: self.number(at, members, "maxDelay", "seconds, a number"),
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
                _ => self.wrong_type(*item, at.item(i, *item), "an error's name, a string"),
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
