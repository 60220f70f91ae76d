//! Graphviz: a graph in its language, `dot` on this machine, and the drawing that its JSON describes.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::cpu;
use crate::quality::{Drawn, Line, Point, Rect, sampled};
use crate::sample::Sample;

/// Points an inch, in which Graphviz takes sizes; a point is taken for a pixel.
const INCH: f64 = 72.0;
/// A curve of a spline is taken as so many straight pieces.
const PIECES: u32 = 8;

/// The graph in Graphviz' language, with these gaps between boxes and between ranks, in pixels.
pub fn language(sample: &Sample, [node_gap, rank_gap]: [f64; 2]) -> String {
    let mut text = format!(
        "digraph {{ nodesep={} ranksep={}; node [shape=box fixedsize=true label=\"\"]; edge [arrowhead=none];\n",
        node_gap / INCH,
        rank_gap / INCH
    );
    for (index, [width, height]) in sample.boxes.iter().enumerate() {
        let _ = writeln!(
            text,
            "{index} [width={} height={}]",
            width / INCH,
            height / INCH
        );
    }
    for [from, to] in &sample.edges {
        let _ = writeln!(text, "{from} -> {to}");
    }
    text + "}\n"
}

/// What `dot` with these arguments makes of a file, and how long it worked on it.
pub fn run(arguments: &[impl AsRef<OsStr>], file: &Path) -> Result<(String, Duration)> {
    let before = cpu::of_ended_programs();
    let output = Command::new("dot")
        .args(arguments)
        .arg(file)
        .stdin(Stdio::null())
        .output()
        .context("dot (of Debian's package graphviz) could not be started")?;
    let took = cpu::of_ended_programs().saturating_sub(before);
    ensure!(
        output.status.success(),
        "dot: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok((String::from_utf8(output.stdout)?, took))
}

/// The drawing that Graphviz' JSON describes, with boxes and edges in the graph's order.
pub fn drawn(json: &str) -> Result<Drawn> {
    #[derive(Deserialize)]
    struct Graph {
        objects: Vec<Node>,
        #[serde(default)]
        edges: Vec<Edge>,
    }
    #[derive(Deserialize)]
    struct Node {
        name: String,
        #[serde(rename = "_draw_")]
        draw: Vec<Operation>,
    }
    #[derive(Deserialize)]
    struct Edge {
        tail: usize,
        head: usize,
        #[serde(rename = "_draw_")]
        draw: Vec<Operation>,
    }
    #[derive(Deserialize)]
    struct Operation {
        op: String,
        #[serde(default)]
        points: Vec<Point>,
    }
    let points = |draw: Vec<Operation>, op: &str| {
        let found = draw.into_iter().find(|operation| operation.op == op);
        let points = found
            .with_context(|| format!("nothing is drawn by {op}"))?
            .points;
        // It counts heights from the bottom.
        anyhow::Ok(
            points
                .into_iter()
                .map(|[x, y]| [x, -y])
                .collect::<Vec<Point>>(),
        )
    };
    let graph: Graph = serde_json::from_str(json)?;
    let mut numbers = Vec::new();
    let mut boxes = Vec::new();
    for node in graph.objects {
        let corners = points(node.draw, "p")?;
        let end = |axis: usize, best: fn(f64, f64) -> f64| {
            corners
                .iter()
                .map(|corner| corner[axis])
                .reduce(best)
                .unwrap_or_default()
        };
        let [low, high] =
            [f64::min as fn(f64, f64) -> f64, f64::max].map(|best| [end(0, best), end(1, best)]);
        numbers.push(node.name.parse::<usize>()?);
        boxes.push(Rect {
            low,
            high,
            parent: None,
        });
    }
    let mut edges = Vec::new();
    for edge in graph.edges {
        edges.push(Line {
            from: numbers[edge.tail],
            to: numbers[edge.head],
            points: sampled(&points(edge.draw, "b")?, PIECES),
        });
    }
    let mut in_order = boxes.clone();
    for (number, rect) in numbers.into_iter().zip(boxes) {
        in_order[number] = rect;
    }
    Ok(Drawn {
        boxes: in_order,
        edges,
    })
}
