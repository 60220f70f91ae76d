//! What is to be known of one step: its definition, and what has become of it in the run.

use leptos::prelude::*;

use super::{
    dynamic::{breakable, dynamic, optional, text},
    json_view::json_view,
    status::status_badge,
};
use crate::{
    callback::Callback,
    run_view::{StepView, duration},
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
    let took = move || view.run(()).duration.map_or(String::new(), duration);
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
        <div id="inspector-run"></div>
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
