//! The memory that a layout takes grows with the graph and no faster. By itself, since all that the program allocates is
//! counted.

mod graph;

use peak_alloc::PeakAlloc;
use stepwell_core::layout::{Graph, layout_graph};
use stepwell_tests::sample::{Look, Sample};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// How many times as large the larger graph is.
const TIMES: usize = 8;
const STEPS: usize = 500;
/// Beyond proportion, for what doubles as it grows.
const SLACK: f64 = 1.5;

/// The most bytes that laying a graph out takes, beside the graph itself.
fn peak(graph: &Graph) -> usize {
    let options = graph::options();
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let drawing = layout_graph(graph, &options);
    let peak = ALLOCATOR.peak_usage() - before;
    drop(drawing);
    peak
}

/// How many times as much a step of the larger graph takes.
fn growth(sample: impl Fn(usize) -> Sample) -> f64 {
    let [small, large] = [STEPS, TIMES * STEPS].map(|steps| peak(&graph::graph(&sample(steps))));
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53 bytes")]
    let growth = large as f64 / (small * TIMES) as f64;
    growth
}

/// A chain with an edge from every tenth step to the last: in ranks, these are as long as the graph.
fn long_edges(steps: usize) -> Sample {
    let chain = (1..steps).map(|step| [step - 1, step]);
    let long = (0..steps - 2).step_by(10).map(|step| [step, steps - 1]);
    Sample {
        boxes: vec![[100.0, 40.0]; steps],
        edges: chain.chain(long).collect(),
    }
}

/// A chain with an edge from every step to the one half the graph further on, so that none share their lanes.
fn leaps(steps: usize) -> Sample {
    let chain = (1..steps).map(|step| [step - 1, step]);
    let leaps = (0..steps / 2).map(|step| [step, step + steps / 2]);
    Sample {
        boxes: vec![[100.0, 40.0]; steps],
        edges: chain.chain(leaps).collect(),
    }
}

#[test]
fn memory_grows_as_the_graph_does() {
    for look in Look::ALL {
        let growth = growth(|steps| look.sample(steps, 1));
        assert!(
            growth < SLACK,
            "{}: {growth:.2} times as much a step",
            look.name()
        );
    }
    for (name, sample) in [
        ("long edges", long_edges as fn(usize) -> Sample),
        ("leaps", leaps),
    ] {
        let growth = growth(sample);
        assert!(growth < SLACK, "{name}: {growth:.2} times as much a step");
    }
}
