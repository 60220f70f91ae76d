//! Records as JSON objects: how events and errors are written and read.
//!
//! By hand rather than by derive: a derived reader of fifteen kinds of events is a quarter of the engine's
//! wasm, and the same members (numbers, names, values) come again and again.

use std::sync::Arc;

use crate::{
    Json,
    json::{Part, parts, unquote},
};

/// A value of one member.
pub(super) trait Field: Sized {
    /// Appends its JSON text.
    fn write(&self, out: &mut String);
    /// Reads it from its JSON text.
    fn read(text: &str) -> Option<Self>;
    /// Whether its member is left out.
    fn is_absent(&self) -> bool {
        false
    }
    /// What it is when its member is not there.
    fn missing() -> Option<Self> {
        None
    }
}

/// A struct whose fields are the members of a JSON object.
pub(super) trait Record: Sized {
    /// Appends its members, each with a comma before it.
    fn write_members(&self, out: &mut String);
    /// Reads it from an object's members.
    fn read_members(members: &Members<'_>) -> Result<Self, String>;
}

/// The members of an object, by key.
pub(super) struct Members<'a>(Vec<Part<'a>>);

impl<'a> Members<'a> {
    pub(super) fn of(text: &'a str) -> Result<Self, String> {
        parts(text, '{').map(Self).map_err(|e| e.to_string())
    }

    /// The text of the member of that key; `None` where there is none, or more than one.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        let mut members = self.0.iter().filter(|part| part.key == key);
        members
            .next()
            .filter(|_| members.next().is_none())
            .map(|part| part.value)
    }

    /// The member of that key.
    pub(super) fn get<T: Field>(&self, key: &str) -> Result<T, String> {
        match self.text(key) {
            Some(text) => T::read(text).ok_or_else(|| wrong(key, "has the wrong form")),
            None if self.0.iter().any(|part| part.key == key) => Err(wrong(key, "is there twice")),
            None => T::missing().ok_or_else(|| wrong(key, "is missing")),
        }
    }
}

#[cold]
fn wrong(key: &str, how: &str) -> String {
    ["`", key, "` ", how].concat()
}

/// Appends `,"key":value`.
pub(super) fn write_member(out: &mut String, key: &str, value: &impl Field) {
    if !value.is_absent() {
        out.push_str(",\"");
        out.push_str(key);
        out.push_str("\":");
        value.write(out);
    }
}

/// Appends a record as an object.
pub(super) fn write_record(out: &mut String, record: &impl Record) {
    let start = out.len();
    record.write_members(out);
    if out.len() == start {
        out.push('{');
    } else {
        out.replace_range(start..=start, "{");
    }
    out.push('}');
}

/// Declares a struct whose fields are members of a JSON object, each with its key.
macro_rules! record {
    ($($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty = $key:literal,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type,)* }

        impl $crate::engine::record::Record for $name {
            #[allow(unused_variables, reason = "a record may have no member")]
            fn write_members(&self, out: &mut String) {
                $($crate::engine::record::write_member(out, $key, &self.$field);)*
            }

            #[allow(unused_variables, reason = "a record may have no member")]
            fn read_members(members: &$crate::engine::record::Members<'_>) -> Result<Self, String> {
                Ok(Self { $($field: members.get($key)?,)* })
            }
        }

        impl $crate::engine::record::Field for $name {
            fn write(&self, out: &mut String) {
                $crate::engine::record::write_record(out, self);
            }

            fn read(text: &str) -> Option<Self> {
                let members = $crate::engine::record::Members::of(text).ok()?;
                $crate::engine::record::Record::read_members(&members).ok()
            }
        }
    )*};
}
pub(super) use record;

impl Field for u64 {
    fn write(&self, out: &mut String) {
        let mut digits = [0_u8; 20];
        let (mut at, mut left) = (digits.len(), *self);
        loop {
            at -= 1;
            digits[at] = b"0123456789"[(left % 10) as usize];
            left /= 10;
            if left == 0 {
                break;
            }
        }
        out.extend(digits[at..].iter().map(|digit| char::from(*digit)));
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Field for u32 {
    fn write(&self, out: &mut String) {
        u64::from(*self).write(out);
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Field for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Field for Arc<str> {
    fn write(&self, out: &mut String) {
        crate::json::write_quoted(out, self);
    }

    fn read(text: &str) -> Option<Self> {
        unquote(text).map(Into::into)
    }
}

impl Field for Json {
    fn write(&self, out: &mut String) {
        out.push_str(self.as_str());
    }

    fn read(text: &str) -> Option<Self> {
        Json::stored(text).ok()
    }
}

impl<T: Field> Field for Option<T> {
    fn write(&self, out: &mut String) {
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(text: &str) -> Option<Self> {
        T::read(text).map(Some)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Field> Field for Vec<T> {
    fn write(&self, out: &mut String) {
        out.push('[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            item.write(out);
        }
        out.push(']');
    }

    fn read(text: &str) -> Option<Self> {
        let ranges = crate::json::item_ranges(text)?;
        ranges
            .into_iter()
            .map(|range| T::read(&text[range.start as usize..range.end as usize]))
            .collect()
    }
}

impl<T: Field> Field for Arc<T> {
    fn write(&self, out: &mut String) {
        (**self).write(out);
    }

    fn read(text: &str) -> Option<Self> {
        T::read(text).map(Self::new)
    }
}
