//! Any text is a log that a run can be continued from, or an error; it never panics.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use stepwell_core::Workflow;
use stepwell_core::engine::{Command, Retention, Run, log};

static WORKFLOW: LazyLock<Arc<Workflow>> = LazyLock::new(|| {
    let text = include_str!("../../tests/portable/workflow.json");
    Arc::new(Workflow::parse(text).expect("fu../../tests/portable/workflow.json is a workflow"))
});

fuzz_target!(|text: &str| {
    let Ok(events) = log::read(text) else {
        return;
    };
    assert_eq!(
        log::read(&log::write(&events)).as_ref(),
        Ok(&events),
        "what is written is read again"
    );
    let Ok(mut run) = Run::from_log(Arc::clone(&WORKFLOW), events, Retention::Log) else {
        return;
    };
    let _ = run.report();
    let _ = run.handle(Command::Recover, 0);
    let _ = run.report();
});
