//! The rows of "What happens when", natively, by the virtual clock: see `tests/semantics/README.md`.
#![allow(clippy::unwrap_used, reason = "what helps tests may panic as they do")]

use std::{cell::RefCell, fmt::Write, rc::Rc, sync::Arc};

use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;
use serde_json::{Value, json};
use stepwell_core::{
    Json, Workflow,
    driver::{Driver, RunHandle},
    engine::{ErrorInfo, LoggedEvent, Run, RunOptions},
    host::{Answer, Clock, Script, VirtualClock},
};

const TABLES: &[(&str, &str)] = &[
    (
        "sequence",
        include_str!("../../tests/semantics/sequence.json"),
    ),
    ("branch", include_str!("../../tests/semantics/branch.json")),
    (
        "failure",
        include_str!("../../tests/semantics/failure.json"),
    ),
    (
        "parallel",
        include_str!("../../tests/semantics/parallel.json"),
    ),
    ("nested", include_str!("../../tests/semantics/nested.json")),
];

#[test]
fn every_row_holds() {
    let mut wrong = String::new();
    let mut cases = 0;
    for (table, text) in TABLES {
        for case in serde_json::from_str::<Vec<Value>>(text).unwrap() {
            cases += 1;
            let (expected, found) = check(&case);
            if expected != found {
                let _ = writeln!(
                    wrong,
                    "{table}: {}\n  expected {expected}\n  found    {found}",
                    case["row"]
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(cases >= 80, "{cases}");
}

/// What a case expects and what happened, of the keys that it expects.
fn check(case: &Value) -> (Value, Value) {
    let mut expected = case["expect"].clone();
    for (key, default) in [
        ("handled", json!([])),
        ("error", Value::Null),
        ("invalid", Value::Null),
    ] {
        expected
            .as_object_mut()
            .unwrap()
            .entry(key)
            .or_insert(default);
    }
    let text = case["text"]
        .as_str()
        .map_or_else(|| case["workflow"].to_string(), ToOwned::to_owned);
    let mut found = match workflow(&text, &case["functions"]) {
        Ok(workflow) => run(workflow, case),
        Err(codes) => json!({ "invalid": codes, "handled": [], "error": null }),
    };
    if let Some(part) = expected.get("message").and_then(Value::as_str)
        && found["message"]
            .as_str()
            .is_some_and(|message| message.contains(part))
    {
        found["message"] = part.into();
    }
    found
        .as_object_mut()
        .unwrap()
        .retain(|key, _| expected.get(key).is_some());
    (expected, found)
}

fn workflow(text: &str, functions: &Value) -> Result<Workflow, Vec<String>> {
    let workflow = Workflow::parse(text).map_err(|invalid| {
        invalid
            .diagnostics
            .iter()
            .map(|d| d.code.to_string())
            .collect::<Vec<_>>()
    })?;
    let known: Vec<&str> = functions
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    let missing = workflow.check_functions(&known);
    if missing.is_empty() {
        Ok(workflow)
    } else {
        Err(missing.iter().map(|d| d.code.to_string()).collect())
    }
}

/// Runs a case until nothing more can happen.
fn driven(workflow: Workflow, case: &Value) -> (RunHandle<Script>, bool) {
    let clock = VirtualClock::at(0);
    let mut script = Script::new(clock.clone());
    for (name, answers) in case["functions"].as_object().into_iter().flatten() {
        script = script.answer(name, answers.as_array().unwrap().iter().map(answer));
    }
    let driver = Driver::new(
        Run::new(Arc::new(workflow), RunOptions::new("run-1", 1)),
        script,
    );
    let handle = driver.handle();
    let mut pool = LocalPool::new();
    let report = Rc::new(RefCell::new(None));
    let input = Json::from_value(&case["input"]).unwrap();
    let slot = report.clone();
    let drive = async move { *slot.borrow_mut() = Some(driver.execute(input).await.unwrap()) };
    pool.spawner().spawn_local(drive).unwrap();
    for command in case["commands"].as_array().into_iter().flatten().cloned() {
        let (handle, sleep) = (
            handle.clone(),
            clock.sleep_until(command["at"].as_u64().unwrap()),
        );
        let tell = async move {
            sleep.await;
            match command["do"].as_str().unwrap() {
                "pause" => handle.pause(),
                "resume" => handle.resume(),
                _ => handle.cancel(Some("enough")),
            }
            .unwrap();
        };
        pool.spawner().spawn_local(tell).unwrap();
    }
    pool.run_until_stalled();
    let over = report.borrow().is_some();
    (handle, over)
}

fn recorded(workflow: Workflow, case: &Value) -> Vec<LoggedEvent> {
    driven(workflow, case).0.host().events()
}

fn run(workflow: Workflow, case: &Value) -> Value {
    let (handle, over) = driven(workflow, case);

    let run = handle.run();
    let script = handle.host();
    let events = script.events();
    let started: Vec<u64> = events
        .iter()
        .filter(|e| e.event.kind() == "AttemptStarted")
        .map(|e| e.seq)
        .collect();
    let at = |id: u64| events.iter().find(|e| e.seq == id).unwrap().at;
    let calls: Vec<String> = script
        .calls()
        .iter()
        .map(|(call, _)| {
            assert!(started.contains(&call.id));
            let attempt = if call.attempt > 1 {
                format!(" #{}", call.attempt)
            } else {
                String::new()
            };
            format!("{} {}{attempt}", at(call.id), call.path)
        })
        .collect();
    let handled: Vec<String> = run
        .handled_failures()
        .iter()
        .map(|f| {
            let by = f
                .handled_by
                .as_ref()
                .map(|step| format!(" -> {step}"))
                .unwrap_or_default();
            format!("{}: {}{by}", f.path, f.error.name)
        })
        .collect();
    let context: serde_json::Map<String, Value> = run
        .context()
        .into_iter()
        .map(|(path, outcome)| (path, stepwell_core::engine::shown(&outcome).to().unwrap()))
        .collect();
    let failure = run.failure();
    assert_eq!(over, run.status().is_over());
    let output: Value = run.last_result().to().unwrap();
    json!({
        "status": run.status().as_str(),
        "order": output.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>()),
        "output": output,
        "calls": calls,
        "keys": script.calls().iter().map(|(_, key)| key.clone()).collect::<Vec<_>>(),
        "handled": handled,
        "context": context,
        "error": failure.map(|(error, path)| format!("{path}: {}", error.name)),
        "message": failure.map(|(error, _)| error.message.to_string()),
        "outcomes": failure.and_then(|(error, _)| error.outcomes.as_ref()).map(|o| o.to::<Value>().unwrap()),
        "at": events.last().unwrap().at,
        "invalid": null,
    })
}

fn answer(spec: &Value) -> Answer {
    let answer = if spec["never"] == true {
        Answer::never()
    } else if spec["echo"] == true {
        Answer::echo()
    } else if spec["error"].is_object() {
        let error = &spec["error"];
        let mut info = ErrorInfo::new(
            error["name"].as_str().unwrap(),
            error["message"].as_str().unwrap(),
        );
        info.cause = error
            .get("cause")
            .map(|cause| Json::from_value(cause).unwrap());
        Answer::error(info)
    } else {
        Answer::value(Json::from_value(&spec["value"]).unwrap())
    };
    match spec["after"].as_u64() {
        Some(after) => answer.after(after),
        None => answer,
    }
}

#[test]
fn every_log_reads_back_as_it_was_written() {
    use stepwell_core::engine::log;
    for (_, text) in TABLES {
        for case in serde_json::from_str::<Vec<Value>>(text).unwrap() {
            let text = case["text"]
                .as_str()
                .map_or_else(|| case["workflow"].to_string(), ToOwned::to_owned);
            let Ok(workflow) = workflow(&text, &case["functions"]) else {
                continue;
            };
            let events = recorded(workflow, &case);
            assert_eq!(
                log::read(&log::write(&events)).as_ref(),
                Ok(&events),
                "{}",
                case["row"]
            );
        }
    }
}
