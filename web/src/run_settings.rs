//! What the user has set for the runs of this visit: never part of a document.

use crate::watched::Watched;

/// How long a function may take whose step has no `timeout`, in milliseconds.
const TIMEOUT: u64 = 30_000;

/// The settings.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    /// How long a function may take whose step has no `timeout`, in milliseconds.
    pub(crate) timeout: Watched<u64>,
    /// Whether functions may reach the network.
    pub(crate) network: Watched<bool>,
}

impl Settings {
    /// As they are when the page opens.
    pub(crate) fn new() -> Self {
        Self {
            timeout: Watched::new(TIMEOUT),
            network: Watched::new(false),
        }
    }
}
