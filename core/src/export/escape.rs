//! Any text as XML character data or attribute value.

use std::fmt::{Display, Formatter, Result, Write};

/// A text that displays escaped: `<`, `>`, `&` and quotes as entities, line breaks and tabs as references, and what
/// XML 1.0 forbids (section 2.2) as U+FFFD.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for c in self.0.chars() {
            match c {
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '&' => f.write_str("&amp;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\t' => f.write_str("&#9;")?,
                '\n' => f.write_str("&#10;")?,
                '\r' => f.write_str("&#13;")?,
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_can_stand_in_xml() {
        for (text, expect) in [
            ("plain ü 🚗", "plain ü 🚗"),
            ("<a b=\"c\">&'", "&lt;a b=&quot;c&quot;&gt;&amp;&#39;"),
            ("a\nb\tc\rd", "a&#10;b&#9;c&#13;d"),
            (
                "\0\u{1b}[0m\u{fffe}\u{ffff}",
                "\u{fffd}\u{fffd}[0m\u{fffd}\u{fffd}",
            ),
            ("]]>", "]]&gt;"),
        ] {
            assert_eq!(Escaped(text).to_string(), expect);
        }
    }
}
