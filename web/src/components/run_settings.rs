//! How functions are run: how long one may take, and whether it may reach the network.

use leptos::prelude::*;

use super::dynamic::text;
use crate::run_settings::Settings;

/// The longest time that can be set, in seconds.
const LONGEST: u64 = 86_400;

/// The settings.
#[component]
pub(crate) fn RunSettings(
    /// What is set.
    settings: Settings,
) -> impl IntoView {
    let Settings { timeout, network } = settings;
    let set_timeout = move |event| {
        if let Ok(seconds @ 1..=LONGEST) = event_target_value(&event).parse::<u64>() {
            timeout.set(seconds * 1000);
        }
    };
    let seconds = move || (timeout.get() / 1000).to_string();
    view! {
        <div class="run-settings">
            <label title="For steps that have no timeout of their own">
                "Time limit "
                <input
                    id="default-timeout"
                    type="number"
                    min="1"
                    max=LONGEST.to_string()
                    prop:value=text(seconds)
                    on:change=set_timeout
                />
                " s a call"
            </label>
            <label title="Lets functions send and receive over https, until you close the page or open another document">
                <input
                    id="network"
                    type="checkbox"
                    prop:checked=super::dynamic::flag(move || network.get())
                    on:change=move |event| network.set(event_target_checked(&event))
                />
                "Allow network"
            </label>
        </div>
    }
    .into_any()
}
