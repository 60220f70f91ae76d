//! A key of a step or a workflow.

use serde_json::Value;

use super::{
    EditError, Edited,
    draft::{Draft, Text},
    place::Holder,
    source::{Source, read_json},
};
use crate::{
    json::pointer_segments,
    workflow::{
        keys,
        syntax::{NodeId, Value as Node},
    },
};

/// A value that is to be written.
#[derive(Clone, Copy)]
pub(super) enum Written<'v> {
    Value(&'v Value),
    /// JSON text, to be kept as it is.
    AsIs(&'v str),
}

/// Writes a key, or a place inside its value, or takes it away.
pub(super) fn set(
    source: &Source<'_>,
    (step, chain): (&str, &str),
    (key, at): (&str, &str),
    value: Option<Written<'_>>,
) -> Result<Edited, EditError> {
    let (node, order, name, select) = if step.is_empty() {
        match source.holder(chain)? {
            Holder::Chain(chain) => (chain.workflow, keys::WORKFLOW, None, None),
            Holder::Tasks { step, .. } => return Err(EditError::NotAChain(step.name)),
        }
    } else {
        let step = source.step(step)?;
        let id = step.id();
        (step.node, keys::STEP, Some(step.name), Some(id))
    };
    if source.members(node).is_none() {
        return Err(EditError::NotAnObject(name.unwrap_or_default()));
    }
    if !order.contains(&key) && source.get(node, key).is_none() {
        return Err(EditError::NoSuchKey(key.to_owned()));
    }
    let text = value.map(text_of).transpose()?;
    let verb = if text.is_some() { "Set" } else { "Remove" };
    let mut draft = Draft::new(source);
    if at.is_empty() {
        match text {
            Some(text) => draft.put(node, order, key, text),
            None => draft.remove(node, key),
        }
    } else {
        let (holder, last) = holder_of(source, node, key, at)?;
        set_inside(&mut draft, (holder, &last, at), text)?;
    }
    let of = name.map_or_else(|| "the workflow".to_owned(), |name| format!("`{name}`"));
    Ok(Edited {
        text: draft.finish(),
        what: format!("{verb} `{key}` of {of}"),
        select,
    })
}

/// Gives a member inside a key's value another key.
pub(super) fn rename_key(
    source: &Source<'_>,
    step: &str,
    (key, at): (&str, &str),
    name: &str,
) -> Result<Edited, EditError> {
    let step = source.step(step)?;
    let (holder, old) = holder_of(source, step.node, key, at)?;
    let member = source.member(holder, &old);
    let member = member.ok_or_else(|| EditError::NoSuchPlace(at.to_owned()))?;
    if old != name && source.get(holder, name).is_some() {
        return Err(EditError::KeyTaken(name.to_owned()));
    }
    let mut draft = Draft::new(source);
    draft.replace(member.key, name);
    Ok(Edited {
        text: draft.finish(),
        what: format!("Set `{key}` of `{}`", step.name),
        select: Some(step.id()),
    })
}

fn text_of(value: Written<'_>) -> Result<Text, EditError> {
    let text = match value {
        Written::Value(value) => return Ok(Text::Made(value.to_string())),
        Written::AsIs(text) => text.trim().to_owned(),
    };
    let tree = read_json(&text).map_err(|error| match error {
        EditError::NotJson { message, .. } => EditError::BadValue(message),
        error => error,
    })?;
    if tree.root().is_none() {
        return Err(EditError::BadValue("there is nothing".to_owned()));
    }
    let indent = String::new();
    Ok(Text::Moved { text, indent })
}

/// What holds the place inside a key's value, and the last segment of the way there.
fn holder_of(
    source: &Source<'_>,
    node: NodeId,
    key: &str,
    at: &str,
) -> Result<(NodeId, String), EditError> {
    let nowhere = || EditError::NoSuchPlace(at.to_owned());
    let mut segments = pointer_segments(at).ok_or_else(nowhere)?;
    let last = segments.pop().ok_or_else(nowhere)?;
    let mut here = source.get(node, key).ok_or_else(nowhere)?;
    for segment in segments {
        let item = || {
            source
                .items(here)
                .get(segment.parse::<usize>().ok()?)
                .copied()
        };
        here = source
            .get(here, &segment)
            .or_else(item)
            .ok_or_else(nowhere)?;
    }
    Ok((here, last.into_owned()))
}

fn set_inside(
    draft: &mut Draft<'_, '_>,
    (holder, last, at): (NodeId, &str, &str),
    text: Option<Text>,
) -> Result<(), EditError> {
    let source = draft.source();
    let nowhere = || EditError::NoSuchPlace(at.to_owned());
    if source.members(holder).is_some() {
        // The rules are the only objects here whose keys have an order.
        match text {
            Some(text) => draft.put(holder, keys::RETRY_RULE, last, text),
            None => draft.remove(holder, last),
        }
        return Ok(());
    }
    if !matches!(source.tree.node(holder).value, Node::Array(_)) {
        return Err(nowhere());
    }
    let items = source.items(holder);
    let index = if last == "-" {
        items.len()
    } else {
        last.parse().map_err(|_| nowhere())?
    };
    match text {
        Some(text) if index == items.len() => draft.add_item(holder, &text),
        Some(text) => draft.replace_value(*items.get(index).ok_or_else(nowhere)?, &text),
        None => {
            items.get(index).ok_or_else(nowhere)?;
            let kept: Vec<usize> = (0..items.len()).filter(|other| *other != index).collect();
            draft.keep_items(holder, &kept);
        }
    }
    Ok(())
}
