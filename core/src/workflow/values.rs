//! Reading one value of a known type out of the tree, or saying what was expected and what was found.

use std::borrow::Cow;

use super::{
    diagnostic::{Code, Diagnostic, Span},
    number::nearest_double,
    read::Reader,
    syntax::{Member, Members, NodeId, Value},
};
use crate::json::pointer_segment;

pub(super) const A_FUNCTION: &str = "a function's name (a string)";
pub(super) const A_POINTER: &str = "a JSON pointer (a string)";
pub(super) const A_STEP: &str = "a step's name (a string)";
pub(super) const A_STRING: &str = "a string";
pub(super) const A_WORKFLOW: &str = "a workflow (an object in `{ }`)";
pub(super) const SECONDS: &str = "a number of seconds";

/// The greatest whole number that JavaScript tells from its neighbours.
pub(super) const MAX_WHOLE_NUMBER: u64 = (1 << 53) - 1;

/// A place in the text: its JSON pointer is put together only for a diagnostic.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    base: &'a str,
    outer: Option<(&'a At<'a>, Segment<'a>)>,
    pub(super) node: NodeId,
}

#[derive(Clone, Copy)]
enum Segment<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    pub(super) fn new(base: &'a str, node: NodeId) -> Self {
        Self {
            base,
            outer: None,
            node,
        }
    }

    pub(super) fn member(&'a self, key: &'a str, node: NodeId) -> Self {
        Self {
            base: self.base,
            outer: Some((self, Segment::Key(key))),
            node,
        }
    }

    pub(super) fn item(&'a self, index: usize, node: NodeId) -> Self {
        Self {
            base: self.base,
            outer: Some((self, Segment::Index(index))),
            node,
        }
    }

    pub(super) fn pointer(&self) -> String {
        let Some((outer, segment)) = self.outer else {
            return self.base.to_owned();
        };
        let mut pointer = outer.pointer();
        pointer.push('/');
        match segment {
            Segment::Key(key) => pointer.push_str(&pointer_segment(key)),
            Segment::Index(index) => pointer.push_str(&index.to_string()),
        }
        pointer
    }
}

impl<'r, 't> Reader<'r, 't> {
    /// An object that has these keys and no others.
    pub(super) fn object(
        &mut self,
        at: At<'_>,
        known: &'static [&'static str],
        what: &str,
    ) -> Option<&'r Members<'t>> {
        let members = self.map(at, what)?;
        self.misspelt.clear();
        for (key, member) in members {
            if known.contains(&key.as_ref()) {
                continue;
            }
            let suggestion = self
                .suggestions
                .nearest(key, known.iter().copied())
                .filter(|near| !members.contains_key(near.as_str()));
            self.slips += 1;
            self.misspelt.extend(suggestion.clone());
            self.diagnostics.push(Diagnostic {
                span: Some(member.key),
                suggestion,
                ..Diagnostic::new(
                    Code::UnknownKey,
                    at.member(key, member.value).pointer(),
                    format!("unknown key `{key}`"),
                )
            });
        }
        Some(members)
    }

    /// An object with any keys.
    pub(super) fn map(&mut self, at: At<'_>, what: &str) -> Option<&'r Members<'t>> {
        let tree = self.tree;
        if let Value::Object(members) = &tree.node(at.node).value {
            return Some(members);
        }
        self.wrong_type(at.node, at, what);
        None
    }

    pub(super) fn list(&mut self, at: At<'_>, what: &str) -> Option<&'r [NodeId]> {
        let tree = self.tree;
        if let Value::Array(items) = &tree.node(at.node).value {
            return Some(items);
        }
        self.wrong_type(at.node, at, what);
        None
    }

    pub(super) fn string(
        &mut self,
        at: At<'_>,
        members: &Members<'t>,
        key: &str,
        what: &str,
    ) -> Option<String> {
        let Member { value, .. } = members.get(key)?;
        if let Value::String(text) = &self.tree.node(*value).value {
            return Some(text.to_string());
        }
        self.wrong_type(*value, at.member(key, *value), what);
        None
    }

    pub(super) fn flag(&mut self, at: At<'_>, members: &Members<'t>, key: &str) -> Option<bool> {
        let Member { value, .. } = members.get(key)?;
        if let Value::Bool(flag) = self.tree.node(*value).value {
            return Some(flag);
        }
        self.wrong_type(*value, at.member(key, *value), "`true` or `false`");
        None
    }

    pub(super) fn number(
        &mut self,
        at: At<'_>,
        members: &Members<'t>,
        key: &str,
        what: &str,
    ) -> Option<f64> {
        let Member { value, .. } = members.get(key)?;
        if let Value::Number(text) = &self.tree.node(*value).value {
            return Some(nearest_double(text));
        }
        self.wrong_type(*value, at.member(key, *value), what);
        None
    }

    /// A whole number from 0 to `most`.
    pub(super) fn whole(
        &mut self,
        at: At<'_>,
        members: &Members<'t>,
        key: &str,
        most: u64,
    ) -> Option<u64> {
        let Member { value, .. } = members.get(key)?;
        let node = self.tree.node(*value);
        let Value::Number(text) = &node.value else {
            self.wrong_type(*value, at.member(key, *value), "a whole number");
            return None;
        };
        let number = whole_number(text).filter(|number| *number <= most);
        if number.is_none() {
            let message = format!("expected a whole number up to {most}, found {text}");
            let pointer = at.member(key, *value).pointer();
            self.report(Code::OutOfRange, node.span, pointer, message);
        }
        number
    }

    pub(super) fn wrong_type(&mut self, node: NodeId, at: At<'_>, expected: &str) {
        let found = match &self.tree.node(node).value {
            Value::Broken => {
                self.slips += 1;
                return;
            }
            Value::Null => Cow::Borrowed("null"),
            Value::Bool(flag) => Cow::Owned(flag.to_string()),
            Value::Number(text) => Cow::Owned(format!("the number {text}")),
            Value::String(_) => Cow::Borrowed("a string"),
            Value::Array(_) => Cow::Borrowed("a list"),
            Value::Object(_) => Cow::Borrowed("an object"),
        };
        let message = format!("expected {expected}, found {found}");
        self.report(
            Code::WrongType,
            self.tree.node(node).span,
            at.pointer(),
            message,
        );
    }

    pub(super) fn missing(&mut self, at: At<'_>, key: &str) {
        if self.tree.lossy || self.misspelt.iter().any(|misspelt| misspelt == key) {
            return;
        }
        let span = self.tree.node(at.node).span;
        self.report(
            Code::Missing,
            span,
            at.pointer(),
            format!("`{key}` is missing"),
        );
    }

    pub(super) fn report(&mut self, code: Code, span: Span, pointer: String, message: String) {
        self.slips += 1;
        self.diagnostics.push(Diagnostic {
            span: Some(span),
            ..Diagnostic::new(code, pointer, message)
        });
    }
}

/// A JSON number that is whole, however it is written: `3`, `3.0`, `3e2`.
fn whole_number(text: &str) -> Option<u64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let number = nearest_double(text);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range is checked just before"
    )]
    (number.fract() == 0.0 && (0.0..=9_007_199_254_740_991.0).contains(&number))
        .then_some(number as u64)
}
