//! What the user should know of the document that is open, until they put it away.

use leptos::prelude::*;

use super::dynamic::{dynamic, optional};

use crate::watched::Watched;

/// The notice; nothing while its text is empty.
#[component]
pub(crate) fn Notice(
    /// What it says.
    text: Watched<String>,
) -> impl IntoView {
    view! {
        <div id="notice" role="status">
            {dynamic(move || {
                let told = text.get();
                optional((!told.is_empty()).then_some(told), |told| {
                    view! {
                        <p class="notice">
                            {told}
                            <button type="button" class="link" on:click=move |_| text.set(String::new())>
                                "Dismiss"
                            </button>
                        </p>
                    }
                        .into_any()
                })
            })}
        </div>
    }
    .into_any()
}
