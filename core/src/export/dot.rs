//! A drawing as DOT, the language of Graphviz, which lays it out itself.
//!
//! Containers are clusters. Graphviz joins boxes only, so an edge that ends at a container joins a box in it and is
//! clipped at its border (`compound`, `lhead`, `ltail`).

use std::fmt::{Display, Formatter, Result, Write};

use super::{
    PictureOptions,
    label::lines,
    outline::{Outline, Part, write_line},
};
use crate::layout::{Direction, Drawing, DrawnNode, EdgeKind, NodeKind};

const STYLES: [&str; 3] = [
    "fontname=\"Helvetica,Arial,sans-serif\"; fontsize=13",
    "node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", color=\"#64748b\", \
     fontname=\"Helvetica,Arial,sans-serif\", fontsize=13]",
    "edge [color=\"#64748b\", fontname=\"Helvetica,Arial,sans-serif\", fontsize=11]",
];

/// The drawing as DOT. Names come out as they are, but for control characters, which become U+FFFD.
///
/// Of the options, it knows the title and the marks.
pub fn dot(drawing: &Drawing, options: &PictureOptions) -> String {
    let direction = match drawing.direction {
        Direction::Down => "TB",
        Direction::Right => "LR",
    };
    let mut out = match options.title {
        Some(title) => format!("digraph \"{}\" {{\n", Escaped(title)),
        None => "digraph {\n".to_owned(),
    };
    write_line(&mut out, 1, &format!("rankdir={direction}; compound=true"));
    for styles in STYLES {
        write_line(&mut out, 1, styles);
    }
    let outline = Outline::new(drawing);
    let mut indent = 1;
    for part in &outline.parts {
        match part {
            Part::Close => {
                indent -= 1;
                write_line(&mut out, indent, "}");
            }
            Part::Open(place, node) => {
                write_line(&mut out, indent, &format!("subgraph cluster_{place} {{"));
                indent += 1;
                let attributes = attributes(node, options).join("; ");
                write_line(&mut out, indent, &attributes);
            }
            Part::Box(place, node) => {
                let attributes = attributes(node, options).join(", ");
                write_line(&mut out, indent, &format!("n{place} [{attributes}]"));
            }
        }
    }
    let inner = inner_boxes(drawing, &outline);
    for edge in &drawing.edges {
        let Some((from, to)) = outline.ends(&edge.from, &edge.to) else {
            continue;
        };
        let mut attributes = Vec::new();
        // A border is clipped only for what leads out of it or into it.
        let crosses = inner[from] != inner[to];
        if crosses && drawing.nodes[from].container {
            attributes.push(format!("ltail=cluster_{from}"));
        }
        if crosses && drawing.nodes[to].container {
            attributes.push(format!("lhead=cluster_{to}"));
        }
        if let Some(label) = &edge.label {
            attributes.push(format!("label=\"{}\"", Escaped(label)));
        }
        if edge.kind == EdgeKind::Failure {
            attributes.push("style=dashed".to_owned());
        }
        if options.marks.is_some_and(|marks| marks.is_taken(&edge.id)) {
            attributes.push("penwidth=2.5".to_owned());
        }
        let (tail, head) = (inner[from].1, inner[to].0);
        let attributes = match &*attributes.join(", ") {
            "" => String::new(),
            attributes => format!(" [{attributes}]"),
        };
        write_line(&mut out, 1, &format!("n{tail} -> n{head}{attributes}"));
    }
    out.push_str("}\n");
    out
}

/// For each box itself; for each container the first and the last box in it.
fn inner_boxes(drawing: &Drawing, outline: &Outline) -> Vec<(usize, usize)> {
    let mut inner: Vec<Option<(usize, usize)>> = vec![None; drawing.nodes.len()];
    let mut open: Vec<usize> = Vec::new();
    for part in &outline.parts {
        match part {
            Part::Open(place, _) => open.push(*place),
            Part::Close => {
                open.pop();
            }
            Part::Box(place, _) => {
                for &around in open.iter().chain([place]) {
                    inner[around].get_or_insert((*place, *place)).1 = *place;
                }
            }
        }
    }
    let boxes = inner.into_iter().zip(0..);
    boxes
        .map(|(inner, place)| inner.unwrap_or((place, place)))
        .collect()
}

fn attributes(node: &DrawnNode, options: &PictureOptions) -> Vec<String> {
    let mut label = Escaped(&node.name).to_string();
    if let Some(detail) = &node.detail {
        let _ = write!(label, "\\n{}", Escaped(detail));
    }
    let mark = options.mark(node);
    if let Some(mark) = &mark {
        let _ = write!(label, "\\n{}", Escaped(&mark.told()));
    }
    let mut attributes = vec![format!("label=\"{label}\"")];
    if node.container {
        attributes.push("style=\"rounded,filled\"".to_owned());
    } else {
        attributes.extend(shape(node.kind).map(|shape| format!("shape={shape}")));
    }
    match mark {
        Some(mark) => {
            let look = mark.status.look();
            attributes.push(format!("fillcolor=\"{}\"", look.wash));
            attributes.push(format!("color=\"{}\"", look.ink[0]));
        }
        None if node.container => {
            attributes.push("fillcolor=\"#f1f5f9\"".to_owned());
            attributes.push("color=\"#94a3b8\"".to_owned());
        }
        None => {}
    }
    attributes
}

/// The shape of a kind of box; a plain box has none of its own.
fn shape(kind: NodeKind) -> Option<&'static str> {
    match kind {
        NodeKind::Start => Some("circle"),
        NodeKind::End => Some("doublecircle"),
        NodeKind::Task | NodeKind::ParallelTask | NodeKind::MapItem => None,
        NodeKind::Parallel => Some("component"),
        NodeKind::Map => Some("box3d"),
        NodeKind::Nested => Some("folder"),
        NodeKind::Wait => Some("hexagon"),
        NodeKind::Fail => Some("octagon"),
        NodeKind::Pass => Some("cds"),
    }
}

/// A text as what stands between quotation marks in a DOT label: a backslash stands for itself when it is doubled,
/// `&` would begin an entity, and `\n` ends a line (Graphviz, `escString`).
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (number, line) in lines(self.0).enumerate() {
            if number > 0 {
                f.write_str("\\n")?;
            }
            for c in line.chars() {
                match c {
                    '"' => f.write_str("\\\"")?,
                    '\\' => f.write_str("\\\\")?,
                    '&' => f.write_str("&amp;")?,
                    c => f.write_char(c)?,
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_dot_would_replace_is_escaped() {
        for (text, expect) in [
            ("plain ü 🚗", "plain ü 🚗"),
            ("\"<b>&amp;", "\\\"<b>&amp;amp;"),
            ("\\N\\", "\\\\N\\\\"),
            ("a\nb\r\nc\0", "a\\nb\\nc\u{fffd}"),
        ] {
            assert_eq!(Escaped(text).to_string(), expect);
        }
    }
}
