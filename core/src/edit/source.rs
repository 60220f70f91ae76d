//! A definition's text with the places of its values. It knows JSON, and no workflows.

use super::{EditError, form::Form};
use crate::workflow::{
    Span,
    syntax::{self, Member, Members, NodeId, Tree, Value},
};

/// A text that is an object, and how it is laid out.
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    pub(super) tree: Tree<'t>,
    pub(super) root: NodeId,
    pub(super) form: Form,
}

impl<'t> Source<'t> {
    pub(super) fn read(text: &'t str) -> Result<Self, EditError> {
        let tree = read_json(text)?;
        let root = tree.root().ok_or(EditError::NotAWorkflow)?;
        if !matches!(tree.node(root).value, Value::Object(_)) {
            return Err(EditError::NotAWorkflow);
        }
        let form = Form::of(&tree, root);
        Ok(Self {
            text,
            tree,
            root,
            form,
        })
    }

    pub(super) fn members(&self, node: NodeId) -> Option<&Members<'t>> {
        match &self.tree.node(node).value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    pub(super) fn member(&self, node: NodeId, key: &str) -> Option<&Member> {
        self.members(node)?.get(key)
    }

    /// What an object has under a key.
    pub(super) fn get(&self, node: NodeId, key: &str) -> Option<NodeId> {
        self.member(node, key).map(|member| member.value)
    }

    pub(super) fn string(&self, node: NodeId) -> Option<&str> {
        match &self.tree.node(node).value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none if it is something else.
    pub(super) fn items(&self, node: NodeId) -> &[NodeId] {
        match &self.tree.node(node).value {
            Value::Array(items) => items,
            _ => &[],
        }
    }

    pub(super) fn span(&self, node: NodeId) -> Span {
        self.tree.node(node).span
    }

    pub(super) fn written(&self, node: NodeId) -> &'t str {
        let Span { start, end } = self.span(node);
        &self.text[start..end]
    }
}

/// The tree of a text without errors of syntax. A key that is written twice is one: it could mean either.
pub(super) fn read_json(text: &str) -> Result<Tree<'_>, EditError> {
    let mut diagnostics = Vec::new();
    let tree = syntax::parse(text, &mut diagnostics);
    let Some(first) = diagnostics.into_iter().next() else {
        return Ok(tree);
    };
    let start = first.span.map_or(0, |span| span.start);
    Err(EditError::NotJson {
        line: text[..start].matches('\n').count() + 1,
        message: first.message,
    })
}
