//! What a function knows of the results so far: those of its own scope, as they were when its attempt started.
#![allow(clippy::unwrap_used, reason = "what helps tests may panic as they do")]

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    rc::Rc,
    sync::Arc,
};

use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;
use stepwell_core::{
    Json, Workflow,
    driver::{Context, Driver},
    engine::{ErrorInfo, Report, Run, RunOptions, RunStatus, names},
    host::{Clock, Functions, VirtualClock},
};

/// What the functions are asked about as they are called.
const PATHS: [&str; 12] = [
    "A", "B", "M", "M[0]", "M[1]", "M[2]", "N/A", "P", "P/a", "P/b", "P/b/I", "Z",
];

/// The contexts that functions were given, by path, kept beyond their attempts; and what they showed at first.
type Seen = Rc<RefCell<Vec<(String, Context, String)>>>;

/// The results of each scope as one knows them who is told only what is new before each call.
#[derive(Default)]
struct Told(HashMap<u64, (u64, BTreeMap<String, String>)>);

impl Told {
    fn tell(&mut self, context: &Context) -> &BTreeMap<String, String> {
        let view = context.view();
        let (after, known) = self.0.entry(view.scope()).or_default();
        let news = context.since(*after);
        *after = view.before();
        for (path, _) in &news {
            if !path.contains(['/', '[']) {
                let beneath = [format!("{path}/"), format!("{path}[")];
                known.retain(|known, _| beneath.iter().all(|prefix| !known.starts_with(prefix)));
            }
        }
        known.extend(
            news.into_iter()
                .map(|(path, value)| (path, value.to_string())),
        );
        known
    }
}

/// A virtual clock that does not wait for calls, since some of them never settle.
#[derive(Clone)]
struct Impatient(VirtualClock);

impl Clock for Impatient {
    fn now(&self) -> u64 {
        self.0.now()
    }

    fn sleep_until(&self, due: u64) -> impl Future<Output = ()> + 'static {
        self.0.sleep_until(due)
    }
}

/// `f` echoes, `boom` fails, `never` never settles.
fn functions(seen: &Seen) -> Functions<Impatient> {
    let mut all = Functions::new(Impatient(VirtualClock::at(0)));
    let told = Rc::new(RefCell::new(Told::default()));
    for (name, settles) in [("f", true), ("never", false), ("boom", true)] {
        let (seen, told) = (seen.clone(), told.clone());
        all = all.with(name, move |input, step| {
            let mut told = told.borrow_mut();
            let known = told.tell(&step.context);
            for path in PATHS {
                assert_eq!(
                    known.get(path),
                    sees(&step.context, path).as_ref(),
                    "{path}"
                );
            }
            let shown = PATHS
                .iter()
                .filter_map(|path| Some(format!("{path}={}", step.context.get(path)?)));
            let shown = shown.collect::<Vec<_>>().join(" ");
            seen.borrow_mut()
                .push((step.path.to_string(), step.context, shown));
            async move {
                match (settles, name) {
                    (true, "f") => Ok(input),
                    (true, _) => Err(ErrorInfo::new("Boom", "no")),
                    _ => std::future::pending().await,
                }
            }
        });
    }
    all
}

fn run<C: Clock>(text: &str, input: &str, functions: Functions<C>) -> Report {
    let workflow: Arc<Workflow> = Workflow::parse(text)
        .unwrap_or_else(|e| panic!("{e:?}"))
        .into();
    let driver = Driver::new(Run::new(workflow, RunOptions::new("run", 1)), functions);
    futures_executor::block_on(driver.execute(Json::parse(input).unwrap())).unwrap()
}

fn of<'s>(seen: &'s [(String, Context, String)], path: &str) -> (&'s Context, &'s str) {
    let (_, context, shown) = seen
        .iter()
        .find(|(of, ..)| of == path)
        .expect("it was called");
    (context, shown)
}

fn sees(context: &Context, path: &str) -> Option<String> {
    context.get(path).map(|value| value.to_string())
}

#[test]
fn a_task_sees_the_siblings_that_ended_before_it_started_and_no_others() {
    let seen = Seen::default();
    let text = r#"{ "steps": { "A": { "func": "f", "nextStep": "M" }, "M": { "map": { "func": "f", "concurrency": 1 }, "nextStep": "Z" }, "Z": { "func": "f" } } }"#;
    run(text, "[10,20,30]", functions(&seen));
    let seen = seen.borrow();
    let (second, shown) = of(&seen, "M[1]");
    assert_eq!(shown, "A=[10,20,30] M[0]=10");
    // Even now that everything has ended.
    for path in [
        "M[1]", "M[2]", "M", "Z", "M[3]", "", "M[x]", "A/B", "A[0]", "nothing",
    ] {
        assert_eq!(sees(second, path), None, "{path}");
    }
    assert_eq!(sees(second, "A").as_deref(), Some("[10,20,30]"));
    assert_eq!(second.steps(), ["A".into()]);
    let (last, shown) = of(&seen, "Z");
    assert_eq!(last.steps(), ["A".into(), "M".into()]);
    assert_eq!(shown, "A=[10,20,30] M=[10,20,30] M[0]=10 M[1]=20 M[2]=30");
}

#[test]
fn what_a_cancelled_run_leaves_is_not_seen_by_those_who_started_before() {
    let seen = Seen::default();
    let text = r#"{ "timeout": 1, "steps": { "P": { "parallel": true, "func": { "a": "never", "b": "f" } } } }"#;
    let report = run(text, "1", functions(&seen));
    assert_eq!(&*report.failure.unwrap().0.name, names::RUN_TIMEOUT);
    assert_eq!(report.context["P/b"].as_ref().unwrap().as_str(), "1");
    let seen = seen.borrow();
    let (abandoned, _) = of(&seen, "P/a");
    assert_eq!((sees(abandoned, "P/b"), abandoned.steps()), (None, vec![]));
}

#[test]
fn an_abandoned_attempt_sees_nothing_newer_and_a_retry_what_has_ended_meanwhile() {
    let seen = Seen::default();
    let text = r#"{ "steps": { "P": { "parallel": true, "func": { "a": "never", "b": { "workflow": { "steps": { "I": { "func": "f" } } } } }, "timeout": 1, "retry": [{ "errors": ["*"], "maxRetries": 1 }], "nextStep": "Z" }, "Z": { "func": "f" } } }"#;
    run(text, "1", functions(&seen));
    let seen = seen.borrow();
    let attempts: Vec<&Context> = seen
        .iter()
        .filter(|(path, ..)| path == "P/a")
        .map(|(_, context, _)| context)
        .collect();
    assert_eq!(attempts.len(), 2);
    for path in ["P/b", "P/b/I", "P", "Z"] {
        assert_eq!(sees(attempts[0], path), None, "{path}");
    }
    assert_eq!(attempts[0].idempotency_key(), attempts[1].idempotency_key());
    assert_eq!(of(&seen, "P/b/I").0.idempotency_key(), "run/P#1/b/I#1");
    let (_, after) = of(&seen, "Z");
    assert!(
        after.contains("P/b/I=1") && after.contains("Step.Timeout"),
        "{after}"
    );
}

#[test]
fn a_nested_workflow_sees_its_own_results_only() {
    let seen = Seen::default();
    let text = r#"{ "steps": { "A": { "func": "f", "nextStep": "N" }, "N": { "workflow": { "steps": { "A": { "func": "boom", "onFailure": "B" }, "B": { "func": "f" } } } } } }"#;
    run(text, "1", functions(&seen));
    let seen = seen.borrow();
    assert_eq!(of(&seen, "N/A").1, "");
    assert_eq!(
        of(&seen, "N/B").1,
        r#"A={"error":{"name":"Boom","message":"no"}}"#
    );
}

#[test]
fn one_who_is_told_what_is_new_knows_what_a_call_sees_in_cycles_too() {
    let seen = Seen::default();
    let text = r#"{ "allowCycles": true, "maxSteps": 12, "steps": {
        "A": { "func": "f", "nextStep": "M" },
        "M": { "map": { "func": "f", "items": "/a", "concurrency": 2 }, "nextStep": "P" },
        "P": { "parallel": true, "func": { "a": "f", "b": { "workflow": { "steps": { "I": { "func": "f" } } } } }, "nextStep": "N" },
        "N": { "workflow": { "steps": { "A": { "func": "f" } } }, "nextStep": "B" },
        "B": { "func": "f", "nextStep": "A" } } }"#;
    let report = run(text, r#"{ "a": [1,2,3] }"#, functions(&seen));
    assert_eq!(&*report.failure.unwrap().0.name, names::RUN_TOO_MANY_STEPS);
    let seen = seen.borrow();
    let visits = seen.iter().filter(|(path, ..)| path == "P/b/I").count();
    assert_eq!(visits, 2);
}

#[test]
fn functions_have_types_of_their_own_and_say_what_does_not_fit() {
    let functions = || {
        Functions::new(VirtualClock::at(0))
            .typed("add", async |(a, b): (u32, u32), step| {
                let params: u32 = step.params.map_or(0, |params| params.to().unwrap());
                Ok(a + b + params)
            })
            .typed("odd", async |_: Json, _| {
                Ok(std::collections::BTreeMap::from([([1], 2)]))
            })
    };
    assert!(functions().has("add") && !functions().has("sub"));
    let step =
        |func: &str| format!(r#"{{ "steps": {{ "A": {{ "func": "{func}", "params": 10 }} }} }}"#);
    let report = run(&step("add"), "[1,2]", functions());
    assert_eq!(
        (report.status, report.output.as_str()),
        (RunStatus::Completed, "13")
    );
    for (func, input, name, message) in [
        (
            "add",
            "{}",
            names::DATA_NOT_JSON,
            "the input has another shape",
        ),
        ("odd", "1", names::DATA_NOT_JSON, "key must be a string"),
        (
            "sub",
            "1",
            names::FUNCTION_MISSING,
            "there is no function `sub`",
        ),
    ] {
        let report = run(&step(func), input, functions());
        let (error, path) = report.failure.unwrap();
        assert_eq!(
            (report.status, &*error.name, &*path),
            (RunStatus::Failed, name, "A")
        );
        assert!(error.message.contains(message), "{error}");
    }
}

#[test]
fn many_functions_that_settle_at_once_take_turns_with_a_clock() {
    let clock = VirtualClock::at(0);
    let woken = Rc::new(RefCell::new(Vec::new()));
    let mut pool = LocalPool::new();
    for due in [30, 10, 20, 10] {
        let (sleep, woken, clock) = (clock.sleep_until(due), woken.clone(), clock.clone());
        let sleeper = async move {
            sleep.await;
            woken.borrow_mut().push((due, clock.now()));
        };
        pool.spawner().spawn_local(sleeper).unwrap();
    }
    pool.run();
    assert_eq!(*woken.borrow(), [(10, 10), (10, 10), (20, 20), (30, 30)]);
}
