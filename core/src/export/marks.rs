//! What a picture shows of a run: a status for each box, and which edges were taken.
//!
//! Plain words and colours. Whoever knows runs fills it in: see [`crate::run_marks`].

use crate::StepStatus;

/// What a run has done with the boxes and edges of a drawing, by their ids.
pub trait Marks {
    /// What has become of a box; `None` for one that the run does not speak of.
    fn of_box(&self, id: &str) -> Option<Mark>;
    /// Whether the run took an edge.
    fn is_taken(&self, edge: &str) -> bool;
}

/// What has become of a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its status.
    pub status: StepStatus,
    /// What more there is to say, such as how long it took; may be empty.
    pub note: String,
}

impl StepStatus {
    /// The word for people: `Pending`, `Running`, …
    pub(super) fn title(self) -> &'static str {
        self.look().title
    }

    pub(super) fn look(self) -> &'static Look {
        &LOOKS[self as usize]
    }
}

impl Mark {
    /// A status by itself.
    pub fn of(status: StepStatus) -> Self {
        Self {
            status,
            note: String::new(),
        }
    }

    /// It in words: `Succeeded · 12 ms`.
    pub(super) fn told(&self) -> String {
        let title = self.status.title();
        if self.note.is_empty() {
            title.to_owned()
        } else {
            [title, " · ", &self.note].concat()
        }
    }
}

/// How a status looks.
pub(super) struct Look {
    pub(super) title: &'static str,
    /// Its colour on light ground, and on dark.
    pub(super) ink: [&'static str; 2],
    /// The ground of a box on which dark text is read.
    pub(super) wash: &'static str,
    /// The sign within its disc, as SVG path data within 16 by 16.
    pub(super) sign: &'static str,
}

const fn look(
    title: &'static str,
    ink: [&'static str; 2],
    wash: &'static str,
    sign: &'static str,
) -> Look {
    Look {
        title,
        ink,
        wash,
        sign,
    }
}

/// In the order of [`StepStatus`].
const LOOKS: [Look; 9] = [
    look("Pending", ["#85898f", "#7b8188"], "#f1f2f3", ""),
    look(
        "Running",
        ["#1f66d1", "#6ea8ff"],
        "#e2edfd",
        "M6.4 5.2v5.6l4.6-2.8z",
    ),
    look(
        "Waiting",
        ["#7048c4", "#b698ff"],
        "#ede7fa",
        "M8 4.6V8l2.3 1.5",
    ),
    look(
        "Retrying",
        ["#a15c00", "#f0b04a"],
        "#fcefd9",
        "M11.2 8.2A3.2 3.2 0 1 1 10.2 5.7M10.4 3.7v2.2H8.2",
    ),
    look(
        "Succeeded",
        ["#16794a", "#4cc38a"],
        "#e0f4e8",
        "M4.9 8.3l2.2 2.2 4-4.5",
    ),
    look(
        "Failed",
        ["#c0303c", "#ff8087"],
        "#fde5e7",
        "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
    ),
    look(
        "Handled",
        ["#a9501a", "#ff9f61"],
        "#fceadd",
        "M6.6 4.4 4.8 6.2 6.6 8M4.9 6.2h4.2a2.5 2.5 0 0 1 0 5H7",
    ),
    look("Skipped", ["#6c7178", "#9aa0a7"], "#f1f2f3", "M5.2 8h5.6"),
    look(
        "Cancelled",
        ["#62676e", "#9aa0a7"],
        "#e8e9eb",
        "M6 6h4v4H6z",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_own_look_and_is_found_by_its_word() {
        for status in StepStatus::ALL {
            assert_eq!(StepStatus::named(status.as_str()), Some(status));
            assert_eq!(status.title().to_lowercase(), status.as_str());
        }
        assert_eq!(StepStatus::named("lost"), None);
    }

    #[test]
    fn a_mark_is_told_in_words() {
        let told = |note: &str| {
            let (status, note) = (StepStatus::Succeeded, note.to_owned());
            Mark { status, note }.told()
        };
        assert_eq!(told(""), "Succeeded");
        assert_eq!(told("12 ms"), "Succeeded · 12 ms");
    }
}
