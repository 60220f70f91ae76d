//! How reading goes on after a syntax error, so that one mistake is one diagnostic.
//!
//! After an error `json-event-parser` loses the objects that it was in; so the token that it stumbled over is
//! judged here, and a new parser is put into the state that was most likely meant.

use std::borrow::Cow;

use json_event_parser::LowLevelJsonParser;

use super::{
    diagnostic::{Code, Span},
    syntax::{Expected, Reader, UNFINISHED, Value},
};

impl Reader<'_, '_> {
    /// Reports the token that the parser stumbled over and steps into the state most likely meant; false to stop.
    pub(super) fn recover(&mut self, parser_message: &str) -> bool {
        let (start, expected) = self.next_token();
        (self.at, self.expected) = (start, expected);
        let end = self.token_end(start);
        let span = Span { start, end };
        let token = &self.text[start..end];
        let object = self.open.last().is_some_and(|open| open.is_object);
        let first = token.bytes().next();

        match (expected, first) {
            (_, None) => {
                self.expected_but_found(span);
                self.tree.lossy = true;
                while !self.open.is_empty() {
                    self.close(start);
                }
                return false;
            }
            (_, Some(b'/')) if token.starts_with("//") || token.starts_with("/*") => {
                self.report(Code::Syntax, span, "JSON has no comments".to_owned());
                self.at = end;
            }
            (Expected::CommaOrEnd, _) if self.open.is_empty() => {
                self.expected_but_found(span);
                return false;
            }
            (Expected::Key, Some(b'}')) | (Expected::Value, Some(b']'))
                if object == (first == Some(b'}')) =>
            {
                let message = format!("a comma before the closing `{token}`");
                let before = self.text[..start].trim_end();
                let comma = before.strip_suffix(',').map_or(span, |rest| Span {
                    start: rest.len(),
                    end: before.len(),
                });
                self.report(Code::Syntax, comma, message);
                self.expected = Expected::CommaOrEnd;
            }
            (Expected::Value | Expected::Colon, Some(b'}' | b',')) if object => {
                self.expected_but_found(span);
                self.value(Value::Broken, Span { start, end: start });
            }
            (_, Some(b'}' | b']')) => self.mismatched_close(span),
            (Expected::Colon, Some(b'=')) => {
                self.expected_but_found(span);
                (self.at, self.expected) = (end, Expected::Value);
            }
            (Expected::Colon, _) => {
                self.expected_but_found(span);
                self.expected = Expected::Value;
            }
            (_, Some(b',')) | (Expected::Value | Expected::ValueOrEnd, Some(b':')) => {
                self.expected_but_found(span);
                self.at = end;
            }
            (Expected::CommaOrEnd, Some(byte)) => {
                self.expected_but_found(span);
                match byte {
                    b'"' | b'\'' if object => self.expected = Expected::Key,
                    byte if object && is_name_start(byte) => self.expected = Expected::Key,
                    b':' => self.at = end,
                    b'{' | b'[' if object => {
                        self.key(None, span);
                        self.expected = Expected::Value;
                    }
                    _ if object => self.at = end,
                    _ => self.expected = Expected::Value,
                }
            }
            (Expected::Key | Expected::KeyOrEnd, Some(byte)) => {
                self.bad_key(byte, span, parser_message);
            }
            (Expected::Value | Expected::ValueOrEnd, Some(byte)) => {
                if byte == b'"' {
                    self.bad_string(span, parser_message);
                } else {
                    self.expected_but_found(span);
                }
                self.value(Value::Broken, span);
                self.at = end;
            }
        }
        true
    }

    fn bad_key(&mut self, byte: u8, span: Span, parser_message: &str) {
        let token = &self.text[span.start..span.end];
        match byte {
            b'"' => {
                self.bad_string(span, parser_message);
                self.key(None, span);
            }
            b'{' | b'[' | b':' => {
                self.expected_but_found(span);
                self.key(None, span);
                if byte != b':' {
                    self.expected = Expected::Value;
                    return;
                }
                (self.at, self.expected) = (span.end, Expected::Value);
                return;
            }
            byte if byte == b'\'' || is_name_start(byte) => {
                let name = token.trim_matches('\'');
                self.report(
                    Code::Syntax,
                    span,
                    format!("a key stands in double quotes: \"{name}\""),
                );
                self.key(Some(Cow::Borrowed(name)), span);
            }
            _ => {
                self.expected_but_found(span);
                self.key(None, span);
            }
        }
        self.at = span.end;
    }

    /// A `}` or `]` that does not close the innermost open value.
    fn mismatched_close(&mut self, span: Span) {
        self.expected_but_found(span);
        let object = self.text.as_bytes()[span.start] == b'}';
        if self.open.iter().any(|open| open.is_object == object) {
            self.tree.lossy = true;
            while self
                .open
                .last()
                .is_some_and(|open| open.is_object != object)
            {
                self.close(span.start);
            }
        } else {
            self.at = span.end;
        }
    }

    fn bad_string(&mut self, span: Span, parser_message: &str) {
        let token = &self.text.as_bytes()[span.start..span.end];
        let message = if token.len() < 2 || token.last() != Some(&b'"') {
            "a string without its closing quote".to_owned()
        } else if token.iter().any(u8::is_ascii_control) {
            "a tab or other control character in a string is written as `\\t` or `\\u0009`"
                .to_owned()
        } else if parser_message == UNFINISHED {
            "not a JSON string: an escape sequence is unfinished".to_owned()
        } else {
            format!("not a JSON string: {parser_message}")
        };
        self.report(Code::Syntax, span, message);
    }

    fn expected_but_found(&mut self, span: Span) {
        let object = self.open.last().is_some_and(|open| open.is_object);
        let expected = match self.expected {
            Expected::KeyOrEnd => "a key or `}`",
            Expected::Key => "a key",
            Expected::Colon => "`:` after the key",
            Expected::Value if self.open.is_empty() => "a workflow (an object in `{ }`)",
            Expected::Value => "a value",
            Expected::ValueOrEnd => "a value or `]`",
            Expected::CommaOrEnd if self.open.is_empty() => "the end of the text",
            Expected::CommaOrEnd if object => "`,` or `}`",
            Expected::CommaOrEnd => "`,` or `]`",
        };
        let found = &self.text[span.start..span.end];
        let message = if found.is_empty() {
            format!("expected {expected}, found the end of the text")
        } else if let Some((cut, _)) = found.char_indices().nth(40) {
            format!("expected {expected}, found `{}…`", &found[..cut])
        } else {
            format!("expected {expected}, found `{found}`")
        };
        self.report(Code::Syntax, span, message);
    }

    /// The end of the token at `start`, as a reader of a broken text would see it: a string ends with its line.
    fn token_end(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        let bytes = rest.as_bytes();
        let length = match bytes.first() {
            None => 0,
            Some(b'{' | b'}' | b'[' | b']' | b',' | b':' | b'=') => 1,
            Some(quote @ (b'"' | b'\'')) => {
                let mut at = 1;
                loop {
                    match bytes.get(at) {
                        None | Some(b'\n' | b'\r') => {
                            // What looks like the comma after it is.
                            let line = rest[..at].trim_end();
                            break line.strip_suffix(',').unwrap_or(line).len();
                        }
                        Some(b'\\') if bytes.get(at + 1).is_some_and(u8::is_ascii_graphic) => {
                            at += 2;
                        }
                        Some(byte) if byte == quote => break at + 1,
                        Some(_) => at += 1,
                    }
                }
            }
            Some(b'/') if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            Some(b'/') if rest.starts_with("/*") => {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            }
            Some(_) => rest
                .find(|c: char| c.is_ascii_whitespace() || "{}[],:\"".contains(c))
                .unwrap_or(rest.len()),
        };
        start + length
    }

    /// A parser that expects what is expected here, with as many arrays and objects open.
    pub(super) fn parser_here(&self) -> LowLevelJsonParser {
        // The parser wants three bytes before it looks at any (it looks for a byte order mark).
        let mut prefix = String::from("   ");
        if let Some((last, outer)) = self.open.split_last() {
            for open in outer {
                prefix.push_str(if open.is_object { "{\"\":" } else { "[" });
            }
            prefix.push_str(match (self.expected, last.is_object) {
                (Expected::Key, true) => "{\"\":\"\",",
                (Expected::Colon, true) => "{\"\"",
                (Expected::Value, true) => "{\"\":",
                (Expected::CommaOrEnd, true) => "{\"\":\"\"",
                (_, true) => "{",
                (Expected::Value, false) => "[\"\",",
                (Expected::CommaOrEnd, false) => "[\"\"",
                (_, false) => "[",
            });
        } else if self.expected == Expected::CommaOrEnd {
            prefix.push_str("\"\"");
        }
        let mut parser = LowLevelJsonParser::new();
        let mut rest = prefix.as_bytes();
        loop {
            let result = parser.parse_next(rest, false);
            rest = &rest[result.consumed_bytes..];
            if result.event.is_none() {
                return parser;
            }
        }
    }
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$' || byte >= 0x80
}
