//! A key of a step or a workflow.

use serde_json::Value;

use super::{
    EditError, Edited,
    draft::{Draft, Text},
    place::Holder,
    source::{Source, read_json},
};
use crate::workflow::keys;

/// A value that is to be written.
pub(super) enum Written<'v> {
    Value(&'v Value),
    /// JSON text, to be kept as it is.
    AsIs(&'v str),
}

pub(super) fn set(
    source: &Source<'_>,
    step: &str,
    chain: &str,
    key: &str,
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
    let mut draft = Draft::new(source);
    let text = match value {
        None => None,
        Some(Written::Value(value)) => Some(Text::Made(value.to_string())),
        Some(Written::AsIs(text)) => {
            let text = text.trim().to_owned();
            read_json(&text)
                .map_err(|error| match error {
                    EditError::NotJson { message, .. } => EditError::BadValue(message),
                    error => error,
                })?
                .root()
                .ok_or_else(|| EditError::BadValue("there is nothing".to_owned()))?;
            let indent = String::new();
            Some(Text::Moved { text, indent })
        }
    };
    let verb = if text.is_some() { "Set" } else { "Remove" };
    match text {
        Some(text) => draft.put(node, order, key, text),
        None => draft.remove(node, key),
    }
    let of = name.map_or_else(|| "the workflow".to_owned(), |name| format!("`{name}`"));
    Ok(Edited {
        text: draft.finish(),
        what: format!("{verb} `{key}` of {of}"),
        select,
    })
}
