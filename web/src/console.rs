//! What functions log, on its way to the console.
//!
//! It is handed over in batches and kept nowhere else, so that a flood costs the page little.

use crate::watched::{Kept, ReadOnly, Watched};

/// One line of the console.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// As the sandbox has it: `log`, `warn`, …
    pub(crate) level: String,
    /// What said it: a step's or task's path, and the number of the attempt.
    pub(crate) by: Option<(String, u32)>,
    /// When, in milliseconds since the run began.
    pub(crate) at: u64,
    /// What was said.
    pub(crate) text: String,
}

/// The console of the latest run.
#[derive(Clone, Copy)]
pub(crate) struct Console {
    waiting: Kept<Vec<Line>>,
    /// How many lines there have been; it wakes whoever shows them.
    written: Watched<usize>,
}

impl Console {
    /// With no lines.
    pub(crate) fn new() -> Self {
        Self {
            waiting: Kept::new(Vec::new()),
            written: Watched::new(0),
        }
    }

    /// Takes new lines.
    pub(crate) fn write(self, lines: Vec<Line>) {
        let n = lines.len();
        self.waiting.update(|waiting| waiting.extend(lines));
        self.written.update(|written| *written += n);
    }

    /// Forgets the run before.
    pub(crate) fn clear(self) {
        self.waiting.replace(Vec::new());
        self.written.set(0);
    }

    /// How many lines there have been in this run.
    pub(crate) fn written(self) -> ReadOnly<usize> {
        self.written.read_only()
    }

    /// The lines that have come since this was asked last.
    pub(crate) fn take(self) -> Vec<Line> {
        self.waiting.replace(Vec::new())
    }
}
