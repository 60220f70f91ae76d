//! A status as an icon. The colour comes from the nearest `data-status` (see `style.css`).

use leptos::prelude::*;

use super::dynamic::text;
use crate::run_view::{RunStatus, StepStatus};

/// The icon of a step's status: a disc with a sign in it, on a field of 16 × 16.
pub(crate) fn status_icon(status: impl Fn() -> StepStatus + Send + 'static) -> AnyView {
    view! {
        <svg
            class="status-icon"
            width="16"
            height="16"
            viewBox="0 0 16 16"
            aria-hidden="true"
        >
            <circle class="disc" cx="8" cy="8" r="7" />
            <path class="sign" d=text(move || sign(status())) />
        </svg>
    }
    .into_any()
}

/// The step's status whose icon and colour a run's status shares.
pub(crate) fn as_step(status: RunStatus) -> StepStatus {
    match status {
        RunStatus::Initialized => StepStatus::Pending,
        RunStatus::Running => StepStatus::Running,
        RunStatus::Paused => StepStatus::Waiting,
        RunStatus::Completed => StepStatus::Succeeded,
        RunStatus::Failed => StepStatus::Failed,
        RunStatus::Cancelled => StepStatus::Cancelled,
    }
}

/// The sign within the disc, as SVG path data.
pub(super) fn sign(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Pending => "",
        StepStatus::Running => "M8 1a7 7 0 0 1 7 7",
        StepStatus::Waiting => "M8 4.6V8l2.3 1.5",
        StepStatus::Retrying => "M11.2 8.2A3.2 3.2 0 1 1 10.2 5.7M10.4 3.7v2.2H8.2",
        StepStatus::Succeeded => "M4.9 8.3l2.2 2.2 4-4.5",
        StepStatus::Failed => "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
        StepStatus::Handled => "M6.6 4.4 4.8 6.2 6.6 8M4.9 6.2h4.2a2.5 2.5 0 0 1 0 5H7",
        StepStatus::Skipped => "M5.2 8h5.6",
        StepStatus::Cancelled => "M6 6h4v4H6z",
    }
}
