//! Commands where they make no sense, and several at once.
#![allow(clippy::unwrap_used, reason = "what helps tests may panic as they do")]

use std::sync::Arc;

use stepwell_core::{
    Json, Workflow,
    engine::{Command, CommandError, ErrorInfo, Retention, Run, RunOptions, RunStatus, names},
};

/// A call, then more steps than one turn takes.
fn long_chain() -> Run {
    let mut steps = vec![r#""A": { "func": "f", "nextStep": "0" }"#.to_owned()];
    for step in 0..12_000 {
        steps.push(format!(r#""{step}": {{ "nextStep": "{}" }}"#, step + 1));
    }
    steps.push(r#""12000": {}"#.to_owned());
    let text = format!(
        "{{ \"startAt\": \"A\", \"steps\": {{ {} }} }}",
        steps.join(", ")
    );
    let workflow: Arc<Workflow> = Workflow::parse(&text).unwrap().into();
    Run::new(workflow, RunOptions::new("run-1", 1))
}

fn start(run: &mut Run) -> u64 {
    let effects = run
        .handle(
            Command::Start {
                input: Json::null(),
            },
            0,
        )
        .unwrap();
    effects.calls[0].id
}

#[test]
fn a_refused_command_does_not_hide_that_there_is_more_to_do() {
    let mut run = long_chain();
    let attempt = start(&mut run);
    let done = Command::Finished {
        attempt,
        result: Ok(Json::null()),
    };
    assert!(run.handle(done, 0).unwrap().more);
    let (error, effects) = run.handle_all([Command::Resume], 0).unwrap_err();
    assert_eq!(error, CommandError::NotPaused(RunStatus::Running));
    assert!(effects.more);
    assert!(run.handle_all([], 0).unwrap().more);
    assert!(run.handle(Command::Tick, 0).unwrap().more);
    assert!(!run.handle(Command::Tick, 0).unwrap().more);
    assert_eq!(run.status(), RunStatus::Completed);
}

#[test]
fn a_call_that_is_abandoned_in_the_turn_that_asked_for_it_is_neither_made_nor_cancelled() {
    let text = r#"{ "steps": { "P": { "parallel": true, "stopOnFailure": true, "func": { "a": "f", "b": { "workflow": { "steps": { "F": { "fail": { "error": "Boom" } } } } } } } } }"#;
    let mut run = Run::new(
        Workflow::parse(text).unwrap().into(),
        RunOptions::new("run-1", 1),
    );
    let effects = run
        .handle(
            Command::Start {
                input: Json::null(),
            },
            0,
        )
        .unwrap();
    assert_eq!((effects.calls, effects.cancels), (vec![], vec![]));
    assert_eq!(run.status(), RunStatus::Failed);
}

#[test]
fn each_command_where_it_makes_no_sense_has_its_own_error_and_changes_nothing() {
    let input = || Command::Start {
        input: Json::null(),
    };
    let cancel = || Command::Cancel { reason: None };
    let mut run = long_chain();
    let refuses = |run: &mut Run, command: Command, error: CommandError| {
        let before = (run.report(), run.log().to_vec());
        assert_eq!(run.handle(command, 9), Err(error));
        assert_eq!((run.report(), run.log()), (before.0, &before.1[..]));
    };
    for command in [Command::Pause, Command::Resume, Command::Recover, cancel()] {
        refuses(&mut run, command, CommandError::NotStarted);
    }
    let attempt = start(&mut run);
    refuses(&mut run, input(), CommandError::Started(RunStatus::Running));
    refuses(
        &mut run,
        Command::Resume,
        CommandError::NotPaused(RunStatus::Running),
    );
    run.handle(Command::Pause, 0).unwrap();
    refuses(&mut run, Command::Pause, CommandError::Paused);
    refuses(&mut run, input(), CommandError::Started(RunStatus::Paused));
    let effects = run.handle(cancel(), 0).unwrap();
    assert_eq!(effects.cancels, [attempt]);
    for command in [Command::Pause, Command::Resume, Command::Recover, cancel()] {
        refuses(&mut run, command, CommandError::Over(RunStatus::Cancelled));
    }
    refuses(
        &mut run,
        input(),
        CommandError::Started(RunStatus::Cancelled),
    );
    for attempt in [0, 1, attempt, u64::MAX] {
        let late = Command::Finished {
            attempt,
            result: Err(ErrorInfo::new("Late", "late")),
        };
        let events = run.log().len();
        assert_eq!(
            run.handle(late, 0),
            Ok(stepwell_core::engine::Effects::default())
        );
        assert_eq!(run.log().len(), events);
    }
    let folded = Run::from_log(run.workflow().clone(), run.log().to_vec(), Retention::Log).unwrap();
    assert_eq!(folded.report(), run.report());
}

#[test]
fn a_function_whose_step_has_no_timeout_has_the_default_one() {
    let text = r#"{ "steps": { "P": { "parallel": true, "func": {
        "own": "f", "nested": { "workflow": { "steps": { "I": { "wait": 60, "nextStep": "J" }, "J": { "func": "f" } } } } },
        "nextStep": "Q" }, "Q": { "func": "f", "timeout": 2 } } }"#;
    let mut run = Run::new(
        Workflow::parse(text).unwrap().into(),
        RunOptions::new("run-1", 1).default_timeout(5_000),
    );
    let effects = run.handle(
        Command::Start {
            input: Json::null(),
        },
        0,
    );
    assert_eq!(effects.unwrap().wake_at, Some(5_000), "of the function");
    let restarted = run.handle(Command::Recover, 1_000).unwrap();
    assert_eq!(restarted.wake_at, Some(6_000), "and when it is made again");
    let late = run.handle(Command::Tick, 6_000).unwrap();
    assert_eq!(
        run.context()["P/own"].as_ref().unwrap_err().name.as_ref(),
        names::STEP_TIMEOUT
    );
    assert_eq!(late.wake_at, Some(60_000), "the nested workflow has none");
    let inner = run.handle(Command::Tick, 60_000).unwrap();
    assert_eq!(inner.wake_at, Some(65_000));
    let attempt = inner.calls[0].id;
    let result = Ok(Json::null());
    let next = run.handle(Command::Finished { attempt, result }, 61_000);
    assert_eq!(
        next.unwrap().wake_at,
        Some(63_000),
        "the step's own comes first"
    );
}
