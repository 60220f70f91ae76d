//! How wide a text is, from a table, so that a layout is the same natively, in Node and in every browser.
//!
//! The widths are the wider of Arial's (as in Helvetica's AFM file) and `DejaVu` Sans's, so that a text fits its
//! box in either and in the usual system fonts, which lie between. This module knows nothing of graphs.

/// Advance widths of the printable ASCII characters, from space to tilde, in thousandths of the font's size.
const ASCII: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318,
    337, // space to /
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556, // 0 to ?
    1015, 684, 686, 722, 770, 667, 611, 778, 752, 295, 500, 667, 557, 863, 748, 787, // @ to O
    667, 787, 722, 667, 611, 732, 684, 989, 685, 667, 685, 390, 337, 390, 838, 556, // P to _
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, // ` to o
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838, // p to ~
];

/// The width of `text` at a font size, in the same unit as the size.
pub fn width(text: &str, size: f64) -> f64 {
    let thousandths: u64 = text.chars().map(|c| u64::from(advance(c))).sum();
    // A text in memory has fewer characters than a double counts exactly.
    #[allow(clippy::cast_precision_loss)]
    let thousandths = thousandths as f64;
    thousandths * size / 1000.0
}

/// `text` on one line, shortened with an ellipsis to at most `max` wide at a font size.
pub fn fit(text: &str, size: f64, max: f64) -> String {
    let line = one_line(text);
    if width(&line, size) <= max {
        return line;
    }
    let room = max - width("…", size);
    let (mut used, mut end) = (0.0, 0);
    let mut joined = false;
    for (at, c) in line.char_indices() {
        // A mark or a joined emoji stays with what it belongs to.
        if advance(c) > 0 && !joined {
            end = at;
        }
        joined = c == '\u{200d}';
        used += f64::from(advance(c)) * size / 1000.0;
        if used > room {
            break;
        }
    }
    format!("{}…", line[..end].trim_end())
}

fn one_line(text: &str) -> String {
    if !text.contains(char::is_control) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// The advance width of a character in thousandths of the font's size: 0 for one that combines with the last.
fn advance(c: char) -> u16 {
    match u32::from(c) {
        code @ 0x20..=0x7e => ASCII[code as usize - 0x20],
        0x00..=0x1f
        | 0x7f..=0x9f
        | 0x300..=0x36f
        | 0x483..=0x489
        | 0x591..=0x5bd
        | 0x610..=0x61a
        | 0x64b..=0x65f
        | 0x200b..=0x200f
        | 0x202a..=0x202e
        | 0x2060..=0x2064
        | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f
        | 0x1f3fb..=0x1f3ff
        | 0xe0000..=0xe01ef => 0,
        // Hangul, kana, ideographs and full-width forms fill a square; emoji a little more.
        0x1100..=0x115f
        | 0x2010..=0x2027
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xff00..=0xff60 => 1000,
        0x2600..=0x27bf | 0x1f000..=0x1ffff | 0x20000..=0x3ffff => 1350,
        0x900..=0x10ff => 800,
        _ => 700,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_add_up_and_scale() {
        assert!((width("ab", 10.0) - 12.48).abs() < 1e-9);
        assert!((width("ab", 20.0) - 24.96).abs() < 1e-9);
        assert!((width("e\u{301}", 10.0) - width("e", 10.0)).abs() < 1e-9);
        assert!(width("", 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_text_that_fits_stays_and_a_longer_one_is_shortened() {
        let check = |text: &str, expect: &str| {
            let fitted = fit(text, 10.0, 60.0);
            assert_eq!(fitted, expect);
            assert!(width(&fitted, 10.0) <= 60.0);
        };
        check("short", "short");
        check("two\nlines", "two lines");
        check("Update company records", "Update c…");
        check("", "");
        // The family is one emoji of three joined characters: whole or not at all.
        check("abcd👨‍👩‍👧abcd", "abcd…");
        check(
            "iiiiiiiiiiiiiiiie\u{301}\u{301}iiiiiii",
            "iiiiiiiiiiiiiiii…",
        );
    }
}
