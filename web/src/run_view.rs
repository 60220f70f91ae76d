//! A run as the page shows it: what has become of the run, and of each step by its path.
//!
//! Plain data. It knows neither how a run is driven nor how it is drawn.

use std::fmt::Write as _;

pub(crate) use stepwell_core::engine::{RunStatus, StepStatus};

/// An error as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ErrorView {
    /// Its name, which `onFailure` and `retry` match.
    pub(crate) name: String,
    /// What went wrong.
    pub(crate) message: String,
    /// Where in the code, if it says so.
    pub(crate) stack: Option<String>,
}

/// What has become of a step or task, the latest visit where there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct StepView {
    /// What has become of it.
    pub(crate) status: StepStatus,
    /// How many attempts there were.
    pub(crate) attempts: u32,
    /// How long it took, in milliseconds, once it has ended.
    pub(crate) duration: Option<u64>,
    /// Of a map step: how many items it has, and how many of them are done.
    pub(crate) items: Option<(u32, u32)>,
}

/// A failure that did not end the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HandledFailure {
    /// What failed.
    pub(crate) path: String,
    /// Why.
    pub(crate) error: ErrorView,
    /// The step that took over; `None` where the error stays in the step's result.
    pub(crate) handler: Option<String>,
}

/// What has become of a run as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct RunSummary {
    /// What has become of it.
    pub(crate) status: RunStatus,
    /// Its result, as JSON text.
    pub(crate) output: Option<String>,
    /// The failure that ended it, with the path of what failed.
    pub(crate) failure: Option<(String, ErrorView)>,
    /// Failures that did not end it.
    pub(crate) handled: Vec<HandledFailure>,
    /// How many of its steps have succeeded.
    pub(crate) succeeded: usize,
    /// How long it took, in milliseconds.
    pub(crate) duration: Option<u64>,
    /// Where the functions stand that it needs before it can begin.
    pub(crate) loading: Loading,
    /// Whether it is shown from its log alone, and nothing of it goes on.
    pub(crate) recorded: bool,
}

/// Where the loading of a run's functions stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Loading {
    /// They are not being loaded: there was no run yet, or it has begun.
    #[default]
    No,
    /// They are being loaded.
    Underway,
    /// They could not be, so that nothing ran.
    Failed(ErrorView),
}

impl RunSummary {
    /// Whether a run is under way, or about to be.
    pub(crate) fn is_live(&self) -> bool {
        self.status.is_live() || self.loading == Loading::Underway
    }

    /// Whether it is a recorded run that did not come to its end.
    pub(crate) fn is_cut_off(&self) -> bool {
        self.recorded && self.status.is_live()
    }

    /// What has become of the run in a few words, for people.
    pub(crate) fn sentence(&self) -> String {
        let recorded = if self.recorded { "Recorded run: " } else { "" };
        let mut sentence = recorded.to_owned();
        sentence.push_str(match self.status {
            _ if self.is_cut_off() => "Cut off",
            RunStatus::Initialized => match self.loading {
                Loading::No => "Ready",
                Loading::Underway => "Loading the functions…",
                Loading::Failed(_) => "Not started",
            },
            RunStatus::Running => "Running…",
            RunStatus::Paused => "Paused",
            RunStatus::Completed => "Completed",
            RunStatus::Failed => "Failed",
            RunStatus::Cancelled => "Cancelled",
        });
        if let Some(ms) = self.duration {
            let word = match self.status {
                RunStatus::Completed => "in",
                _ => "after",
            };
            let _ = write!(sentence, " {word} {}", duration(ms));
        }
        match self.handled.len() {
            0 => {}
            1 => sentence.push_str(" · 1 handled failure"),
            n => {
                let _ = write!(sentence, " · {n} handled failures");
            }
        }
        sentence
    }
}

/// The word for a step's status, for people.
pub(crate) fn status_word(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Pending => "Pending",
        StepStatus::Running => "Running",
        StepStatus::Waiting => "Waiting",
        StepStatus::Retrying => "Retrying",
        StepStatus::Succeeded => "Succeeded",
        StepStatus::Failed => "Failed",
        StepStatus::Handled => "Handled",
        StepStatus::Skipped => "Skipped",
        StepStatus::Cancelled => "Cancelled",
    }
}

/// A time in milliseconds as people read it: `412 ms`, `2.4 s`, `3 min 5 s`, `2 h 4 min`, `3 d 1 h`.
pub(crate) fn duration(ms: u64) -> String {
    let (minute, hour, day) = (60_000, 3_600_000, 86_400_000);
    match ms {
        0..1000 => format!("{ms} ms"),
        1000..59_950 => {
            let tenths = (ms + 50) / 100;
            format!("{}.{} s", tenths / 10, tenths % 10)
        }
        _ if ms < hour => format!("{} min {} s", ms / minute, ms % minute / 1000),
        _ if ms < day => format!("{} h {} min", ms / hour, ms % hour / minute),
        _ => format!("{} d {} h", ms / day, ms % day / hour),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        for (ms, text) in [
            (0, "0 ms"),
            (999, "999 ms"),
            (1000, "1.0 s"),
            (2449, "2.4 s"),
            (59_949, "59.9 s"),
            (59_950, "0 min 59 s"),
            (185_400, "3 min 5 s"),
            (7_440_000, "2 h 4 min"),
            (262_800_000, "3 d 1 h"),
        ] {
            assert_eq!(duration(ms), text);
        }
    }

    #[test]
    fn a_run_is_told_in_a_few_words() {
        let error = ErrorView {
            name: "E".into(),
            message: String::new(),
            stack: None,
        };
        let failure = HandledFailure {
            path: "A".into(),
            error,
            handler: None,
        };
        let summary = |status, handled: usize, duration| RunSummary {
            status,
            handled: vec![failure.clone(); handled],
            duration,
            ..RunSummary::default()
        };
        for (summary, text) in [
            (summary(RunStatus::Initialized, 0, None), "Ready"),
            (summary(RunStatus::Running, 0, None), "Running…"),
            (
                summary(RunStatus::Completed, 0, Some(1500)),
                "Completed in 1.5 s",
            ),
            (
                summary(RunStatus::Completed, 1, Some(1500)),
                "Completed in 1.5 s · 1 handled failure",
            ),
            (
                summary(RunStatus::Failed, 2, Some(20)),
                "Failed after 20 ms · 2 handled failures",
            ),
            (
                RunSummary {
                    recorded: true,
                    ..summary(RunStatus::Completed, 0, Some(1500))
                },
                "Recorded run: Completed in 1.5 s",
            ),
            (
                RunSummary {
                    recorded: true,
                    ..summary(RunStatus::Running, 1, None)
                },
                "Recorded run: Cut off · 1 handled failure",
            ),
        ] {
            assert_eq!(summary.sentence(), text);
        }
    }
}
