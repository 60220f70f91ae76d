//! How functions are run: how long one may take, and whether it may reach the network.

use leptos::prelude::*;

use super::dynamic::text;
use crate::run_settings::Settings;

/// The longest time that can be set, in seconds.
const LONGEST: f64 = 86_400.0;

/// The settings.
#[component]
pub(crate) fn RunSettings(
    /// What is set.
    settings: Settings,
) -> impl IntoView {
    let Settings { timeout, network } = settings;
    let set_timeout = move |event| {
        let seconds: f64 = event_target_value(&event).parse().unwrap_or(0.0);
        if seconds > 0.0 && seconds <= LONGEST {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and a day"
            )]
            timeout.set((seconds * 1000.0).ceil() as u64);
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "at most a day")]
    let seconds = move || (timeout.get() as f64 / 1000.0).to_string();
    view! {
        <div class="run-settings">
            <label title="For steps that have no timeout of their own">
                "Time limit "
                <input
                    id="default-timeout"
                    type="number"
                    min="0.001"
                    max=LONGEST.to_string()
                    step="any"
                    prop:value=text(seconds)
                    on:change=set_timeout
                />
                " s a call"
            </label>
            <label title="Lets the functions of this visit's runs send and receive; off again when you open another document">
                <input
                    id="network"
                    type="checkbox"
                    prop:checked=super::dynamic::flag(move || network.get())
                    on:change=move |event| network.set(event_target_checked(&event))
                />
                " Network"
            </label>
        </div>
    }
    .into_any()
}
