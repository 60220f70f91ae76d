//! What the drawing of a workflow shows.

use super::*;
use crate::Workflow;

const CAR_PURCHASE: &str = include_str!("../../../tests/data/car_purchase.json");

fn graph(steps: &str) -> Graph {
    let workflow =
        Workflow::parse(&format!("{{\"allowCycles\": true, \"steps\": {steps}}}")).unwrap();
    workflow_graph(&workflow, &Options::default())
}

/// The nodes as `kind id: detail` and the edges as `from -kind-> to: label`, markers left out.
fn lines(graph: &Graph) -> Vec<String> {
    let nodes = graph
        .nodes
        .iter()
        .filter(|node| !matches!(node.kind, NodeKind::Start | NodeKind::End))
        .map(|node| {
            let detail = node.detail.as_ref().map(|detail| format!(": {detail}"));
            format!("{:?} {}{}", node.kind, node.id, detail.unwrap_or_default())
        });
    let edges = graph
        .edges
        .iter()
        .filter(|edge| !edge.from.starts_with('[') && !edge.to.starts_with('['))
        .map(|edge| {
            let label = edge.label.as_ref().map(|label| format!(": {label}"));
            format!(
                "{} -{:?}-> {}{}",
                edge.from,
                edge.kind,
                edge.to,
                label.unwrap_or_default()
            )
        });
    nodes.chain(edges).collect()
}

#[test]
fn each_kind_of_step_and_edge_is_shown() {
    for (steps, expect) in [
        (r#"{"A": {"func": "f"}}"#, &["Task A: f"][..]),
        (r#"{"A": {}}"#, &["Pass A"]),
        (r#"{"A": {"wait": 3}}"#, &["Wait A: wait 3 s"]),
        (r#"{"A": {"wait": 5400}}"#, &["Wait A: wait 1.5 h"]),
        (r#"{"A": {"wait": 0.25}}"#, &["Wait A: wait 250 ms"]),
        (r#"{"A": {"wait": 259200}}"#, &["Wait A: wait 3 d"]),
        (
            r#"{"A": {"wait": "2030-01-31T12:00:00+01:00"}}"#,
            &["Wait A: wait until 2030-01-31 11:00:00 UTC"],
        ),
        (r#"{"A": {"fail": {"error": "X"}}}"#, &["Fail A: fail X"]),
        (
            r#"{"A": {"parallel": true, "func": {"x": "f", "y": "y"}}}"#,
            &[
                "Parallel A: parallel, 2 tasks",
                "ParallelTask A/x: f",
                "ParallelTask A/y",
            ],
        ),
        (
            r#"{"A": {"map": {"func": "f"}}}"#,
            &["Map A: for each item: f", "MapItem A[]"],
        ),
        (
            r#"{"A": {"map": {"workflow": {"name": "W", "steps": {"B": {}}}}}}"#,
            &["Map A: for each item: workflow W", "Pass A[]/B"],
        ),
        (
            r#"{"A/B": {"workflow": {"name": "W", "steps": {"C[0]": {}}}}}"#,
            &["Nested A~1B: workflow W", "Pass A~1B/C~20~3"],
        ),
        (
            r#"{"A": {"branch": {"x": "B", "y": "C", "z": "B"}, "nextStep": "C"}, "B": {}, "C": {}}"#,
            &[
                "Pass A: branch",
                "Pass B",
                "Pass C",
                "A -Branch-> B: x, z",
                "A -Branch-> C: y",
                "A -Default-> C: default",
            ],
        ),
        (
            r#"{"A": {"branchOn": "/a", "branch": {"x": "B"}}, "B": {"wait": 1, "timeout": 1}}"#,
            &[
                "Pass A: branch on /a",
                "Wait B: wait 1 s",
                "A -Branch-> B: x",
            ],
        ),
        (
            r#"{"A": {"func": "f", "timeout": 30, "retry": [{"errors": ["X"], "maxRetries": 2}, {"errors": ["*"]}]}}"#,
            &["Task A: f · ↻ 5 · max 30 s"],
        ),
        (
            r#"{"A": {"func": "f", "nextStep": "B", "onFailure": [{"errors": ["X", "Y"], "goTo": "C"}, {"errors": ["*"], "goTo": "B"}]}, "B": {}, "C": {}}"#,
            &[
                "Task A: f",
                "Pass B",
                "Pass C",
                "A -Success-> B",
                "A -Failure-> C: X, Y",
                "A -Failure-> B",
            ],
        ),
    ] {
        assert_eq!(lines(&graph(steps)), expect, "{steps}");
    }
}

#[test]
fn every_step_with_no_way_on_leads_to_the_end_marker() {
    let graph = graph(
        r#"{"Start": {"branch": {"a": "End", "b": "Stop"}, "onFailure": "Handler"},
            "End": {}, "Stop": {"fail": {"error": "X"}}, "Handler": {}}"#,
    );
    let to_end = graph.edges.iter().filter(|edge| edge.to == "[end]");
    let ends: Vec<&str> = to_end.map(|edge| &*edge.from).collect();
    assert_eq!(ends, ["End", "Handler"]);
    let from_start = graph.edges.iter().filter(|edge| edge.from == "[start]");
    assert_eq!(
        from_start.map(|edge| &*edge.to).collect::<Vec<_>>(),
        ["Start"]
    );
}

#[test]
fn ids_are_unique_whatever_the_names() {
    let graph = graph(
        r#"{"[start]": {"nextStep": "[end]"}, "[end]": {"nextStep": "a/b"}, "a": {"workflow": {"steps": {"b": {}}}},
            "a/b": {"nextStep": "a~1b"}, "a~1b": {"nextStep": "a"}}"#,
    );
    let ids = |ids: Vec<&String>| ids.iter().collect::<std::collections::HashSet<_>>().len();
    assert_eq!(
        ids(graph.nodes.iter().map(|node| &node.id).collect()),
        graph.nodes.len()
    );
    assert_eq!(
        ids(graph.edges.iter().map(|edge| &edge.id).collect()),
        graph.edges.len()
    );
    check(&graph, &Options::default());
}

#[test]
fn containers_below_the_depth_are_closed() {
    let mut inner = r#"{"steps": {"Last": {}}}"#.to_owned();
    for level in (0..150).rev() {
        inner = format!(r#"{{"steps": {{"L{level}": {{"workflow": {inner}}}}}}}"#);
    }
    let workflow = Workflow::parse(&inner).unwrap();
    for depth in [0, 1, 3, 150] {
        let options = Options {
            depth,
            ..Options::default()
        };
        let drawing = layout(&workflow, &options);
        let open = drawing.nodes.iter().filter(|node| node.container).count();
        assert_eq!(open, depth);
        assert_eq!(
            drawing.nodes.len(),
            depth + 3,
            "markers and the innermost box"
        );
    }
}

#[test]
fn a_workflow_nested_everywhere_does_not_explode() {
    let mut workflows = vec![r#""W0": {"steps": {"A": {}}}"#.to_owned()];
    for level in 1..10 {
        let steps: Vec<String> = (0..30)
            .map(|step| format!(r#""S{step}": {{"workflow": "W{}"}}"#, level - 1))
            .collect();
        workflows.push(format!(
            r#""W{level}": {{"steps": {{{}}}}}"#,
            steps.join(",")
        ));
    }
    let text = format!(
        r#"{{"workflows": {{{}}}, "steps": {{"Go": {{"workflow": "W9"}}}}}}"#,
        workflows.join(",")
    );
    let workflow = Workflow::parse(&text).unwrap();
    let options = Options {
        depth: 10,
        max_nodes: 500,
        ..Options::default()
    };
    let drawing = layout(&workflow, &options);
    assert!(drawing.nodes.len() <= 500);
    assert!(drawing.nodes.len() > 400, "{}", drawing.nodes.len());
}

#[test]
fn the_car_purchase_is_tidy_both_ways() {
    let workflow = Workflow::parse(CAR_PURCHASE).unwrap();
    for direction in [Direction::Down, Direction::Right] {
        let options = Options {
            direction,
            ..Options::default()
        };
        let drawing = check(&workflow_graph(&workflow, &options), &options);
        assert_eq!(drawing, layout(&workflow, &options));
        let failures = drawing
            .edges
            .iter()
            .filter(|edge| edge.kind == EdgeKind::Failure);
        // All into the handler at one point.
        let ends: Vec<_> = failures.clone().map(|edge| edge.points.last()).collect();
        assert!(ends.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(failures.count(), 4);
        let tasks = drawing.nodes.iter().filter(|node| node.parent.is_some());
        assert_eq!(tasks.count(), 3);
    }
}

#[test]
fn containers_are_open_or_closed_as_the_options_say() {
    let workflow = Workflow::parse(
        r#"{"steps": {
            "Both": {"parallel": true, "func": {"a": "f", "b": {"workflow": "W"}}, "nextStep": "Each"},
            "Each": {"map": {"func": "f"}}
        }, "workflows": {"W": {"steps": {"In": {}}}}}"#,
    )
    .unwrap();
    let closed = |depth, expanded: &[&str], collapsed: &[&str]| {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let options = Options {
            depth,
            expanded: names(expanded),
            collapsed: names(collapsed),
            ..Options::default()
        };
        let drawing = check(&workflow_graph(&workflow, &options), &options);
        let is_closed = |node: &&DrawnNode| node.hidden > 0;
        let of = |node: &DrawnNode| format!("{} {}", node.id, node.hidden);
        let nodes = drawing.nodes.iter();
        assert!(
            nodes
                .clone()
                .all(|node| !(node.container && node.hidden > 0))
        );
        nodes.filter(is_closed).map(of).collect::<Vec<_>>()
    };
    assert_eq!(closed(3, &[], &[]), [""; 0]);
    assert_eq!(closed(3, &[], &["Both"]), ["Both 2"]);
    assert_eq!(closed(3, &[], &["Both/b", "Each"]), ["Each 1", "Both/b 1"]);
    assert_eq!(closed(0, &[], &[]), ["Both 2", "Each 1"]);
    assert_eq!(closed(0, &["Both"], &[]), ["Each 1", "Both/b 1"]);
    assert_eq!(closed(0, &["Both", "Both/b", "Each"], &[]), [""; 0]);
    assert_eq!(closed(0, &["Both/b", "No such"], &[]), ["Both 2", "Each 1"]);
    assert_eq!(closed(3, &["Both"], &["Both"]), ["Both 2"]);
}
