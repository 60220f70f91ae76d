//! JSON text as a tree with the place of every value and key, and every syntax error at once.
//!
//! `json-event-parser` reads; [`super::recover`] goes on after an error. Nodes lie flat in one list: neither
//! reading nor dropping recurses. This module knows nothing of workflows.

use std::borrow::Cow;

use indexmap::map::Entry;
use json_event_parser::{JsonEvent, LowLevelJsonParser};

use super::diagnostic::{Code, Diagnostic, Span};
use crate::{Map, json::pointer_segment};

/// How deep a definition may nest arrays and objects, and workflows one another: what is made of them is
/// dropped level by level, on a stack of 1 MB too.
pub(crate) const MAX_LEVELS: usize = 1000;
/// After so many syntax errors the rest is not read: the text is hardly JSON.
const MAX_SYNTAX_ERRORS: usize = 100;
/// What the parser says of a token that the text ends in.
pub(super) const UNFINISHED: &str = "Unexpected end of file";

/// A text's values.
pub(crate) struct Tree<'t> {
    pub(crate) text: &'t str,
    nodes: Vec<Node<'t>>,
    root: Option<NodeId>,
    /// Whether recovery had to leave something out, so that what seems to be missing may be there.
    pub(super) lossy: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeId(u32);

/// A value and where it stands.
pub(crate) struct Node<'t> {
    pub(crate) value: Value<'t>,
    pub(crate) span: Span,
}

pub(crate) type Members<'t> = Map<Cow<'t, str>, Member>;

/// What a node holds.
pub(crate) enum Value<'t> {
    Null,
    Bool(bool),
    Number(Cow<'t, str>),
    String(Cow<'t, str>),
    Array(Vec<NodeId>),
    Object(Box<Members<'t>>),
    /// Something unreadable, which has its own diagnostic.
    Broken,
}

/// A key's value; of a key that is written twice, the first.
pub(crate) struct Member {
    pub(crate) key: Span,
    pub(crate) value: NodeId,
}

impl<'t> Tree<'t> {
    /// The outermost value, if there is any.
    pub(crate) fn root(&self) -> Option<NodeId> {
        self.root
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node<'t> {
        &self.nodes[id.0 as usize]
    }

    /// Where the value at a JSON pointer stands, or its key where `key` is asked for and there is one.
    /// A pointer that leads out of the tree gives the innermost value that exists on its way.
    pub(super) fn locate(&self, pointer: &str, key: bool) -> Option<Span> {
        let mut here = self.root?;
        let mut key_span = None;
        for segment in crate::json::pointer_segments(pointer)? {
            let (value, span) = match &self.node(here).value {
                Value::Object(members) => match members.get(segment.as_ref()) {
                    Some(member) => (member.value, Some(member.key)),
                    None => break,
                },
                Value::Array(items) => match segment.parse().ok().and_then(|i: usize| items.get(i))
                {
                    Some(item) => (*item, None),
                    None => break,
                },
                _ => break,
            };
            (here, key_span) = (value, span);
        }
        key_span
            .filter(|_| key)
            .or_else(|| Some(self.node(here).span))
    }
}

/// Reads `text`, adding what is wrong with its syntax to `diagnostics`.
pub(crate) fn parse<'t>(text: &'t str, diagnostics: &mut Vec<Diagnostic>) -> Tree<'t> {
    let mut reader = Reader {
        text,
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        line_end: 0,
        parser: LowLevelJsonParser::new(),
        open: Vec::new(),
        expected: Expected::Value,
        errors: 0,
        diagnostics,
        tree: Tree {
            text,
            nodes: Vec::new(),
            root: None,
            lossy: false,
        },
    };
    reader.read();
    reader.tree
}

/// What may come next in the innermost open value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// A key, or the end of an object that has none yet.
    KeyOrEnd,
    /// A key, after a comma.
    Key,
    /// The colon after a key.
    Colon,
    /// A value, after a colon, after an array's comma, or at the very start.
    Value,
    /// A value, or the end of an array that has none yet.
    ValueOrEnd,
    /// A comma, or the end of the innermost open value (of the text, where none is open).
    CommaOrEnd,
}

/// An array or object that is not closed yet.
pub(super) struct Open<'t> {
    node: NodeId,
    pub(super) is_object: bool,
    /// The key that waits for its value.
    key: Option<(Cow<'t, str>, Span)>,
}

pub(super) struct Reader<'t, 'd> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    line_end: usize,
    parser: LowLevelJsonParser,
    pub(super) open: Vec<Open<'t>>,
    pub(super) expected: Expected,
    errors: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
    pub(super) tree: Tree<'t>,
}

impl<'t> Reader<'t, '_> {
    fn read(&mut self) {
        // As after an error, but for the byte order mark, which is passed over already.
        self.parser = self.parser_here();
        loop {
            let text: &'t str = self.text;
            self.find_end_of_line();
            let rest = &text.as_bytes()[self.at..self.line_end];
            let result = self.parser.parse_next(rest, self.line_end == text.len());
            match result.event {
                Some(Ok(JsonEvent::Eof)) => return,
                Some(Ok(event)) => {
                    let (start, _) = self.next_token();
                    self.at += result.consumed_bytes;
                    let end = self.at;
                    if !self.take(event, Span { start, end }) {
                        return;
                    }
                }
                None if result.consumed_bytes == rest.len() => {
                    if rest.contains(&b',') || rest.contains(&b':') {
                        self.expected = self.after_separator();
                    }
                    self.at = self.line_end;
                }
                failed => {
                    let more = match &failed {
                        Some(Err(error)) => self.recover(error.message()),
                        _ => self.recover(UNFINISHED),
                    };
                    if self.errors >= MAX_SYNTAX_ERRORS {
                        self.tree.lossy = true;
                        return;
                    }
                    if !more {
                        return;
                    }
                    self.parser = self.parser_here();
                }
            }
        }
    }

    /// The parser is given a line at a time: no token goes on in the next, and so it does not look for the end
    /// of a string in the whole rest of the text.
    fn find_end_of_line(&mut self) {
        if self.at >= self.line_end {
            let rest = &self.text[self.at..];
            self.line_end = self.at + rest.find('\n').map_or(rest.len(), |end| end + 1);
        }
    }

    /// Takes in what the parser read; false to stop.
    fn take(&mut self, event: JsonEvent<'t>, span: Span) -> bool {
        let value = match event {
            JsonEvent::ObjectKey(key) => {
                self.key(Some(key), span);
                return true;
            }
            JsonEvent::EndArray | JsonEvent::EndObject => {
                self.close(span.end);
                return true;
            }
            JsonEvent::Eof => return false,
            JsonEvent::StartArray => Value::Array(Vec::new()),
            JsonEvent::StartObject => Value::Object(Box::default()),
            JsonEvent::String(text) => Value::String(text),
            JsonEvent::Number(text) => Value::Number(text),
            JsonEvent::Boolean(flag) => Value::Bool(flag),
            JsonEvent::Null => Value::Null,
        };
        let opens = match value {
            Value::Array(_) => Some(false),
            Value::Object(_) => Some(true),
            _ => None,
        };
        let node = self.value(value, span);
        if let Some(is_object) = opens {
            if self.open.len() == MAX_LEVELS {
                let message =
                    format!("nested deeper than {MAX_LEVELS} levels; the rest is not read");
                self.report(Code::TooDeep, span, message);
                self.tree.lossy = true;
                return false;
            }
            self.open.push(Open {
                node,
                is_object,
                key: None,
            });
            self.expected = if is_object {
                Expected::KeyOrEnd
            } else {
                Expected::ValueOrEnd
            };
        }
        true
    }

    /// A key (`None`: an unreadable one, whose value is dropped).
    pub(super) fn key(&mut self, key: Option<Cow<'t, str>>, span: Span) {
        if let Some(open) = self.open.last_mut() {
            self.tree.lossy |= key.is_none();
            open.key = key.map(|key| (key, span));
        }
        self.expected = Expected::Colon;
    }

    /// Puts a value where it belongs.
    pub(super) fn value(&mut self, value: Value<'t>, span: Span) -> NodeId {
        let id = NodeId(u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX));
        self.tree.nodes.push(Node { value, span });
        self.expected = Expected::CommaOrEnd;
        let Some(open) = self.open.last_mut() else {
            self.tree.root = Some(id);
            return id;
        };
        let mut twice = None;
        match &mut self.tree.nodes[open.node.0 as usize].value {
            Value::Array(items) => items.push(id),
            Value::Object(members) => {
                if let Some((key, span)) = open.key.take() {
                    match members.entry(key) {
                        Entry::Vacant(entry) => {
                            entry.insert(Member {
                                key: span,
                                value: id,
                            });
                        }
                        Entry::Occupied(entry) => twice = Some((entry.key().clone(), span)),
                    }
                }
            }
            _ => {}
        }
        if let Some((key, span)) = twice {
            let pointer = format!("{}/{}", self.pointer(), pointer_segment(&key));
            self.diagnostics.push(Diagnostic {
                span: Some(span),
                ..Diagnostic::new(
                    Code::DuplicateKey,
                    pointer,
                    format!("the key `{key}` is written twice in the same object"),
                )
            });
        }
        id
    }

    /// Closes the innermost open value.
    pub(super) fn close(&mut self, end: usize) {
        if let Some(open) = self.open.pop() {
            self.tree.nodes[open.node.0 as usize].span.end = end;
        }
        self.expected = Expected::CommaOrEnd;
    }

    pub(super) fn report(&mut self, code: Code, span: Span, message: String) {
        self.errors += 1;
        self.diagnostics.push(Diagnostic {
            span: Some(span),
            ..Diagnostic::new(code, self.pointer(), message)
        });
    }

    /// JSON pointer to where reading is.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for (i, open) in self.open.iter().enumerate() {
            match &self.tree.node(open.node).value {
                Value::Object(members) => {
                    let key = match self.open.get(i + 1) {
                        // The value that is open inside was put in last.
                        Some(_) => members.last().map(|(key, _)| key),
                        None => open.key.as_ref().map(|(key, _)| key),
                    };
                    if let Some(key) = key {
                        pointer.push('/');
                        pointer.push_str(&pointer_segment(key));
                    }
                }
                Value::Array(items) => {
                    let inside = i + 1 < self.open.len();
                    if inside || matches!(self.expected, Expected::Value | Expected::ValueOrEnd) {
                        pointer.push('/');
                        pointer.push_str(&(items.len() - usize::from(inside)).to_string());
                    }
                }
                _ => {}
            }
        }
        pointer
    }

    /// Where the next token starts that is more than the comma or colon expected here, and what is expected there.
    pub(super) fn next_token(&self) -> (usize, Expected) {
        let bytes = self.text.as_bytes();
        let skip_space = |mut at: usize| {
            while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
                at += 1;
            }
            at
        };
        let start = skip_space(self.at);
        match (self.expected, bytes.get(start)) {
            (Expected::Colon, Some(b':')) => (skip_space(start + 1), self.after_separator()),
            (Expected::CommaOrEnd, Some(b',')) if !self.open.is_empty() => {
                (skip_space(start + 1), self.after_separator())
            }
            _ => (start, self.expected),
        }
    }

    /// What is expected after the comma or colon that is expected here.
    fn after_separator(&self) -> Expected {
        match self.open.last() {
            Some(open) if open.is_object && self.expected == Expected::CommaOrEnd => Expected::Key,
            _ => Expected::Value,
        }
    }
}
