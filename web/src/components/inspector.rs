//! What is to be known of one step: its definition, and what has become of it in the run.

use leptos::prelude::*;

use super::{
    dynamic::{breakable, dynamic, optional, text},
    json_view::json_view,
    status::status_badge,
};
use crate::{
    callback::Callback,
    run_view::{AttemptView, ErrorView, StepStatus, StepView, duration},
    step_info::{Fact, StepInfo},
};

/// The selected step.
#[component]
pub(crate) fn Inspector(
    /// What the definition says of it.
    step: Callback<(), Option<StepInfo>>,
    /// What has become of it.
    view: Callback<(), StepView>,
    /// The path of another step was pressed.
    on_select: Callback<String>,
) -> impl IntoView {
    view! {
        <section id="inspector" class="panel inspector-panel" aria-labelledby="inspector-title">
            <h2 id="inspector-title">"Step"</h2>
            {dynamic(move || match step.run(()) {
                Some(step) => selected(step, view, on_select),
                None => nothing_selected(),
            })}
        </section>
    }
    .into_any()
}

fn nothing_selected() -> AnyView {
    view! {
        <div class="empty">
            <p>
                <b>"Choose a step in the graph"</b>
            </p>
            <p>
                "Click it, or move to it with Tab and press Enter. Here you see what it calls and where it leads;
                once it has run, its input, its output and its attempts."
            </p>
        </div>
    }
    .into_any()
}

fn selected(step: StepInfo, view: Callback<(), StepView>, on_select: Callback<String>) -> AnyView {
    let took = move || view.run(()).duration().map_or(String::new(), duration);
    let facts: Vec<AnyView> = step
        .facts
        .into_iter()
        .map(|fact| fact_row(fact, on_select))
        .collect();
    view! {
        <div class="step-head">
            <h3 class="step-name">{breakable(&step.name)}</h3>
            <p class="step-facts">
                {status_badge(move || view.run(()).status)}
                <span id="inspector-duration">{text(took)}</span>
            </p>
            {optional(step.within, |within| view! { <p class="note">"In " {breakable(&within)}</p> }.into_any())}
        </div>
        {dynamic(move || became(&view.run(())))}
        <section class="part">
            <h4>"Definition"</h4>
            <dl class="facts">{facts}</dl>
            <details>
                <summary>"As JSON"</summary>
                {json_view(step.definition.as_str())}
            </details>
        </section>
    }
    .into_any()
}

/// What has become of a step.
fn became(view: &StepView) -> AnyView {
    let attempts = (!view.attempts.is_empty()).then_some(&view.attempts);
    let skipped = (view.status == StepStatus::Skipped).then_some(());
    [
        optional(skipped, |()| {
            view! { <p class="note">"The run did not come here."</p> }.into_any()
        }),
        optional(view.error.as_ref(), |error| {
            error_box("inspector-error", error)
        }),
        optional(view.output.as_ref(), |json| {
            part("Output", "inspector-output", json_view(json.as_str()))
        }),
        optional(view.input.as_ref(), |json| {
            part("Input", "inspector-input", json_view(json.as_str()))
        }),
        optional(attempts, |attempts| {
            let rows: Vec<AnyView> = attempts.iter().map(attempt_row).collect();
            let list = view! { <ol class="attempts">{rows}</ol> }.into_any();
            part("Attempts", "inspector-attempts", list)
        }),
    ]
    .into_iter()
    .collect_view()
    .into_any()
}

fn part(title: &'static str, id: &'static str, content: AnyView) -> AnyView {
    view! {
        <section class="part">
            <h4>{title}</h4>
            <div id=id>{content}</div>
        </section>
    }
    .into_any()
}

fn fact_row(fact: Fact, on_select: Callback<String>) -> AnyView {
    let value = match fact.path {
        Some(path) => view! {
            <button type="button" class="link" on:click=move |_| on_select.run(path.clone())>
                {breakable(&fact.value)}
            </button>
        }
        .into_any(),
        None => view! { <code>{breakable(&fact.value)}</code> }.into_any(),
    };
    view! {
        <dt>{fact.label}</dt>
        <dd>{value}</dd>
    }
    .into_any()
}

fn attempt_row(attempt: &AttemptView) -> AnyView {
    let status = match (&attempt.error, attempt.ended) {
        (Some(_), _) => StepStatus::Failed,
        (None, Some(_)) => StepStatus::Succeeded,
        (None, None) => StepStatus::Running,
    };
    let took = attempt.duration().map_or(String::new(), duration);
    view! {
        <li>
            <span class="attempt-number">{attempt.number.to_string()}</span>
            {status_badge(move || status)}
            <span class="attempt-times">
                {took} <span class="note">{format!(" at {}", duration(attempt.started))}</span>
            </span>
            {optional(
                attempt.error.as_ref(),
                |error| {
                    view! { <p class="attempt-error">{format!("{}: {}", error.name, error.message)}</p> }
                        .into_any()
                },
            )}
        </li>
    }
    .into_any()
}

/// An error: its name, what went wrong, and where in the code.
pub(super) fn error_box(id: &'static str, error: &ErrorView) -> AnyView {
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
