//! `cargo run --profile bench -p stepwell-tests --example layout_quality -- [--dot] GRAPH…`: how fast a graph is laid out
//! natively, and how good the drawing is; with `--dot`, what Graphviz makes of it beside that.
//!
//! A GRAPH is a JSON file `{ "nodes": [{ "id", "width", "height" }], "edges": [["from", "to"]] }`, or a graph drawn from
//! a seed, such as `workflow-1000-1` or `layered-20-3`; `workflow-1000-1..9` stands for several.
#![allow(clippy::disallowed_methods)] // the ban on clocks is the core's

mod graph;
mod judged;

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use stepwell_core::layout::layout_graph;
use stepwell_tests::quality::Quality;
use stepwell_tests::sample::{Look, Sample};
use stepwell_tests::{cpu, graphviz};

use graph::GAPS;

/// A layout is repeated for so long at least, in seconds of CPU time.
const AT_LEAST: f64 = 0.05;

fn main() -> Result<()> {
    let mut samples = Vec::new();
    let mut with_dot = false;
    for word in std::env::args().skip(1) {
        match &*word {
            "--dot" => with_dot = true,
            _ if Path::new(&word).is_file() => {
                samples.push((word.clone(), read(Path::new(&word))?));
            }
            _ => samples.extend(drawn_from_seeds(&word)?),
        }
    }
    println!(
        "{:44}{:>10}{:>10}{:>7}{:>8}{:>9}{:>11}{:>16}{:>9}",
        "", "ms", "crossings", "lying", "through", "overlaps", "length", "size", "area/M"
    );
    let mut sums = [(0.0, 0.0, 0.0, 0.0); 2];
    for (name, sample) in &samples {
        let (took, quality) = ours(sample);
        line(name, took, &quality);
        add(&mut sums[0], took, &quality);
        if with_dot {
            let (took, quality) = dot(sample)?;
            line("  dot", took, &quality);
            add(&mut sums[1], took, &quality);
        }
    }
    if with_dot {
        let [ours, dot] = sums;
        println!(
            "all: {:.1} x as fast as dot, crossings {:.3} of dot's, length {:.3}, area {:.3}",
            dot.0 / ours.0,
            ours.1 / dot.1,
            ours.2 / dot.2,
            ours.3 / dot.3
        );
    }
    Ok(())
}

fn add(sum: &mut (f64, f64, f64, f64), took: Duration, quality: &Quality) {
    sum.0 += took.as_secs_f64();
    sum.1 += f64::from(u32::try_from(quality.crossings).unwrap_or(u32::MAX));
    sum.2 += quality.length;
    sum.3 += quality.area();
}

fn line(name: &str, took: Duration, quality: &Quality) {
    let Quality {
        crossings,
        lying,
        through,
        overlaps,
        length,
        width,
        height,
        ..
    } = quality;
    println!(
        "{name:44}{:>10.3}{crossings:>10}{lying:>7}{through:>8}{overlaps:>9}{length:>11.0}{:>16}{:>9.2}",
        took.as_secs_f64() * 1e3,
        format!("{width:.0}x{height:.0}"),
        quality.area() / 1e6,
    );
}

fn ours(sample: &Sample) -> (Duration, Quality) {
    let (graph, options) = (graph::graph(sample), graph::options());
    let (took, drawing) = cpu::of_doing(AT_LEAST, || layout_graph(&graph, &options));
    (took, judged::drawn(&drawing).quality())
}

/// Its time is that of the whole program.
fn dot(sample: &Sample) -> Result<(Duration, Quality)> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("graph.gv");
    std::fs::write(&file, graphviz::language(sample, GAPS))?;
    let (_, took) = graphviz::run(&["-Tplain"], &file)?;
    let (json, _) = graphviz::run(&["-Tjson"], &file)?;
    Ok((took, graphviz::drawn(&json)?.quality()))
}

/// The graphs `LOOK-STEPS-SEED` or `LOOK-STEPS-SEED..SEED`.
fn drawn_from_seeds(word: &str) -> Result<Vec<(String, Sample)>> {
    let parts: Vec<&str> = word.split('-').collect();
    let [look, steps, seeds] = *parts else {
        bail!("`{word}` is neither a file nor a graph such as workflow-100-1");
    };
    let look = Look::ALL.into_iter().find(|known| known.name() == look);
    let look = look.context("graphs are of the looks `workflow` and `layered`")?;
    let (first, last) = seeds.split_once("..").unwrap_or((seeds, seeds));
    let steps: usize = steps.parse()?;
    let named = |seed| {
        (
            format!("{}-{steps}-{seed}", look.name()),
            look.sample(steps, seed),
        )
    };
    Ok((first.parse()?..=last.parse()?).map(named).collect())
}

fn read(file: &Path) -> Result<Sample> {
    #[derive(Deserialize)]
    struct Graph {
        nodes: Vec<Node>,
        edges: Vec<[String; 2]>,
    }
    #[derive(Deserialize)]
    struct Node {
        id: String,
        width: f64,
        height: f64,
    }
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let graph: Graph = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
    let places: HashMap<&str, usize> = graph.nodes.iter().map(|node| &*node.id).zip(0..).collect();
    let place = |id: &String| {
        places
            .get(&**id)
            .copied()
            .with_context(|| format!("there is no node {id}"))
    };
    let edges = graph
        .edges
        .iter()
        .map(|[from, to]| Ok([place(from)?, place(to)?]));
    Ok(Sample {
        boxes: graph
            .nodes
            .iter()
            .map(|node| [node.width, node.height])
            .collect(),
        edges: edges.collect::<Result<_>>()?,
    })
}
