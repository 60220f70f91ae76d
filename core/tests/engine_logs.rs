//! Logs as text: what the engine writes it reads again, and what it did not write does no harm.
#![allow(clippy::unwrap_used, reason = "what helps tests may panic as they do")]

use std::{fmt::Write, sync::Arc};

use fastrand::Rng;
use proptest::{collection::vec, prelude::*};
use stepwell_core::{
    Json, Workflow,
    engine::{
        Command, Effects, ErrorInfo, LOG_VERSION, Retention, Run, RunOptions, RunStatus,
        log::{self, LogError},
    },
};

#[allow(dead_code, reason = "the tame ones are for runs that are resumed")]
#[path = "../../tests/random/case.rs"]
mod case;
#[path = "../../tests/random/hostile.rs"]
mod hostile;
#[path = "../../tests/random/play.rs"]
mod play;

use case::Case;
use hostile::go_on;

fn workflow(text: &str) -> Arc<Workflow> {
    Workflow::parse(text)
        .unwrap_or_else(|e| panic!("{e:?}"))
        .into()
}

fn start(workflow: &Arc<Workflow>, input: &str) -> (Run, Effects) {
    let mut run = Run::new(workflow.clone(), RunOptions::new("run-1", 1));
    let input = Json::parse(input).unwrap();
    let effects = run.handle(Command::Start { input }, 0).unwrap();
    (run, effects)
}

fn finish(run: &mut Run, effects: &Effects, result: Result<Json, ErrorInfo>) -> Effects {
    let attempt = effects.calls[0].id;
    run.handle(Command::Finished { attempt, result }, 1)
        .unwrap()
}

/// What the run's log, as text, leads to.
fn read_again(run: &Run) -> Run {
    let events = log::read(&log::write(run.log())).unwrap();
    assert_eq!(events, run.log());
    Run::from_log(run.workflow().clone(), events, Retention::Log).unwrap()
}

#[test]
fn null_is_a_result_and_a_cause_like_any_other() {
    let workflow = workflow(
        r#"{ "steps": { "A": { "func": "a", "onFailure": "B" }, "B": { "func": "b" } } }"#,
    );
    let (mut run, effects) = start(&workflow, "null");
    let error = ErrorInfo {
        cause: Some(Json::null()),
        ..ErrorInfo::new("Boom", "no")
    };
    let effects = finish(&mut run, &effects, Err(error));
    finish(&mut run, &effects, Ok(Json::null()));
    assert_eq!(run.status(), RunStatus::Completed);
    assert_eq!(read_again(&run).report(), run.report());
}

#[test]
fn results_that_double_with_each_step_end_with_an_error_and_the_log_can_be_read() {
    let workflow = workflow(
        r#"{ "allowCycles": true, "steps": { "P": { "parallel": true, "func": { "a": { "workflow": "Same" }, "b": { "workflow": "Same" } }, "nextStep": "P" } }, "workflows": { "Same": { "steps": { "S": {} } } } }"#,
    );
    for (input, name) in [
        ("[1,2,3]".to_owned(), "Data.TooLarge"),
        ("[".repeat(510) + &"]".repeat(510), "Data.TooDeep"),
    ] {
        let (run, effects) = start(&workflow, &input);
        assert!(!effects.more);
        assert_eq!(&*run.failure().unwrap().0.name, name);
        assert_eq!(read_again(&run).report(), run.report());
    }
}

#[test]
fn an_error_that_carries_more_than_a_value_may_can_be_read_again() {
    let workflow = workflow(
        r#"{ "steps": { "P": { "parallel": true, "stopOnFailure": true, "func": { "a": "f", "b": "f", "c": "f" }, "onFailure": "H" }, "H": { "func": "f" } } }"#,
    );
    let (mut run, effects) = start(&workflow, "1");
    let large = || Ok(Json::parse(&format!("\"{}\"", "x".repeat(12 << 20))).unwrap());
    for (call, result) in
        effects
            .calls
            .iter()
            .zip([large(), large(), Err(ErrorInfo::new("Boom", "no"))])
    {
        run.handle(
            Command::Finished {
                attempt: call.id,
                result,
            },
            0,
        )
        .unwrap();
    }
    assert!(run.last_result().as_str().len() > 24 << 20);
    assert_eq!(read_again(&run).report(), run.report());
}

#[test]
fn a_newer_version_an_unfinished_line_and_an_empty_log_are_told_apart() {
    let (run, _) = start(&workflow(r#"{ "steps": { "A": {} } }"#), "1");
    let text = log::write(run.log());
    let newer = text.replacen("\"version\":1", "\"version\":2", 1);
    let error = log::read(&newer).unwrap_err();
    assert_eq!(
        error,
        LogError::Newer {
            found: LOG_VERSION + 1
        }
    );
    assert_eq!(
        (error.code(), error.to_string()),
        (
            "Log.Newer",
            "the log has the version 2; this version of Stepwell reads up to 1".to_owned()
        )
    );
    let lines = text.lines().count();
    for cut in 1..=text.lines().last().unwrap().len() + 1 {
        assert_eq!(
            log::read(&text[..text.len() - cut]).unwrap(),
            run.log()[..lines - 1],
            "{cut}"
        );
    }
    for empty in ["", "\n", " \n\r\n", "{", &text[..20]] {
        let error = log::read(empty).unwrap_err();
        assert_eq!(
            (error.code(), error.to_string()),
            ("Log.Empty", "the log is empty".to_owned()),
            "{empty}"
        );
    }
}

#[test]
fn a_line_that_is_no_event_is_named() {
    let (run, _) = start(&workflow(r#"{ "steps": { "A": {} } }"#), "1");
    let text = log::write(run.log());
    for (line, why) in [
        ("x", "expected `{`"),
        ("[]", "expected `{`"),
        ("{}", "`type` is missing"),
        (r#"{"seq":2,"at":1}"#, "`type` is missing"),
        (
            r#"{"seq":2,"at":1,"type":"Sneezed"}"#,
            "there is no event `Sneezed`",
        ),
        (
            r#"{"seq":2,"at":1,"type":"StepFailed"}"#,
            "`scope` is missing",
        ),
        (
            r#"{"seq":-2,"at":1,"type":"RunPaused"}"#,
            "`seq` has the wrong form",
        ),
        (
            r#"{"seq":2,"at":1,"type":"RunPaused","type":"RunPaused"}"#,
            "`type` is there twice",
        ),
    ] {
        let error = log::read(&format!("{text}\n{line}\n{text}")).unwrap_err();
        let LogError::Line {
            line: number,
            why: found,
        } = &error
        else {
            panic!("{error}")
        };
        assert_eq!(*number, text.lines().count() + 2, "{line}");
        assert!(found.contains(why), "{line}: {found}");
        assert_eq!(error.code(), "Log.Line");
    }
}

/// Events that say what no run of theirs can have done.
#[test]
fn events_that_do_not_follow_from_one_another_are_misfits() {
    let workflow = workflow(
        r#"{ "steps": { "A": { "func": "f", "retry": [{ "errors": ["*"] }], "onFailure": "B" }, "B": { "workflow": { "steps": { "C": { "func": "g" } } } } } }"#,
    );
    let (mut run, effects) = start(&workflow, "1");
    let effects = finish(&mut run, &effects, Err(ErrorInfo::new("Boom", "no")));
    let effects = run.handle(Command::Tick, effects.wake_at.unwrap()).unwrap();
    let text = {
        run.handle(
            Command::Finished {
                attempt: effects.calls[0].id,
                result: Ok(Json::null()),
            },
            0,
        )
        .unwrap();
        log::write(run.log())
    };
    let cases = [
        ("\"seq\":2,", "\"seq\":3,", "it is out of order"),
        (
            "\"seq\":2,\"at\":0",
            "\"seq\":2,\"at\":9",
            "it is out of order",
        ),
        (
            "\"attempt\":1",
            "\"attempt\":4294967295",
            "it is another attempt",
        ),
        ("\"visit\":1", "\"visit\":2", "it is another visit"),
        (
            "\"step\":\"A\"",
            "\"step\":\"B\"",
            "its scope does not come to that step",
        ),
        ("\"scope\":0", "\"scope\":7", "no such scope"),
        ("\"slot\":0", "\"slot\":1", "no such task"),
        (
            "\"type\":\"AttemptFailed\",\"id\":3",
            "\"type\":\"AttemptFailed\",\"id\":2",
            "no such attempt in flight",
        ),
        ("\"output\":null", "\"x\":null", "it has no result"),
    ];
    for (from, to, why) in cases {
        assert!(text.contains(from), "{from} in {text}");
        let events = log::read(&text.replacen(from, to, 1)).unwrap();
        let misfit = Run::from_log(workflow.clone(), events, Retention::Log).unwrap_err();
        assert_eq!(misfit.why, why, "{from}");
    }
    let added = |event: &str| {
        let seq = 4; // after the first attempt was started
        let text: String = text
            .lines()
            .take(3)
            .map(|line| line.to_owned() + "\n")
            .collect();
        go_on(
            &workflow,
            &format!("{text}{{\"seq\":{seq},\"at\":5,{event}}}\n"),
        );
        let events = log::read(&format!("{text}{{\"seq\":{seq},\"at\":5,{event}}}\n")).unwrap();
        Run::from_log(workflow.clone(), events, Retention::Log)
            .map(|_| ())
            .map_err(|misfit| misfit.why)
    };
    for (event, found) in [
        (
            r#""type":"TasksCancelled","scope":0,"path":"A""#,
            Err("nothing stops the tasks of its step"),
        ),
        (
            r#""type":"StepRetried","scope":0,"path":"A","error":{"name":"","message":""},"retry":{"rule":0,"delay":0,"due":0}"#,
            Err("tasks of its step are not finished"),
        ),
        (
            r#""type":"StepSucceeded","scope":0,"path":"A","edge":"end""#,
            Err("tasks of its step are not finished"),
        ),
        (
            r#""type":"RunStarted","version":1,"run":"","seed":0,"definition":0,"start":"A","input":0"#,
            Err("the run has started"),
        ),
        (r#""type":"RunCompleted""#, Err("the run is not at its end")),
        (
            r#""type":"AttemptFailed","id":3,"path":"A","error":{"name":"","message":""},"retry":{"rule":4294967295,"delay":0,"due":18446744073709551615}"#,
            Ok(()),
        ),
    ] {
        assert_eq!(added(event), found, "{event}");
    }
}

#[test]
fn scopes_within_one_another_without_end_are_a_misfit() {
    let workflow = workflow(r#"{ "steps": { "A": {} } }"#);
    let mut text = r#"{"seq":1,"at":0,"type":"RunStarted","version":1,"run":"r","seed":0,"definition":{},"start":"A","input":0}"#.to_owned() + "\n";
    let mut scope = 0;
    for seq in (2..200_000).step_by(2) {
        let _ = writeln!(
            text,
            "{{\"seq\":{seq},\"at\":0,\"type\":\"StepEntered\",\"scope\":{scope},\"step\":\"A\",\"path\":\"A\",\"visit\":1,\"plan\":{{\"action\":\"task\"}}}}\n\
             {{\"seq\":{},\"at\":0,\"type\":\"AttemptStarted\",\"scope\":{scope},\"slot\":0,\"path\":\"A\",\"attempt\":1,\"launch\":{{\"workflow\":\"\",\"start\":\"A\"}}}}\n",
            seq + 1
        );
        scope = seq + 1;
    }
    let misfit =
        Run::from_log(workflow.clone(), log::read(&text).unwrap(), Retention::Log).unwrap_err();
    assert_eq!(misfit.why, "its nested workflow is too deep");
    let deepest: String = text
        .lines()
        .take(usize::try_from(misfit.seq).unwrap() - 1)
        .map(|line| line.to_owned() + "\n")
        .collect();
    std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(move || go_on(&workflow, &deepest))
        .unwrap()
        .join()
        .unwrap();
}

/// Lines dropped, doubled and swapped, and values in them replaced by others.
fn mutated(text: &str, rng: &mut Rng) -> String {
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    for _ in 0..rng.usize(1..4) {
        let (a, b) = (rng.usize(..lines.len()), rng.usize(..lines.len()));
        match rng.u8(..8) {
            0 => drop(lines.remove(a)),
            1 => lines.insert(a, lines[b].clone()),
            2 => lines.swap(a, b),
            3 => lines.truncate(a.max(1)),
            _ => {
                let Ok(mut event) =
                    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&lines[a])
                else {
                    continue;
                };
                let key = event.keys().nth(rng.usize(..event.len())).unwrap().clone();
                let other: serde_json::Value = serde_json::from_str(&lines[b]).unwrap_or_default();
                let values = [
                    serde_json::json!(rng.u8(..8)),
                    serde_json::json!(u64::MAX),
                    serde_json::json!(["A", "B", "x/y", "p[0]"][rng.usize(..4)]),
                    serde_json::json!(null),
                    other[&key].clone(),
                ];
                if rng.u8(..5) == 0 {
                    event.remove(&key);
                } else {
                    event.insert(key, values[rng.usize(..values.len())].clone());
                }
                lines[a] = serde_json::to_string(&event).unwrap();
            }
        }
        if lines.is_empty() {
            break;
        }
    }
    if rng.bool() {
        // As a careful forger would.
        for (line, seq) in lines.iter_mut().zip(1..) {
            if let Some((_, rest)) = line.split_once(",\"at\":") {
                *line = format!("{{\"seq\":{seq},\"at\":{rest}");
            }
        }
    }
    lines.iter().map(|line| line.to_owned() + "\n").collect()
}

proptest! {
    #[test]
    fn a_log_that_was_tampered_with_does_no_harm(seed in any::<u64>()) {
        let case = Case::wild(seed);
        let run = play::play(&case);
        let text = log::write(run.log());
        go_on(run.workflow(), &text);
        let mut rng = Rng::with_seed(seed);
        for _ in 0..20 {
            go_on(run.workflow(), &mutated(&text, &mut rng));
        }
    }

    #[test]
    fn a_log_goes_on_with_an_edited_definition(seed in any::<u64>()) {
        let run = play::play(&Case::wild(seed));
        let edited = play::workflow(&Case::wild(seed ^ 1));
        let text = log::write(run.log());
        let mut rng = Rng::with_seed(seed);
        for _ in 0..5 {
            let lines = rng.usize(1..=run.log().len());
            go_on(&edited, &log::write(&run.log()[..lines]));
        }
        go_on(&edited, &mutated(&text, &mut rng));
    }

    #[test]
    fn random_text_is_no_log(text in ".*\n?", bytes in vec(any::<u8>(), 0..200)) {
        let workflow = workflow(r#"{ "steps": { "A": {} } }"#);
        go_on(&workflow, &text);
        go_on(&workflow, &(String::from_utf8_lossy(&bytes) + "\n"));
    }
}
