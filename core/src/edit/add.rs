//! New steps: alone, after another, or between two.

use super::{
    EditError, Edited, Kind, Via, Way,
    connect::end_of,
    draft::{Draft, Text, Where, object},
    kinds::{HANDLER, free_name},
    place::{Chain, Holder, StepPlace},
    source::Source,
};
use crate::{
    json::quote,
    layout::START,
    path,
    workflow::{
        keys,
        syntax::{Members, NodeId},
    },
};

pub(super) fn add(
    source: &Source<'_>,
    chain: &str,
    (kind, name): (Kind, Option<&str>),
    after: Option<&str>,
    via: Option<&Via>,
) -> Result<Edited, EditError> {
    let chain = match source.holder(chain)? {
        Holder::Chain(chain) => chain,
        Holder::Tasks { step, tasks } => return add_task(source, &step, tasks, (kind, name)),
    };
    let name = match name {
        Some(name) => given(source.steps(&chain), name)?,
        None if kind == Kind::Task && via == Some(&Via::Failure) => {
            source.free_step_name(&chain, HANDLER)
        }
        None => source.free_step_name(&chain, kind.name()),
    };
    let mut draft = Draft::new(source);
    let (mut next, mut place) = (None, Where::Last);
    let after = after.map(|after| source.step(after)).transpose()?;
    if let Some(after) = &after {
        if !after.chain.is(&chain) {
            return Err(EditError::DifferentChains(after.name.clone(), name));
        }
        place = Where::After(&after.name);
        let last = source.references_by(after.node, Way::Branch, None);
        let last = last.last().map(|reference| reference.to);
        if let (Some(Via::Branch(_)), Some(last)) = (via, last) {
            // Behind those that the other branches lead to.
            place = Where::After(last);
        }
        let has = |key| source.get(after.node, key).is_some();
        let way = match via {
            // What fails on purpose would cut off what is next.
            None if kind == Kind::Fail && has("nextStep") && !has("onFailure") => {
                (Way::Failure, None)
            }
            None | Some(Via::Success) => (Way::Success, None),
            Some(Via::Failure) => (Way::Failure, None),
            Some(Via::Branch(key)) => (Way::Branch, Some(key.as_str())),
        };
        next = follow(source, &mut draft, after, way, &name)?;
    }
    put_step(source, &mut draft, &chain, place, &name, kind, next)?;
    Ok(added(&draft, &chain, "Add", &name))
}

pub(super) fn insert(
    source: &Source<'_>,
    from: &str,
    to: Option<&str>,
    way: Way,
    key: Option<&str>,
    kind: Kind,
) -> Result<Edited, EditError> {
    let to = end_of(source, to)?;
    if from == START {
        return insert_first(source, to.as_ref(), kind);
    }
    let from = source.step(from)?;
    let name = source.free_step_name(&from.chain, kind.name());
    let mut draft = Draft::new(source);
    let Some(to) = to else {
        let next = follow(source, &mut draft, &from, (way, key), &name)?;
        put_step(
            source,
            &mut draft,
            &from.chain,
            Where::After(&from.name),
            &name,
            kind,
            next,
        )?;
        return Ok(added(&draft, &from.chain, "Insert", &name));
    };
    let mut references = source.references_by(from.node, way, key);
    references.retain(|reference| reference.to == to.name);
    if references.is_empty() || !from.chain.is(&to.chain) {
        return Err(EditError::NoSuchEdge(from.name, to.name));
    }
    for reference in references {
        draft.lead(source, from.node, reference.by, &name)?;
    }
    put_step(
        source,
        &mut draft,
        &from.chain,
        Where::After(&from.name),
        &name,
        kind,
        Some(&to.name),
    )?;
    Ok(added(&draft, &from.chain, "Insert", &name))
}

fn insert_first(
    source: &Source<'_>,
    to: Option<&StepPlace>,
    kind: Kind,
) -> Result<Edited, EditError> {
    let chain = to.map_or_else(|| source.whole(), |to| to.chain.clone());
    let name = source.free_step_name(&chain, kind.name());
    let first = to
        .map(|to| to.name.as_str())
        .or_else(|| source.start_of(&chain));
    let mut draft = Draft::new(source);
    if source.get(chain.workflow, "startAt").is_some() {
        draft.put(
            chain.workflow,
            keys::WORKFLOW,
            "startAt",
            Text::Made(quote(&name)),
        );
    }
    put_step(source, &mut draft, &chain, Where::First, &name, kind, first)?;
    Ok(added(&draft, &chain, "Insert", &name))
}

/// Makes a step lead to `name`, and answers with the step that it led to so far.
fn follow<'s>(
    source: &'s Source<'_>,
    draft: &mut Draft<'s, '_>,
    from: &StepPlace,
    (way, key): (Way, Option<&str>),
    name: &str,
) -> Result<Option<&'s str>, EditError> {
    if matches!(way, Way::Success | Way::Default) && source.get(from.node, "fail").is_some() {
        // Nothing follows a step that fails on purpose.
        return Ok(None);
    }
    let wanted = if way == Way::Failure {
        key.or(Some("*"))
    } else {
        key
    };
    let old = source
        .references_by(from.node, way, wanted)
        .into_iter()
        .next();
    match &old {
        Some(reference) => draft.lead(source, from.node, reference.by, name)?,
        None => draft.lead_anew(source, from.node, way, key, name)?,
    }
    Ok(old
        .map(|reference| reference.to)
        .filter(|to| *to != from.name))
}

fn put_step(
    source: &Source<'_>,
    draft: &mut Draft<'_, '_>,
    chain: &Chain,
    place: Where<'_>,
    name: &str,
    kind: Kind,
    next: Option<&str>,
) -> Result<(), EditError> {
    let taken = source.steps(chain);
    let made = kind.steps(name, next, |other| other == name || is_in(taken, other));
    let made = made
        .into_iter()
        .map(|(name, step)| (name, Text::Made(step.to_string())));
    if let Some(steps) = source.steps_node(chain)? {
        for (name, step) in made {
            draft.insert(steps, place, &name, step);
        }
    } else {
        let made: Vec<_> = made.collect();
        let steps = object(made.iter().map(|(name, step)| (&**name, step)));
        draft.put(chain.workflow, keys::WORKFLOW, "steps", Text::Listed(steps));
    }
    Ok(())
}

/// A name that is given to what is new among these.
fn given(others: Option<&Members<'_>>, name: &str) -> Result<String, EditError> {
    if name.is_empty() {
        return Err(EditError::NoName);
    }
    if is_in(others, name) {
        return Err(EditError::NameTaken(name.to_owned()));
    }
    Ok(name.to_owned())
}

fn add_task(
    source: &Source<'_>,
    step: &StepPlace,
    tasks: NodeId,
    (kind, name): (Kind, Option<&str>),
) -> Result<Edited, EditError> {
    let taken = source.members(tasks);
    let name = match name {
        Some(name) => given(taken, name)?,
        None => free_name("task", |name| is_in(taken, name)),
    };
    let mut draft = Draft::new(source);
    let task = Text::Made(kind.task(&format!("{} {name}", step.name)).to_string());
    draft.insert(tasks, Where::Last, &name, task);
    Ok(Edited {
        text: draft.finish(),
        what: format!("Add `{name}`"),
        select: Some(path::join(&step.id(), &path::segment(&name))),
    })
}

fn added(draft: &Draft<'_, '_>, chain: &Chain, verb: &str, name: &str) -> Edited {
    Edited {
        text: draft.finish(),
        what: format!("{verb} `{name}`"),
        select: Some(chain.id_of(name)),
    }
}

impl Source<'_> {
    /// A name that no step of the chain has.
    pub(super) fn free_step_name(&self, chain: &Chain, wanted: &str) -> String {
        let steps = self.steps(chain);
        free_name(wanted, |name| is_in(steps, name))
    }
}

pub(super) fn is_in(members: Option<&Members<'_>>, name: &str) -> bool {
    members.is_some_and(|members| members.contains_key(name))
}
