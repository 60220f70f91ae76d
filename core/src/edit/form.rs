//! How a JSON text is laid out, so that what is put into it looks like what is around it.

use crate::workflow::{
    Span,
    syntax::{self, NodeId, Tree, Value},
};

/// What is longer is not written in one line, unless its neighbours are.
const MOST_COLUMNS: usize = 100;

/// The habits of a text.
#[derive(Debug)]
pub(super) struct Form {
    /// Whether all of it is in one line.
    pub(super) one_line: bool,
    pub(super) newline: &'static str,
    /// One level of indentation.
    pub(super) unit: String,
    /// Between a key and its value.
    pub(super) colon: String,
    /// Between the members of an object in one line.
    pub(super) comma: &'static str,
    /// Inside the braces of an object in one line.
    pub(super) pad: &'static str,
    /// Inside the brackets of a list in one line.
    list_pad: &'static str,
    /// Whether what holds no more objects or lists is written over several lines, too.
    expands: bool,
}

/// How a value is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    One,
    /// One if it is short.
    AsFits,
    Many,
}

impl Form {
    pub(super) fn of(tree: &Tree<'_>, root: NodeId) -> Self {
        let text = tree.text;
        let has_lines = |span: Span| text[span.start..span.end].contains('\n');
        let (mut unit, mut colon, mut pad, mut list_pad) = (None, None, None, None);
        let (mut expanded, mut in_line) = (0_usize, 0_usize);
        let mut ahead = vec![root];
        while let Some(id) = ahead.pop() {
            let node = tree.node(id);
            let inner: Vec<NodeId> = match &node.value {
                Value::Object(members) => members.values().map(|member| member.value).collect(),
                Value::Array(items) => items.clone(),
                _ => continue,
            };
            let Some(first) = inner.first() else { continue };
            let holds_none = inner.iter().all(|id| is_plain(tree, *id));
            if has_lines(node.span) {
                expanded += usize::from(holds_none && id != root);
            } else {
                in_line += usize::from(holds_none);
            }
            if let Value::Object(members) = &node.value
                && let Some(member) = members.values().next()
            {
                let start = member.key.start;
                if has_lines(node.span) {
                    let outer = indent_at(text, node.span.start);
                    let own = indent_at(text, start);
                    if unit.is_none() && own.len() > outer.len() {
                        unit = own.strip_prefix(outer).map(str::to_owned);
                    }
                } else {
                    pad.get_or_insert(if start > node.span.start + 1 { " " } else { "" });
                }
                let between = &text[member.key.end..tree.node(member.value).span.start];
                if !between.contains('\n') {
                    colon.get_or_insert_with(|| between.to_owned());
                }
            } else if !has_lines(node.span) {
                let start = tree.node(*first).span.start;
                list_pad.get_or_insert(if start > node.span.start + 1 { " " } else { "" });
            }
            ahead.extend(inner);
        }
        let is_empty =
            matches!(&tree.node(root).value, Value::Object(members) if members.is_empty());
        let one_line = !has_lines(tree.node(root).span) && !is_empty;
        let colon = colon.unwrap_or_else(|| ": ".to_owned());
        let is_dense = !colon.ends_with(char::is_whitespace);
        let space = if is_dense { "" } else { " " };
        Self {
            one_line,
            newline: if text.contains("\r\n") { "\r\n" } else { "\n" },
            unit: unit.unwrap_or_else(|| "  ".to_owned()),
            colon,
            comma: space,
            pad: pad.unwrap_or(space),
            list_pad: list_pad.unwrap_or(""),
            expands: expanded > in_line,
        }
    }

    /// A JSON text as it is written here, on a line that is indented by `indent`. Numbers and strings stay as they are.
    pub(super) fn write(&self, json: &str, indent: &str, lines: Lines) -> String {
        let tree = syntax::parse(json, &mut Vec::new());
        let mut out = String::new();
        if let Some(root) = tree.root() {
            self.write_node(&tree, root, indent, lines, &mut out);
        }
        out
    }

    fn write_node(
        &self,
        tree: &Tree<'_>,
        id: NodeId,
        indent: &str,
        lines: Lines,
        out: &mut String,
    ) {
        let node = tree.node(id);
        let items: Vec<(Option<Span>, NodeId)> = match &node.value {
            Value::Object(members) => {
                let members = members.values();
                members.map(|m| (Some(m.key), m.value)).collect()
            }
            Value::Array(items) => items.iter().map(|item| (None, *item)).collect(),
            _ => {
                out.push_str(&tree.text[node.span.start..node.span.end]);
                return;
            }
        };
        let is_object = matches!(node.value, Value::Object(_));
        let (open, close) = if is_object { ("{", "}") } else { ("[", "]") };
        let pad = if is_object { self.pad } else { self.list_pad };
        out.push_str(open);
        if items.is_empty() {
            out.push_str(close);
            return;
        }
        let many = match lines {
            Lines::One => false,
            Lines::Many => true,
            Lines::AsFits => !self.one_line && (self.expands || self.is_long(tree, id)),
        };
        let inner = format!("{indent}{}", self.unit);
        let before = |n: usize, out: &mut String| {
            if many {
                out.push_str(if n > 0 { "," } else { "" });
                out.push_str(self.newline);
                out.push_str(&inner);
            } else if n > 0 {
                out.push(',');
                out.push_str(self.comma);
            } else {
                out.push_str(pad);
            }
        };
        for (n, (key, value)) in items.into_iter().enumerate() {
            before(n, out);
            if let Some(key) = key {
                out.push_str(&tree.text[key.start..key.end]);
                out.push_str(&self.colon);
            }
            let lines = if many { Lines::AsFits } else { Lines::One };
            self.write_node(tree, value, &inner, lines, out);
        }
        if many {
            out.push_str(self.newline);
            out.push_str(indent);
        } else {
            out.push_str(pad);
        }
        out.push_str(close);
    }

    fn is_long(&self, tree: &Tree<'_>, id: NodeId) -> bool {
        let span = tree.node(id).span;
        // Written compactly it is no longer than as it stands.
        span.end - span.start > MOST_COLUMNS && {
            let mut line = String::new();
            self.write_node(tree, id, "", Lines::One, &mut line);
            line.len() > MOST_COLUMNS
        }
    }
}

fn is_plain(tree: &Tree<'_>, id: NodeId) -> bool {
    !matches!(tree.node(id).value, Value::Object(_) | Value::Array(_))
}

/// What the line at a place begins with.
pub(super) fn indent_at(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = &text[start..];
    let end = line.find(|c| c != ' ' && c != '\t').unwrap_or(line.len());
    &line[..end.min(at - start)]
}

/// A text whose lines after the first are indented by `from` more than it, indented by `to` more.
pub(super) fn indented(text: &str, from: &str, to: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        match line.strip_prefix(from) {
            Some(rest) => {
                out.push_str(to);
                out.push_str(rest);
            }
            None => out.push_str(line),
        }
    }
    out
}

/// The white space before a place, from its last line break on.
pub(super) fn space_before(text: &str, at: usize) -> &str {
    let trimmed = text[..at].trim_end_matches([' ', '\t', '\r', '\n']).len();
    let space = &text[trimmed..at];
    match space.rfind('\n') {
        Some(0) | None => space,
        Some(newline) if space.as_bytes()[newline - 1] == b'\r' => &space[newline - 1..],
        Some(newline) => &space[newline..],
    }
}

/// Whether the object or list around a value begins in the value's own line.
pub(super) fn in_one_line(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for byte in text[start..at].bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth > 0
}
