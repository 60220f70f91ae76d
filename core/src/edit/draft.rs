//! The changes of one edit, collected against one text and then made at once.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    form::{Lines, in_one_line, indent_at, indented, space_before},
    source::Source,
};
use crate::{
    json::quote,
    workflow::{
        Span,
        syntax::{Members, NodeId, Value},
    },
};

/// Text that is put in.
#[derive(Debug, Clone)]
pub(super) enum Text {
    /// JSON that is to be written as its surroundings are.
    Made(String),
    /// The same, over several lines wherever there are several.
    Listed(String),
    /// JSON that stood elsewhere, and how its line was indented.
    Moved { text: String, indent: String },
}

impl Text {
    /// The value, however it is laid out.
    pub(super) fn json(&self) -> &str {
        match self {
            Self::Made(json) | Self::Listed(json) | Self::Moved { text: json, .. } => json,
        }
    }
}

/// The JSON text of an object.
pub(super) fn object<'a>(members: impl Iterator<Item = (&'a str, &'a Text)>) -> String {
    let members = members.map(|(key, value)| format!("{}:{}", quote(key), value.json()));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// Where a new member goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where<'k> {
    First,
    After(&'k str),
    Last,
}

/// What changes in a text. A change inside something that is taken away, or replaced, is not made.
pub(super) struct Draft<'s, 't> {
    source: &'s Source<'t>,
    replaced: Vec<(Span, String)>,
    /// By where they start.
    objects: BTreeMap<usize, Change>,
}

/// What changes in an object.
struct Change {
    node: NodeId,
    removed: Vec<usize>,
    /// After which of its members, what.
    inserted: Vec<(Option<usize>, String, Text)>,
}

impl<'s, 't> Draft<'s, 't> {
    pub(super) fn new(source: &'s Source<'t>) -> Self {
        Self {
            source,
            replaced: Vec::new(),
            objects: BTreeMap::new(),
        }
    }

    pub(super) fn source(&self) -> &'s Source<'t> {
        self.source
    }

    /// Writes another string, or a key.
    pub(super) fn replace(&mut self, span: Span, text: &str) {
        self.replaced.push((span, quote(text)));
    }

    /// Writes another value; `indent` is what its line begins with.
    pub(super) fn replace_value(&mut self, node: NodeId, value: &Text) {
        let span = self.source.span(node);
        let was = self.source.written(node);
        let lines = if was.contains('\n') && was.starts_with(['{', '[']) {
            Lines::Many
        } else if in_one_line(self.source.text, span.start) {
            Lines::One
        } else {
            Lines::AsFits
        };
        let indent = indent_at(self.source.text, span.start);
        let text = self.value_text(value, indent, lines);
        self.replaced.push((span, text));
    }

    /// Adds a member to an object; after those added at the same place before.
    pub(super) fn insert(&mut self, object: NodeId, place: Where<'_>, key: &str, value: Text) {
        let members = self.source.members(object);
        let after = match place {
            Where::First => None,
            Where::After(key) => members.and_then(|members| members.get_index_of(key)),
            Where::Last => members.and_then(|members| members.len().checked_sub(1)),
        };
        let change = self.change(object);
        change.inserted.push((after, key.to_owned(), value));
    }

    /// Takes members of an object away.
    pub(super) fn remove(&mut self, object: NodeId, key: &str) {
        if let Some(index) = self
            .source
            .members(object)
            .and_then(|m| m.get_index_of(key))
        {
            let change = self.change(object);
            if !change.removed.contains(&index) {
                change.removed.push(index);
            }
        }
    }

    /// Writes a key of an object, in its place among `order` if it is not there.
    pub(super) fn put(&mut self, object: NodeId, order: &[&str], key: &str, value: Text) {
        if let Some(member) = self.source.member(object, key) {
            self.replace_value(member.value, &value);
            return;
        }
        let rank = |key: &str| order.iter().position(|known| *known == key);
        let members = self.source.members(object);
        let before = members.into_iter().flatten().rev().find(|(known, _)| {
            rank(known).is_some_and(|known| rank(key).is_some_and(|rank| known < rank))
        });
        let place = match before {
            Some((before, _)) => Where::After(before),
            None if rank(key).is_some() => Where::First,
            None => Where::Last,
        };
        self.insert(object, place, key, value);
    }

    /// Writes a list with only some of its items, as they have become.
    pub(super) fn keep_items(&mut self, list: NodeId, kept: &[usize]) {
        let items = self.source.items(list);
        let kept: Vec<String> = kept
            .iter()
            .filter_map(|index| items.get(*index))
            .map(|item| self.part(self.source.span(*item)))
            .collect();
        let json = format!("[{}]", kept.join(","));
        self.replace_value(list, &Text::Made(json));
    }

    /// Writes a list with one more item.
    pub(super) fn add_item(&mut self, list: NodeId, item: &Text) {
        let items = self.source.items(list).iter();
        let items = items.map(|item| self.source.written(*item));
        let items: Vec<&str> = items.chain([item.json()]).collect();
        let json = format!("[{}]", items.join(","));
        self.replace_value(list, &Text::Made(json));
    }

    /// The whole text with its changes.
    pub(super) fn finish(&self) -> String {
        self.part(Span {
            start: 0,
            end: self.source.text.len(),
        })
    }

    /// A part of the text with its changes.
    pub(super) fn part(&self, part: Span) -> String {
        let inside = |span: &Span| part.start <= span.start && span.end <= part.end;
        let mut patches: Vec<(Span, String)> = Vec::new();
        patches.extend(
            self.replaced
                .iter()
                .filter(|(span, _)| inside(span))
                .cloned(),
        );
        for change in self.objects.values() {
            if inside(&self.source.span(change.node)) {
                self.patch(change, &mut patches);
            }
        }
        crate::sort::sort_by_key(&mut patches, |(span, _)| {
            (span.start, span.start < span.end, Reverse(span.end))
        });
        let mut out = String::new();
        let mut at = part.start;
        for (span, text) in patches {
            if span.start >= at {
                out.push_str(&self.source.text[at..span.start]);
                out.push_str(&text);
                at = span.end;
            }
        }
        out.push_str(&self.source.text[at..part.end]);
        out
    }

    fn change(&mut self, node: NodeId) -> &mut Change {
        let start = self.source.span(node).start;
        self.objects.entry(start).or_insert_with(|| Change {
            node,
            removed: Vec::new(),
            inserted: Vec::new(),
        })
    }

    fn patch(&self, change: &Change, patches: &mut Vec<(Span, String)>) {
        let Some(members) = self.source.members(change.node) else {
            return;
        };
        let is_kept = |index: &usize| !change.removed.contains(index);
        let kept: Vec<usize> = (0..members.len()).filter(is_kept).collect();
        if kept.is_empty() {
            patches.push((
                self.source.span(change.node),
                self.made_anew(change, members),
            ));
            return;
        }
        self.patch_removals(&kept, members, patches);
        let text = self.source.text;
        let gaps = Gaps::of(self, members);
        for (after, key, value) in &change.inserted {
            let before = kept
                .iter()
                .rev()
                .find(|kept| after.is_some_and(|after| **kept <= after));
            let neighbour = *before.unwrap_or(&kept[0]);
            let (_, member) = members.get_index(neighbour).expect("a kept one");
            let gap = if before.is_some() {
                gaps.after(neighbour)
            } else {
                gaps.before(neighbour)
            };
            let lines = self.lines_beside(member.value, gap);
            let indent = gap.rsplit('\n').next().filter(|_| gap.contains('\n'));
            let indent = indent.unwrap_or_else(|| indent_at(text, member.key.start));
            let written = [
                &quote(key),
                &*self.source.form.colon,
                &self.value_text(value, indent, lines),
            ]
            .concat();
            patches.push(if before.is_some() {
                let end = self.source.span(member.value).end;
                (Span { start: end, end }, [",", gap, &written].concat())
            } else {
                let start = member.key.start;
                let gap = gaps.after(neighbour);
                (Span { start, end: start }, [&*written, ",", gap].concat())
            });
        }
    }

    fn patch_removals(
        &self,
        kept: &[usize],
        members: &Members<'_>,
        patches: &mut Vec<(Span, String)>,
    ) {
        let key = |index: usize| members.get_index(index).map(|(_, member)| member.key.start);
        let end = |index: usize| {
            let member = members.get_index(index).map(|(_, member)| member.value);
            member.map(|value| self.source.span(value).end)
        };
        let mut from = 0_usize;
        for next in kept.iter().copied().chain([members.len()]) {
            let span = if next == members.len() {
                // With the comma before it.
                from.checked_sub(1).and_then(end).zip(end(next - 1))
            } else {
                key(from).zip(key(next))
            };
            if let Some((start, end)) = span.filter(|_| from < next) {
                patches.push((Span { start, end }, String::new()));
            }
            from = next + 1;
        }
    }

    /// An object of which no member is left, with those that are put in.
    fn made_anew(&self, change: &Change, members: &Members<'_>) -> String {
        let text = self.source.text;
        let form = &self.source.form;
        let start = self.source.span(change.node).start;
        let was_in_lines = self.source.written(change.node).contains('\n') && !members.is_empty();
        let holds_objects = |(_, _, value): &(_, _, Text)| value.json().starts_with('{');
        let is_map = change.inserted.iter().all(holds_objects);
        let is_root = change.node == self.source.root;
        let is_in_line = form.one_line || in_one_line(text, start);
        let indent = indent_at(text, start);
        if change.inserted.is_empty() {
            return "{}".to_owned();
        }
        if is_in_line || !(was_in_lines || is_root || is_map) {
            let json = object(
                change
                    .inserted
                    .iter()
                    .map(|(_, key, value)| (&**key, value)),
            );
            let lines = if is_in_line {
                Lines::One
            } else {
                Lines::AsFits
            };
            return form.write(&json, indent, lines);
        }
        let inner = format!("{indent}{}", form.unit);
        let mut out = String::from("{");
        for (n, (_, key, value)) in change.inserted.iter().enumerate() {
            out.push_str(if n > 0 { "," } else { "" });
            out.push_str(form.newline);
            out.push_str(&inner);
            out.push_str(&quote(key));
            out.push_str(&form.colon);
            out.push_str(&self.value_text(value, &inner, Lines::AsFits));
        }
        out.push_str(form.newline);
        out.push_str(indent);
        out.push('}');
        out
    }

    /// A new value goes over as many lines as the one beside it, if both are objects.
    fn lines_beside(&self, neighbour: NodeId, gap: &str) -> Lines {
        if !gap.contains('\n') {
            return Lines::One;
        }
        match &self.source.tree.node(neighbour).value {
            Value::Object(members) if members.is_empty() => Lines::AsFits,
            Value::Object(_) if self.source.written(neighbour).contains('\n') => Lines::Many,
            _ => Lines::AsFits,
        }
    }

    fn value_text(&self, value: &Text, indent: &str, lines: Lines) -> String {
        let form = &self.source.form;
        match value {
            Text::Made(json) => {
                let is_object = json.starts_with(['{', '[']);
                let lines = if lines == Lines::Many && !is_object {
                    Lines::AsFits
                } else {
                    lines
                };
                form.write(json, indent, lines)
            }
            Text::Listed(json) => {
                let many = lines != Lines::One && !form.one_line;
                form.write(json, indent, if many { Lines::Many } else { Lines::One })
            }
            Text::Moved { text, .. } if lines == Lines::One && text.contains('\n') => {
                form.write(text, indent, Lines::One)
            }
            Text::Moved { text, indent: from } => indented(text, from, indent),
        }
    }
}

/// The white space between the members of an object.
struct Gaps<'t> {
    before: Vec<&'t str>,
    usual: &'t str,
}

impl<'t> Gaps<'t> {
    fn of(draft: &Draft<'t, '_>, members: &Members<'_>) -> Self {
        let text = draft.source.text;
        let before: Vec<&str> = members
            .values()
            .map(|member| space_before(text, member.key.start))
            .collect();
        let usual = match before.as_slice() {
            [_, second, ..] => second,
            [only] if only.contains('\n') => only,
            _ => draft.source.form.comma,
        };
        Self { before, usual }
    }

    /// Between a member and one that is put after it.
    fn after(&self, index: usize) -> &'t str {
        self.before.get(index + 1).unwrap_or(&self.usual)
    }

    fn before(&self, index: usize) -> &'t str {
        self.before.get(index).unwrap_or(&self.usual)
    }
}
