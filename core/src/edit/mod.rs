//! Edits of a definition's text, as the page's graph and forms make them.
//!
//! ```text
//! text ──read──▶ Source ──an edit──▶ Draft ──▶ text, of which everything else is as it was, byte for byte
//! ```
//!
//! A step is named by the id of its box (`Ship/Weigh`), a chain by the id of the step that holds it (empty: the whole
//! workflow). The definition may have any mistakes but those that make it no JSON. This module knows nothing of runs,
//! layouts or the page.

mod add;
mod connect;
mod copy;
mod delete;
mod describe;
mod draft;
mod form;
mod kinds;
mod place;
mod references;
mod rename;
mod set;
mod source;
mod workflows;
mod wrap;

use serde::Deserialize;
use serde_json::Value;

pub use copy::copy;
pub use describe::{Description, KeyDiagnostic, describe};

use source::Source;

/// A change to a definition. It is read from JSON as `{ "do": "addStep", … }`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase", deny_unknown_fields)]
pub enum Edit {
    /// Adds a step, or a task where the chain is a parallel step.
    AddStep {
        /// Where.
        #[serde(default)]
        chain: String,
        /// What it does.
        kind: Kind,
        /// The id of the step that it follows; without, it stands alone.
        after: Option<String>,
        /// By which way it follows; without, by success.
        via: Option<Via>,
        /// What it is called; without, as its kind is.
        name: Option<String>,
    },
    /// Puts a step between two.
    InsertOnEdge {
        /// The id of the step that the edge leaves, or of the start marker.
        from: String,
        /// The id of the step that it leads to; `None` or the end marker: the end.
        to: Option<String>,
        /// Which of the edges between them.
        edge: Way,
        /// The branch's key, or the error's name; without, all that lead there.
        key: Option<String>,
        /// What the step does.
        kind: Kind,
    },
    /// Makes a step lead to another.
    Connect {
        /// The id of the step that leads, or of the start marker.
        from: String,
        /// The id of the step that it leads to; `None` or the end marker: the end.
        to: Option<String>,
        /// By which way.
        edge: Way,
        /// The branch's key, or the error's name.
        key: Option<String>,
    },
    /// Takes an edge away.
    Disconnect {
        /// The id of the step that the edge leaves.
        from: String,
        /// The id of the step that it leads to.
        to: String,
        /// Which of the edges between them.
        edge: Way,
        /// The branch's key, or the error's name; without, all that lead there.
        key: Option<String>,
    },
    /// Gives a step, or a task, another name, wherever it is named.
    Rename {
        /// Its id.
        step: String,
        /// Its new name.
        name: String,
    },
    /// Writes steps of one chain once more, under other names.
    Duplicate {
        /// Their ids.
        steps: Vec<String>,
    },
    /// Takes steps away and joins what led to them to what they led to.
    Delete {
        /// Their ids.
        steps: Vec<String>,
    },
    /// Takes a step away that was made for others to lead to, if none does any more and nobody has written in it; any
    /// other stays.
    Discard {
        /// Its id.
        step: String,
    },
    /// Puts steps of one chain into a new one.
    Wrap {
        /// Their ids.
        steps: Vec<String>,
        /// Into what.
        #[serde(rename = "in")]
        wrapping: Wrapping,
    },
    /// Adds the steps of another text.
    Paste {
        /// What [`copy`] gave, or any workflow.
        text: String,
        /// Where.
        #[serde(default)]
        chain: String,
        /// The id of the step after which they are written.
        after: Option<String>,
    },
    /// Writes a key of a step, or takes it away.
    Set {
        /// The step's id; empty: the workflow that `chain` names.
        #[serde(default)]
        step: String,
        /// For an empty `step`.
        #[serde(default)]
        chain: String,
        /// The key.
        key: String,
        /// JSON pointer to a place inside its value; `-` is the end of a list (RFC 6901).
        #[serde(default)]
        at: String,
        /// Its value; without it and `text`, the key is taken away.
        #[serde(default, deserialize_with = "there")]
        value: Option<Value>,
        /// The value as JSON text, kept as it is written.
        text: Option<String>,
    },
    /// Gives a member of what a step has under a key, such as a branch, another key.
    RenameKey {
        /// The step's id.
        step: String,
        /// The step's key.
        key: String,
        /// JSON pointer to the member inside its value.
        at: String,
        /// The member's new key.
        name: String,
    },
}

/// What a new step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// It calls a function.
    Task,
    /// Nothing.
    Pass,
    /// It chooses the next step.
    Branch,
    /// It runs tasks at once.
    Parallel,
    /// It calls a function for each item of a list.
    Map,
    /// It runs a workflow.
    Nested,
    /// It waits.
    Wait,
    /// It fails on purpose.
    Fail,
}

/// A way from one step to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Way {
    /// `nextStep`.
    Success,
    /// `onFailure`.
    Failure,
    /// A key of `branch`.
    Branch,
    /// `nextStep`, beside a `branch`.
    Default,
}

/// By which way a new step follows another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Via {
    /// `nextStep`.
    Success,
    /// `onFailure`.
    Failure,
    /// A key of `branch`.
    Branch(String),
}

/// Into what steps are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Wrapping {
    /// A step whose tasks they become, run at once.
    Parallel,
    /// A step that runs them as a workflow of its own.
    Workflow,
}

/// A definition after an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Its text.
    pub text: String,
    /// The change's name: "Rename `Parse`".
    pub what: String,
    /// The id of the step to look at next.
    pub select: Option<String>,
}

/// Why an edit cannot be made: a sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The definition has an error of syntax.
    #[error("The workflow's text has to be put right first. Line {line}: {message}.")]
    NotJson {
        /// Where, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The definition is JSON, but no object.
    #[error("The workflow's text is no workflow: it has to be an object in `{{ }}`.")]
    NotAWorkflow,
    /// Something in the definition is no object.
    #[error("`{0}` has to be an object in `{{ }}` first.")]
    NotAnObject(String),
    /// An id leads nowhere.
    #[error("There is no step `{0}`.")]
    NoSuchStep(String),
    /// A step that has none inside it was named as a chain.
    #[error("`{0}` has no steps inside it.")]
    NotAChain(String),
    /// A task was named where a step is wanted.
    #[error("`{0}` is a task, not a step: this can be done only with the step that it is in.")]
    IsATask(String),
    /// A name is taken.
    #[error("There is already a step `{0}`.")]
    NameTaken(String),
    /// An empty name.
    #[error("A step needs a name.")]
    NoName,
    /// No step was named.
    #[error("No step is selected.")]
    NoSteps,
    /// Steps of different chains.
    #[error("`{0}` and `{1}` are in different workflows: a step leads only to one beside it.")]
    DifferentChains(String, String),
    /// An edge that does not exist.
    #[error("`{0}` does not lead to `{1}` that way.")]
    NoSuchEdge(String, String),
    /// A key that a step or workflow does not have.
    #[error("There is no key `{0}`.")]
    NoSuchKey(String),
    /// A pointer into a key's value that leads nowhere.
    #[error("There is nothing at `{0}`.")]
    NoSuchPlace(String),
    /// A key is taken.
    #[error("There is already a key `{0}`.")]
    KeyTaken(String),
    /// A value's text is not JSON.
    #[error("This is not JSON: {0}.")]
    BadValue(String),
    /// What was pasted has no steps.
    #[error("What is pasted is not a workflow's steps.")]
    NothingToPaste,
    /// Steps that cannot be put into one.
    #[error("{0}")]
    CannotWrap(String),
}

/// A definition's text after an edit.
///
/// # Errors
/// If the text is not JSON, or the edit makes no sense in it.
pub fn apply(text: &str, edit: &Edit) -> Result<Edited, EditError> {
    let text = if text.trim().is_empty() { "{}\n" } else { text };
    let source = Source::read(text)?;
    match edit {
        Edit::AddStep {
            chain,
            kind,
            after,
            via,
            name,
        } => {
            let new = (*kind, name.as_deref());
            add::add(&source, chain, new, after.as_deref(), via.as_ref())
        }
        Edit::InsertOnEdge {
            from,
            to,
            edge,
            key,
            kind,
        } => add::insert(&source, from, to.as_deref(), *edge, key.as_deref(), *kind),
        Edit::Connect {
            from,
            to,
            edge,
            key,
        } => connect::connect(&source, from, to.as_deref(), *edge, key.as_deref()),
        Edit::Disconnect {
            from,
            to,
            edge,
            key,
        } => connect::disconnect(&source, from, to, *edge, key.as_deref()),
        Edit::Rename { step, name } => rename::rename(&source, step, name),
        Edit::Duplicate { steps } => copy::duplicate(&source, steps),
        Edit::Delete { steps } => delete::delete(&source, steps),
        Edit::Discard { step } => delete::discard(&source, step),
        Edit::Wrap { steps, wrapping } => wrap::wrap(&source, steps, *wrapping),
        Edit::Paste { text, chain, after } => copy::paste(&source, text, chain, after.as_deref()),
        Edit::Set {
            step,
            chain,
            key,
            at,
            value,
            text,
        } => {
            let value = match (text, value) {
                (Some(text), _) => Some(set::Written::AsIs(text)),
                (None, Some(value)) => Some(set::Written::Value(value)),
                (None, None) => None,
            };
            set::set(&source, (step, chain), (key, at), value)
        }
        Edit::RenameKey {
            step,
            key,
            at,
            name,
        } => set::rename_key(&source, step, (key, at), name),
    }
}

/// So that a `null` that is there is not taken for none.
fn there<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
