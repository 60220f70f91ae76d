//! Properties that hold for every run, over random workflows with random outcomes: what a log folds to, how a
//! resumed run ends, that a run ends, that nothing is asked twice, and that commands at any time do no harm.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use fastrand::Rng;
use proptest::prelude::*;

use super::{
    command::{Call, Command, Effects},
    error::ErrorInfo,
    event::LoggedEvent,
    log,
    run::{Report, Run, RunOptions},
    state::{Retention, RunStatus, SlotState, State},
};
use crate::{Json, StepStatus, Workflow};

#[path = "../../../tests/random/case.rs"]
mod case;
use case::Case;

/// More than any of the workflows needs.
const MOST_COMMANDS: usize = 100_000;

/// What drives a run in these tests, and holds every answer to what it has asked for before.
struct Player<'c> {
    case: &'c Case,
    run: Run,
    now: u64,
    /// What has been called and has not settled, with when it will.
    in_flight: BTreeMap<u64, (Option<u64>, Call)>,
    /// What settled in the latest batch.
    settling: BTreeSet<u64>,
    asked: BTreeSet<u64>,
    /// By scope, since a nested workflow that is retried makes its calls again.
    attempts: BTreeSet<(u64, String, u32)>,
    wake_at: Option<u64>,
    more: bool,
    /// What the log, written and read again, folds to.
    folded: State,
    folded_events: usize,
}

impl<'c> Player<'c> {
    fn new(case: &'c Case, run: Run, now: u64) -> Self {
        Self {
            case,
            folded: State::new(Retention::Log),
            folded_events: 0,
            run,
            now,
            in_flight: BTreeMap::new(),
            settling: BTreeSet::new(),
            asked: BTreeSet::new(),
            attempts: BTreeSet::new(),
            wake_at: None,
            more: false,
        }
    }

    fn start(case: &'c Case, workflow: &Arc<Workflow>) -> Self {
        let run = Run::new(workflow.clone(), RunOptions::new("run/1", case.draw("", 0)));
        let mut player = Self::new(case, run, 1000);
        let input = Json::parse(case.input).unwrap();
        player.send([Command::Start { input }]);
        player
    }

    /// Goes on from a log's text, as after a crash; what is paused is resumed.
    fn recover(case: &'c Case, workflow: &Arc<Workflow>, text: &str) -> Self {
        let events = log::read(text).unwrap();
        let now = events.last().unwrap().at;
        let run = Run::from_log(workflow.clone(), events, Retention::Log).unwrap();
        let mut player = Self::new(case, run, now);
        player.send([Command::Recover]);
        if player.run.status() == RunStatus::Paused {
            player.send([Command::Resume]);
        }
        player
    }

    fn send(&mut self, commands: impl IntoIterator<Item = Command>) {
        match self.run.handle_all(commands, self.now) {
            Ok(effects) => self.take(effects),
            Err((error, _)) => panic!("{error}"),
        }
    }

    /// Sends what may be refused, in which case nothing may have changed.
    fn try_send(&mut self, command: Command, now: u64) {
        let before = (self.run.state().clone(), self.run.log().len());
        match self.run.handle_all([command], now) {
            Ok(effects) => self.take(effects),
            Err((_, effects)) => {
                assert!(effects.calls.is_empty() && effects.cancels.is_empty());
                assert_eq!(
                    (self.run.state(), self.run.log().len()),
                    (&before.0, before.1)
                );
                self.take(effects);
            }
        }
    }

    fn take(&mut self, effects: Effects) {
        for id in effects.cancels {
            // One that settled in the same batch, after it had been abandoned, is in flight for the run.
            assert!(
                self.in_flight.remove(&id).is_some() || self.settling.contains(&id),
                "{id} is cancelled and not in flight"
            );
        }
        for call in effects.calls {
            assert!(
                self.asked.insert(call.id),
                "{} is asked for twice",
                call.path
            );
            let key = self.run.idempotency_key(call.id).unwrap();
            let settled = self
                .case
                .answer(&call.function, &key, call.attempt, call.input.as_str());
            let twin = self
                .in_flight
                .keys()
                .find(|id| self.run.idempotency_key(**id).as_ref() == Some(&key));
            assert_eq!(twin, None, "two calls with the key {key} at once");
            let scope = self.run.state().attempts[&call.id].scope;
            assert!(
                self.attempts.insert((scope, key, call.attempt)),
                "attempt {} of {} is asked for twice",
                call.attempt,
                call.path
            );
            let at = settled.after.map(|after| self.now + after);
            self.in_flight.insert(call.id, (at, call));
        }
        self.settling.clear();
        (self.wake_at, self.more) = (effects.wake_at, effects.more);
        let state = self.run.state();
        let calls = state
            .attempts
            .iter()
            .filter(|(_, attempt)| attempt.function.is_some());
        assert!(
            calls.map(|(id, _)| id).eq(self.in_flight.keys()),
            "others are in flight"
        );
        self.check_limits();
        self.fold();
        if self.run.status().is_over() {
            assert!(state_is_idle(self.run.state()), "{:?}", self.run.state());
            assert_eq!((self.wake_at, self.more), (None, false));
        }
    }

    fn check_limits(&self) {
        for visit in self
            .run
            .state()
            .scopes
            .values()
            .filter_map(|scope| scope.visit.as_ref())
        {
            let active = visit.slots.iter().filter(|slot| {
                matches!(slot.state, SlotState::Running(_) | SlotState::Retrying(_))
            });
            assert_eq!(active.count(), visit.active as usize, "{}", visit.path);
            assert!(visit.active <= visit.concurrency, "{}", visit.path);
        }
    }

    fn fold(&mut self) {
        let text = log::write(&self.run.log()[self.folded_events..]);
        if !text.is_empty() {
            for event in log::read(&text).unwrap() {
                self.folded.apply(&event).unwrap();
            }
        }
        self.folded_events = self.run.log().len();
        assert_eq!(
            format!("{:?}", self.folded),
            format!("{:?}", self.run.state())
        );
    }

    /// The next command of a driver; `None` when nothing will ever happen.
    fn next(&mut self) -> Option<Command> {
        if self.more {
            return Some(Command::Tick);
        }
        let first = self
            .in_flight
            .iter()
            .filter_map(|(id, (at, call))| {
                let key = self.run.idempotency_key(*id)?;
                // An order that is the same for the calls of a resumed run.
                Some(((*at)?, self.case.draw(&key, call.attempt), *id))
            })
            .min();
        match (first, self.wake_at) {
            (Some((at, _, id)), wake) if wake.is_none_or(|wake| at <= wake) => {
                self.now = self.now.max(at);
                Some(self.settle(id))
            }
            (_, Some(wake)) => {
                self.now = self.now.max(wake);
                Some(Command::Tick)
            }
            (_, None) => None,
        }
    }

    fn settle(&mut self, id: u64) -> Command {
        let key = self.run.idempotency_key(id).unwrap();
        let (_, call) = self.in_flight.remove(&id).unwrap();
        self.settling.insert(id);
        let settled = self
            .case
            .answer(&call.function, &key, call.attempt, call.input.as_str());
        Command::Finished {
            attempt: id,
            result: match settled.result {
                Ok(text) => Ok(Json::parse(&text).unwrap()),
                Err(name) => Err(ErrorInfo {
                    cause: Some(Json::null()),
                    ..ErrorInfo::new(name, "no")
                }),
            },
        }
    }

    fn play(&mut self) {
        for _ in 0..MOST_COMMANDS {
            if self.run.status().is_over() {
                return;
            }
            let command = self.next().expect("the run stalls");
            self.send([command]);
        }
        panic!("the run does not end");
    }

    /// How the run ended, all in order.
    fn end(&self) -> End {
        let report = self.run.report();
        let order = report.context.keys().cloned().collect();
        (report, order, self.run.steps())
    }
}

fn state_is_idle(state: &State) -> bool {
    state.attempts.is_empty()
        && state.agenda.is_empty()
        && state.timers.is_empty()
        && state.scopes.iter().count() == 1
}

fn workflow(case: &Case) -> Arc<Workflow> {
    Workflow::parse(&case.definition)
        .unwrap_or_else(|e| panic!("{e:?}\n{}", case.definition))
        .into()
}

/// How a run ended, the paths of its context in order, and where its steps stand.
type End = (Report, Vec<String>, Vec<(Arc<str>, StepStatus)>);

fn whole_log(case: &Case, workflow: &Arc<Workflow>) -> (Vec<LoggedEvent>, End) {
    let mut player = Player::start(case, workflow);
    player.play();
    (player.run.log().to_vec(), player.end())
}

proptest! {
    /// Each command's answer is looked at by the player: what is in flight, what the log folds to.
    #[test]
    fn a_run_ends_and_asks_for_nothing_twice(seed in any::<u64>()) {
        let case = Case::wild(seed);
        Player::start(&case, &workflow(&case)).play();
    }

    #[test]
    fn every_prefix_of_a_log_folds(seed in any::<u64>()) {
        let case = Case::wild(seed);
        let workflow = workflow(&case);
        let (events, _) = whole_log(&case, &workflow);
        let mut state = State::new(Retention::Log);
        let mut text = String::new();
        for (index, event) in events.iter().enumerate() {
            state.apply(event).unwrap();
            text += &log::write_line(event);
            if index % 7 != 0 && index + 20 < events.len() {
                continue; // folding them all is quadratic
            }
            let read = Run::from_log(workflow.clone(), log::read(&text).unwrap(), Retention::Log).unwrap();
            prop_assert_eq!(format!("{:?}", read.state()), format!("{:?}", &state));
            prop_assert_eq!(log::write(read.log()), text.as_str());
        }
    }

    #[test]
    fn resuming_from_any_prefix_reaches_the_same_end(seed in any::<u64>()) {
        let case = Case::tame(seed);
        let workflow = workflow(&case);
        let (events, end) = whole_log(&case, &workflow);
        let lines: Vec<String> = events.iter().map(log::write_line).collect();
        let stride = 1 + lines.len() / 60;
        for most in (1..lines.len()).step_by(stride) {
            let mut resumed = Player::recover(&case, &workflow, &lines[..most].concat());
            resumed.play();
            prop_assert_eq!(&resumed.end(), &end, "from event {}", most);
        }
    }

    #[test]
    fn a_crash_in_a_resumed_run_does_no_harm_either(seed in any::<u64>()) {
        let case = Case::tame(seed);
        let workflow = workflow(&case);
        let (_, end) = whole_log(&case, &workflow);
        let mut player = Player::start(&case, &workflow);
        let mut rng = Rng::with_seed(seed);
        while !player.run.status().is_over() {
            let command = player.next().expect("the run stalls");
            player.send([command]);
            let log = player.run.log();
            if rng.u8(..10) == 0 && !player.run.status().is_over() {
                let paused = rng.bool() && player.run.status() == RunStatus::Running;
                let text = log::write(log);
                if paused {
                    player.send([Command::Pause]);
                }
                player = Player::recover(&case, &workflow, &text);
            }
        }
        prop_assert_eq!(&player.end(), &end);
    }

    #[test]
    fn commands_at_any_time_do_no_harm(seed in any::<u64>()) {
        let case = Case::wild(seed);
        let workflow = workflow(&case);
        let mut player = Player::start(&case, &workflow);
        let mut rng = Rng::with_seed(seed);
        let mut done = vec![0, 1, u64::MAX];
        for _ in 0..3000 {
            match rng.u8(..24) {
                0 => player.try_send(Command::Pause, player.now),
                1..3 => player.try_send(Command::Resume, player.now),
                3 => {
                    let now = rng.u64(..player.now);
                    let result = Err(ErrorInfo::new("Late", "late"));
                    player.try_send(Command::Finished { attempt: done[rng.usize(..done.len())], result }, now);
                }
                4 => player.try_send(Command::Start { input: Json::null() }, player.now),
                5 => player.try_send(Command::Tick, player.now / 2),
                6 if rng.u8(..20) == 0 => player.try_send(Command::Cancel { reason: None }, player.now),
                7 if player.in_flight.len() > 1 => {
                    // Several at once, and some time has passed.
                    player.now += rng.u64(..900);
                    let ids: Vec<u64> = player.in_flight.keys().copied().take(rng.usize(1..5)).collect();
                    done.extend(&ids);
                    let commands: Vec<Command> = ids.iter().map(|id| player.settle(*id)).collect();
                    player.send(commands.clone().into_iter().chain(commands));
                }
                8 if rng.u8(..5) == 0 && !player.run.status().is_over() => {
                    let text = log::write(player.run.log());
                    player = Player::recover(&case, &workflow, &text);
                }
                9 => player.try_send(Command::ExtendTimeouts { by: rng.u64(..900) }, player.now),
                _ if player.run.status().is_over() => break,
                _ => {
                    if let Some(command) = player.next() {
                        if let Command::Finished { attempt, .. } = command {
                            done.push(attempt);
                        }
                        player.send([command]);
                    } else {
                        assert_eq!(player.run.status(), RunStatus::Paused);
                        player.send([Command::Resume]);
                    }
                }
            }
        }
        if player.run.status() == RunStatus::Paused {
            player.send([Command::Resume]);
        }
        player.play();
    }
}
