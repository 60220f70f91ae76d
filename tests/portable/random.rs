//! The logs of random runs, held to their digests: a file of the logs themselves would be some megabytes.

use std::fmt::Write;

use stepwell_core::engine::log;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::{case::Case, check, play::play};

const CASES: u64 = 500;

#[wasm_bindgen_test(unsupported = test)]
fn random_runs_write_the_same_logs_byte_for_byte() {
    let mut text = String::new();
    for seed in 0..CASES {
        let case = if seed % 2 == 0 {
            Case::wild(seed)
        } else {
            Case::tame(seed)
        };
        let run = play(&case);
        let digest = case.draw(&log::write(run.log()), 0);
        let _ = writeln!(
            text,
            "{seed} {} events, {}: {digest:016x}",
            run.seq(),
            run.status()
        );
    }
    check("random.txt", include_str!("random.txt"), &text);
}
