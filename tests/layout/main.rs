//! What every drawing promises, held to by graphs as large and as tangled as the layout is measured with; small and
//! strange ones are in `core/src/layout/tests`.

mod graph;
mod judged;

use std::collections::HashMap;

use stepwell_core::layout::{Direction, Drawing, Graph, GraphNode, Options, layout_graph};
use stepwell_tests::quality::{Drawn, Point, Rect};
use stepwell_tests::sample::Look;

/// So much may a number be off by rounding, in pixels.
const ROUNDING: f64 = 0.01;

/// Sizes, and of how many seeds graphs are drawn.
const SIZES: [(usize, u64); 4] = [(5, 100), (20, 50), (100, 15), (1000, 1)];

/// Lays out every graph in both directions.
fn for_each_drawing(contain: impl Fn(&mut Graph), check: impl Fn(&str, &Drawing)) {
    for look in Look::ALL {
        for (steps, seeds) in SIZES {
            for seed in 1..=seeds {
                let mut graph = graph::graph(&look.sample(steps, seed));
                contain(&mut graph);
                for direction in [Direction::Down, Direction::Right] {
                    let options = Options {
                        direction,
                        ..graph::options()
                    };
                    let name = format!("{} {steps}, seed {seed}, {direction:?}", look.name());
                    check(&name, &layout_graph(&graph, &options));
                }
            }
        }
    }
}

/// Puts steps that follow one another into containers, and some of these into others.
fn contain(graph: &mut Graph) {
    let steps = graph.nodes.len();
    let mut containers = Vec::new();
    for (level, length) in [(0, 7), (1, 21)] {
        for place in 0..steps.div_ceil(length) {
            containers.push(GraphNode {
                id: format!("{level}-{place}"),
                parent: (level == 0 && place % 2 == 0).then(|| format!("1-{}", place * 7 / 21)),
                name: "A container".to_owned(),
                ..GraphNode::default()
            });
        }
    }
    for (step, node) in graph.nodes.iter_mut().enumerate() {
        node.parent = (step % 7 > 0).then(|| format!("0-{}", step / 7));
    }
    graph.nodes.extend(containers);
}

#[test]
fn nothing_overlaps_and_no_edge_runs_through_a_box() {
    for_each_drawing(|_| {}, check_boxes);
    for_each_drawing(contain, check_boxes);
}

fn check_boxes(name: &str, drawing: &Drawing) {
    let drawn = judged::drawn(drawing);
    let quality = drawn.quality();
    assert_eq!((quality.overlaps, quality.through), (0, 0), "{name}");
    assert!(
        quality.width <= drawing.width && quality.height <= drawing.height,
        "{name}: {quality:?}"
    );
    assert!(quality.length.is_finite(), "{name}: {quality:?}");
}

#[test]
fn edges_start_and_end_on_the_borders_of_their_boxes() {
    for_each_drawing(|_| {}, check_ends);
    for_each_drawing(contain, check_ends);
}

/// An edge across a container's border may be drawn from or to that border.
fn check_ends(name: &str, drawing: &Drawing) {
    let Drawn { boxes, edges } = judged::drawn(drawing);
    for (edge, id) in edges.iter().zip(drawing.edges.iter().map(|edge| &edge.id)) {
        for (end, point) in [
            (edge.from, edge.points.first()),
            (edge.to, edge.points.last()),
        ] {
            let point = *point.unwrap_or_else(|| panic!("{name}: {id} has no way"));
            let around = std::iter::successors(Some(end), |&at| boxes[at].parent);
            let mut borders = around.map(|at| &boxes[at]);
            assert!(
                borders.any(|rect| is_on_border(rect, point)),
                "{name}: {id} does not end on its box"
            );
        }
    }
}

fn is_on_border(rect: &Rect, point: Point) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= ROUNDING;
    let along = |axis: usize| {
        rect.low[axis] - ROUNDING <= point[axis] && point[axis] <= rect.high[axis] + ROUNDING
    };
    let at_end =
        |axis: usize| near(point[axis], rect.low[axis]) || near(point[axis], rect.high[axis]);
    along(0) && along(1) && (at_end(0) || at_end(1))
}

#[test]
fn children_lie_inside_their_containers() {
    for_each_drawing(contain, |name, drawing| {
        let boxes = judged::drawn(drawing).boxes;
        let mut inside = 0;
        for (rect, node) in boxes.iter().zip(&drawing.nodes) {
            let Some(parent) = rect.parent.map(|parent| &boxes[parent]) else {
                continue;
            };
            let holds = (0..2).all(|axis| {
                parent.low[axis] <= rect.low[axis] && rect.high[axis] <= parent.high[axis]
            });
            assert!(holds, "{name}: {} sticks out", node.id);
            inside += 1;
        }
        assert!(
            inside >= drawing.nodes.len() / 2,
            "{name}: only {inside} boxes are inside others"
        );
    });
}

#[test]
fn boxes_keep_their_sizes_and_everything_is_drawn_once() {
    for look in Look::ALL {
        for seed in 1..=20 {
            let sample = look.sample(100, seed);
            let graph = graph::graph(&sample);
            let drawing = layout_graph(&graph, &graph::options());
            let sizes: HashMap<&str, [f64; 2]> = drawing
                .nodes
                .iter()
                .map(|node| (&*node.id, [node.width, node.height]))
                .collect();
            assert_eq!(sizes.len(), sample.boxes.len());
            for (node, size) in graph.nodes.iter().zip(&sample.boxes) {
                assert_eq!(
                    sizes.get(&*node.id),
                    Some(size),
                    "{}, seed {seed}",
                    look.name()
                );
            }
            let ids = |ids: Vec<&String>| ids.into_iter().cloned().collect::<Vec<_>>();
            assert_eq!(
                ids(drawing.edges.iter().map(|edge| &edge.id).collect()),
                ids(graph.edges.iter().map(|edge| &edge.id).collect()),
            );
        }
    }
}
