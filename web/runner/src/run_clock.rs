//! The time of a run: the machine's, moved ahead where waits are skipped; and how much of it no timeout counts.
//!
//! While the tab is hidden, browsers slow functions down, and while the machine sleeps nothing runs at all: that time is none
//! of what a step's timeout allows. It reads no clock: the machine's time is passed in.

/// A page that was not heard of for so long was suspended, or its thread was held up, in milliseconds.
const GAP: u64 = 5_000;

/// How often the time must be asked for, so that there are no other gaps, in milliseconds.
pub(crate) const BEAT: u32 = 1_000;

/// What the time is made of; all in milliseconds.
#[derive(Debug, Default)]
pub(crate) struct RunClock {
    /// How far it has been moved ahead of the machine's.
    ahead: u64,
    /// How much of it no timeout is to count, and nobody has asked for yet.
    uncounted: u64,
    /// The machine's time when it was last asked for.
    seen: u64,
    /// How many functions run.
    calls: u32,
}

impl RunClock {
    /// One that is not earlier than `least`.
    pub(crate) fn at_least(least: u64, machine: u64) -> Self {
        Self {
            ahead: least.saturating_sub(machine),
            seen: machine,
            ..Self::default()
        }
    }

    /// The run's time in milliseconds since the Unix epoch, when it is `machine` by the machine's clock; and whether the tab
    /// is hidden.
    pub(crate) fn now(&mut self, machine: u64, hidden: bool) -> u64 {
        let passed = machine.saturating_sub(self.seen);
        self.seen = machine;
        if self.calls > 0 && (hidden || passed > GAP) {
            self.uncounted += passed;
        }
        machine + self.ahead
    }

    /// How much of the time that passed since this was asked last no timeout is to count.
    pub(crate) fn take_uncounted(&mut self) -> u64 {
        std::mem::take(&mut self.uncounted)
    }

    /// Moves it ahead.
    pub(crate) fn skip(&mut self, time: u64) {
        self.ahead += time;
    }

    /// Whether functions run.
    pub(crate) fn is_calling(&self) -> bool {
        self.calls > 0
    }

    /// A function is called.
    pub(crate) fn call_begins(&mut self, machine: u64, hidden: bool) {
        self.now(machine, hidden);
        self.calls += 1;
    }

    /// A function has ended, or was given up.
    pub(crate) fn call_ends(&mut self, machine: u64, hidden: bool) {
        self.now(machine, hidden);
        self.calls -= 1;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use stepwell_core::{
        Json, Workflow,
        engine::{Command, Effects, Run, RunOptions, RunStatus},
    };

    use super::*;

    const START: u64 = 1_800_000_000_000;
    const SECOND: u64 = 1_000;
    const EVERY: u64 = BEAT as u64;
    const HOUR: u64 = 3_600_000;

    /// A run of one step that may take 30 seconds, as the page drives it.
    struct Page {
        clock: RunClock,
        machine: u64,
        hidden: bool,
        run: Run,
        calls: Vec<u64>,
    }

    impl Page {
        fn opens(steps: &str) -> Self {
            let workflow = Workflow::parse(&format!(r#"{{ "steps": {steps} }}"#)).unwrap();
            let mut page = Self {
                clock: RunClock::at_least(0, START),
                machine: START,
                hidden: false,
                run: Run::new(Arc::new(workflow), RunOptions::new("r", 1)),
                calls: Vec::new(),
            };
            let input = Json::parse("null").unwrap();
            page.does(Command::Start { input });
            page
        }

        fn does(&mut self, command: Command) {
            let now = self.clock.now(self.machine, self.hidden);
            let by = self.clock.take_uncounted();
            let commands = [Command::ExtendTimeouts { by }, command];
            let effects = self.run.handle_all(commands, now).unwrap();
            let Effects { calls, cancels, .. } = effects;
            for id in cancels {
                self.calls.retain(|call| *call != id);
                self.clock.call_ends(self.machine, self.hidden);
            }
            for call in calls {
                self.calls.push(call.id);
                self.clock.call_begins(self.machine, self.hidden);
            }
        }

        /// So much time passes, in which the page looks at the clock every so often.
        fn passes(&mut self, time: u64, every: u64) {
            for _ in 0..time / every {
                self.machine += every;
                self.does(Command::Tick);
            }
        }

        fn ends(&mut self) -> RunStatus {
            let attempt = self.calls.pop().unwrap();
            let result = Ok(Json::parse("1").unwrap());
            self.clock.call_ends(self.machine, self.hidden);
            self.does(Command::Finished { attempt, result });
            self.run.status()
        }

        fn waited(&self) -> u64 {
            self.run.log().last().unwrap().at - START
        }
    }

    const STEP: &str = r#"{ "A": { "func": "a", "timeout": 30 } }"#;

    #[test]
    fn time_in_which_the_page_is_seen_counts_for_a_timeout() {
        let mut page = Page::opens(STEP);
        page.passes(29 * SECOND, EVERY);
        assert_eq!(page.run.status(), RunStatus::Running);
        page.passes(SECOND, EVERY);
        assert_eq!(page.run.status(), RunStatus::Failed);
        assert_eq!(page.waited(), 30 * SECOND);
    }

    #[test]
    fn time_in_which_the_tab_is_hidden_does_not_count_for_a_timeout() {
        // A hidden tab looks at the clock as often as ever, or once a minute.
        for every in [EVERY, 60 * SECOND] {
            let mut page = Page::opens(STEP);
            page.passes(20 * SECOND, EVERY);
            page.hidden = true;
            page.passes(HOUR, every);
            page.hidden = false;
            page.passes(9 * SECOND, EVERY);
            assert_eq!(page.run.status(), RunStatus::Running);
            page.passes(SECOND, EVERY);
            assert_eq!(
                page.run.status(),
                RunStatus::Failed,
                "what is left of it counts"
            );
        }
    }

    #[test]
    fn time_in_which_the_page_is_suspended_does_not_count_for_a_timeout() {
        let mut page = Page::opens(STEP);
        page.passes(20 * SECOND, EVERY);
        page.passes(8 * HOUR, 8 * HOUR);
        page.passes(9 * SECOND, EVERY);
        assert_eq!(page.ends(), RunStatus::Completed);
    }

    #[test]
    fn a_wait_in_a_hidden_tab_ends_at_its_time() {
        let mut page = Page::opens(
            r#"{ "A": { "func": "a", "timeout": 30, "nextStep": "W" }, "W": { "wait": 7200 } }"#,
        );
        page.hidden = true;
        page.passes(HOUR, 60 * SECOND);
        assert_eq!(page.ends(), RunStatus::Running);
        assert_eq!(page.waited(), HOUR, "the time itself goes on");
        page.passes(2 * HOUR - 60 * SECOND, 60 * SECOND);
        assert_eq!(page.run.status(), RunStatus::Running);
        page.passes(60 * SECOND, 60 * SECOND);
        assert_eq!(page.run.status(), RunStatus::Completed);
    }

    #[test]
    fn a_run_that_goes_on_is_not_earlier_than_its_log() {
        let mut clock = RunClock::at_least(START + HOUR, START);
        assert_eq!(clock.now(START, false), START + HOUR);
        clock.skip(SECOND);
        assert_eq!(clock.now(START + 1, false), START + HOUR + SECOND + 1);
        assert_eq!(
            RunClock::at_least(START, START + 1).now(START + 2, true),
            START + 2
        );
    }
}
