//! A drawing as JSON text, as its types serialize, with lengths to a hundredth of a pixel.

use std::fmt::{Display, Formatter, Result, Write};

use super::length::Px;
use crate::{
    json::quote,
    layout::{Drawing, DrawnEdge, DrawnNode, LabelBox},
};

/// The drawing as JSON text.
pub fn json(drawing: &Drawing) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "{{\"width\":{},\"height\":{},\"direction\":\"{}\",\"nodes\":[",
        Px(drawing.width),
        Px(drawing.height),
        drawing.direction.as_str()
    );
    for (index, node) in drawing.nodes.iter().enumerate() {
        out.push_str(comma(index));
        write_node(&mut out, node);
    }
    out.push_str("],\"edges\":[");
    for (index, edge) in drawing.edges.iter().enumerate() {
        out.push_str(comma(index));
        write_edge(&mut out, edge);
    }
    out.push_str("]}");
    out
}

fn comma(index: usize) -> &'static str {
    if index == 0 { "" } else { "," }
}

fn write_node(out: &mut String, node: &DrawnNode) {
    let _ = write!(
        out,
        "{{\"id\":{},\"kind\":\"{}\",\"x\":{},\"y\":{},\"width\":{},\"height\":{}{},\"container\":{},\
         \"name\":{},\"label\":{}{}",
        quote(&node.id),
        node.kind.as_str(),
        Px(node.x),
        Px(node.y),
        Px(node.width),
        Px(node.height),
        Optional("parent", node.parent.as_deref()),
        node.container,
        quote(&node.name),
        quote(&node.label),
        Optional("detail", node.detail.as_deref()),
    );
    if node.hidden > 0 {
        let _ = write!(out, ",\"hidden\":{}", node.hidden);
    }
    out.push('}');
}

fn write_edge(out: &mut String, edge: &DrawnEdge) {
    let _ = write!(
        out,
        "{{\"id\":{},\"from\":{},\"to\":{},\"kind\":\"{}\"{}",
        quote(&edge.id),
        quote(&edge.from),
        quote(&edge.to),
        edge.kind.as_str(),
        Optional("label", edge.label.as_deref()),
    );
    if let Some(LabelBox {
        text,
        x,
        y,
        width,
        height,
    }) = &edge.label_box
    {
        let _ = write!(
            out,
            ",\"labelBox\":{{\"text\":{},\"x\":{},\"y\":{},\"width\":{},\"height\":{}}}",
            quote(text),
            Px(*x),
            Px(*y),
            Px(*width),
            Px(*height),
        );
    }
    out.push_str(",\"points\":[");
    for (index, [x, y]) in edge.points.iter().enumerate() {
        let _ = write!(out, "{}[{},{}]", comma(index), Px(*x), Px(*y));
    }
    out.push_str("]}");
}

/// A member that is left out where there is no value.
struct Optional<'a>(&'static str, Option<&'a str>);

impl Display for Optional<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self.1 {
            Some(text) => write!(f, ",\"{}\":{}", self.0, quote(text)),
            None => Ok(()),
        }
    }
}
