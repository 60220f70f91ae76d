//! What a caller, an observer or a function may tell a run while its driver runs.
#![allow(clippy::unwrap_used, reason = "what helps tests may panic as they do")]

use std::{cell::RefCell, rc::Rc, sync::Arc};

use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;
use stepwell_core::{
    Json, Workflow,
    driver::{Driver, RunHandle},
    engine::{CommandError, Report, Run, RunOptions, RunStatus},
    host::{Answer, Clock, Functions, Script, VirtualClock},
};

type Ended = Rc<RefCell<Option<Report>>>;

fn run(text: &str) -> Run {
    let workflow: Arc<Workflow> = Workflow::parse(text)
        .unwrap_or_else(|e| panic!("{e:?}"))
        .into();
    Run::new(workflow, RunOptions::new("run-1", 1))
}

fn start<H: stepwell_core::driver::Host + 'static>(pool: &LocalPool, driver: Driver<H>) -> Ended {
    let ended = Ended::default();
    let slot = ended.clone();
    let drive =
        async move { *slot.borrow_mut() = Some(driver.execute(Json::null()).await.unwrap()) };
    pool.spawner().spawn_local(drive).unwrap();
    ended
}

#[test]
fn a_run_that_is_resumed_to_more_than_one_turn_takes_comes_to_its_end() {
    let mut steps = vec![r#""A": { "func": "f", "nextStep": "0" }"#.to_owned()];
    for step in 0..12_000 {
        steps.push(format!(r#""{step}": {{ "nextStep": "{}" }}"#, step + 1));
    }
    steps.push(r#""12000": {}"#.to_owned());
    let text = format!(
        "{{ \"startAt\": \"A\", \"steps\": {{ {} }} }}",
        steps.join(", ")
    );
    let clock = VirtualClock::at(0);
    let script = Script::new(clock.clone()).answer("f", [Answer::echo().after(10)]);
    let driver = Driver::new(run(&text), script);
    let handle = driver.handle();
    let mut pool = LocalPool::new();
    let ended = start(&pool, driver);
    let (pausing, sleep) = (handle.clone(), clock.sleep_until(5));
    let pause = async move {
        sleep.await;
        pausing.pause().unwrap();
    };
    pool.spawner().spawn_local(pause).unwrap();
    pool.run_until_stalled();
    assert_eq!(handle.status(), RunStatus::Paused);
    handle.resume().unwrap();
    assert_eq!(
        handle.resume(),
        Err(CommandError::NotPaused(RunStatus::Running))
    );
    pool.run_until_stalled();
    assert_eq!(handle.status(), RunStatus::Completed);
    assert!(ended.borrow().is_some());
}

/// A handle that functions and observers can reach, which are made before the driver.
type Reach = Rc<RefCell<Option<RunHandle<Functions<VirtualClock>>>>>;

fn reach(to: &Reach) -> RunHandle<Functions<VirtualClock>> {
    to.borrow().clone().expect("the driver was made")
}

/// Functions that note their calls: `f` echoes, `never` never settles.
fn functions(calls: &Rc<RefCell<Vec<String>>>) -> Functions<VirtualClock> {
    let (noted, never) = (calls.clone(), calls.clone());
    Functions::new(VirtualClock::at(0))
        .with("f", move |input, step| {
            noted.borrow_mut().push(step.path.to_string());
            async move { Ok(input) }
        })
        .with("never", move |_, step| {
            never.borrow_mut().push(step.path.to_string());
            std::future::pending()
        })
}

/// Drives until nothing moves any more.
fn drive(
    text: &str,
    functions: Functions<VirtualClock>,
    to: &Reach,
) -> (RunHandle<Functions<VirtualClock>>, Ended) {
    let driver = Driver::new(run(text), functions);
    let handle = driver.handle();
    *to.borrow_mut() = Some(handle.clone());
    let mut pool = LocalPool::new();
    let ended = start(&pool, driver);
    pool.run_until_stalled();
    (handle, ended)
}

const CHAIN: &str =
    r#"{ "steps": { "A": { "func": "f", "nextStep": "B" }, "B": { "func": "f" } } }"#;

#[test]
fn an_observer_may_cancel_before_what_it_was_told_of_begins() {
    let (to, calls) = (Reach::default(), Rc::default());
    let (observed, answers) = (to.clone(), Rc::new(RefCell::new(Vec::new())));
    let kept = answers.clone();
    let functions = functions(&calls).observed_by(move |events, run| {
        if events
            .iter()
            .any(|event| event.event.kind() == "AttemptStarted" && run.seq() > 4)
        {
            kept.borrow_mut()
                .push(reach(&observed).cancel(Some("enough")));
            assert_eq!(
                run.status(),
                RunStatus::Running,
                "it is carried out when everybody has been told"
            );
        }
    });
    let (handle, ended) = drive(CHAIN, functions, &to);
    assert_eq!(*answers.borrow(), [Ok(())]);
    assert_eq!(handle.status(), RunStatus::Cancelled);
    assert_eq!(
        ended.borrow().as_ref().unwrap().status,
        RunStatus::Cancelled
    );
    assert_eq!(*calls.borrow(), ["A"]);
}

#[test]
fn an_observer_may_pause_and_resume() {
    let (to, calls) = (Reach::default(), Rc::default());
    let observed = to.clone();
    let kinds = Rc::new(RefCell::new(Vec::new()));
    let told = kinds.clone();
    let functions = functions(&calls).observed_by(move |events, _| {
        told.borrow_mut()
            .extend(events.iter().map(|event| event.event.kind()));
        if events
            .iter()
            .any(|event| event.event.kind() == "RunStarted")
        {
            reach(&observed).pause().unwrap();
            assert_eq!(
                reach(&observed).resume(),
                Err(CommandError::NotPaused(RunStatus::Running))
            );
        }
    });
    let (handle, ended) = drive(CHAIN, functions, &to);
    assert_eq!(handle.status(), RunStatus::Paused);
    assert!(ended.borrow().is_none());
    assert_eq!(*calls.borrow(), ["A"], "it had been recorded");
    let mut events: Vec<&str> = handle
        .run()
        .log()
        .iter()
        .map(|event| event.event.kind())
        .collect();
    assert_eq!(
        *kinds.borrow(),
        events,
        "the observer is told everything, in order"
    );
    assert_eq!(events.pop(), Some("StepSucceeded"));
}

#[test]
fn a_function_may_cancel_its_run_and_nothing_is_called_after_that() {
    let (to, calls) = (Reach::default(), Rc::default());
    let cancelling = to.clone();
    let functions = functions(&calls).with("cancel", move |_, _| {
        reach(&cancelling).cancel(None).unwrap();
        async { Ok(Json::null()) }
    });
    let parallel = r#"{ "steps": { "P": { "parallel": true, "func": { "a": "f", "b": "cancel", "c": "f" } } } }"#;
    let (handle, ended) = drive(parallel, functions, &to);
    assert_eq!(
        ended.borrow().as_ref().unwrap().status,
        RunStatus::Cancelled
    );
    assert_eq!(*calls.borrow(), ["P/a"]);
    assert_eq!(
        handle.run().log().last().unwrap().event.kind(),
        "RunCancelled"
    );
}

#[test]
fn a_handle_says_what_cannot_be_done_before_the_start_and_after_the_end() {
    let (to, calls) = (Reach::default(), Rc::default());
    let driver = Driver::new(run(CHAIN), functions(&calls));
    let early = driver.handle();
    assert_eq!(early.pause(), Err(CommandError::NotStarted));
    assert_eq!(early.cancel(None), Err(CommandError::NotStarted));
    assert_eq!(
        futures_executor::block_on(driver.recover()).unwrap_err(),
        CommandError::NotStarted
    );
    let (handle, _) = drive(CHAIN, functions(&calls), &to);
    let over = Err(CommandError::Over(RunStatus::Completed));
    assert_eq!(
        (handle.pause(), handle.resume(), handle.cancel(None)),
        (over, over, over)
    );
    let again = Driver::new(handle.run().clone(), functions(&calls));
    let error = futures_executor::block_on(again.execute(Json::null())).unwrap_err();
    assert_eq!(
        (error, error.code()),
        (CommandError::Started(RunStatus::Completed), "Run.Started")
    );
}

#[test]
fn dropping_the_driver_drops_its_calls_and_leaves_the_run_to_its_handle() {
    struct Dropped(Rc<RefCell<u32>>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            *self.0.borrow_mut() += 1;
        }
    }
    let dropped = Rc::new(RefCell::new(0));
    let counter = dropped.clone();
    let functions = Functions::new(VirtualClock::at(0)).with("hold", move |_, _| {
        let held = Dropped(counter.clone());
        async move {
            std::future::pending::<()>().await;
            drop(held);
            Ok(Json::null())
        }
    });
    let text =
        r#"{ "steps": { "P": { "parallel": true, "func": { "a": "hold", "b": "hold" } } } }"#;
    let driver = Driver::new(run(text), functions);
    let handle = driver.handle();
    let mut pool = LocalPool::new();
    start(&pool, driver);
    pool.run_until_stalled();
    assert_eq!(*dropped.borrow(), 0);
    drop(pool);
    assert_eq!(*dropped.borrow(), 2);
    handle.cancel(None).unwrap();
    assert_eq!(handle.status(), RunStatus::Cancelled);
}

#[test]
fn what_is_cancelled_is_dropped_at_once() {
    let (to, calls) = (Reach::default(), Rc::default());
    let text = r#"{ "steps": { "P": { "parallel": true, "stopOnFailure": true, "func": { "a": "never", "b": "missing", "c": "never" }, "onFailure": "H" }, "H": { "func": "f" } } }"#;
    let (handle, _) = drive(text, functions(&calls), &to);
    assert_eq!(handle.status(), RunStatus::Completed);
    assert_eq!(*calls.borrow(), ["P/a", "P/c", "H"]);
    let run = handle.run();
    assert_eq!(
        &*run.handled_failures()[0].error.message,
        "the task `b` failed: Function.Missing: there is no function `missing`"
    );
}
