//! What lays graphs out: Stepwell and its peers, each in a program of its own language.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rust_sugiyama::configure::Config;
use serde::Deserialize;
use serde_json::{Value, json};
use stepwell_core::layout::layout_graph;
use stepwell_tests::quality::{Drawn, Line, Point, Rect};
use stepwell_tests::sample::Sample;
use stepwell_tests::{cpu, graphviz, root};
use tempfile::TempDir;

use super::graph::{self, GAPS};
use super::judged;

/// Dagre recurs along chains, and at 5,000 steps overflows what Node takes for its stack (of the usual 8 MB).
const STACK: &str = "--stack-size=6000";

/// Who lays out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Engine {
    /// The core, natively.
    Stepwell,
    /// The npm package in Node.
    StepwellWasm,
    /// Graphviz' `dot`, natively.
    Dot,
    /// Graphviz as wasm in Node.
    GraphvizWasm,
    /// In Node.
    Dagre,
    /// In Node.
    Elk,
    /// Natively. It routes no edges.
    RustSugiyama,
}

/// What laying a graph out again and again gave.
pub(super) struct Laid {
    /// CPU time of one layout, in milliseconds.
    pub(super) ms: f64,
    /// The drawing, if it was asked for.
    pub(super) drawn: Option<Drawn>,
}

impl Engine {
    /// All of them, in the order of the table.
    pub(super) const ALL: [Self; 7] = [
        Self::Stepwell,
        Self::StepwellWasm,
        Self::Dot,
        Self::GraphvizWasm,
        Self::Dagre,
        Self::Elk,
        Self::RustSugiyama,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Stepwell => "Stepwell, native",
            Self::StepwellWasm => "Stepwell, wasm in Node",
            Self::Dot => "Graphviz `dot`, native",
            Self::GraphvizWasm => "`@hpcc-js/wasm-graphviz`",
            Self::Dagre => "`@dagrejs/dagre`",
            Self::Elk => "`elkjs`, layered",
            Self::RustSugiyama => "`rust-sugiyama`, native (routes no edges)",
        }
    }
}

/// All engines, ready.
pub(super) struct Engines {
    node: Node,
    folder: TempDir,
}

impl Engines {
    pub(super) fn start() -> Result<Self> {
        Ok(Self {
            node: Node::start()?,
            folder: tempfile::tempdir()?,
        })
    }

    /// The versions of what is measured beside Stepwell.
    pub(super) fn versions() -> Result<String> {
        let text = std::fs::read_to_string(root().join("tests/bench/peers/package.json"))?;
        let package: Value = serde_json::from_str(&text)?;
        let version = |name: &str| {
            format!(
                "{name} {}",
                package["dependencies"][name].as_str().unwrap_or("?")
            )
        };
        let npm = ["@dagrejs/dagre", "elkjs", "@hpcc-js/wasm-graphviz"]
            .map(version)
            .join(", ");
        let said = |program: &str, argument: &str| -> Result<String> {
            let output = Command::new(program)
                .arg(argument)
                .output()
                .with_context(|| program.to_owned())?;
            let text = [output.stdout, output.stderr].concat();
            Ok(String::from_utf8_lossy(&text).trim().to_owned())
        };
        let (node, dot) = (said("node", "--version")?, said("dot", "-V")?);
        Ok(format!("Node {node}, {dot}, {npm}, rust-sugiyama 0.4.0"))
    }

    /// Lays a graph out again and again, for so many seconds of CPU time at least.
    pub(super) fn lay_out(
        &mut self,
        engine: Engine,
        sample: &Sample,
        seconds: f64,
        draw: bool,
    ) -> Result<Laid> {
        let in_node = |name| (name, sample, seconds, draw);
        match engine {
            Engine::Stepwell => Ok(stepwell(sample, seconds, draw)),
            Engine::RustSugiyama => Ok(rust_sugiyama(sample, seconds, draw)),
            Engine::Dot => self.dot(sample, seconds, draw),
            Engine::StepwellWasm => self.node.lay_out(in_node("stepwell")),
            Engine::GraphvizWasm => self.node.lay_out(in_node("graphviz")),
            Engine::Dagre => self.node.lay_out(in_node("dagre")),
            Engine::Elk => self.node.lay_out(in_node("elk")),
        }
        .with_context(|| engine.name())
    }

    /// The time of a program that lays out, less that of one which reads the graph as laid out and writes the same.
    fn dot(&self, sample: &Sample, seconds: f64, draw: bool) -> Result<Laid> {
        let path = |name: &str| self.folder.path().join(name);
        let (graph, laid, drawn) = (path("graph.gv"), path("laid.gv"), path("laid.json"));
        std::fs::write(&graph, graphviz::language(sample, GAPS))?;
        let outputs = |laid: &Path, drawn: &Path| {
            let output =
                |format: &str, file: &Path| [OsString::from(format), "-o".into(), file.into()];
            let json = draw.then(|| output("-Tjson", drawn));
            output("-Tdot", laid)
                .into_iter()
                .chain(json.into_iter().flatten())
                .collect::<Vec<_>>()
        };
        let lay_out = outputs(&laid, &drawn);
        let mut only_write = vec!["-Kneato".into(), "-n2".into()];
        only_write.extend(outputs(&path("again.gv"), &path("again.json")));
        let (mut whole, mut rest) = (Duration::ZERO, Duration::ZERO);
        let mut layouts = 0;
        while whole.as_secs_f64() < seconds || layouts == 0 {
            whole += graphviz::run(&lay_out, &graph)?.1;
            rest += graphviz::run(&only_write, &laid)?.1;
            layouts += 1;
        }
        let drawn = draw.then(|| graphviz::drawn(&std::fs::read_to_string(drawn)?));
        Ok(Laid {
            ms: whole.saturating_sub(rest).as_secs_f64() * 1e3 / f64::from(layouts),
            drawn: drawn.transpose()?,
        })
    }
}

fn stepwell(sample: &Sample, seconds: f64, draw: bool) -> Laid {
    let (graph, options) = (graph::graph(sample), graph::options());
    let (took, drawing) = cpu::of_doing(seconds, || layout_graph(&graph, &options));
    Laid {
        ms: took.as_secs_f64() * 1e3,
        drawn: draw.then(|| judged::drawn(&drawing)),
    }
}

fn rust_sugiyama(sample: &Sample, seconds: f64, draw: bool) -> Laid {
    let [node_gap, rank_gap] = GAPS;
    // It has one gap for both: boxes are taken so much higher that their ranks are as far apart as everybody's.
    let higher = rank_gap - node_gap;
    let boxes = sample
        .boxes
        .iter()
        .map(|&[width, height]| (width, height + higher));
    let boxes: Vec<(u32, (f64, f64))> = (0..).zip(boxes).collect();
    let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    let edges: Vec<(u32, u32)> = sample
        .edges
        .iter()
        .map(|&[from, to]| (number(from), number(to)))
        .collect();
    let config = Config {
        vertex_spacing: node_gap,
        ..Config::default()
    };
    let (took, parts) = cpu::of_doing(seconds, || {
        rust_sugiyama::from_vertices_and_edges(&boxes, &edges, &config)
    });
    let drawn = draw.then(|| {
        let mut centres = vec![[0.0; 2]; sample.boxes.len()];
        // What hangs together is laid out by itself.
        let mut left = 0.0;
        for (places, ..) in parts {
            let reach = |side: f64| {
                places
                    .iter()
                    .map(move |&(index, (x, _))| side * x + sample.boxes[index][0] / 2.0)
            };
            let [low, high] =
                [-1.0, 1.0].map(|side| side * reach(side).fold(f64::NEG_INFINITY, f64::max));
            for &(index, (x, y)) in &places {
                centres[index] = [x - low + left, y];
            }
            left += high - low + node_gap;
        }
        straight(sample, &centres)
    });
    Laid {
        ms: took.as_secs_f64() * 1e3,
        drawn,
    }
}

/// Edges as straight lines between the borders of their boxes.
fn straight(sample: &Sample, centres: &[Point]) -> Drawn {
    let boxes: Vec<Rect> = centres
        .iter()
        .zip(&sample.boxes)
        .map(|(&centre, &size)| Rect::around(centre, size))
        .collect();
    let line = |&[from, to]: &[usize; 2]| {
        let ends = [centres[from], centres[to]];
        let at =
            |part: f64| [0, 1].map(|axis| ends[0][axis] + part * (ends[1][axis] - ends[0][axis]));
        let leaves = boxes[from].clip(ends).map_or(0.0, |inside| inside.end);
        let enters = boxes[to].clip(ends).map_or(1.0, |inside| inside.start);
        Line {
            from,
            to,
            points: vec![at(leaves), at(enters)],
        }
    };
    Drawn {
        edges: sample.edges.iter().map(line).collect(),
        boxes,
    }
}

/// The engines that run in Node: `tests/bench/peers/layout.js`.
struct Node {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Node {
    fn start() -> Result<Self> {
        let mut process = Command::new("node")
            .arg(STACK)
            .arg(root().join("tests/bench/peers/layout.js"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("node could not be started")?;
        let requests = process.stdin.take().context("it is piped")?;
        let answers = BufReader::new(process.stdout.take().context("it is piped")?);
        Ok(Self {
            process,
            requests,
            answers,
        })
    }

    fn lay_out(
        &mut self,
        (engine, sample, seconds, draw): (&str, &Sample, f64, bool),
    ) -> Result<Laid> {
        #[derive(Deserialize)]
        struct Answer {
            error: Option<String>,
            ms: Option<f64>,
            drawn: Option<Value>,
        }
        let request = json!({
            "engine": engine,
            "gaps": GAPS,
            "sample": { "boxes": sample.boxes, "edges": sample.edges },
            "language": graphviz::language(sample, GAPS),
            "seconds": seconds,
            "draw": draw,
        });
        writeln!(self.requests, "{request}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer: Answer = serde_json::from_str(&line).context("node has ended")?;
        if let Some(error) = answer.error {
            bail!("{error}");
        }
        let drawn = match answer.drawn {
            None => None,
            Some(Value::String(json)) => Some(graphviz::drawn(&json)?),
            Some(drawn) => Some(read(sample, drawn)?),
        };
        Ok(Laid {
            ms: answer.ms.context("a time")?,
            drawn,
        })
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // An error means that it has already gone.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn read(sample: &Sample, drawn: Value) -> Result<Drawn> {
    #[derive(Deserialize)]
    struct Answer {
        boxes: Vec<[f64; 4]>,
        edges: Vec<Vec<Point>>,
    }
    let Answer { boxes, edges } = serde_json::from_value(drawn)?;
    let rect = |[left, top, right, bottom]: [f64; 4]| Rect {
        low: [left, top],
        high: [right, bottom],
        parent: None,
    };
    let line = |(points, &[from, to]): (Vec<Point>, &[usize; 2])| Line { from, to, points };
    Ok(Drawn {
        boxes: boxes.into_iter().map(rect).collect(),
        edges: edges.into_iter().zip(&sample.edges).map(line).collect(),
    })
}
