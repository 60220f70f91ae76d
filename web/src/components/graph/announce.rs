//! Tells what becomes of steps to those who do not see it, in a polite live region.
//!
//! However much happens, it is told once a second, and in a few words.

use std::time::Duration;

use leptos::prelude::set_timeout;

use crate::{
    keyed::Keyed,
    run_signals::RunSignals,
    run_view::{StepStatus, status_word},
    watched::{Kept, ReadOnly, Watched},
};

/// How long what is new may wait to be told.
const WAITS: Duration = Duration::from_secs(1);
/// As many steps are told by name.
const BY_NAME: usize = 3;

/// What is told.
#[derive(Clone, Copy)]
pub(super) struct Announcer {
    run: RunSignals,
    /// The paths and names of the steps that have changed since the last time.
    changed: Kept<Keyed<String, String>>,
    told: Watched<String>,
}

impl Announcer {
    /// With nothing to tell yet.
    pub(super) fn new(run: RunSignals) -> Self {
        Self {
            run,
            changed: Kept::new(Keyed::default()),
            told: Watched::new(String::new()),
        }
    }

    /// What is told now.
    pub(super) fn told(self) -> ReadOnly<String> {
        self.told.read_only()
    }

    /// The step of that path and name has changed.
    pub(super) fn change(self, path: String, name: impl FnOnce() -> Option<String>) {
        let was_quiet = self.changed.borrow().values().next().is_none();
        let known = self.changed.borrow().get(&path).is_some();
        // One that is not drawn is not told.
        if let Some(name) = Some(name).filter(|_| !known).and_then(|name| name()) {
            self.changed
                .update(|changed| changed.entry(path, || name).len());
            if was_quiet {
                set_timeout(move || self.tell(), WAITS);
            }
        }
    }

    fn tell(self) {
        let changed = self.changed.replace(Keyed::default());
        let steps = changed.into_iter().map(|(path, name)| {
            let status = self.run.look(&path, |step| step.status);
            (name, status)
        });
        self.told.set(sentence(&steps.collect::<Vec<_>>()));
    }
}

/// What has become of steps: by name if they are few, otherwise how many of each.
fn sentence(steps: &[(String, StepStatus)]) -> String {
    let is_news = |(_, status): &&(String, StepStatus)| *status != StepStatus::Pending;
    let news: Vec<_> = steps.iter().filter(is_news).collect();
    let mut sentence = String::new();
    let mut add = |what: &str, status: StepStatus| {
        if !sentence.is_empty() {
            sentence.push_str(", ");
        }
        sentence.push_str(what);
        sentence.push(' ');
        sentence.push_str(&status_word(status).to_ascii_lowercase());
    };
    if news.len() <= BY_NAME {
        for (name, status) in news {
            add(name, *status);
        }
        return sentence;
    }
    let mut counts: Vec<(StepStatus, usize)> = Vec::new();
    for (_, status) in news {
        match counts.iter_mut().find(|(other, _)| other == status) {
            Some((_, count)) => *count += 1,
            None => counts.push((*status, 1)),
        }
    }
    for (status, count) in counts {
        add(&count.to_string(), status);
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_steps_are_told_by_name_and_many_by_number() {
        use StepStatus::{Failed, Pending, Running, Succeeded};
        let told = |statuses: &[StepStatus]| {
            let names = ["Ask", "Buy", "Call", "Dig", "End"].map(str::to_owned);
            let steps: Vec<_> = names.into_iter().zip(statuses.iter().copied()).collect();
            sentence(&steps)
        };
        for (statuses, text) in [
            (&[Pending][..], ""),
            (&[Running], "Ask running"),
            (&[Succeeded, Pending, Failed], "Ask succeeded, Call failed"),
            (
                &[Succeeded, Running, Succeeded, Failed, Succeeded],
                "3 succeeded, 1 running, 1 failed",
            ),
        ] {
            assert_eq!(told(statuses), text);
        }
    }
}
