//! Time that a host says no timeout is to count.
#![allow(clippy::unwrap_used, reason = "what helps tests may panic as they do")]

use std::{
    cell::Cell,
    future::{Future, poll_fn, ready},
    rc::Rc,
    sync::Arc,
    task::Poll,
};

use futures_executor::block_on;
use stepwell_core::{
    Json, Workflow,
    driver::{Context, Driver, Host},
    engine::{Call, ErrorInfo, Event, LoggedEvent, Run, RunOptions, RunStatus},
};

/// A host on which it is as late as somebody waits for. Its functions give a result after 50 seconds.
struct Sleeper {
    now: Rc<Cell<u64>>,
    asked: Cell<u64>,
    /// Whether it sleeps while it waits.
    is_asleep: bool,
}

impl Host for Sleeper {
    fn now(&self) -> u64 {
        self.now.get()
    }

    fn take_uncounted(&self) -> u64 {
        let passed = self.now.get() - self.asked.replace(self.now.get());
        if self.is_asleep { passed } else { 0 }
    }

    fn call(&self, _: Call, _: Context) -> impl Future<Output = Result<Json, ErrorInfo>> + 'static {
        let now = self.now.clone();
        poll_fn(move |context| {
            context.waker().wake_by_ref();
            if now.get() < 50_000 {
                return Poll::Pending;
            }
            Poll::Ready(Ok(Json::null()))
        })
    }

    fn sleep_until(&self, due: u64) -> impl Future<Output = ()> + 'static {
        self.now.set(self.now.get().max(due));
        ready(())
    }
}

fn run(steps: &str, is_asleep: bool) -> (RunStatus, Vec<LoggedEvent>) {
    let definition = format!(r#"{{ "steps": {steps} }}"#);
    let workflow = Workflow::parse(&definition).unwrap();
    let host = Sleeper {
        now: Rc::default(),
        asked: Cell::default(),
        is_asleep,
    };
    let run = Run::new(Arc::new(workflow), RunOptions::new("run", 1));
    let driver = Driver::new(run, host);
    let handle = driver.handle();
    block_on(driver.run(Json::null())).unwrap();
    (handle.status(), handle.run().log().to_vec())
}

#[test]
fn time_in_which_the_host_was_asleep_counts_for_no_timeout() {
    let nested = r#"{ "A": { "timeout": 40, "workflow": { "timeout": 35, "steps": { "B": { "func": "f", "timeout": 30 } } } } }"#;
    assert_eq!(run(nested, false).0, RunStatus::Failed);
    let (status, log) = run(nested, true);
    assert_eq!(status, RunStatus::Completed);
    let extended = |event: &Event| match event {
        Event::TimeoutsExtended(event) => Some(event.by),
        _ => None,
    };
    let by: Vec<u64> = log.iter().filter_map(|it| extended(&it.event)).collect();
    assert_eq!(by, [30_000, 30_000]);
}

#[test]
fn what_waits_ends_at_its_time() {
    let (status, log) = run(r#"{ "W": { "wait": 90 } }"#, true);
    assert_eq!(status, RunStatus::Completed);
    assert_eq!(log.last().unwrap().at, 90_000);
    let kinds = log.iter().map(|it| it.event.kind());
    assert!(!kinds.into_iter().any(|kind| kind == "TimeoutsExtended"));
}
