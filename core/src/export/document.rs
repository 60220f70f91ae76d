//! The document that a picture carries, so that the page opens it again.

use std::fmt::{Display, Formatter, Result, Write};

use super::escape::Escaped;
use crate::json::write_quoted;

/// The namespace of the element within a picture's `<metadata>` that holds its document.
pub const DOCUMENT_NAMESPACE: &str = "urn:stepwell:document";

/// The version of documents that this crate writes.
const VERSION: u32 = 1;

/// A document as JSON text, as the page saves and opens it: a definition, the module whose exports are the functions,
/// and an input, each as text.
///
/// ```
/// use stepwell_core::export::document_json;
/// assert_eq!(
///     document_json("{}", "export const f = 1;", "null"),
///     r#"{"stepwell":1,"definition":"{}","functions":"export const f = 1;","input":"null"}"#
/// );
/// ```
pub fn document_json(definition: &str, functions: &str, input: &str) -> String {
    let mut out = format!("{{\"stepwell\":{VERSION}");
    for (key, text) in [
        ("definition", definition),
        ("functions", functions),
        ("input", input),
    ] {
        let _ = write!(out, ",\"{key}\":");
        write_quoted(&mut out, text);
    }
    out.push('}');
    out
}

/// A document's JSON text as an SVG's metadata.
///
/// It is plain character data in an element of its own namespace, since this is what editors of SVG keep: comments,
/// CDATA sections and processing instructions are lost or rewritten by many, and attributes lose their line breaks.
/// Of what XML forbids, JSON writes all but two characters as escapes by itself; those two are written so here. And
/// because only strings hold two spaces in a row, the second one is an escape too: so a tool may collapse spaces.
pub(super) struct Metadata<'a>(pub(super) &'a str);

impl Display for Metadata<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(
            f,
            "<metadata><stepwell:document xmlns:stepwell=\"{DOCUMENT_NAMESPACE}\" xml:space=\"preserve\">"
        )?;
        let mut plain_from = 0;
        let mut is_after_space = false;
        for (at, c) in self.0.char_indices() {
            let escape = match c {
                ' ' if is_after_space => "\\u0020",
                '\u{fffe}' => "\\ufffe",
                '\u{ffff}' => "\\uffff",
                _ => "",
            };
            is_after_space = c == ' ';
            if !escape.is_empty() {
                write!(f, "{}{escape}", Escaped(&self.0[plain_from..at]))?;
                plain_from = at + c.len_utf8();
            }
        }
        let rest = Escaped(&self.0[plain_from..]);
        writeln!(f, "{rest}</stepwell:document></metadata>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives_as_metadata() {
        let functions =
            "]]> -- '\" \0\u{1b}\u{7f}\u{fffe}\u{ffff}\r\n\t  a   b & &amp; <!-- \u{2028} 🚗";
        let document = document_json("{}", functions, "null");
        let metadata = Metadata(&document).to_string();
        let (_, text) = metadata.split_once("preserve\">").unwrap();
        let (text, _) = text.split_once("</").unwrap();
        assert!(
            !text.contains(|c: char| c < ' ' || matches!(c, '<' | '>' | '\u{fffe}' | '\u{ffff}'))
        );
        assert!(!text.contains("  "));
        // The five entities are all that there are.
        let text = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["functions"], functions);
        assert_eq!(read["stepwell"], 1);
    }
}
