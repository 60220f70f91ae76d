//! JSON as people read and write it: where a text stops being JSON, its tokens for colouring, and compact
//! JSON laid out over lines.
//!
//! Pure: it knows nothing of the page.

use std::ops::Range;

use json_event_parser::{JsonEvent, SliceJsonParser};
use stepwell_core::{
    Json, JsonError,
    json::{MAX_BYTES, MAX_DEPTH},
};

/// Why a text is not JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TextError {
    /// What is wrong, for people.
    pub(crate) message: String,
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// The column in characters, counted from 1.
    pub(crate) column: usize,
    /// The bytes of the text that are meant; empty at the text's end.
    pub(crate) range: Range<usize>,
}

/// What a piece of JSON text is, for colouring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// The name of a member, with its quotes.
    Key,
    /// A string, with its quotes.
    Text,
    /// A number.
    Number,
    /// `true`, `false`, `null`, or any other bare word.
    Word,
    /// Brackets, commas, colons, whitespace and what else there is.
    Plain,
}

/// Reads what a person wrote.
///
/// # Errors
/// The first place where it stops being JSON, or passes a limit.
pub(crate) fn read(text: &str) -> Result<Json, TextError> {
    let error = |message: String, range: Range<usize>| {
        let (line, column) = place(text, range.start);
        TextError {
            message,
            line,
            column,
            range,
        }
    };
    if text.trim().is_empty() {
        return Err(error("Write a JSON value, such as {}".into(), 0..0));
    }
    Json::parse(text).map_err(|cause| match cause {
        JsonError::Syntax(_) => {
            let (message, range) = first_mistake(text);
            error(message, range)
        }
        JsonError::TooDeep => error(
            format!("Nested deeper than {MAX_DEPTH} levels"),
            too_deep(text),
        ),
        JsonError::TooLarge(bytes) => error(
            format!("{bytes} bytes long; at most {MAX_BYTES} are allowed"),
            0..0,
        ),
    })
}

/// The first place where `text` is not JSON, and what is wrong there.
fn first_mistake(text: &str) -> (String, Range<usize>) {
    let mut parser = SliceJsonParser::new(text.as_bytes());
    let cause = loop {
        match parser.parse_next() {
            Ok(JsonEvent::Eof) => return ("This is not JSON".into(), 0..0),
            Ok(_) => {}
            Err(cause) => break cause,
        }
    };
    let location = cause.location();
    let offset = |offset: u64| {
        let mut offset = usize::try_from(offset).map_or(text.len(), |o| o.min(text.len()));
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    };
    let start = offset(location.start.offset);
    let rest = &text[start..];
    if rest.trim().is_empty() {
        let end = text.trim_end().len();
        return ("The text ends before the value does".into(), end..end);
    }
    if rest.starts_with('"') && cause.message() == "Unexpected end of file" {
        return (
            "This string does not end as it should".into(),
            start..start + 1,
        );
    }
    let end =
        offset(location.end.offset).max(start + rest.chars().next().map_or(0, char::len_utf8));
    (sentence(cause.message(), &text[start..end]), start..end)
}

/// The parser's message as a sentence, with the commonest mistakes by name.
fn sentence(message: &str, at: &str) -> String {
    if at.starts_with('\'') {
        return "Strings take double quotes".into();
    }
    if at.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return "Only true, false and null go without double quotes".into();
    }
    let mut sentence = message.to_owned();
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}

/// The bracket that goes one level too deep.
fn too_deep(text: &str) -> Range<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    for (kind, token) in tokens(text) {
        if kind == TokenKind::Plain {
            for (i, byte) in token.bytes().enumerate() {
                match byte {
                    b'[' | b'{' => depth += 1,
                    b']' | b'}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if depth > MAX_DEPTH {
                    return at + i..at + i + 1;
                }
            }
        }
        at += token.len();
    }
    0..0
}

/// Line and column, counted from 1, of a byte of `text`.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// The tokens of any text, JSON or not; together they are the text.
pub(crate) fn tokens(text: &str) -> Vec<(TokenKind, &str)> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (kind, end) = match bytes[at] {
            b'"' => {
                let end = string_end(bytes, at);
                let is_key = bytes[end..].iter().find(|b| !b.is_ascii_whitespace()) == Some(&b':');
                let kind = if is_key {
                    TokenKind::Key
                } else {
                    TokenKind::Text
                };
                (kind, end)
            }
            b'-' | b'0'..=b'9' => (TokenKind::Number, run_end(bytes, at, is_number)),
            byte if is_word(byte) => (TokenKind::Word, run_end(bytes, at, is_word)),
            _ => (TokenKind::Plain, run_end(bytes, at, is_plain)),
        };
        tokens.push((kind, &text[at..end]));
        at = end;
    }
    tokens
}

fn is_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || !byte.is_ascii()
}

fn is_plain(byte: u8) -> bool {
    byte != b'"' && byte != b'-' && !byte.is_ascii_digit() && !is_word(byte)
}

/// Where the run of bytes that starts at `at` ends.
fn run_end(bytes: &[u8], at: usize, belongs: fn(u8) -> bool) -> usize {
    let rest = &bytes[at + 1..];
    at + 1 + rest.iter().position(|b| !belongs(*b)).unwrap_or(rest.len())
}

/// Where the string that starts at `at` ends: after its closing quote, or at the end of its line.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut i = at + 1;
    while i < bytes.len() {
        match bytes[i] {
            b'"' => return i + 1,
            b'\n' => return i,
            b'\\' if i + 1 < bytes.len() && bytes[i + 1].is_ascii() => i += 2,
            _ => i += 1,
        }
    }
    bytes.len()
}

/// Compact, valid JSON laid out over lines, two spaces a level; at most about `limit` bytes of it.
pub(crate) fn pretty(json: &str, limit: usize) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let newline = |text: &mut String, depth: usize| {
        text.push('\n');
        text.extend(std::iter::repeat_n("  ", depth));
    };
    for (kind, token) in tokens(json) {
        if text.len() > limit {
            text.push('…');
            break;
        }
        if kind != TokenKind::Plain {
            text.push_str(token);
            continue;
        }
        let mut before = text.chars().next_back();
        for c in token.chars() {
            match c {
                '{' | '[' => {
                    depth += 1;
                    if matches!(before, Some('{' | '[')) {
                        newline(&mut text, depth - 1);
                    }
                    text.push(c);
                }
                '}' | ']' => {
                    depth = depth.saturating_sub(1);
                    if !matches!(before, Some('{' | '[')) {
                        newline(&mut text, depth);
                    }
                    text.push(c);
                }
                ',' => {
                    text.push(c);
                    newline(&mut text, depth);
                }
                ':' => text.push_str(": "),
                _ => {}
            }
            before = Some(c);
        }
        if matches!(before, Some('{' | '[')) {
            newline(&mut text, depth);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_told_with_their_place() {
        for (text, line, column, marked, message) in [
            ("", 1, 1, "", "Write a JSON value, such as {}"),
            (" \n ", 1, 1, "", "Write a JSON value, such as {}"),
            ("{\"a\": 1", 1, 8, "", "The text ends before the value does"),
            (
                "{\n  \"é\": 'x'\n}",
                2,
                8,
                "'",
                "Strings take double quotes",
            ),
            (
                "{\n  \"a\": 1,\n}",
                3,
                1,
                "}",
                "Trailing commas are not allowed",
            ),
            ("[1, 2,]", 1, 7, "]", "Trailing commas are not allowed"),
            (
                "{\"a\": tru}",
                1,
                7,
                "tru",
                "Only true, false and null go without double quotes",
            ),
            (
                "{a: 1}",
                1,
                2,
                "a",
                "Only true, false and null go without double quotes",
            ),
            (
                "{\"a\": 1 \"b\": 2}",
                1,
                9,
                "\"b\"",
                "Object values must be followed by a comma to add a new value or a curly bracket to end the object",
            ),
            (
                "[\"\\ud800\"]",
                1,
                2,
                "\"",
                "This string does not end as it should",
            ),
            (
                "1 2",
                1,
                3,
                "2",
                "The JSON already contains one root element",
            ),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(
                (error.line, error.column, &text[error.range.clone()]),
                (line, column, marked),
                "{text:?}: {}",
                error.message
            );
            assert_eq!(error.message, message, "{text:?}");
        }
        assert_eq!(read(" {\"a\" : 1} ").unwrap().as_str(), "{\"a\":1}");
    }

    #[test]
    fn a_text_that_nests_too_deep_is_marked_where_it_does() {
        let text = format!("\n{}{}", "[".repeat(600), "]".repeat(600));
        let error = read(&text).unwrap_err();
        assert_eq!((error.line, error.column), (2, 513));
    }

    #[test]
    fn tokens_are_the_text_whatever_it_is() {
        use TokenKind::{Key, Number, Plain, Text, Word};
        assert_eq!(
            tokens("{\"a\" :-1.5e3,\"b\":[\"c:\",true]}"),
            [
                (Plain, "{"),
                (Key, "\"a\""),
                (Plain, " :"),
                (Number, "-1.5e3"),
                (Plain, ","),
                (Key, "\"b\""),
                (Plain, ":["),
                (Text, "\"c:\""),
                (Plain, ","),
                (Word, "true"),
                (Plain, "]}"),
            ]
        );
        for text in ["\"open\n1", "\"\\", "é'x'", "\"\\é\"", "\\", "\"a\\\"b\":1"] {
            let joined: String = tokens(text).into_iter().map(|(_, t)| t).collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn json_is_laid_out_over_lines() {
        let lines = |json| pretty(json, usize::MAX);
        for plain in ["1", "\"a, b\"", "null", "{}", "[]", "-0.10"] {
            assert_eq!(lines(plain), plain);
        }
        assert_eq!(
            lines(r#"{"a":[1,{"b":{}},[[]]],"c":"x{y"}"#),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": {}\n    },\n    [\n      []\n    ]\n  ],\n  \"c\": \"x{y\"\n}"
        );
        assert!(pretty(&format!("[{}1]", "1,".repeat(1000)), 100).len() < 150);
    }
}
