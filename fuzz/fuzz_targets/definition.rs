//! Any text is a workflow, or has diagnostics that say where in it they are; it never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stepwell_core::Workflow;

fuzz_target!(|text: &str| {
    let Err(invalid) = Workflow::parse(text) else {
        return;
    };
    assert!(
        !invalid.diagnostics.is_empty(),
        "invalid, and nobody knows why"
    );
    for diagnostic in invalid.diagnostics {
        if let Some(span) = diagnostic.span {
            assert!(text.get(span.start..span.end).is_some(), "{diagnostic:?}");
        }
    }
});
