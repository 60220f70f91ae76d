//! A drawing as Mermaid's flowchart text, which Markdown renderers lay out and draw themselves.
//!
//! Of a flowchart only what Mermaid has had for years is used, so that it is drawn wherever Mermaid is. Boxes and
//! containers go by numbers, never by names, which might be words of the language. Mermaid draws at most 500 edges
//! and 50,000 characters unless it is told otherwise (`maxEdges`, `maxTextSize`).

use std::fmt::Write;

use super::{
    PictureOptions,
    label::lines,
    outline::{Outline, Part, write_line},
};
use crate::json::quote;
use crate::layout::{Direction, Drawing, DrawnEdge, DrawnNode, EdgeKind, NodeKind};

/// The drawing as a Mermaid flowchart. Names come out as they are, but for control characters, which XML has no
/// place for: they become U+FFFD.
///
/// Of the options, it knows the title and the marks.
pub fn mermaid(drawing: &Drawing, options: &PictureOptions) -> String {
    let mut out = String::new();
    if let Some(title) = options.title {
        let _ = writeln!(out, "---\ntitle: {}\n---", quote(&shown_title(title)));
    }
    let direction = match drawing.direction {
        Direction::Down => "TB",
        Direction::Right => "LR",
    };
    let _ = writeln!(out, "flowchart {direction}");
    let outline = Outline::new(drawing);
    let mut indent = 1;
    for part in &outline.parts {
        let (place, node) = match part {
            Part::Close => {
                indent -= 1;
                write_line(&mut out, indent, "end");
                continue;
            }
            Part::Box(place, node) | Part::Open(place, node) => (*place, *node),
        };
        let label = label(node, options);
        if let Part::Open(..) = part {
            write_line(&mut out, indent, &format!("subgraph n{place}[\"{label}\"]"));
            indent += 1;
        } else {
            let (open, close) = shape(node.kind);
            write_line(
                &mut out,
                indent,
                &format!("n{place}{open}\"{label}\"{close}"),
            );
        }
    }
    let mut taken = String::new();
    let edges = drawing.edges.iter().filter_map(|edge| {
        let ends = outline.ends(&edge.from, &edge.to)?;
        Some((edge, ends))
    });
    for (number, (edge, (from, to))) in edges.enumerate() {
        let arrow = arrow(edge);
        write_line(&mut out, 1, &format!("n{from} {arrow} n{to}"));
        if options.marks.is_some_and(|marks| marks.is_taken(&edge.id)) {
            let comma = if taken.is_empty() { "" } else { "," };
            let _ = write!(taken, "{comma}{number}");
        }
    }
    write_marks(&mut out, drawing, options);
    if !taken.is_empty() {
        write_line(&mut out, 1, &format!("linkStyle {taken} stroke-width:3px"));
    }
    out
}

/// A title on one line. Mermaid knows no entities there, and takes what it might read as HTML out of it: so their
/// wide forms stand for `&`, `<` and `>`.
fn shown_title(title: &str) -> String {
    let line = lines(title).collect::<Vec<_>>().join(" ");
    line.replace('&', "＆")
        .replace('<', "＜")
        .replace('>', "＞")
}

/// A box's name, what it does and what has become of it, each on a line of its own.
fn label(node: &DrawnNode, options: &PictureOptions) -> String {
    let mut label = Escaped(&node.name).to_string();
    if let Some(detail) = &node.detail {
        let _ = write!(label, "<br/>{}", Escaped(detail));
    }
    if let Some(mark) = options.mark(node) {
        let _ = write!(label, "<br/>{}", Escaped(&mark.told()));
    }
    label
}

/// What a box's label stands between.
fn shape(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Start => ("((", "))"),
        NodeKind::End => ("(((", ")))"),
        NodeKind::Task | NodeKind::ParallelTask | NodeKind::MapItem => ("[", "]"),
        NodeKind::Parallel | NodeKind::Map | NodeKind::Nested => ("[[", "]]"),
        NodeKind::Wait => ("{{", "}}"),
        NodeKind::Fail => ("[/", "\\]"),
        NodeKind::Pass => ("(", ")"),
    }
}

fn arrow(edge: &DrawnEdge) -> String {
    let arrow = match edge.kind {
        EdgeKind::Failure => "-.->",
        EdgeKind::Success | EdgeKind::Branch | EdgeKind::Default => "-->",
    };
    match &edge.label {
        Some(label) => format!("{arrow}|\"{}\"|", Escaped(label)),
        None => arrow.to_owned(),
    }
}

/// A class for each status that there is, and the boxes that have it.
fn write_marks(out: &mut String, drawing: &Drawing, options: &PictureOptions) {
    for status in crate::StepStatus::ALL {
        let of_status = drawing.nodes.iter().zip(0_usize..).filter(|(node, _)| {
            let mark = options.mark(node);
            mark.is_some_and(|mark| mark.status == status)
        });
        let boxes: Vec<String> = of_status.map(|(_, place)| format!("n{place}")).collect();
        if boxes.is_empty() {
            continue;
        }
        let (look, word) = (status.look(), status.as_str());
        let (wash, ink) = (look.wash, look.ink[0]);
        let class = format!("classDef {word} fill:{wash},stroke:{ink},color:#1c1f22");
        write_line(out, 1, &class);
        write_line(out, 1, &format!("class {} {word}", boxes.join(",")));
    }
}

/// A text as what stands between quotation marks in Mermaid: as entities whatever Mermaid, its Markdown or HTML
/// might read as something else; `<br/>` for the end of a line. Some pairs Mermaid replaces even where they are
/// written as entities: those are parted by a word joiner, which is not seen.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, line) in lines(self.0).enumerate() {
            if number > 0 {
                f.write_str("<br/>")?;
            }
            let mut before = ' ';
            let mut rest = line.chars().peekable();
            while let Some(c) = rest.next() {
                let after = rest.peek().copied().unwrap_or(' ');
                if is_plain(c) || is_joint(c) && is_plain(before) && is_plain(after) {
                    f.write_char(c)?;
                } else {
                    write!(f, "#{};", u32::from(c))?;
                }
                if is_replaced(c, after) {
                    f.write_str("#8288;")?;
                }
                before = c;
            }
        }
        Ok(())
    }
}

/// Whether a character means itself wherever it stands. Beyond ASCII that is not so for those by which Mermaid
/// itself marks entities (`°`, `¶`), and for spaces and marks that are not seen.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, ',' | '\'' | '(' | ')' | '?' | '!' | '/')
        || c > '\u{a0}'
            && !matches!(
                c,
                '\u{ad}' | '°' | '¶' | '\u{2000}'..='\u{206f}' | '\u{3000}' | '\u{fe00}'..='\u{fe0f}'
                    | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..
            )
}

/// Whether a character means itself between two plain ones.
fn is_joint(c: char) -> bool {
    matches!(c, ' ' | '_' | '-' | '.')
}

/// Whether Mermaid makes something else of two characters in a row: a line break of `\n`, a formula of `$$`, an icon
/// of `:f` (in `fa:fa-car`), and an entity of what it writes for one itself.
fn is_replaced(c: char, after: char) -> bool {
    matches!(
        (c, after),
        ('\\', 'n') | ('$', '$') | (':', 'f') | ('ﬂ', '°') | ('¶', 'ß')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_might_be_markup_is_written_as_entities() {
        for (text, expect) in [
            ("Update_company records-2", "Update_company records-2"),
            ("_a_", "#95;a#95;"),
            ("a  b ", "a#32;#32;b#32;"),
            ("1. a--b", "1#46;#32;a#45;#45;b"),
            ("Step.Timeout, *", "Step.Timeout,#32;#42;"),
            ("\"<b>&amp;", "#34;#60;b#62;#38;amp#59;"),
            ("%%{init}%%", "#37;#37;#123;init#125;#37;#37;"),
            ("a\nb\r\nc\rd", "a<br/>b<br/>c<br/>d"),
            ("\u{0}\u{1b}\u{9b}\t", "#65533;#65533;#65533;#9;"),
            ("`$x`\\m\\", "#96;#36;x#96;#92;m#92;"),
            (
                "\\n$$fa:fa-car",
                "#92;#8288;n#36;#8288;#36;fa#58;#8288;fa-car",
            ),
            ("ﬂ°°35¶ß", "ﬂ#8288;#176;#176;35#182;#8288;ß"),
            ("é 漢字 🚗", "é 漢字 🚗"),
            ("👨‍👩‍👧", "👨#8205;👩#8205;👧"),
            ("\u{202e}שלום", "#8238;שלום"),
        ] {
            assert_eq!(Escaped(text).to_string(), expect);
        }
    }
}
