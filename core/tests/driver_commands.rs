//! What a caller, an observer or a function may tell a run while its driver runs.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;
use stepwell_core::{
    Json, Workflow,
    driver::Driver,
    engine::{CommandError, Report, Run, RunOptions, RunStatus},
    host::{Answer, Clock, Script, VirtualClock},
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
