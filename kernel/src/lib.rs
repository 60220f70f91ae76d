//! The searches of the layout that must be fast: in what people download this crate is compiled for speed, where
//! everything else is compiled for size (`profile.page` in the workspace's `Cargo.toml`; for speed they take a fifth
//! of the time).
//!
//! Whole numbers in, whole numbers out: deterministic on every platform. Nothing here knows of workflows, boxes or
//! pixels.

pub mod crossings;
mod dice;
pub mod ladder;
pub mod simplex;
mod sort;

pub use dice::Dice;
pub use sort::{merge_sort, sort_keys};
