//! Drawings, held to their digests: the files themselves would be some megabytes.

use std::fmt::Write;

use stepwell_core::layout::{Direction, Options, layout_graph};
use stepwell_tests::sample::Look;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::check;

#[path = "../layout/graph.rs"]
mod graph;

/// Sizes, and of how many seeds graphs are drawn.
const SIZES: [(usize, u64); 3] = [(20, 20), (100, 10), (1000, 2)];

#[wasm_bindgen_test(unsupported = test)]
fn graphs_get_the_same_drawings_byte_for_byte() {
    let mut text = String::new();
    for look in Look::ALL {
        for (steps, seeds) in SIZES {
            for seed in 1..=seeds {
                let graph = graph::graph(&look.sample(steps, seed));
                for direction in [Direction::Down, Direction::Right] {
                    let options = Options {
                        direction,
                        ..graph::options()
                    };
                    let drawing = layout_graph(&graph, &options);
                    let json = serde_json::to_string(&drawing).expect("a drawing is JSON");
                    let _ = writeln!(
                        text,
                        "{} {steps} {seed} {}: {} x {}, {:016x}",
                        look.name(),
                        direction.as_str(),
                        drawing.width,
                        drawing.height,
                        digest(&json)
                    );
                }
            }
        }
    }
    check("drawings.txt", include_str!("drawings.txt"), &text);
}

/// FNV-1a (Fowler, Noll, Vo): `Hasher`s may differ from platform to platform.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
