//! Edits of random workflows: what keeps the meaning keeps the workflow valid, what can be undone is undone byte for
//! byte, and nothing makes the text anything but JSON.

#[allow(
    dead_code,
    reason = "here nothing runs: only the definitions are needed"
)]
#[path = "../../tests/random/case.rs"]
mod case;

use std::collections::BTreeSet;

use case::Case;
use fastrand::Rng;
use serde_json::Value;
use stepwell_core::{
    Workflow,
    edit::{Edit, Edited, Kind, Via, Way, Wrapping, apply, copy, describe},
    layout::{Options, workflow_graph},
    path,
    workflow::Severity,
};

const KINDS: [Kind; 8] = [
    Kind::Task,
    Kind::Pass,
    Kind::Branch,
    Kind::Parallel,
    Kind::Map,
    Kind::Nested,
    Kind::Wait,
    Kind::Fail,
];
const WAYS: [Way; 4] = [Way::Success, Way::Failure, Way::Branch, Way::Default];

/// Names that are hard to write, to quote, or to find.
fn hard_names() -> Vec<String> {
    let mut names: Vec<String> = [
        "\"", "/", "~", "~0", "a/b~[c]", "🚗", "0", "17", "\\", "\n\t", "[]", " ",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("long ".repeat(100));
    names
}

/// A valid workflow, laid out in one of the ways in which people write.
fn workflow(seed: u64) -> String {
    let text = Case::wild(seed).definition;
    let value: Value = serde_json::from_str(&text).expect("JSON");
    match seed % 4 {
        0 => text,
        1 => format!("{value:#}"),
        2 => {
            text.replace("\"steps\":{", "\"steps\": {\n  ")
                .replace("},\"", "},\n  \"")
                + "\n"
        }
        _ => format!("{value:#}")
            .replace('\n', "\r\n")
            .replace("  ", "\t"),
    }
}

fn assert_valid(text: &str, why: &dyn std::fmt::Debug) -> Workflow {
    Workflow::parse(text).unwrap_or_else(|invalid| panic!("{why:?}\n{invalid}\n{text}"))
}

/// The ids of all steps and tasks.
fn ids(workflow: &Workflow) -> Vec<String> {
    let options = Options {
        depth: 9,
        max_nodes: 10_000,
        ..Options::default()
    };
    let graph = workflow_graph(workflow, &options);
    let nodes = graph.nodes.into_iter().map(|node| node.id);
    nodes
        .filter(|id| !id.starts_with('[') && !id.ends_with("[]"))
        .collect()
}

fn is_step(text: &str, id: &str) -> bool {
    describe(text, id).is_some_and(|step| step.task.is_none())
}

fn edit(text: &str, edit: &Edit) -> Edited {
    apply(text, edit).unwrap_or_else(|error| panic!("{edit:?}: {error}\n{text}"))
}

#[test]
fn a_name_given_and_taken_back_leaves_every_byte() {
    let mut rng = Rng::with_seed(5);
    for seed in 0..40 {
        let text = workflow(seed);
        for id in ids(&assert_valid(&text, &seed)) {
            let name = describe(&text, &id).unwrap();
            let old = name.task.unwrap_or(name.name);
            for new in (0..2).map(|_| rng.choice(hard_names()).unwrap()) {
                let there = edit(
                    &text,
                    &Edit::Rename {
                        step: id.clone(),
                        name: new.clone(),
                    },
                );
                assert_valid(&there.text, &(&id, &new));
                let step = there.select.unwrap();
                assert!(step.ends_with(&*path::segment(&new)));
                let back = edit(
                    &there.text,
                    &Edit::Rename {
                        step,
                        name: old.clone(),
                    },
                );
                assert_eq!(back.text, text, "{id} {new}");
                assert_eq!(back.select.as_deref(), Some(&*id));
            }
        }
    }
}

#[test]
fn a_duplicate_or_a_step_between_leaves_a_workflow_valid() {
    for seed in 0..60 {
        let text = workflow(seed);
        let checked = assert_valid(&text, &seed);
        let options = Options {
            depth: 9,
            max_nodes: 10_000,
            ..Options::default()
        };
        let graph = workflow_graph(&checked, &options);
        for id in ids(&checked) {
            let twice = edit(
                &text,
                &Edit::Duplicate {
                    steps: vec![id.clone()],
                },
            );
            let twice_checked = assert_valid(&twice.text, &id);
            assert!(ids(&twice_checked).len() > ids(&checked).len());
        }
        for edge in graph.edges {
            let asked = Edit::InsertOnEdge {
                from: edge.from,
                to: Some(edge.to),
                edge: match edge.kind.as_str() {
                    "failure" => Way::Failure,
                    "branch" => Way::Branch,
                    _ => Way::Success,
                },
                key: None,
                kind: Kind::Pass,
            };
            let put = edit(&text, &asked);
            assert_valid(&put.text, &asked);
            // Taken away again, the workflow is the one that it was.
            let gone = edit(
                &put.text,
                &Edit::Delete {
                    steps: vec![put.select.unwrap()],
                },
            );
            let definition = assert_valid(&gone.text, &asked).definition().clone();
            let [was, is]: [Value; 2] = [checked.definition().as_str(), definition.as_str()]
                .map(|json| serde_json::from_str(&json.replace("1e400", "1")).unwrap());
            if !may_differ(&asked) {
                assert_eq!(is, was, "{asked:?}");
            }
        }
    }
}

/// Where the first step is chosen by its place, `startAt` may be written; an error is never given to a step that expects
/// a result; and no step is joined to itself.
fn may_differ(asked: &Edit) -> bool {
    let Edit::InsertOnEdge { from, to, edge, .. } = asked else {
        return false;
    };
    from.starts_with('[') || *edge == Way::Failure || to.as_ref() == Some(from)
}

#[test]
fn what_led_to_a_deleted_step_leads_on() {
    for seed in 0..60 {
        let text = workflow(seed);
        for id in ids(&assert_valid(&text, &seed)) {
            if !is_step(&text, &id) {
                continue;
            }
            let left = edit(
                &text,
                &Edit::Delete {
                    steps: vec![id.clone()],
                },
            );
            // A workflow without steps is the only mistake that this can make.
            if let Err(invalid) = Workflow::parse(&left.text) {
                let errors = invalid
                    .diagnostics
                    .iter()
                    .filter(|d| d.severity == Severity::Error);
                let codes: BTreeSet<&str> = errors.map(|d| d.code.as_str()).collect();
                assert_eq!(
                    codes,
                    BTreeSet::from(["Workflow.NoSteps"]),
                    "{id}\n{text}\n{}",
                    left.text
                );
            }
            assert!(describe(&left.text, &id).is_none());
        }
    }
}

#[test]
fn random_edits_one_after_another_leave_json() {
    let mut made = 0;
    for seed in 0..1000 {
        let mut rng = Rng::with_seed(seed);
        let mut text = match seed % 50 {
            0 => String::new(),
            1 => "{}".to_owned(),
            _ => workflow(seed),
        };
        for _ in 0..8 {
            let asked = any_edit(&mut rng, &text);
            if let Ok(edited) = apply(&text, &asked) {
                made += 1;
                let json: Result<serde::de::IgnoredAny, _> = serde_json::from_str(&edited.text);
                assert!(json.is_ok(), "{asked:?}\n{text}\n{}", edited.text);
                assert!(
                    describe(&edited.text, "").is_some(),
                    "{asked:?}\n{text}\n{}",
                    edited.text
                );
                text = edited.text;
            }
        }
    }
    assert!(made > 2000, "only {made} edits could be made");
}

/// An edit of something that is there, mostly.
fn any_edit(rng: &mut Rng, text: &str) -> Edit {
    let ids = every_id(text);
    let names = hard_names();
    let id = |rng: &mut Rng| match rng.usize(..=ids.len()) {
        index if index < ids.len() => ids[index].clone(),
        _ => "nowhere".to_owned(),
    };
    let name = |rng: &mut Rng| names[rng.usize(..names.len())].clone();
    let some = |rng: &mut Rng| (0..rng.usize(1..4)).map(|_| id(rng)).collect::<Vec<_>>();
    let chain = |rng: &mut Rng| if rng.bool() { String::new() } else { id(rng) };
    let kind = KINDS[rng.usize(..KINDS.len())];
    let way = WAYS[rng.usize(..WAYS.len())];
    let key = rng.bool().then(|| name(rng));
    let to = (!rng.bool() || rng.bool()).then(|| id(rng));
    match rng.u8(..12) {
        0 => Edit::AddStep {
            chain: chain(rng),
            kind,
            after: rng.bool().then(|| id(rng)),
            via: match rng.u8(..4) {
                0 => None,
                1 => Some(Via::Success),
                2 => Some(Via::Failure),
                _ => Some(Via::Branch(name(rng))),
            },
            name: (rng.u8(..4) == 0).then(|| name(rng)),
        },
        1 => Edit::InsertOnEdge {
            from: id(rng),
            to,
            edge: way,
            key,
            kind,
        },
        2 => Edit::Connect {
            from: id(rng),
            to,
            edge: way,
            key,
        },
        3 => Edit::Disconnect {
            from: id(rng),
            to: id(rng),
            edge: way,
            key: None,
        },
        4 => Edit::Rename {
            step: id(rng),
            name: name(rng),
        },
        5 => Edit::Duplicate { steps: some(rng) },
        6 => Edit::Delete { steps: some(rng) },
        11 => Edit::Discard { step: id(rng) },
        7 => Edit::Wrap {
            steps: some(rng),
            wrapping: if rng.bool() {
                Wrapping::Parallel
            } else {
                Wrapping::Workflow
            },
        },
        8 => Edit::Paste {
            text: copy(text, &some(rng)).unwrap_or_default(),
            chain: chain(rng),
            after: rng.bool().then(|| id(rng)),
        },
        9 => Edit::RenameKey {
            step: id(rng),
            key: "branch".to_owned(),
            at: "/a".to_owned(),
            name: name(rng),
        },
        _ => {
            let step = id(rng);
            any_set(rng, step)
        }
    }
}

/// A key of a step written, or taken away.
fn any_set(rng: &mut Rng, id: String) -> Edit {
    let keys = [
        "func",
        "branch",
        "retry",
        "onFailure",
        "params",
        "comment",
        "nextStep",
        "workflow",
    ];
    let values = [
        "null",
        "\"A\"",
        "[]",
        "{}",
        "{\"a\":\"B\"}",
        "[{\"errors\":[\"*\"],\n\"goTo\":\"A\"}]",
        "1e400",
    ];
    let at = ["", "", "", "/a", "/0", "/-", "/0/goTo", "/~0"];
    Edit::Set {
        step: if rng.u8(..5) == 0 { String::new() } else { id },
        chain: String::new(),
        key: keys[rng.usize(..keys.len())].to_owned(),
        at: at[rng.usize(..at.len())].to_owned(),
        value: None,
        text: rng
            .bool()
            .then(|| values[rng.usize(..values.len())].to_owned()),
    }
}

/// The ids of the steps, also where the text has mistakes: two levels of them.
fn every_id(text: &str) -> Vec<String> {
    let text = text.replace("1e400", "1");
    let Ok(root) = serde_json::from_str::<Value>(&text) else {
        return Vec::new();
    };
    let steps = |workflow: &Value, prefix: &str| -> Vec<(String, Value)> {
        let steps = workflow["steps"].as_object().into_iter().flatten();
        steps
            .map(|(name, step)| (path::join(prefix, &path::segment(name)), step.clone()))
            .collect()
    };
    let mut ids = Vec::new();
    for (id, step) in steps(&root, "") {
        ids.extend(steps(&step["workflow"], &id).into_iter().map(|(id, _)| id));
        ids.extend(
            steps(&step["map"]["workflow"], &format!("{id}[]"))
                .into_iter()
                .map(|(id, _)| id),
        );
        for (name, task) in step["func"].as_object().into_iter().flatten() {
            let task_id = path::join(&id, &path::segment(name));
            ids.extend(
                steps(&task["workflow"], &task_id)
                    .into_iter()
                    .map(|(id, _)| id),
            );
            ids.push(task_id);
        }
        ids.push(id);
    }
    ids
}

#[test]
fn deep_and_large_texts_are_edited() {
    let mut deep = "{\"steps\":{\"A\":{}}}".to_owned();
    for _ in 0..300 {
        deep = format!("{{\"steps\":{{\"A\":{{\"workflow\":{deep}}}}}}}");
    }
    let id = vec!["A"; 301].join("/");
    let there = edit(
        &deep,
        &Edit::Rename {
            step: id.clone(),
            name: "B".to_owned(),
        },
    );
    assert_eq!(there.text.matches("\"B\"").count(), 1);
    edit(&deep, &Edit::Duplicate { steps: vec![id] });
    edit(
        &deep,
        &Edit::Wrap {
            steps: vec!["A".to_owned()],
            wrapping: Wrapping::Workflow,
        },
    );
    let too_deep = "{\"steps\":".repeat(2000);
    assert!(
        apply(
            &too_deep,
            &Edit::Delete {
                steps: vec!["A".to_owned()]
            }
        )
        .is_err()
    );

    let steps: Vec<String> = (0..5000)
        .map(|n| format!("    \"s{n}\": {{ \"nextStep\": \"s{}\" }}", n + 1))
        .collect();
    let long = format!(
        "{{\n  \"steps\": {{\n{},\n    \"s5000\": {{}}\n  }}\n}}",
        steps.join(",\n")
    );
    let all: Vec<String> = (0..5000).map(|n| format!("s{n}")).collect();
    let left = edit(&long, &Edit::Delete { steps: all });
    assert_eq!(left.text, "{\n  \"steps\": {\n    \"s5000\": {}\n  }\n}");
}
