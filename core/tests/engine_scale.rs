//! Long, deep and wide runs, on the stack that there is in WebAssembly, and what is kept of them.
#![allow(clippy::unwrap_used, reason = "what helps tests may panic as they do")]

use std::{fmt::Write, sync::Arc, thread};

use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;
use stepwell_core::{
    Json, Workflow,
    driver::Driver,
    engine::{Command, Effects, ErrorInfo, Retention, Run, RunOptions, RunStatus, log},
    host::{Functions, VirtualClock},
    workflow::Code,
};

/// What there is in WebAssembly.
const STACK: usize = 1 << 20;
/// The same where code is not optimised, which takes more of it.
const SCALED_STACK: usize = if cfg!(debug_assertions) { 4 } else { 1 } * STACK;

fn on_a_stack(bytes: usize, test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(bytes);
    thread
        .spawn(test)
        .expect("a thread")
        .join()
        .expect("a test that passes");
}

fn workflow(text: &str) -> Arc<Workflow> {
    Workflow::parse(text)
        .unwrap_or_else(|e| panic!("{e:?}"))
        .into()
}

/// `count` workflows, each of which nests the one before by name.
fn nested_by_name(count: usize) -> String {
    let mut text =
        format!(r#"{{ "steps": {{ "S": {{ "workflow": "W{count}" }} }}, "workflows": {{ "#);
    for number in (2..=count).rev() {
        let _ = write!(
            text,
            r#""W{number}": {{ "steps": {{ "S": {{ "workflow": "W{}" }} }} }}, "#,
            number - 1
        );
    }
    text + r#""W1": { "steps": { "S": { "func": "f" } } } } }"#
}

/// Answers every call with its input until the run is over; the most that were in flight at once, and the
/// number of commands.
fn echo(run: &mut Run, input: &str) -> (usize, usize) {
    let (mut in_flight, mut most, mut commands) = (Vec::new(), 0, 0);
    let mut command = Command::Start {
        input: Json::parse(input).unwrap(),
    };
    loop {
        let Effects { calls, more, .. } = run.handle(command, 0).unwrap();
        commands += 1;
        in_flight.extend(calls);
        most = most.max(in_flight.len());
        if run.status().is_over() {
            return (most, commands);
        }
        command = if more {
            Command::Tick
        } else {
            let call = in_flight.pop().expect("the run does not stall");
            Command::Finished {
                attempt: call.id,
                result: Ok(call.input),
            }
        };
    }
}

/// The run ends, everything may be asked of it, and its log can be read again.
fn runs(text: &str) -> Run {
    let workflow = workflow(text);
    let mut run = Run::new(workflow.clone(), RunOptions::new("run", 1));
    echo(&mut run, "[1]");
    assert_eq!(run.status(), RunStatus::Completed);
    let events = log::read(&log::write(run.log())).unwrap();
    let folded = Run::from_log(workflow, events, Retention::Log).unwrap();
    assert_eq!(folded.report(), run.report());
    drop(folded.clone());
    run
}

#[test]
fn a_hundred_nested_levels_run_on_a_small_stack() {
    on_a_stack(STACK, || {
        let open = r#"{"steps":{"A":{"workflow":"#.repeat(100);
        let inline = open + r#"{"steps":{"A":{"func":"f"}}}"# + &"}}}".repeat(100);
        assert_eq!(runs(&inline).context().len(), 101);
    });
}

#[test]
fn workflows_nest_as_deep_as_a_definition_may() {
    on_a_stack(SCALED_STACK, || {
        assert_eq!(runs(&nested_by_name(1000)).context().len(), 1001);
        let invalid = Workflow::parse(&nested_by_name(1001)).unwrap_err();
        let codes: Vec<Code> = invalid.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, [Code::TooDeep]);
    });
}

#[test]
fn a_failure_a_timeout_and_a_cancellation_at_the_bottom_reach_the_top() {
    on_a_stack(SCALED_STACK, || {
        let workflow = workflow(&nested_by_name(1000));
        let start = || {
            let mut run = Run::new(workflow.clone(), RunOptions::new("run", 1));
            let effects = run
                .handle(
                    Command::Start {
                        input: Json::null(),
                    },
                    0,
                )
                .unwrap();
            (run, effects.calls[0].id)
        };
        let (mut failing, attempt) = start();
        let result = Err(ErrorInfo::new("Boom", "no"));
        failing
            .handle(Command::Finished { attempt, result }, 0)
            .unwrap();
        assert_eq!(failing.status(), RunStatus::Failed);
        assert_eq!(failing.failure().unwrap().1.len(), "S/".len() * 1001 - 1);
        let (mut cancelled, attempt) = start();
        let effects = cancelled
            .handle(Command::Cancel { reason: None }, 0)
            .unwrap();
        assert_eq!(effects.cancels, [attempt]);
        for run in [failing, cancelled] {
            let events = log::read(&log::write(run.log())).unwrap();
            let folded = Run::from_log(workflow.clone(), events, Retention::Log).unwrap();
            assert_eq!(folded.report(), run.report());
        }
    });
}

/// 100,000 steps one after the other.
fn chain(action: &str) -> String {
    const STEPS: usize = 100_000;
    let mut text = String::from(r#"{ "steps": { "#);
    for step in 1..STEPS {
        let _ = write!(
            text,
            r#""s{step}": {{ {action} "nextStep": "s{}" }}, "#,
            step + 1
        );
    }
    let _ = write!(text, r#""s{STEPS}": {{}} }} }}"#);
    text
}

#[test]
fn a_hundred_thousand_steps_run_on_a_small_stack() {
    on_a_stack(STACK, || {
        for action in ["", r#""func": "f","#] {
            let run = runs(&chain(action));
            assert_eq!(run.context().len(), 100_000);
            assert_eq!(run.steps().len(), 100_000);
        }
    });
}

fn list(items: usize) -> String {
    let items: Vec<String> = (0..items).map(|item| item.to_string()).collect();
    format!("[{}]", items.join(","))
}

#[test]
fn a_map_over_a_hundred_thousand_items_keeps_its_limit() {
    const ITEMS: usize = 100_000;
    for (map, limit) in [
        (r#""func": "f""#, 40),
        (r#""func": "f", "concurrency": 1"#, 1),
        (r#""func": "f", "concurrency": 100000"#, ITEMS),
        (r#""workflow": { "steps": { "A": { "func": "f" } } }"#, 40),
        (
            r#""workflow": { "steps": { "A": { "func": "f" } } }, "concurrency": 100000"#,
            ITEMS,
        ),
        (
            r#""workflow": { "steps": { "A": {} } }, "concurrency": 100000"#,
            0,
        ),
    ] {
        let workflow = workflow(&format!(
            r#"{{ "steps": {{ "M": {{ "map": {{ {map} }} }} }} }}"#
        ));
        let mut run = Run::new(workflow, RunOptions::new("run", 1));
        let input = list(ITEMS);
        let (most, commands) = echo(&mut run, &input);
        assert_eq!(most, limit, "{map}");
        assert!(commands < ITEMS + 200, "{commands}");
        assert_eq!(run.last_result().as_str(), input);
    }
}

#[test]
fn a_failure_among_a_hundred_thousand_items_in_flight_cancels_them_all() {
    const ITEMS: usize = 100_000;
    for target in [
        r#""func": "f""#,
        r#""workflow": { "steps": { "A": { "func": "f" } } }"#,
    ] {
        let text = format!(
            r#"{{ "steps": {{ "M": {{ "map": {{ {target}, "concurrency": {ITEMS} }}, "stopOnFailure": true, "timeout": 10 }} }} }}"#
        );
        let mut run = Run::new(workflow(&text), RunOptions::new("run", 1));
        let input = Json::parse(&list(ITEMS)).unwrap();
        let mut effects = run.handle(Command::Start { input }, 0).unwrap();
        let mut calls = Vec::new();
        while effects.more {
            calls.append(&mut effects.calls);
            effects = run.handle(Command::Tick, 0).unwrap();
        }
        calls.append(&mut effects.calls);
        assert_eq!(calls.len(), ITEMS);
        let attempt = calls[ITEMS / 2].id;
        let result = Err(ErrorInfo::new("Boom", "no"));
        let effects = run
            .handle(Command::Finished { attempt, result }, 1)
            .unwrap();
        assert_eq!(effects.cancels.len(), ITEMS - 1);
        assert_eq!((run.status(), effects.wake_at), (RunStatus::Failed, None));
    }
}

#[test]
fn ten_thousand_runs_at_once_are_independent() {
    let workflow = workflow(
        r#"{ "steps": { "A": { "func": "f", "nextStep": "B" }, "B": { "wait": 60, "nextStep": "C" }, "C": { "map": { "func": "g" } } } }"#,
    );
    let mut pool = LocalPool::new();
    let handles: Vec<_> = (0..10_000)
        .map(|number| {
            let functions = Functions::new(VirtualClock::at(0))
                .typed("f", async |number: u32, _| Ok([number, number + 1]))
                .typed("g", async |number: u32, _| Ok(number * 2));
            let options = RunOptions::new(format!("run-{number}"), number);
            let driver = Driver::new(Run::new(workflow.clone(), options), functions);
            let handle = driver.handle();
            let input = Json::from_value(&number).unwrap();
            let drive = async move { drop(driver.execute(input).await.unwrap()) };
            pool.spawner().spawn_local(drive).unwrap();
            handle
        })
        .collect();
    pool.run();
    for (number, handle) in (0..).zip(handles) {
        let run = handle.run();
        assert_eq!(run.status(), RunStatus::Completed);
        assert_eq!(
            run.last_result().as_str(),
            format!("[{},{}]", number * 2, number * 2 + 2)
        );
        assert_eq!(
            (run.id(), run.log().last().unwrap().at),
            (&*format!("run-{number}"), 60_000)
        );
    }
}

#[test]
fn without_retention_memory_is_bounded() {
    let workflow = workflow(
        r#"{ "allowCycles": true, "maxSteps": 100000, "steps": {
            "A": { "map": { "workflow": { "steps": { "I": { "func": "f" } } }, "concurrency": 3 }, "nextStep": "B" },
            "B": { "parallel": true, "func": { "a": "f", "b": { "workflow": { "steps": { "X": { "fail": { "error": "E" } } } } } }, "nextStep": "C" },
            "C": { "fail": { "error": "E" }, "onFailure": "D" },
            "D": { "func": "list", "nextStep": "A" } } }"#,
    );
    let sizes = [Retention::None, Retention::Context, Retention::Log].map(|retention| {
        let mut run = Run::new(
            workflow.clone(),
            RunOptions::new("run", 1).retention(retention),
        );
        let mut calls = run
            .handle(
                Command::Start {
                    input: Json::parse("[1,2,3,4]").unwrap(),
                },
                0,
            )
            .unwrap()
            .calls;
        let mut sizes = [0; 2];
        for count in 0..2000 {
            let call = calls.pop().unwrap();
            let result = Ok(if &*call.function == "list" {
                Json::parse("[1,2,3,4]").unwrap()
            } else {
                call.input
            });
            calls.extend(
                run.handle(
                    Command::Finished {
                        attempt: call.id,
                        result,
                    },
                    0,
                )
                .unwrap()
                .calls,
            );
            let size = &mut sizes[usize::from(count >= 1000)];
            *size = (*size).max(if count % 7 == 0 {
                format!("{run:?}").len()
            } else {
                0
            });
        }
        // What is under way is known all the same.
        assert_eq!(run.context().len() <= 4, retention == Retention::None);
        assert_eq!(
            run.handled_failures().is_empty(),
            retention == Retention::None
        );
        assert_eq!(run.log().len() > 100, retention == Retention::Log);
        sizes
    });
    let [[none, later_none], [context, later_context], _] = sizes;
    assert!(
        none < 20_000 && later_none < none + 500,
        "{none} {later_none}"
    );
    // Only the handled failures, which the report lists, are more.
    assert!(
        later_context > context && later_context < 3 * context,
        "{context} {later_context}"
    );
}
