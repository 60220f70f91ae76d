//! Goes on with a log from anywhere: included by path.

use std::sync::Arc;

use stepwell_core::{
    Json, Workflow,
    engine::{Command, Effects, ErrorInfo, Retention, Run, RunStatus, log},
};

/// More commands than a log that makes sense gets.
const COMMANDS: u64 = 100;

/// Reads a text as a log and goes on with the run that it tells of, if it tells of one. Whatever stands there,
/// this neither panics nor goes on for ever, and what it adds to the log can be read again.
pub(crate) fn go_on(workflow: &Arc<Workflow>, text: &str) {
    let Ok(events) = log::read(text) else { return };
    assert_eq!(log::read(&log::write(&events)).as_ref(), Ok(&events));
    let mut now = events.last().map_or(0, |event| event.at);
    let Ok(mut run) = Run::from_log(workflow.clone(), events, Retention::Log) else {
        return;
    };
    let Ok(mut effects) = run.handle(Command::Recover, now) else {
        return;
    };
    let mut calls = Vec::new();
    for count in 0..COMMANDS {
        let Effects {
            calls: new,
            wake_at,
            more,
            ..
        } = effects;
        for call in &new {
            if let (Some(_), Some(view)) = (run.idempotency_key(call.id), run.view(call.id)) {
                for step in run.visible_steps(view) {
                    run.look_up(view, &step);
                }
                run.look_up(view, "A/B[0]/x");
            }
        }
        calls.extend(new);
        let command = match calls.pop() {
            _ if run.status().is_over() => break,
            _ if run.status() == RunStatus::Paused => Command::Resume,
            Some(call) if !more && count % 3 == 0 => Command::Finished {
                attempt: call.id,
                result: Err(ErrorInfo::new("Boom", "no")),
            },
            Some(call) if !more => Command::Finished {
                attempt: call.id,
                result: Ok(Json::null()),
            },
            _ => {
                now = now.max(wake_at.unwrap_or(now));
                Command::Tick
            }
        };
        effects = run
            .handle(command, now)
            .expect("every one of them makes sense there");
    }
    let _ = run.handle(Command::Cancel { reason: None }, now);
    let events = log::read(&log::write(run.log())).expect("a log that was written");
    let folded =
        Run::from_log(workflow.clone(), events, Retention::Log).expect("a log that was written");
    assert_eq!(
        (folded.report(), folded.steps()),
        (run.report(), run.steps())
    );
}
