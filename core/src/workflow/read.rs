//! From text to a [`Definition`]: keys and types. Whether it makes sense as a workflow is `check`'s question.
//!
//! Reading goes on after every error. What could not be read is left out, and noted in [`Doubts`], so that
//! nothing is said about what only seems to be missing. Nested workflows wait in a list: no recursion.

use rustc_hash::FxHashSet;

use super::{
    definition::{Definition, Func, Nested, NestedTask, TaskDefinition},
    diagnostic::Diagnostic,
    keys,
    suggest::Suggestions,
    syntax::{Members, NodeId, Tree, Value},
    values::{A_STEP, A_STRING, A_WORKFLOW, At, MAX_WHOLE_NUMBER, SECONDS},
};

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
        misspelt: Vec::new(),
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
        reader.wrong_type(root, At::new("", root), A_WORKFLOW);
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
pub(super) enum Slot {
    Root,
    Named(String),
    Step(String),
    Map(String),
    Task(String, String),
}

pub(super) struct Reader<'r, 't> {
    pub(super) tree: &'r Tree<'t>,
    /// Whether the text has syntax errors.
    pub(super) broken: bool,
    pub(super) diagnostics: &'r mut Vec<Diagnostic>,
    /// How many values could not be read so far, with or without a diagnostic of their own.
    pub(super) slips: usize,
    pub(super) suggestions: Suggestions,
    /// The keys that unknown ones of the object read last were most likely meant to be.
    pub(super) misspelt: Vec<String>,
    doubts: Doubts,
    nested: Vec<Waiting>,
}

impl<'r, 't> Reader<'r, 't> {
    /// Puts a workflow on the list of those to read; its place is held until then.
    pub(super) fn nest(&mut self, outer: usize, slot: Slot, node: NodeId, at: At<'_>) {
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
        let Some(members) = self.object(at, keys::WORKFLOW, A_WORKFLOW) else {
            for place in ["", "/steps", "/workflows"] {
                self.doubts.places.insert(format!("{pointer}{place}"));
            }
            return definition;
        };
        definition.name = self.string(at, members, "name", A_STRING);
        definition.start_at = self.string(at, members, "startAt", A_STEP);
        definition.timeout = self.number(at, members, "timeout", SECONDS);
        definition.allow_cycles = self.flag(at, members, "allowCycles");
        definition.max_steps = self.whole(at, members, "maxSteps", MAX_WHOLE_NUMBER);
        if self.slips > before {
            self.doubts.places.insert(pointer.to_owned());
        }
        self.steps(at, members, here, &mut definition);
        if let Some(member) = members.get("workflows") {
            let at = at.member("workflows", member.value);
            match self.map(at, "a map from name to workflow (an object in `{ }`)") {
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
                "a map from name to step (an object in `{ }`)",
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
}
