//! Logs as text: what the engine writes it reads again, and what it did not write does no harm.

use std::sync::Arc;

use stepwell_core::{
    Json, Workflow,
    engine::{Command, Effects, ErrorInfo, Retention, Run, RunOptions, RunStatus, log},
};

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
