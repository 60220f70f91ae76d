//! The bar at the top: what is open, how the run stands, and the buttons that start and stop it.

use leptos::prelude::*;

use super::{
    dynamic::{flag, text},
    status::{as_step, status_icon},
};
use crate::run_view::RunSummary;

/// The bar.
#[component]
pub(crate) fn Toolbar(
    /// The workflow's name.
    name: ReadSignal<String>,
    /// How the run stands.
    summary: ReadSignal<RunSummary>,
    /// Why there can be no run now; empty if there can.
    obstacle: Callback<(), String>,
    /// Run was pressed.
    on_run: Callback<()>,
    /// Cancel was pressed.
    on_cancel: Callback<()>,
) -> impl IntoView {
    let status = move || summary.with(|summary| summary.status);
    let live = move || status().is_live();
    view! {
        <header class="topbar">
            <h1 class="brand">
                <svg class="mark" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
                    <rect class="mark-ground" width="22" height="22" rx="6" />
                    <path class="mark-steps" d="M4.5 7h4v4h4v4h5" />
                </svg>
                "Stepwell"
            </h1>
            <p class="document" title=text(move || name.get())>
                {text(move || name.get())}
            </p>
            <p id="run-status" role="status" data-status=text(move || status().as_str())>
                <span class="badge status-of-run" data-status=text(move || as_step(status()).as_str())>
                    {status_icon(move || as_step(status()))}
                    {text(move || summary.with(RunSummary::sentence))}
                </span>
            </p>
            <div class="actions">
                <p id="run-obstacle" class="obstacle">
                    {text(move || if live() { String::new() } else { obstacle.run(()) })}
                </p>
                <button
                    type="button"
                    id="cancel"
                    class="button"
                    disabled=flag(move || !live())
                    on:click=move |_| on_cancel.run(())
                >
                    "Cancel"
                </button>
                <button
                    type="button"
                    id="run"
                    class="button primary"
                    title="Run (Ctrl+Enter in the input)"
                    aria-describedby="run-obstacle"
                    disabled=flag(move || live() || !obstacle.run(()).is_empty())
                    on:click=move |_| on_run.run(())
                >
                    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                        <path d="M2.5 1.4v9.2c0 .5.6.8 1 .5l6.6-4.6a.6.6 0 0 0 0-1L3.5.9c-.4-.3-1 0-1 .5z" />
                    </svg>
                    "Run"
                </button>
            </div>
        </header>
    }
    .into_any()
}
