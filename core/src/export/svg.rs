//! A drawing as a stand-alone SVG: its styles inside, light or dark as its reader prefers, no script.
//!
//! Only what every renderer knows is used: no custom properties, markers, filters or foreign objects, so that the
//! picture is the same in browsers, editors and slides.

use std::fmt::Write;

use super::{
    Mark, PictureOptions, document::Metadata, edge_head, edge_line, escape::Escaped, length::Px,
    svg_style::style,
};
use crate::StepStatus;
use crate::layout::{
    BOX_HEIGHT, DETAIL_SIZE, Drawing, DrawnEdge, DrawnNode, EdgeKind, LABEL_SIZE, NAME_SIZE,
    NodeKind, TEXT_LEFT, text,
};

/// The radius of a box's corners.
const CORNER: f64 = 9.0;

/// The room right of a box's text.
const TEXT_RIGHT: f64 = 14.0;

/// The drawing as SVG text.
///
/// Any text is escaped; characters that XML forbids become U+FFFD. Each box is a `<g>` with its id in
/// `data-id`, each edge one with its own. A run's marks show as icon and text as well as by colour, and the edges
/// that it took are thicker; no coordinate changes.
pub fn svg(drawing: &Drawing, options: &PictureOptions) -> String {
    let mut out = String::new();
    let title = options.title.unwrap_or("Workflow");
    let (width, height) = (Px(drawing.width), Px(drawing.height));
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"stepwell\" role=\"img\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n<title>{}</title>\n",
        Escaped(title),
    );
    if let Some(document) = options.document {
        let _ = write!(out, "{}", Metadata(document));
    }
    let _ = write!(
        out,
        "<style>{}</style>\n<rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n",
        style(options.theme, options.marks.is_some()),
    );
    for node in &drawing.nodes {
        write_node(&mut out, node, options.mark(node).as_ref());
    }
    let is_taken = |edge: &DrawnEdge| options.marks.is_some_and(|marks| marks.is_taken(&edge.id));
    // Failures first, so that the ways of success lie over them; over all the ways that the run took.
    for (failure, taken) in [(true, false), (false, false), (true, true), (false, true)] {
        for edge in &drawing.edges {
            if (edge.kind == EdgeKind::Failure, is_taken(edge)) == (failure, taken) {
                write_edge(&mut out, edge, taken);
            }
        }
    }
    for edge in &drawing.edges {
        write_label(&mut out, edge, is_taken(edge));
    }
    out.push_str("</svg>\n");
    out
}

fn write_node(out: &mut String, node: &DrawnNode, mark: Option<&Mark>) {
    let (x, y) = (node.x - node.width / 2.0, node.y - node.height / 2.0);
    let _ = write!(out, "<g class=\"{}", node_class(node.kind));
    if let Some(mark) = mark {
        let _ = write!(out, " {}", mark.status.as_str());
    }
    let _ = write!(
        out,
        "\" data-id=\"{}\"><title>{}",
        Escaped(&node.id),
        Escaped(&node.name)
    );
    if let Some(detail) = &node.detail {
        let _ = write!(out, ": {}", Escaped(detail));
    }
    if let Some(mark) = mark {
        let _ = write!(out, ": {}", Escaped(&mark.told()));
    }
    out.push_str("</title>");
    match node.kind {
        NodeKind::Start => write_start(out, node),
        NodeKind::End => write_end(out, node),
        _ => {
            let class = if node.container { "well" } else { "box" };
            // Half a pixel in, so that a border of one pixel is crisp.
            let _ = write!(
                out,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
                Px(x + 0.5),
                Px(y + 0.5),
                Px((node.width - 1.0).max(0.0)),
                Px((node.height - 1.0).max(0.0)),
                Px(CORNER),
            );
            if !node.label.is_empty() {
                let height = if node.container {
                    BOX_HEIGHT
                } else {
                    node.height
                };
                write_title(out, node, mark, x, y + height / 2.0);
            }
        }
    }
    out.push_str("</g>\n");
}

fn write_title(out: &mut String, node: &DrawnNode, mark: Option<&Mark>, left: f64, middle: f64) {
    match mark {
        Some(mark) => write_status(out, mark.status, left + 14.0, middle - 8.0),
        None => write_icon(out, node, left, middle),
    }
    // What has become of a step says more than what it is.
    let room = node.width - TEXT_LEFT - TEXT_RIGHT;
    let told = mark.map(|mark| {
        let told = mark.told();
        let fits = text::width(&told, DETAIL_SIZE) <= room;
        if fits {
            told
        } else {
            mark.status.title().to_owned()
        }
    });
    let second = told.as_ref().or(node.detail.as_ref());
    let x = Px(left + TEXT_LEFT);
    let name_y = if second.is_some() {
        middle - 3.5
    } else {
        middle + 4.5
    };
    let _ = write!(
        out,
        "<text class=\"name\" x=\"{x}\" y=\"{}\" font-size=\"{}\">{}</text>",
        Px(name_y),
        Px(NAME_SIZE),
        Escaped(&node.label)
    );
    if let Some(second) = second {
        let class = if told.is_some() { "told" } else { "detail" };
        let _ = write!(
            out,
            "<text class=\"{class}\" x=\"{x}\" y=\"{}\" font-size=\"{}\">{}</text>",
            Px(middle + 13.0),
            Px(DETAIL_SIZE),
            Escaped(second)
        );
    }
}

/// A disc in the status's colour with its sign.
fn write_status(out: &mut String, status: StepStatus, left: f64, top: f64) {
    let _ = write!(
        out,
        "<g transform=\"translate({} {})\"><circle class=\"disc\" cx=\"8\" cy=\"8\" r=\"7.5\"/>\
         <path class=\"sign\" d=\"{}\"/></g>",
        Px(left),
        Px(top),
        status.look().sign
    );
}

fn write_icon(out: &mut String, node: &DrawnNode, left: f64, middle: f64) {
    let _ = write!(
        out,
        "<rect class=\"tile\" x=\"{}\" y=\"{}\" width=\"24\" height=\"24\" rx=\"6\"/>\
         <path class=\"icon\" transform=\"translate({} {})\" d=\"{}\"/>",
        Px(left + 10.0),
        Px(middle - 12.0),
        Px(left + 14.0),
        Px(middle - 8.0),
        icon(if node.container && node.kind == NodeKind::ParallelTask {
            NodeKind::Nested
        } else {
            node.kind
        })
    );
}

fn write_start(out: &mut String, node: &DrawnNode) {
    let (x, y, radius) = (node.x, node.y, node.width.min(node.height) / 2.0);
    let _ = write!(
        out,
        "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"/><path d=\"M{} {}v10l8 -5z\"/>",
        Px(x),
        Px(y),
        Px(radius),
        Px(x - 3.0),
        Px(y - 5.0)
    );
}

fn write_end(out: &mut String, node: &DrawnNode) {
    let (x, y, radius) = (Px(node.x), Px(node.y), node.width.min(node.height) / 2.0);
    let _ = write!(
        out,
        "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\"/><circle cx=\"{x}\" cy=\"{y}\" r=\"{}\"/>",
        Px(radius - 0.75),
        Px(radius - 5.5)
    );
}

/// Strokes within 16 by 16.
fn icon(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Task | NodeKind::ParallelTask | NodeKind::MapItem => {
            "M11 2.5c-2 -.8 -3.2 .3 -3.5 2.3L6 12c-.4 1.8 -1.5 2.4 -2.8 1.8M4.5 7h6"
        }
        NodeKind::Parallel => "M4 2v12M8 2v12M12 2v12",
        NodeKind::Map => "M2 4h.5M2 8h.5M2 12h.5M6 4h8M6 8h8M6 12h8",
        NodeKind::Nested => "M2.5 2.5h11v11h-11zM5.5 5.5h5v5h-5z",
        NodeKind::Wait => "M8 2a6 6 0 1 0 .01 0zM8 5v3.2l2.2 1.5",
        NodeKind::Fail => "M8 2a6 6 0 1 0 .01 0zM6 6l4 4M10 6l-4 4",
        NodeKind::Pass | NodeKind::Start | NodeKind::End => "M2.5 8h10.5M9.5 4.5l3.5 3.5l-3.5 3.5",
    }
}

fn write_edge(out: &mut String, edge: &DrawnEdge, taken: bool) {
    let _ = writeln!(
        out,
        "<g class=\"{}{}\" data-id=\"{}\"><path class=\"way\" d=\"{}\"/><path class=\"head\" d=\"{}\"/></g>",
        edge.kind.as_str(),
        taken_class(taken),
        Escaped(&edge.id),
        edge_line(edge),
        edge_head(edge)
    );
}

fn write_label(out: &mut String, edge: &DrawnEdge, taken: bool) {
    let Some(label) = &edge.label_box else {
        return;
    };
    let _ = writeln!(
        out,
        "<g class=\"label {}{}\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>\
         <text x=\"{}\" y=\"{}\" font-size=\"{}\">{}</text></g>",
        edge.kind.as_str(),
        taken_class(taken),
        Escaped(edge.label.as_deref().unwrap_or(&label.text)),
        Px(label.x - label.width / 2.0),
        Px(label.y - label.height / 2.0),
        Px(label.width),
        Px(label.height),
        Px(label.height / 2.0),
        Px(label.x),
        Px(label.y + 4.0),
        Px(LABEL_SIZE),
        Escaped(&label.text)
    );
}

fn taken_class(taken: bool) -> &'static str {
    if taken { " taken" } else { "" }
}

fn node_class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::ParallelTask => "parallel-task",
        NodeKind::MapItem => "map-item",
        kind => kind.as_str(),
    }
}
