//! Steps written once more: in the same text, or from one text to another.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    EditError, Edited,
    add::is_in,
    delete::named,
    draft::{Draft, Text, Where, object},
    form::{Form, Lines, indent_at},
    kinds::free_name,
    place::{Holder, Place, StepPlace, TaskPlace},
    references::By,
    source::Source,
    workflows::{Named, bring},
};
use crate::{
    json::quote,
    path,
    workflow::{keys, syntax::NodeId},
};

/// The steps of these ids as the text of a workflow, to be pasted anywhere.
///
/// # Errors
/// If the text is not JSON, or there are no such steps.
pub fn copy(text: &str, ids: &[String]) -> Result<String, EditError> {
    let source = Source::read(text)?;
    let mut steps = Vec::new();
    let mut workflows = Named::default();
    for id in ids {
        let place = source.place(id)?;
        workflows.find(&source, &place);
        let (name, json) = match place {
            Place::Step(step) => (step.name, source.written(step.node).to_owned()),
            Place::Task(task) => {
                let json = source.written(task.node);
                let is_function = source.string(task.node).is_some();
                let step = if is_function {
                    format!("{{\"func\":{json}}}")
                } else {
                    json.to_owned()
                };
                (task.name, step)
            }
        };
        if steps.iter().all(|(known, _)| *known != name) {
            steps.push((name, json));
        }
    }
    if steps.is_empty() {
        return Err(EditError::NoSteps);
    }
    let Form { newline, unit, .. } = &source.form;
    let listed = |key: &str, members: &[(String, String)]| {
        let members: Vec<String> = members
            .iter()
            .map(|(name, json)| format!("{}:{json}", quote(name)))
            .collect();
        let json = format!("{{{}}}", members.join(","));
        let json = source.form.write(&json, unit, Lines::Many);
        format!("{newline}{unit}\"{key}\": {json}")
    };
    let mut text = listed("steps", &steps);
    if !workflows.found.is_empty() {
        text = format!("{text},{}", listed("workflows", &workflows.found));
    }
    Ok(format!("{{{text}{newline}}}"))
}

pub(super) fn duplicate(source: &Source<'_>, ids: &[String]) -> Result<Edited, EditError> {
    let mut originals: Vec<StepPlace> = Vec::new();
    for id in ids {
        match source.place(id)? {
            Place::Step(step) => {
                if originals
                    .first()
                    .is_some_and(|first| !first.chain.is(&step.chain))
                {
                    let first = originals.swap_remove(0);
                    return Err(EditError::DifferentChains(first.name, step.name));
                }
                if originals.iter().all(|known| known.name != step.name) {
                    originals.push(step);
                }
            }
            Place::Task(task) if ids.len() == 1 => return Ok(duplicate_task(source, &task)),
            Place::Task(task) => return Err(EditError::IsATask(task.name)),
        }
    }
    let Some(first) = originals.first() else {
        return Err(EditError::NoSteps);
    };
    let chain = first.chain.clone();
    originals.sort_by_key(|step| source.span(step.node).start);
    let last = originals
        .last()
        .map_or(Where::Last, |step| Where::After(&step.name));
    let names = originals.iter().map(|step| step.name.clone()).collect();
    let copies = Copies::of(
        source,
        originals.iter().map(|step| (&*step.name, step.node)),
        |taken| is_in(source.steps(&chain), taken),
    );
    let mut draft = Draft::new(source);
    let mut select = None;
    if let Some(steps) = source.steps_node(&chain)? {
        for (name, text) in copies.texts(|_| true) {
            select.get_or_insert_with(|| chain.id_of(&name));
            draft.insert(steps, last, &name, text);
        }
    }
    Ok(Edited {
        text: draft.finish(),
        what: named("Duplicate", &names)?,
        select,
    })
}

fn duplicate_task(source: &Source<'_>, task: &TaskPlace) -> Edited {
    let taken = source.members(task.tasks);
    let name = free_name(&task.name, |name| is_in(taken, name));
    let mut draft = Draft::new(source);
    let text = moved(source, task.node, source.written(task.node).to_owned());
    draft.insert(task.tasks, Where::After(&task.name), &name, text);
    Edited {
        text: draft.finish(),
        what: format!("Duplicate `{}`", task.name),
        select: Some(path::join(&task.step.id(), &path::segment(&name))),
    }
}

pub(super) fn paste(
    source: &Source<'_>,
    text: &str,
    chain: &str,
    after: Option<&str>,
) -> Result<Edited, EditError> {
    let pasted = Source::read(text).map_err(|_| EditError::NothingToPaste)?;
    let from = pasted.whole();
    let steps = pasted.steps(&from).filter(|steps| !steps.is_empty());
    let steps = steps.ok_or(EditError::NothingToPaste)?;
    let chain = match source.holder(chain)? {
        Holder::Chain(chain) => chain,
        Holder::Tasks { step, .. } => return Err(EditError::NotAChain(step.name)),
    };
    let after = after.map(|after| source.step(after)).transpose()?;
    let place = match &after {
        Some(after) if after.chain.is(&chain) => Where::After(&after.name),
        _ => Where::Last,
    };
    let there = source.steps(&chain);
    let each = steps
        .iter()
        .map(|(name, member)| (name.as_ref(), member.value));
    let copies = Copies::of(&pasted, each, |taken| is_in(there, taken));
    let names: BTreeSet<String> = steps.keys().map(ToString::to_string).collect();
    let mut draft = Draft::new(source);
    let mut select = None;
    let mut texts = copies.texts(|to| is_in(there, to));
    if source.form.one_line {
        for (_, text) in &mut texts {
            *text = Text::Made(text.json().to_owned());
        }
    }
    if let Some(node) = source.steps_node(&chain)? {
        for (name, text) in texts {
            select.get_or_insert_with(|| chain.id_of(&name));
            draft.insert(node, place, &name, text);
        }
    } else {
        select = texts.first().map(|(name, _)| chain.id_of(name));
        let steps = object(texts.iter().map(|(name, text)| (name.as_str(), text)));
        draft.put(chain.workflow, keys::WORKFLOW, "steps", Text::Listed(steps));
    }
    bring(source, &pasted, &from, &mut draft);
    Ok(Edited {
        text: draft.finish(),
        what: named("Paste", &names)?,
        select,
    })
}

/// Steps with the names that they get where they are put.
struct Copies<'s, 't> {
    source: &'s Source<'t>,
    steps: Vec<(String, NodeId)>,
    names: BTreeMap<String, String>,
}

impl<'s, 't> Copies<'s, 't> {
    fn of<'n>(
        source: &'s Source<'t>,
        steps: impl Iterator<Item = (&'n str, NodeId)>,
        is_taken: impl Fn(&str) -> bool,
    ) -> Self {
        let steps: Vec<_> = steps.map(|(name, node)| (name.to_owned(), node)).collect();
        let mut given = BTreeSet::new();
        let mut names = BTreeMap::new();
        for (name, _) in &steps {
            // Nor one of the others' names, to which the steps may lead where they are put.
            let is_other =
                |wanted: &str| wanted != name && steps.iter().any(|(other, _)| other == wanted);
            let new = free_name(name, |wanted| {
                is_taken(wanted) || given.contains(wanted) || is_other(wanted)
            });
            given.insert(new.clone());
            names.insert(name.clone(), new);
        }
        Self {
            source,
            steps,
            names,
        }
    }

    /// The copies. They lead to one another; elsewhere only to steps that are there.
    fn texts(&self, is_there: impl Fn(&str) -> bool) -> Vec<(String, Text)> {
        let mut texts = Vec::new();
        for (name, node) in &self.steps {
            let mut draft = Draft::new(self.source);
            let mut lost: Vec<By<'_>> = Vec::new();
            for reference in self.source.references(*node) {
                match self.names.get(reference.to) {
                    Some(new) if new != reference.to => {
                        draft.replace(self.source.span(reference.node), new);
                    }
                    None if !is_there(reference.to) => lost.push(reference.by),
                    _ => {}
                }
            }
            draft.unlead(self.source, *node, &lost);
            let text = draft.part(self.source.span(*node));
            texts.push((self.names[name].clone(), moved(self.source, *node, text)));
        }
        texts
    }
}

/// A node's text, to be put elsewhere.
pub(super) fn moved(source: &Source<'_>, node: NodeId, text: String) -> Text {
    let start = source.span(node).start;
    let indent = indent_at(source.text, start).to_owned();
    if source.form.one_line {
        // It is one line because all is, and not because it is short.
        return Text::Made(text);
    }
    Text::Moved { text, indent }
}
