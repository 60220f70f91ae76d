//! A drawing as a stand-alone SVG: its styles inside, light or dark as its reader prefers, no script.
//!
//! Only what every renderer knows is used: no markers, filters or foreign objects, so that the picture is the
//! same in browsers, editors and slides.

use std::fmt::Write;

use super::{edge_head, edge_line, escape::Escaped, length::Px};
use crate::layout::{
    BOX_HEIGHT, DETAIL_SIZE, Drawing, DrawnEdge, DrawnNode, EdgeKind, LABEL_SIZE, NAME_SIZE,
    NodeKind, TEXT_LEFT,
};

/// How to draw.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SvgOptions {
    /// What the picture is called, for readers that do not see it. Default: "Workflow".
    pub title: Option<String>,
    /// Its colours.
    pub theme: Theme,
}

/// The colours of a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// Light or dark as the reader prefers.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

const LIGHT: &str = "--ground:#f8fafc;--box:#fff;--border:#cbd5e1;--well:#f1f5f9;--name:#0f172a;\
--detail:#64748b;--way:#64748b;--failure:#c2410c;--branch:#4f46e5;--tile:#eef2ff;--icon:#4f46e5;--quiet:#94a3b8";
const DARK: &str = "--ground:#0b1120;--box:#1e293b;--border:#3b4a61;--well:#131c2e;--name:#f1f5f9;\
--detail:#94a3b8;--way:#94a3b8;--failure:#fb923c;--branch:#a5b4fc;--tile:#2c3358;--icon:#a5b4fc;--quiet:#64748b";
const RULES: &str = "\
svg.stepwell{font-family:Arial,'Helvetica Neue','Liberation Sans','DejaVu Sans',sans-serif}\
.ground{fill:var(--ground)}\
.box{fill:var(--box);stroke:var(--border)}\
.well{fill:var(--well);stroke:var(--border)}\
.name{fill:var(--name);font-weight:500}\
.detail{fill:var(--detail)}\
.tile{fill:var(--tile)}\
.icon{fill:none;stroke:var(--icon);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}\
.fail .tile{fill:none}.fail .icon{stroke:var(--failure)}\
.start circle{fill:var(--way)}.start path{fill:var(--ground)}\
.end circle{fill:none;stroke:var(--way);stroke-width:1.5}.end circle+circle{fill:var(--way);stroke:none}\
.way{fill:none;stroke:var(--way);stroke-width:1.5;stroke-linecap:butt}\
.head{fill:var(--way)}\
.failure .way{stroke:var(--failure);stroke-dasharray:5 4}.failure .head{fill:var(--failure)}\
.label rect{fill:var(--ground);stroke:var(--border)}\
.label text{fill:var(--detail);text-anchor:middle}\
.label.branch text{fill:var(--branch)}.label.failure text{fill:var(--failure)}\
.label.default text{font-style:italic}";

/// The radius of a box's corners.
const CORNER: f64 = 9.0;

/// The drawing as SVG text.
///
/// Any text is escaped; characters that XML forbids become U+FFFD. Each box is a `<g>` with its id in
/// `data-id`, each edge one with its own.
pub fn svg(drawing: &Drawing, options: &SvgOptions) -> String {
    let mut out = String::new();
    let title = options.title.as_deref().unwrap_or("Workflow");
    let (width, height) = (Px(drawing.width), Px(drawing.height));
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"stepwell\" role=\"img\" width=\"{width}\" \
         height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n<title>{}</title>\n<style>{}</style>\n\
         <rect class=\"ground\" width=\"{width}\" height=\"{height}\" rx=\"12\"/>\n",
        Escaped(title),
        style(options.theme),
    );
    for node in &drawing.nodes {
        write_node(&mut out, node);
    }
    // Failures first, so that the ways of success lie over them.
    let is_failure = |edge: &&DrawnEdge| edge.kind == EdgeKind::Failure;
    let failures = drawing.edges.iter().filter(is_failure);
    let others = drawing.edges.iter().filter(|edge| !is_failure(edge));
    for edge in failures.chain(others) {
        write_edge(&mut out, edge);
    }
    for edge in &drawing.edges {
        write_label(&mut out, edge);
    }
    out.push_str("</svg>\n");
    out
}

fn style(theme: Theme) -> String {
    match theme {
        Theme::Light => format!("svg.stepwell{{{LIGHT}}}{RULES}"),
        Theme::Dark => format!("svg.stepwell{{{DARK}}}{RULES}"),
        Theme::Auto => format!(
            "svg.stepwell{{{LIGHT}}}@media(prefers-color-scheme:dark){{svg.stepwell{{{DARK}}}}}{RULES}"
        ),
    }
}

fn write_node(out: &mut String, node: &DrawnNode) {
    let (x, y) = (node.x - node.width / 2.0, node.y - node.height / 2.0);
    let _ = write!(
        out,
        "<g class=\"{}\" data-id=\"{}\"><title>{}",
        node_class(node.kind),
        Escaped(&node.id),
        Escaped(&node.name)
    );
    if let Some(detail) = &node.detail {
        let _ = write!(out, ": {}", Escaped(detail));
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
                write_title(out, node, x, y + height / 2.0);
            }
        }
    }
    out.push_str("</g>\n");
}

fn write_title(out: &mut String, node: &DrawnNode, left: f64, middle: f64) {
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
    let x = Px(left + TEXT_LEFT);
    let name_y = if node.detail.is_some() {
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
    if let Some(detail) = &node.detail {
        let _ = write!(
            out,
            "<text class=\"detail\" x=\"{x}\" y=\"{}\" font-size=\"{}\">{}</text>",
            Px(middle + 13.0),
            Px(DETAIL_SIZE),
            Escaped(detail)
        );
    }
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

fn write_edge(out: &mut String, edge: &DrawnEdge) {
    let _ = writeln!(
        out,
        "<g class=\"{}\" data-id=\"{}\"><path class=\"way\" d=\"{}\"/><path class=\"head\" d=\"{}\"/></g>",
        edge.kind.as_str(),
        Escaped(&edge.id),
        edge_line(edge),
        edge_head(edge)
    );
}

fn write_label(out: &mut String, edge: &DrawnEdge) {
    let Some(label) = &edge.label_box else {
        return;
    };
    let _ = writeln!(
        out,
        "<g class=\"label {}\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>\
         <text x=\"{}\" y=\"{}\" font-size=\"{}\">{}</text></g>",
        edge.kind.as_str(),
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

fn node_class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::ParallelTask => "parallel-task",
        NodeKind::MapItem => "map-item",
        kind => kind.as_str(),
    }
}
