//! The bar at the top: what is open, how the run stands, and the buttons that start and stop it.

use leptos::prelude::*;

use super::{
    dynamic::{dynamic, flag, optional, text},
    status::{as_step, status_icon},
};
use crate::{
    callback::Callback,
    run_signals::RunSignals,
    run_view::{Loading, RunSummary, StepStatus},
    watched::ReadOnly,
};

/// The bar.
#[component]
pub(crate) fn Toolbar(
    /// The workflow's name.
    name: Callback<(), String>,
    /// How the run that is shown stands.
    run: RunSignals,
    /// Whether a run is under way, shown or not.
    live: Callback<(), bool>,
    /// Whether functions may reach the network.
    network: ReadOnly<bool>,
    /// Why there can be no run now, if there cannot.
    obstacle: Callback<(), Option<String>>,
    /// That reason was pressed.
    on_obstacle: Callback<()>,
    /// Open was pressed.
    on_open: Callback<()>,
    /// The menu of pictures.
    pictures: AnyView,
    /// Run was pressed.
    on_run: Callback<()>,
    /// Cancel was pressed.
    on_cancel: Callback<()>,
) -> impl IntoView {
    let (summary, busy) = (run.summary(), run.busy());
    let status = move || summary.with(|summary| summary.status);
    let live = move || live.run(());
    let recorded = move || summary.with(|summary| summary.recorded);
    let shown = move || {
        summary.with(|summary| {
            if summary.loading == Loading::Underway {
                StepStatus::Running
            } else if summary.is_cut_off() {
                StepStatus::Cancelled
            } else {
                as_step(summary.status)
            }
        })
    };
    let sentence = move || {
        if busy.get() && !recorded() {
            "Running… a function keeps its worker busy".to_owned()
        } else {
            summary.with(RunSummary::sentence)
        }
    };
    let why_not = move || if live() { None } else { obstacle.run(()) }.unwrap_or_default();
    view! {
        <header class="topbar">
            <h1 class="brand">
                <svg class="mark" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
                    <rect class="mark-ground" width="22" height="22" rx="6" />
                    <path class="mark-steps" d="M4.5 7h4v4h4v4h5" />
                </svg>
                "Stepwell"
            </h1>
            <p id="document-name" class="document" title=text(move || name.run(()))>
                {text(move || name.run(()))}
            </p>
            {icon("documents", FOLDER, "Documents: yours, their history, and examples")}
            {icon("undo", BACK, "Undo")}
            {icon("redo", FORTH, "Redo")}
            <p
                id="run-status"
                role="status"
                data-status=text(move || status().as_str())
                data-recorded=text(move || recorded().to_string())
            >
                <span class="badge status-of-run" data-status=text(move || shown().as_str())>
                    {status_icon(shown)} {text(sentence)}
                </span>
            </p>
            {dynamic(move || optional(network.get().then_some(()), |()| network_is_on()))}
            <div class="actions">
                <button
                    type="button"
                    id="run-obstacle"
                    class="obstacle"
                    title=text(why_not)
                    on:click=move |_| on_obstacle.run(())
                >
                    {text(why_not)}
                </button>
                <button
                    type="button"
                    id="open"
                    class="button plain"
                    title="Open a document from a file; dropping the file on the page does it too"
                    on:click=move |_| on_open.run(())
                >
                    "Open"
                </button>
                {workbench("save", "Save", "Save the document as a file, with its mocks")}
                {pictures}
                {workbench("share", "Share", "Share the document as a link")}
                {icon("commands", COMMANDS, "Commands: everything that can be done (Ctrl+K)")}
                {workbench("pause", "Pause", "Pause the run, or let it go on")}
                <button
                    type="button"
                    id="cancel"
                    class="button"
                    disabled=flag(move || !live())
                    on:click=move |_| on_cancel.run(())
                >
                    "Cancel"
                </button>
                {run_button(live, obstacle, on_run)}
            </div>
        </header>
    }
    .into_any()
}

// Icons, as the paths of lines on a field of 16 × 16.
const FOLDER: &str = "M1.5 4v8.5h13V5.5h-7l-1.5-2h-4.5z";
const BACK: &str = "M5.5 3 2.5 6l3 3M3 6h6.5a3.7 3.7 0 0 1 0 7.4H6";
const FORTH: &str = "M10.5 3l3 3-3 3M13 6H6.5a3.7 3.7 0 0 0 0 7.4H10";
const COMMANDS: &str = "M2 4l3.5 4L2 12M7.5 12.5H14";
const DOWN: &str = "M4.5 6.5 8 10l3.5-3.5";

fn run_button(
    live: impl Fn() -> bool + Send + 'static,
    obstacle: Callback<(), Option<String>>,
    on_run: Callback<()>,
) -> AnyView {
    view! {
        <div class="split">
                <button
                    type="button"
                    id="run"
                    class="button primary"
                    title="Run (Ctrl+Enter in the input and the editors)"
                    aria-describedby="run-obstacle"
                    disabled=flag(move || live() || obstacle.run(()).is_some())
                    on:click=move |_| on_run.run(())
                >
                    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                        <path d="M2.5 1.4v9.2c0 .5.6.8 1 .5l6.6-4.6a.6.6 0 0 0 0-1L3.5.9c-.4-.3-1 0-1 .5z" />
                    </svg>
                    "Run"
                </button>
                {icon("run-menu", DOWN, "Other ways to run")}
        </div>
    }
    .into_any()
}

/// A button of which the workbench knows what it does (`web/workbench/`).
fn workbench(id: &'static str, label: &'static str, title: &'static str) -> AnyView {
    view! {
        <button type="button" id=id class="button plain" data-workbench="" title=title>
            {label}
        </button>
    }
    .into_any()
}

/// The same as an icon.
fn icon(id: &'static str, path: &'static str, title: &'static str) -> AnyView {
    view! {
        <button type="button" id=id class="button plain icon" data-workbench="" title=title aria-label=title>
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                <path d=path />
            </svg>
        </button>
    }
    .into_any()
}

fn network_is_on() -> AnyView {
    view! {
        <p id="network-on" class="warning">
            "Network on: functions can send and receive"
        </p>
    }
    .into_any()
}
