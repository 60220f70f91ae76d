//! A JSON value held as text that nobody parses where nobody looks.
//!
//! Results pass from function to function as text: numbers keep the digits they were written with, objects
//! keep the order of their keys. Only `branch`, `map` and JSON pointers look inside. This module knows
//! nothing of workflows.

use std::{borrow::Cow, fmt, sync::Arc};

use json_event_parser::{JsonEvent, LowLevelJsonParser, SliceJsonParser};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

/// How deep a value may nest arrays and objects.
pub const MAX_DEPTH: usize = 512;
/// How long a value's text may be, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// A JSON value as compact text (no whitespace between tokens). Cloning it copies a pointer.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json(Arc<str>);

/// Why a text is not a value that a workflow can pass on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// It is not JSON as RFC 8259 has it, or holds a lone surrogate.
    #[error("not JSON: {0}")]
    Syntax(String),
    /// It nests deeper than [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// Its text is longer than [`MAX_BYTES`].
    #[error("{0} bytes long; at most {MAX_BYTES} are allowed")]
    TooLarge(usize),
}

impl JsonError {
    /// The engine's name of the failure that a step gets from it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax(_) => "Data.NotJson",
            Self::TooDeep => "Data.TooDeep",
            Self::TooLarge(_) => "Data.TooLarge",
        }
    }
}

impl Json {
    /// Reads `text`, checks its syntax, depth and size, and drops the whitespace between its tokens.
    ///
    /// # Errors
    /// [`JsonError`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        if text.len() > MAX_BYTES {
            return Err(JsonError::TooLarge(text.len()));
        }
        Self::compact(text, MAX_DEPTH)
    }

    /// Reads a text that a log kept: definitions, and results composed of others, may exceed the limits.
    pub(crate) fn stored(text: &str) -> Result<Self, JsonError> {
        Self::compact(text, usize::MAX)
    }

    fn compact(text: &str, max_depth: usize) -> Result<Self, JsonError> {
        let mut parser = SliceJsonParser::new(text.as_bytes());
        let mut compact = String::with_capacity(text.len());
        let mut depth = 0_usize;
        loop {
            let event = parser
                .parse_next()
                .map_err(|e| JsonError::Syntax(e.to_string()))?;
            let mut follows = !compact.is_empty() && !compact.ends_with(['{', '[', ':']);
            match &event {
                JsonEvent::StartArray | JsonEvent::StartObject => depth += 1,
                JsonEvent::EndArray | JsonEvent::EndObject => {
                    depth -= 1;
                    follows = false;
                }
                JsonEvent::Eof => return Ok(Self(compact.into())),
                _ => {}
            }
            if depth > max_depth {
                return Err(JsonError::TooDeep);
            }
            if follows {
                compact.push(',');
            }
            match event {
                JsonEvent::StartArray => compact.push('['),
                JsonEvent::StartObject => compact.push('{'),
                JsonEvent::EndArray => compact.push(']'),
                JsonEvent::EndObject => compact.push('}'),
                JsonEvent::String(text) => write_quoted(&mut compact, &text),
                JsonEvent::ObjectKey(key) => {
                    write_quoted(&mut compact, &key);
                    compact.push(':');
                }
                JsonEvent::Number(digits) => compact.push_str(&digits),
                JsonEvent::Boolean(flag) => compact.push_str(if flag { "true" } else { "false" }),
                JsonEvent::Null | JsonEvent::Eof => compact.push_str("null"),
            }
        }
    }

    /// Takes a text that is known to be compact, valid JSON within the limits of depth: made by
    /// `JSON.stringify` or by this crate. Anything else breaks the log that it is written into.
    pub(crate) fn trusted(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// Takes a text that is known to be compact, valid JSON, if it is within the limits of a value.
    ///
    /// # Errors
    /// If it is too deep or too large.
    pub(crate) fn limited(text: String) -> Result<Self, JsonError> {
        if text.len() > MAX_BYTES {
            return Err(JsonError::TooLarge(text.len()));
        }
        let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
        for byte in text.bytes() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => quoted = !quoted,
                b'{' | b'[' if !quoted => depth += 1,
                b'}' | b']' if !quoted => depth -= 1,
                _ => {}
            }
            if depth > MAX_DEPTH {
                return Err(JsonError::TooDeep);
            }
        }
        Ok(Self::trusted(text))
    }

    /// The JSON of any serialisable value.
    ///
    /// # Errors
    /// When the value cannot be JSON (a map whose keys are not strings), is too deep or too large.
    pub fn from_value(value: &(impl Serialize + ?Sized)) -> Result<Self, JsonError> {
        let text = serde_json::to_string(value).map_err(|e| JsonError::Syntax(e.to_string()))?;
        Self::parse(&text)
    }

    /// `null`, which `undefined` becomes.
    pub fn null() -> Self {
        Self::trusted("null")
    }

    /// A JSON string.
    pub fn string(text: &str) -> Self {
        Self::trusted(quote(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads it as a value of the type `T`.
    ///
    /// # Errors
    /// serde's, when the value has another shape.
    pub fn to<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let mut reader = serde_json::Deserializer::from_str(&self.0);
        T::deserialize(&mut reader)
    }

    /// The text of the value that a JSON pointer (RFC 6901) leads to; `None` where it leads nowhere.
    pub fn at(&self, pointer: &str) -> Option<&str> {
        let mut here: &str = &self.0;
        for segment in pointer_segments(pointer)? {
            here = if here.starts_with('{') {
                let members = parts(here, '{').ok()?;
                members.iter().rev().find(|part| part.key == segment)?.value
            } else if here.starts_with('[') {
                let index = segment
                    .parse::<usize>()
                    .ok()
                    .filter(|i| i.to_string() == segment)?;
                parts(here, '[').ok()?.get(index)?.value
            } else {
                return None;
            };
        }
        Some(here)
    }

    /// The items of a list, in order; `None` if it is something else.
    pub fn items(&self) -> Option<Vec<Self>> {
        let items = parts(&self.0, '[').ok()?;
        Some(items.iter().map(|item| Self::trusted(item.value)).collect())
    }

    /// What a `branch` compares with its keys: a string as it is; a number, boolean or null by its text;
    /// `None` for an array or object, which match no key.
    pub fn branch_key(text: &str) -> Option<Cow<'_, str>> {
        match text.as_bytes().first() {
            Some(b'"') => unquote(text),
            Some(b'{' | b'[') | None => None,
            Some(_) => Some(Cow::Borrowed(text)),
        }
    }
}

/// A value inside an object or array.
pub(crate) struct Part<'t> {
    /// Its key; empty in an array.
    pub(crate) key: Cow<'t, str>,
    /// Its text.
    pub(crate) value: &'t str,
}

/// The values inside the object (`open` is `{`) or array (`[`) that `text` is, in its order, as texts.
pub(crate) fn parts(text: &str, open: char) -> Result<Vec<Part<'_>>, JsonError> {
    if !text.trim_start().starts_with(open) {
        return Err(JsonError::Syntax(
            ["expected `", open.encode_utf8(&mut [0; 4]), "`"].concat(),
        ));
    }
    let mut parser = LowLevelJsonParser::new();
    let (mut at, mut depth, mut start) = (0, 0_usize, 0);
    let mut key = Cow::Borrowed("");
    let mut parts = Vec::new();
    loop {
        let result = parser.parse_next(&text.as_bytes()[at..], true);
        let before = at;
        at += result.consumed_bytes;
        let Some(event) = result.event else { continue };
        let event = event.map_err(|e| JsonError::Syntax(e.to_string()))?;
        if depth == 1 {
            let token = text[before..at].trim_start_matches([' ', '\t', '\n', '\r', ',', ':']);
            start = at - token.len();
        }
        match event {
            JsonEvent::Eof => return Ok(parts),
            JsonEvent::ObjectKey(name) if depth == 1 => {
                key = name;
                continue;
            }
            JsonEvent::StartArray | JsonEvent::StartObject => {
                depth += 1;
                continue;
            }
            JsonEvent::EndArray | JsonEvent::EndObject => depth -= 1,
            _ => {}
        }
        if depth == 1 {
            parts.push(Part {
                key: std::mem::take(&mut key),
                value: &text[start..at],
            });
        }
    }
}

/// The items of a JSON array as byte ranges of its text; `None` if it is something else.
pub(crate) fn item_ranges(text: &str) -> Option<Vec<std::ops::Range<u32>>> {
    let base = text.as_ptr() as usize;
    parts(text, '[')
        .ok()?
        .iter()
        .map(|item| {
            let start = u32::try_from(item.value.as_ptr() as usize - base).ok()?;
            Some(start..start + u32::try_from(item.value.len()).ok()?)
        })
        .collect()
}

/// The text that a JSON string literal stands for.
pub(crate) fn unquote(literal: &str) -> Option<Cow<'_, str>> {
    match SliceJsonParser::new(literal.as_bytes()).parse_next() {
        Ok(JsonEvent::String(text)) => Some(text),
        _ => None,
    }
}

/// `text` as a JSON string literal.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    write_quoted(&mut quoted, text);
    quoted
}

/// Appends `text` as a JSON string literal.
pub(crate) fn write_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut plain_from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            0..0x20 => "\\u00",
            _ => continue,
        };
        out.push_str(&text[plain_from..at]);
        out.push_str(escape);
        if escape.len() > 2 {
            let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
            out.extend([digit(byte >> 4), digit(byte & 15)]);
        }
        plain_from = at + 1;
    }
    out.push_str(&text[plain_from..]);
    out.push('"');
}

/// The unescaped segments of a JSON pointer (RFC 6901); `None` when it neither is empty nor starts with `/`,
/// or holds a `~` that starts no escape.
pub fn pointer_segments(pointer: &str) -> Option<Vec<Cow<'_, str>>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    pointer
        .strip_prefix('/')?
        .split('/')
        .map(|segment| {
            let mut between = segment.split('~');
            let mut unescaped = Cow::Borrowed(between.next()?);
            for rest in between {
                let sign = match rest.as_bytes().first()? {
                    b'0' => '~',
                    b'1' => '/',
                    _ => return None,
                };
                unescaped.to_mut().push(sign);
                unescaped.to_mut().push_str(&rest[1..]);
            }
            Some(unescaped)
        })
        .collect()
}

/// One segment of a JSON pointer, escaped (RFC 6901).
pub fn pointer_segment(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) {
        Cow::Owned(key.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(key)
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::stored(raw.get()).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Json {
    fn schema_name() -> Cow<'static, str> {
        "Json".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        true.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_compacted_and_numbers_keep_their_digits() {
        let json = Json::parse(" { \"b\" : 1e400, \"a\": [ 0.1, -0, \"\\u00e9 \" ] } ").unwrap();
        assert_eq!(json.as_str(), "{\"b\":1e400,\"a\":[0.1,-0,\"é \"]}");
    }

    #[test]
    fn strings_are_quoted_as_other_writers_do() {
        let every: String = (0..=0x80)
            .filter_map(char::from_u32)
            .chain("é🚗".chars())
            .collect();
        for text in ["", "plain", "\"", "a\\", "\n\u{1}b\u{1f}", &every] {
            assert_eq!(quote(text), serde_json::to_string(text).unwrap());
        }
    }

    #[test]
    fn limits_and_syntax_have_their_own_errors() {
        let nested = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(Json::parse(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(Json::parse(&nested(MAX_DEPTH + 1)), Err(JsonError::TooDeep));
        assert_eq!(Json::parse(&nested(1_000_000)), Err(JsonError::TooDeep));
        assert_eq!(
            Json::parse(&" ".repeat(MAX_BYTES + 1)).unwrap_err().code(),
            "Data.TooLarge"
        );
        for bad in ["", "{", "[1,]", "NaN", "\"\\ud800\"", "1 2", "{\"a\":1,}"] {
            assert_eq!(
                Json::parse(bad).unwrap_err().code(),
                "Data.NotJson",
                "{bad}"
            );
        }
    }

    #[test]
    fn what_is_stored_can_be_read_back_however_deep_or_large_it_is() {
        let nested = |n: usize| "[".repeat(n) + &"]".repeat(n);
        for text in [nested(60_000), format!("[{}0]", "0,".repeat(MAX_BYTES / 2))] {
            let stored: Json = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&stored).unwrap(), text);
        }
    }

    #[test]
    fn what_is_composed_has_the_limits_of_a_value() {
        let nested = |n: usize| "[".repeat(n) + "\"[[\\\"{\"" + &"]".repeat(n);
        assert_eq!(
            Json::limited(nested(MAX_DEPTH)).unwrap().as_str(),
            nested(MAX_DEPTH)
        );
        assert_eq!(
            Json::limited(nested(MAX_DEPTH + 1)),
            Err(JsonError::TooDeep)
        );
        let long = MAX_BYTES + 1;
        assert_eq!(
            Json::limited("1".repeat(long)),
            Err(JsonError::TooLarge(long))
        );
    }

    #[test]
    fn pointers_lead_into_objects_and_arrays() {
        let json = Json::parse(r#"{"a":[10,{"b/c":true,"":1}],"~":2}"#).unwrap();
        for (pointer, want) in [
            ("/a/0", Some("10")),
            ("/a/1/b~1c", Some("true")),
            ("/a/1/", Some("1")),
            ("/~0", Some("2")),
            ("/a/01", None),
            ("/a/2", None),
            ("/x", None),
            ("/a/0/y", None),
            ("/~", None),
            ("/~2", None),
            ("a", None),
        ] {
            assert_eq!(json.at(pointer), want, "{pointer}");
        }
        assert_eq!(json.at("").map(str::len), Some(json.as_str().len()));
        let list = Json::parse("[1,[2,3]]").unwrap();
        let items = list.items().map(|items| format!("{items:?}"));
        assert_eq!(items.as_deref(), Some("[1, [2,3]]"));
        assert_eq!(json.items(), None);
    }

    #[test]
    fn items_are_ranges_of_the_text() {
        let text = r#"[1,"a,b",{"c":[2]}]"#;
        let items: Vec<&str> = item_ranges(text)
            .unwrap()
            .into_iter()
            .map(|r| &text[r.start as usize..r.end as usize])
            .collect();
        assert_eq!(items, ["1", "\"a,b\"", "{\"c\":[2]}"]);
        assert_eq!(item_ranges("{}"), None);
    }
}
