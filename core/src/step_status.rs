//! What has become of a step: the word that the engine, the renderers and the page share. It knows none of them.

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum StepStatus {
    /// Not reached yet.
    #[default]
    Pending,
    /// Being worked on.
    Running,
    /// Waiting for a time.
    Waiting,
    /// Failed, and will be tried again.
    Retrying,
    /// Ended well.
    Succeeded,
    /// Failed, and nobody handled it.
    Failed,
    /// Failed, and a failure handler took over.
    Handled,
    /// Never reached by a run that is over.
    Skipped,
    /// Abandoned.
    Cancelled,
}

impl StepStatus {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Pending,
        Self::Running,
        Self::Waiting,
        Self::Retrying,
        Self::Succeeded,
        Self::Failed,
        Self::Handled,
        Self::Skipped,
        Self::Cancelled,
    ];

    /// The status that has this word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Whether it is under way.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Running | Self::Waiting | Self::Retrying)
    }

    /// As `pending`, `running`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Retrying => "retrying",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Handled => "handled",
            Self::Skipped => "skipped",
            Self::Cancelled => "cancelled",
        }
    }
}
