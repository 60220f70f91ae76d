//! What the user has set for the runs of this visit: never part of a document.

use leptos::prelude::*;

/// How long a function may take whose step has no `timeout`, in milliseconds.
const TIMEOUT: u64 = 30_000;

/// The settings.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    /// How long a function may take whose step has no `timeout`, in milliseconds.
    pub(crate) timeout: RwSignal<u64>,
    /// Whether functions may reach the network.
    pub(crate) network: RwSignal<bool>,
}

impl Settings {
    /// As they are when the page opens.
    pub(crate) fn new() -> Self {
        Self {
            timeout: RwSignal::new(TIMEOUT),
            network: RwSignal::new(false),
        }
    }
}
