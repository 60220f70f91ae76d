//! The functions that steps call and the module does not have, each with a button that adds it.

use leptos::prelude::*;

use super::dynamic::{dynamic, optional};

use crate::callback::Callback;

/// How many are offered at once.
const MOST: usize = 6;

/// The list; nothing while no function is missing.
#[component]
pub(crate) fn MissingFunctions(
    /// Their names.
    names: Callback<(), Vec<String>>,
    /// One is to be added.
    on_add: Callback<String>,
) -> impl IntoView {
    view! {
        <div role="status">
            {dynamic(move || {
                let names = names.run(());
                optional((!names.is_empty()).then_some(names), |names| list(names, on_add))
            })}
        </div>
    }
    .into_any()
}

fn list(names: Vec<String>, on_add: Callback<String>) -> AnyView {
    let said = match names.len() {
        1 => "A function is missing:".to_owned(),
        n => format!("{n} functions are missing:"),
    };
    let buttons: Vec<AnyView> = names
        .into_iter()
        .take(MOST)
        .map(|name| {
            let text = format!("Add {name}");
            let added = name.clone();
            view! {
                <button
                    type="button"
                    class="link"
                    data-add-function=name
                    on:click=move |_| on_add.run(added.clone())
                >
                    {text}
                </button>
            }
            .into_any()
        })
        .collect();
    view! { <p class="missing">{said} {buttons}</p> }.into_any()
}
