//! Plays a random case to its end: included by path, beside `case.rs`.

use std::{collections::BTreeMap, sync::Arc};

use stepwell_core::{
    Json, Workflow,
    engine::{Command, Effects, ErrorInfo, Run, RunOptions},
};

use super::case::Case;

/// The workflow of a case.
pub(crate) fn workflow(case: &Case) -> Arc<Workflow> {
    Workflow::parse(&case.definition)
        .unwrap_or_else(|e| panic!("{e:?}"))
        .into()
}

/// The run of a case, at its end.
pub(crate) fn play(case: &Case) -> Run {
    let mut run = Run::new(workflow(case), RunOptions::new("run/1", case.draw("", 0)));
    let mut now = 1000;
    let mut settling: BTreeMap<(u64, u64), Result<Json, ErrorInfo>> = BTreeMap::new();
    let input = Json::parse(case.input).expect("the input is JSON");
    let mut command = Command::Start { input };
    loop {
        let Effects {
            calls,
            cancels,
            wake_at,
            more,
        } = run.handle(command, now).expect("the run is under way");
        settling.retain(|(_, attempt), _| !cancels.contains(attempt));
        for call in calls {
            let key = run.idempotency_key(call.id).expect("the call is in flight");
            let settled = case.answer(&call.function, &key, call.attempt, call.input.as_str());
            if let Some(after) = settled.after {
                let result = match settled.result {
                    Ok(text) => Ok(Json::parse(&text).expect("the result is JSON")),
                    Err(name) => Err(ErrorInfo::new(name, "no")),
                };
                settling.insert((now + after, call.id), result);
            }
        }
        if run.status().is_over() {
            return run;
        }
        let first = settling
            .first_entry()
            .filter(|first| !more && wake_at.is_none_or(|wake| first.key().0 <= wake));
        command = if let Some(first) = first {
            let ((at, attempt), result) = first.remove_entry();
            now = at;
            Command::Finished { attempt, result }
        } else {
            if !more {
                now = wake_at.expect("the run does not stall");
            }
            Command::Tick
        };
    }
}
