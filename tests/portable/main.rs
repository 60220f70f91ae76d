//! What must be the same everywhere: the same tests run natively and, by `cargo xtask test wasm`, as wasm in Node and
//! in a headless browser, and hold each to the same files.
//!
//! `expected.jsonl`, `random.txt`, `drawings.txt` and `diagnostics.json` are written anew by `STEPWELL_UPDATE=1 cargo test -p stepwell-tests --test portable`.

#[path = "../random/case.rs"]
mod case;
mod drawings;
#[path = "../random/play.rs"]
mod play;
mod random;

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use stepwell_core::driver::Driver;
use stepwell_core::engine::{ErrorInfo, Report, Retention, Run, RunOptions, log};
use stepwell_core::host::{Answer, Script, VirtualClock};
use stepwell_core::{Json, Workflow};
use wasm_bindgen_test::wasm_bindgen_test;

const WORKFLOW: &str = include_str!("workflow.json");
const LOG: &str = include_str!("expected.jsonl");
const BROKEN: &str = include_str!("broken.json");
const DIAGNOSTICS: &str = include_str!("diagnostics.json");

#[wasm_bindgen_test(unsupported = test)]
fn a_run_writes_the_same_log_byte_for_byte() {
    let (text, _) = run();
    check("expected.jsonl", LOG, &text);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_log_folds_to_the_state_of_the_live_run() {
    let (_, live) = run();
    let events = log::read(LOG).expect("expected.jsonl is a log");
    let folded = Run::from_log(workflow(), events, Retention::Log)
        .expect("its events follow from one another");
    assert_eq!(folded.report(), live);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_broken_definition_gets_the_same_diagnostics() {
    let invalid = Workflow::parse(BROKEN).expect_err("it is broken");
    let text = serde_json::to_string_pretty(&invalid.diagnostics).expect("diagnostics are JSON");
    check("diagnostics.json", DIAGNOSTICS, &(text + "\n"));
}

/// Fails when `text` is not what the file holds, naming the first line that differs.
fn check(file: &str, expected: &str, text: &str) {
    #[cfg(not(target_family = "wasm"))]
    if std::env::var_os("STEPWELL_UPDATE").is_some() {
        let folder = stepwell_tests::root().join("tests/portable");
        return std::fs::write(folder.join(file), text).expect("the file can be written");
    }
    for (number, (expected, line)) in (1..).zip(expected.lines().zip(text.lines())) {
        assert_eq!(line, expected, "{file}, line {number}");
    }
    assert_eq!(text, expected, "{file}");
}

/// The log of a run through every kind of step, with retries, a timeout and failures, and how the run ended.
fn run() -> (String, Report) {
    let busy = || Answer::error(ErrorInfo::new("Busy", "try again"));
    let script = Script::new(VirtualClock::at(1_700_000_000_000))
        .answer(
            "charge",
            [
                busy().after(20),
                busy(),
                Answer::never(),
                busy(),
                json(r#"{"items":[1,2.50,{"z":1,"a":2},"4"]}"#),
            ],
        )
        .answer(
            "pack",
            [
                Answer::echo().after(700),
                Answer::echo(),
                busy(),
                Answer::echo().after(5),
            ],
        )
        .answer("mail", [json("1e21").after(3)])
        .answer("slow", [Answer::never()])
        .answer("lookup", [Answer::echo()])
        .answer(
            "fails",
            [Answer::error(ErrorInfo::new("Broken", "no \"quotes\" \u{2028}")).after(50)],
        )
        .answer("never", [Answer::never()])
        .answer("again", [json(r#""yes""#), json(r#""no""#)])
        .answer("echo", [Answer::echo()]);
    let driver = Driver::new(Run::new(workflow(), RunOptions::new("run-1", 42)), script);
    let handle = driver.handle();
    let input = Json::parse(r#"{ "order": 0.1, "lines": [] }"#).expect("this is JSON");
    let report = complete(driver.execute(input)).expect("a new run can be started");
    let text = log::write(handle.run().log());
    (text, report)
}

fn workflow() -> Arc<Workflow> {
    Arc::new(Workflow::parse(WORKFLOW).expect("workflow.json is a workflow"))
}

fn json(text: &str) -> Answer {
    Answer::value(Json::parse(text).expect("this is JSON"))
}

/// Polls until it is done: by a virtual clock nothing outside is waited for.
fn complete<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1_000_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the run does not end");
}
