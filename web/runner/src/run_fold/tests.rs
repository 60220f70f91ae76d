//! What a log's events make of a run's view.

use std::{fmt::Write, sync::Arc};

use stepwell_core::{
    Workflow,
    engine::{Command, Run, RunOptions},
};

use super::*;

/// Runs a workflow whose functions take 10 ms each: `fail` always fails with `Boom`, `once` only at first,
/// `never` does not return; any other gives its own name. Answers with what the page would show: each box
/// with its status, output or error and number of attempts, then the edges taken.
fn shown(steps: &str, input: &str, commands: &[(u64, Command)]) -> (RunFold, String) {
    let workflow = Workflow::parse(&format!("{{ \"steps\": {steps} }}")).unwrap();
    let mut run = Run::new(Arc::new(workflow), RunOptions::new("run", 1));
    let input = Json::parse(input).unwrap();
    let mut due = vec![(1000, Command::Start { input })];
    due.extend(commands.iter().cloned());
    while let Some(next) = (0..due.len()).min_by_key(|&i| due[i].0) {
        let (now, command) = due.swap_remove(next);
        let Ok(effects) = run.handle(command, now) else {
            continue;
        };
        for call in effects.calls {
            let result = match &*call.function {
                "never" => continue,
                "once" if call.attempt > 1 => Ok(Json::string("again")),
                "fail" | "once" => Err(ErrorInfo::new("Boom", "it broke")),
                name => Ok(Json::string(name)),
            };
            let attempt = call.id;
            due.push((now + 10, Command::Finished { attempt, result }));
        }
        due.extend(effects.wake_at.map(|at| (at, Command::Tick)));
    }
    let mut fold = RunFold::default();
    run.log().iter().for_each(|event| fold.apply(event));
    let mut text = String::new();
    for id in fold.take_changed() {
        let step = fold.step(&id).unwrap();
        let _ = write!(text, "{id} {}", step.status.as_str());
        if let Some(output) = &step.output {
            let _ = write!(text, " {output}");
        }
        if let Some(error) = &step.error {
            let _ = write!(text, " {}", error.name);
        }
        let _ = writeln!(text, " x{}", step.attempts.len());
    }
    for edge in fold.take_taken() {
        let _ = writeln!(text, "{edge}");
    }
    (fold, text)
}

#[track_caller]
fn check(steps: &str, input: &str, expect: &str) {
    let (_, text) = shown(steps, input, &[]);
    let expect: Vec<&str> = expect
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    assert_eq!(text.lines().collect::<Vec<_>>(), expect);
}

#[test]
fn a_sequence_and_a_branch() {
    check(
        r#"{ "A": { "func": "a", "branch": { "a": "C" }, "nextStep": "B" }, "B": {}, "C": { "func": "c" } }"#,
        "1",
        r#"
        A succeeded "a" x1
        C succeeded "c" x1
        [start][success]A
        A[branch]C
        C[success][end]
        "#,
    );
    check(
        r#"{ "A": { "branch": { "a": "C" }, "nextStep": "B" }, "B": {}, "C": {} }"#,
        "1",
        "
        A succeeded 1 x0
        B succeeded 1 x0
        [start][success]A
        A[default]B
        B[success][end]
        ",
    );
}

#[test]
fn a_failure_is_handled_retried_or_ends_the_run() {
    check(
        r#"{ "A": { "func": "fail", "onFailure": "H" }, "H": { "func": "h" } }"#,
        "1",
        r#"
        A handled Boom x1
        H succeeded "h" x1
        [start][success]A
        A[failure]H
        H[success][end]
        "#,
    );
    check(
        r#"{ "A": { "func": "once", "retry": [{ "errors": ["*"] }] } }"#,
        "1",
        r#"
        A succeeded "again" x2
        [start][success]A
        A[success][end]
        "#,
    );
    check(
        r#"{ "A": { "func": "fail", "nextStep": "B" }, "B": {} }"#,
        "1",
        "
        A failed Boom x1
        [start][success]A
        ",
    );
}

#[test]
fn tasks_items_and_nested_steps_have_their_own_boxes() {
    check(
        r#"{ "P": { "parallel": true, "func": { "x": "x", "y": "fail" } } }"#,
        "1",
        r#"
        P succeeded {"x":"x","y":{"error":{"name":"Boom","message":"it broke"}}} x0
        P/x succeeded "x" x1
        P/y handled Boom x1
        [start][success]P
        P[success][end]
        "#,
    );
    check(
        r#"{ "P": { "parallel": true, "stopOnFailure": true, "func": { "x": "never", "y": "fail" } } }"#,
        "1",
        "
        P failed Parallel.TaskFailed x0
        P/x cancelled x1
        P/y failed Boom x1
        [start][success]P
        ",
    );
    check(
        r#"{ "M": { "map": { "items": "/list", "workflow": { "steps": { "N": { "func": "n" } } } } } }"#,
        r#"{ "list": [1, 2] }"#,
        r#"
        M succeeded ["n","n"] x0
        M[] succeeded "n" x1
        M[]/N succeeded "n" x1
        [start][success]M
        M[]/N[success][end]
        M[success][end]
        "#,
    );
}

#[test]
fn what_was_told_is_told_again_when_all_counts_as_changed() {
    let (mut fold, _) = shown(r#"{ "A": { "func": "a" } }"#, "1", &[]);
    assert_eq!(fold.take_changed().count() + fold.take_taken().count(), 0);
    fold.change_all();
    assert!(fold.take_changed().eq(["A"]));
    assert!(
        fold.take_taken()
            .eq(["A[success][end]", "[start][success]A"])
    );
    assert_eq!(fold.take_taken().count(), 0);
}

#[test]
fn a_map_step_counts_the_items_that_are_done() {
    let items = |function: &str| {
        let steps = format!(r#"{{ "M": {{ "map": {{ "func": "{function}" }} }} }}"#);
        let (fold, _) = shown(&steps, "[1, 2, 3]", &[]);
        fold.step("M").unwrap().items
    };
    assert_eq!(items("f"), Some((3, 3)));
    assert_eq!(items("fail"), Some((3, 3)), "one that failed is done too");
    assert_eq!(items("never"), Some((3, 0)));
}

#[test]
fn the_summary_tells_the_output_and_every_handled_failure() {
    let (fold, _) = shown(
        r#"{ "P": { "parallel": true, "func": { "x": "fail" }, "nextStep": "A" },
             "A": { "func": "fail", "onFailure": "H" }, "H": { "func": "h" } }"#,
        "1",
        &[],
    );
    let summary = fold.summary();
    assert_eq!(summary.status, RunStatus::Completed);
    assert_eq!((summary.duration, summary.handled.len()), (Some(30), 2));
    assert_eq!(summary.output.as_ref().map(Json::as_str), Some("\"h\""));
    let handled: Vec<_> = summary
        .handled
        .iter()
        .map(|failure| (failure.path.as_str(), failure.handler.as_deref()))
        .collect();
    assert_eq!(handled, [("P/x", None), ("A", Some("H"))]);
    let last = fold.step("H").unwrap();
    assert!(
        last.input
            .as_ref()
            .unwrap()
            .as_str()
            .contains("\"failedStep\":\"A\"")
    );
    assert_eq!((last.started, last.ended), (Some(20), Some(30)));
}

#[test]
fn what_is_under_way_when_a_run_is_cancelled_is_cancelled() {
    let (fold, text) = shown(
        r#"{ "A": { "workflow": { "steps": { "B": { "func": "never" } } } } }"#,
        "1",
        &[(1500, Command::Cancel { reason: None })],
    );
    assert_eq!(
        text,
        "A cancelled x1\nA/B cancelled x1\n[start][success]A\n"
    );
    assert_eq!(fold.summary().status, RunStatus::Cancelled);
    assert_eq!(fold.summary().duration, Some(500));
    let attempt = &fold.step("A/B").unwrap().attempts[0];
    assert_eq!((attempt.started, attempt.ended), (0, Some(500)));
}
