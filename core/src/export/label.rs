//! A text as the lines of a label.

use std::borrow::Cow;

/// The lines of a text, which end at a line feed, a carriage return or both; at least one. Control characters but
/// the tab become U+FFFD.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.find(['\n', '\r']);
        rest = end.map(|end| {
            let length = if text[end..].starts_with("\r\n") {
                2
            } else {
                1
            };
            &text[end + length..]
        });
        let line = &text[..end.unwrap_or(text.len())];
        let is_lost = |c: char| c.is_control() && c != '\t' || matches!(c, '\u{fffe}' | '\u{ffff}');
        Some(if line.contains(is_lost) {
            let shown = line
                .chars()
                .map(|c| if is_lost(c) { '\u{fffd}' } else { c });
            Cow::Owned(shown.collect())
        } else {
            Cow::Borrowed(line)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_on_every_system() {
        for (text, expect) in [
            ("", &[""][..]),
            ("a", &["a"]),
            ("a\nb\r\nc\rd", &["a", "b", "c", "d"]),
            ("\n\r\n\r", &["", "", "", ""]),
            ("\0\t\u{9b}\u{ffff}", &["\u{fffd}\t\u{fffd}\u{fffd}"]),
        ] {
            let lines: Vec<_> = lines(text).collect();
            assert_eq!(lines, expect);
        }
    }
}
