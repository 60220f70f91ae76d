//! Any text is a log that a run can be continued from, or an error; it never panics, and no run goes on for ever.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use stepwell_core::Workflow;

#[path = "../../tests/random/hostile.rs"]
mod hostile;

static WORKFLOW: LazyLock<Arc<Workflow>> = LazyLock::new(|| {
    let text = include_str!("../../tests/portable/workflow.json");
    Arc::new(Workflow::parse(text).expect("tests/portable/workflow.json is a workflow"))
});

fuzz_target!(|text: &str| hostile::go_on(&WORKFLOW, text));
