//! Tests of the layout: what it promises for any graph, pass by pass, and for workflows.

mod passes;
mod promises;
mod workflows;

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use self::promises::{check, check_that_edges_lie_apart};
use super::*;

fn kinds() -> impl Strategy<Value = EdgeKind> {
    prop_oneof![
        Just(EdgeKind::Success),
        Just(EdgeKind::Failure),
        Just(EdgeKind::Branch),
        Just(EdgeKind::Default)
    ]
}

/// Graphs with cycles, loops, parallel edges, labels and containers, sometimes with parents that are none;
/// their boxes are at least so wide and high.
fn graphs(least: f64) -> impl Strategy<Value = Graph> {
    let node = (
        least..300.0,
        least..120.0,
        prop::option::weighted(0.3, 0..30_usize),
        0..12_u8,
    );
    let edge = (
        0..24_usize,
        0..24_usize,
        kinds(),
        prop::option::weighted(0.3, "[a-z]{1,30}"),
    );
    let nodes = prop::collection::vec(node, 0..24);
    (nodes, prop::collection::vec(edge, 0..48)).prop_map(|(nodes, edges)| Graph {
        nodes: nodes
            .into_iter()
            .enumerate()
            .map(|(index, (width, height, parent, kind))| GraphNode {
                id: index.to_string(),
                kind: if kind == 0 {
                    NodeKind::End
                } else {
                    NodeKind::Task
                },
                width,
                height,
                parent: parent.map(|parent| parent.to_string()),
                ..GraphNode::default()
            })
            .collect(),
        edges: edges
            .into_iter()
            .enumerate()
            .map(|(index, (from, to, kind, label))| GraphEdge {
                id: index.to_string(),
                from: from.to_string(),
                to: to.to_string(),
                kind,
                label,
            })
            .collect(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_graph_keeps_every_promise(graph in graphs(1.0), right in any::<bool>(), node_gap in 0.0..60.0_f64) {
        let direction = if right { Direction::Right } else { Direction::Down };
        check(&graph, &Options { direction, node_gap, ..Options::default() });
    }

    #[test]
    fn after_an_edit_every_promise_is_kept(graph in graphs(1.0), before in graphs(1.0)) {
        let before = layout_graph(&before, &Options::default());
        promises::hold(&layout_graph_after(&graph, &Options::default(), &before));
    }

    #[test]
    fn edges_of_boxes_with_room_for_them_lie_apart(graph in graphs(40.0), right in any::<bool>()) {
        let direction = if right { Direction::Right } else { Direction::Down };
        check_that_edges_lie_apart(&layout_graph(&graph, &Options { direction, ..Options::default() }));
    }
}

#[test]
fn after_an_edit_boxes_keep_their_order_on_a_rank() {
    let mut runner = TestRunner::deterministic();
    let options = Options::default();
    let (mut pairs, mut kept) = (0, 0);
    for edited in 0..200 {
        let mut graph = graphs(40.0).new_tree(&mut runner).unwrap().current();
        let before = layout_graph(&graph, &options);
        match graph.nodes.get_mut(edited % 12) {
            Some(node) if edited % 2 == 0 => node.width += 60.0,
            Some(_) => drop(graph.nodes.remove(edited % 12)),
            None => continue,
        }
        let after = layout_graph_after(&graph, &options, &before);
        for (a, b) in in_both(&after, &before) {
            for (other_a, other_b) in in_both(&after, &before) {
                let is_beside = |one: &DrawnNode, other: &DrawnNode| {
                    one.parent == other.parent && (one.y - other.y).abs() < 0.01 && one.x < other.x
                };
                if is_beside(b, other_b) && (a.y - other_a.y).abs() < 0.01 {
                    pairs += 1;
                    kept += u32::from(is_beside(a, other_a));
                }
            }
        }
    }
    // Where edges cross another order can be worth it.
    assert!(
        pairs > 1000 && kept * 100 >= pairs * 98,
        "{kept} of {pairs}"
    );
}

fn in_both<'a>(after: &'a Drawing, before: &'a Drawing) -> Vec<(&'a DrawnNode, &'a DrawnNode)> {
    let nodes = after.nodes.iter();
    nodes
        .filter_map(|node| Some((node, before.nodes.iter().find(|old| old.id == node.id)?)))
        .collect()
}

fn node(id: &str, parent: Option<&str>) -> GraphNode {
    GraphNode {
        id: id.to_owned(),
        width: 100.0,
        height: 40.0,
        parent: parent.map(str::to_owned),
        ..GraphNode::default()
    }
}

fn edge(from: &str, to: &str) -> GraphEdge {
    GraphEdge {
        id: format!("{from}-{to}"),
        from: from.to_owned(),
        to: to.to_owned(),
        ..GraphEdge::default()
    }
}

#[test]
fn what_is_wrong_in_a_graph_is_left_out() {
    let graph = Graph {
        nodes: vec![
            node("a", Some("b")),
            node("b", Some("a")),
            node("c", Some("nothing")),
            node("c", None),
            GraphNode {
                width: f64::NAN,
                height: f64::NEG_INFINITY,
                ..node("d", None)
            },
        ],
        edges: vec![edge("a", "nothing"), edge("nothing", "a"), edge("c", "d")],
    };
    let drawing = check(&graph, &Options::default());
    let ids: Vec<&str> = drawing.nodes.iter().map(|node| &*node.id).collect();
    assert_eq!(ids, ["b", "c", "d", "a"]);
    assert_eq!(drawing.edges.len(), 1);
}

#[test]
fn no_graph_gives_an_empty_drawing() {
    let drawing = check(&Graph::default(), &Options::default());
    assert_eq!((drawing.width, drawing.height), (48.0, 48.0));
    assert!(drawing.nodes.is_empty() && drawing.edges.is_empty());
}

#[test]
fn an_edge_across_a_container_s_border_is_drawn_to_the_border() {
    let graph = Graph {
        nodes: vec![
            node("box", None),
            node("in", Some("box")),
            node("out", None),
        ],
        edges: vec![edge("in", "out")],
    };
    let drawing = check(&graph, &Options::default());
    let container = &drawing.nodes[0];
    assert_eq!(drawing.edges[0].from, "in");
    let [_, start_y] = drawing.edges[0].points[0];
    assert!((start_y - container.y - container.height / 2.0).abs() < 0.01);
}

#[test]
fn a_thousand_containers_in_one_another_are_no_problem() {
    let mut nodes = vec![node("0", None)];
    nodes.extend((1..1000).map(|at| node(&at.to_string(), Some(&(at - 1).to_string()))));
    let graph = Graph {
        nodes,
        edges: vec![edge("0", "999")],
    };
    let drawing = layout_graph(&graph, &Options::default());
    assert_eq!(drawing.nodes.len(), 1000);
    assert!(drawing.height > 999.0 * 16.0);
}

#[test]
fn a_long_chain_with_one_handler_is_laid_out_in_linear_memory_without_recursion() {
    let count = 100_000;
    let id = |at: usize| at.to_string();
    let mut graph = Graph::default();
    for at in 0..count {
        graph.nodes.push(node(&id(at), None));
        if at > 0 {
            graph.edges.push(edge(&id(at - 1), &id(at)));
        }
        graph.edges.push(GraphEdge {
            kind: EdgeKind::Failure,
            ..edge(&id(at), "handler")
        });
    }
    graph.nodes.push(node("handler", None));
    let drawing = layout_graph(&graph, &Options::default());
    let strokes: usize = drawing.edges.iter().map(|edge| edge.strokes.len()).sum();
    assert!(strokes < 4 * count, "{strokes} strokes");
    let is_straight = |node: &DrawnNode| (node.x - drawing.nodes[0].x).abs() < 0.01;
    assert!(drawing.nodes[..count].iter().all(is_straight));
}

/// A chain in which half of the steps also lead half the graph ahead, or back from there: more lanes than are given out.
#[test]
fn edges_without_lanes_go_round_the_outside() {
    const STEPS: usize = 700;
    let edge = |from: usize, to: usize, label: Option<&str>| GraphEdge {
        id: format!("{from} {to}"),
        from: from.to_string(),
        to: to.to_string(),
        label: label.map(Into::into),
        ..GraphEdge::default()
    };
    let chain = (1..STEPS).map(|step| edge(step - 1, step, None));
    let leaps = (0..STEPS / 2).map(|step| {
        let (near, far) = (step, step + STEPS / 2);
        let label = (step % 50 == 0).then_some("a label");
        match step % 3 {
            0 => edge(far, near, label),
            _ => edge(near, far, label),
        }
    });
    let graph = Graph {
        nodes: (0..STEPS)
            .map(|step| GraphNode {
                id: step.to_string(),
                width: 100.0,
                height: 40.0,
                ..GraphNode::default()
            })
            .collect(),
        edges: chain.chain(leaps).collect(),
    };
    let drawing = check(&graph, &Options::default());
    let left = drawing.nodes.iter().map(|node| node.x - node.width / 2.0);
    let left = left.fold(f64::INFINITY, f64::min);
    let outside = drawing.edges[STEPS - 1..].iter();
    let outside = outside.filter(|edge| edge.points.iter().any(|point| point[0] < left));
    assert_eq!(outside.count(), STEPS / 2);
}
