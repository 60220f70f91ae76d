//! What came of the run: its output or failure, and the failures that it handled.

use leptos::prelude::*;

use super::{
    dynamic::{breakable, dynamic, optional},
    json_view::json_view,
};
use crate::{
    callback::Callback,
    run_view::{ErrorView, HandledFailure, Loading, RunStatus, RunSummary},
    watched::ReadOnly,
};

/// The run's result.
#[component]
pub(crate) fn Outcome(
    /// How the run stands.
    summary: ReadOnly<RunSummary>,
    /// The path of a step was pressed.
    on_select: Callback<String>,
) -> impl IntoView {
    view! {
        <section class="panel outcome-panel" aria-label="Result">
            {dynamic(move || summary.with(|summary| result(summary, on_select)))}
        </section>
    }
    .into_any()
}

fn result(summary: &RunSummary, on_select: Callback<String>) -> AnyView {
    let said = match summary.status {
        RunStatus::Initialized if summary.loading == Loading::Underway => {
            "The functions are being loaded…"
        }
        RunStatus::Initialized if summary.loading != Loading::No => {
            "The functions could not be loaded, so nothing ran:"
        }
        RunStatus::Initialized => {
            "Press Run to send the input through the workflow. What comes out stands here."
        }
        _ if summary.is_cut_off() => "The recorded run was cut off before it had a result.",
        RunStatus::Running | RunStatus::Paused => "The run is under way…",
        RunStatus::Cancelled => "The run was cancelled before it had a result.",
        RunStatus::Failed => "Nobody handled this failure:",
        RunStatus::Completed => "",
    };
    let failure = optional(summary.failure.as_ref(), |(path, error)| {
        let select = step_link(path, on_select);
        view! {
            {select}
            {error_box("run-error", error)}
        }
        .into_any()
    });
    let not_loaded = match &summary.loading {
        Loading::Failed(error) => error_box("load-error", error),
        Loading::No | Loading::Underway => ().into_any(),
    };
    let output = optional(summary.output.as_ref(), |output| {
        view! { <div id="run-output">{json_view(output)}</div> }.into_any()
    });
    let handled = (!summary.handled.is_empty()).then_some(&summary.handled);
    let handled = optional(handled, |failures| {
        let failures: Vec<AnyView> = failures
            .iter()
            .map(|failure| handled_failure(failure, on_select))
            .collect();
        view! {
            <h3>"Handled failures"</h3>
            <ul id="handled-failures" class="handled">
                {failures}
            </ul>
        }
        .into_any()
    });
    view! {
        <p class="said">{said}</p>
        {not_loaded}
        {failure}
        {output}
        {handled}
    }
    .into_any()
}

fn handled_failure(failure: &HandledFailure, on_select: Callback<String>) -> AnyView {
    let then = match &failure.handler {
        Some(step) => format!("Handled by {step}"),
        None => "Kept in the step's result; the run went on".to_owned(),
    };
    view! {
        <li>
            {step_link(&failure.path, on_select)}
            <p>
                <b>{failure.error.name.clone()}</b>
                " "
                {failure.error.message.clone()}
            </p>
            <p class="note">{then}</p>
        </li>
    }
    .into_any()
}

/// A path that, when pressed, selects what it leads to.
fn step_link(path: &str, on_select: Callback<String>) -> AnyView {
    let to = path.to_owned();
    view! {
        <button type="button" class="link" on:click=move |_| on_select.run(to.clone())>
            {breakable(path)}
        </button>
    }
    .into_any()
}

/// An error: its name, what went wrong, and where in the code.
fn error_box(id: &'static str, error: &ErrorView) -> AnyView {
    let stack = optional(error.stack.clone(), |stack| {
        view! {
            <details>
                <summary>"Stack"</summary>
                <pre>{stack}</pre>
            </details>
        }
        .into_any()
    });
    view! {
        <div id=id class="error-box">
            <p class="error-name">{error.name.clone()}</p>
            <p>{error.message.clone()}</p>
            {stack}
        </div>
    }
    .into_any()
}
