//! Hosts for Rust: closures, scripted answers, and the clocks they run by.

mod clock;
mod functions;
mod script;

pub use clock::{Busy, Clock, VirtualClock};
pub use functions::{Functions, StepInfo};
pub use script::{Answer, Script};
