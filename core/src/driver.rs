//! The loop that carries a run's effects out and feeds what comes of them back.
//!
//! It runs on its caller's thread and executor: no spawn, no `Send`. What is different between Rust
//! closures, JavaScript functions, mocks and a virtual clock is behind [`Host`]; what happens when is the
//! engine's alone.

use std::{
    cell::{Cell, Ref, RefCell},
    collections::VecDeque,
    future::{Future, poll_fn},
    pin::Pin,
    rc::Rc,
    sync::Arc,
    task::{Poll, Waker},
};

use futures_util::{
    StreamExt,
    future::{AbortHandle, Abortable},
    stream::FuturesUnordered,
};
use rustc_hash::FxHashMap;

use crate::{
    Json,
    engine::{
        Call, Command, CommandError, ContextView, Effects, ErrorInfo, LoggedEvent, Report, Run,
        RunStatus,
    },
};

/// What a driver calls to run a function, sleep and tell the time.
pub trait Host {
    /// The time in milliseconds since the Unix epoch.
    fn now(&self) -> u64;

    /// How much of the time since it was last asked for no timeout is to count, in milliseconds: as while it was asleep.
    fn take_uncounted(&self) -> u64 {
        0
    }

    /// Calls a function. Dropping the future abandons the call.
    fn call(
        &self,
        call: Call,
        context: Context,
    ) -> impl Future<Output = Result<Json, ErrorInfo>> + 'static;

    /// Ready at the time `due`, or later.
    fn sleep_until(&self, due: u64) -> impl Future<Output = ()> + 'static;

    /// Ready when others have had their turn.
    fn turn(&self) -> impl Future<Output = ()> {
        async {}
    }

    /// Takes note of new events, before anything that they ask for is done. A command that it gives by a
    /// [`RunHandle`] is carried out after it.
    fn record(&self, _events: &[LoggedEvent], _run: &Run) {}
}

/// What a function may ask about the run that calls it.
#[derive(Clone)]
pub struct Context {
    run: Rc<RefCell<Run>>,
    view: ContextView,
    key: Rc<str>,
}

impl Context {
    /// The result at a path relative to the function's own scope, as it was when the attempt started:
    /// `get("Charge")`, `get("Update/payment")`, `get("Pack[3]")`. A failure is `{ "error": … }`.
    pub fn get(&self, path: &str) -> Option<Json> {
        self.run.borrow().look_up(self.view, path)
    }

    /// What it shows: the scope's id, and the event from which on it sees nothing.
    pub fn view(&self) -> ContextView {
        self.view
    }

    /// The results that it shows and that came after the event `after`, by path ([`Run::results_since`]).
    pub fn since(&self, after: u64) -> Vec<(String, Json)> {
        self.run.borrow().results_since(self.view, after)
    }

    /// The names of the steps that have a result.
    pub fn steps(&self) -> Vec<Arc<str>> {
        self.run.borrow().visible_steps(self.view)
    }

    /// The same for every attempt of this call, across retries and restarts, and different for every other.
    pub fn idempotency_key(&self) -> &str {
        &self.key
    }
}

/// How long functions that give their results at once may follow one another before others have their turn, in
/// milliseconds: a frame at 60 Hz.
const LONGEST_TURN: u64 = 16;

type Sleep = Pin<Box<dyn Future<Output = ()>>>;

/// A run with the host that it runs on.
pub struct Driver<H> {
    shared: Rc<Shared<H>>,
}

/// Speaks to a run while its driver runs.
pub struct RunHandle<H> {
    shared: Rc<Shared<H>>,
}

struct Shared<H> {
    host: H,
    run: Rc<RefCell<Run>>,
    /// What is to be done outside and has not been begun.
    outbox: RefCell<Effects>,
    /// Whether the outbox has changed since the loop looked at it.
    nudged: Cell<bool>,
    /// Commands that came while the run was looked at, as by [`Host::record`].
    later: RefCell<VecDeque<Command>>,
    waker: RefCell<Option<Waker>>,
}

impl<H: Host> Driver<H> {
    /// A driver for a run that is not over.
    pub fn new(run: Run, host: H) -> Self {
        let run = Rc::new(RefCell::new(run));
        Self {
            shared: Rc::new(Shared {
                host,
                run,
                outbox: RefCell::default(),
                nudged: Cell::default(),
                later: RefCell::default(),
                waker: RefCell::default(),
            }),
        }
    }

    /// A handle to the run.
    pub fn handle(&self) -> RunHandle<H> {
        RunHandle {
            shared: self.shared.clone(),
        }
    }

    /// Starts the run and drives it to its end.
    ///
    /// # Errors
    /// If the run has been started before.
    pub async fn execute(self, input: Json) -> Result<Report, CommandError> {
        let shared = self.shared.clone();
        self.run(input).await?;
        Ok(shared.run.borrow().report())
    }

    /// The same for whoever wants no report: what became of the run has been recorded.
    ///
    /// # Errors
    /// If the run has been started before.
    pub async fn run(self, input: Json) -> Result<(), CommandError> {
        self.shared.dispatch([Command::Start { input }])?;
        self.drive().await;
        Ok(())
    }

    /// Goes on with a run from its log ([`Run::from_log`]) and drives it to its end: what was in flight is
    /// started again, and a paused run stays paused.
    ///
    /// # Errors
    /// If the run has not been started, or is over.
    pub async fn recover(self) -> Result<Report, CommandError> {
        let shared = self.shared.clone();
        self.go_on().await?;
        Ok(shared.run.borrow().report())
    }

    /// The same for whoever wants no report: what became of the run has been recorded.
    ///
    /// # Errors
    /// If the run has not been started, or is over.
    pub async fn go_on(self) -> Result<(), CommandError> {
        self.shared.dispatch([Command::Recover])?;
        self.drive().await;
        Ok(())
    }

    async fn drive(self) {
        let shared = self.shared;
        let mut calls = FuturesUnordered::new();
        let mut in_flight: FxHashMap<u64, AbortHandle> = FxHashMap::default();
        let mut sleep: Option<(u64, Sleep)> = None;
        let mut since = shared.host.now();
        loop {
            shared.nudged.set(false);
            let effects = shared.outbox.take();
            for attempt in effects.cancels {
                if let Some(call) = in_flight.remove(&attempt) {
                    call.abort();
                }
            }
            for call in effects.calls {
                let id = call.id;
                let Some(context) = shared.context(id) else {
                    continue; // the function called just before cancelled the run
                };
                let (abort, registration) = AbortHandle::new_pair();
                in_flight.insert(id, abort);
                let settled = shared.host.call(call, context);
                calls.push(Abortable::new(
                    async move { (id, settled.await) },
                    registration,
                ));
            }
            if shared.run.borrow().status().is_over() {
                return;
            }
            let busy = shared.host.now().saturating_sub(since) > LONGEST_TURN;
            if effects.more || busy {
                shared.host.turn().await;
                since = shared.host.now();
            }
            if effects.more {
                shared.accept([Command::Tick]);
                continue;
            }
            if sleep.as_ref().map(|(due, _)| *due) != effects.wake_at {
                sleep = effects
                    .wake_at
                    .map(|due| (due, Box::pin(shared.host.sleep_until(due)) as _));
            }
            let mut commands = Vec::new();
            let mut waited = false;
            poll_fn(|cx| {
                shared.waker.replace(Some(cx.waker().clone()));
                // One at a time: a virtual clock must not move on before the run knows what has happened.
                while let Poll::Ready(Some(settled)) = calls.poll_next_unpin(cx) {
                    if let Ok((attempt, result)) = settled {
                        in_flight.remove(&attempt);
                        commands.push(Command::Finished { attempt, result });
                        break;
                    }
                }
                let nudged = shared.nudged.get();
                let slept = commands.is_empty()
                    && sleep
                        .as_mut()
                        .is_some_and(|(_, sleep)| sleep.as_mut().poll(cx).is_ready());
                if slept {
                    sleep = None;
                    commands.push(Command::Tick);
                }
                if nudged || !commands.is_empty() {
                    Poll::Ready(())
                } else {
                    waited = true;
                    Poll::Pending
                }
            })
            .await;
            if waited {
                since = shared.host.now();
            }
            shared.accept(commands);
        }
    }
}

impl<H: Host> Shared<H> {
    /// What a call in flight may ask; `None` if it is not in flight.
    fn context(&self, attempt: u64) -> Option<Context> {
        let run = self.run.borrow();
        Some(Context {
            view: run.view(attempt)?,
            key: run.idempotency_key(attempt)?.into(),
            run: self.run.clone(),
        })
    }

    /// Carries out a command of somebody who may be looking at the run: then as soon as nobody does.
    fn tell(&self, command: Command) -> Result<(), CommandError> {
        if self.run.try_borrow_mut().is_ok() {
            return self.dispatch([command]);
        }
        self.run.borrow().check(&command)?;
        self.later.borrow_mut().push_back(command);
        self.nudged.set(true);
        Ok(())
    }

    /// Carries commands out on the run, and after them those that came while it was looked at.
    fn dispatch(&self, commands: impl IntoIterator<Item = Command>) -> Result<(), CommandError> {
        let result = self.carry_out(commands);
        loop {
            let later = self.later.borrow_mut().pop_front();
            let Some(command) = later else {
                return result;
            };
            // What was in order when it came may have come too late.
            let _ = self.carry_out([command]);
        }
    }

    /// Carries commands out on the run and keeps what it asks for until the loop comes to it.
    fn carry_out(&self, commands: impl IntoIterator<Item = Command>) -> Result<(), CommandError> {
        let before = self.run.borrow().seq();
        let now = self.host.now();
        let by = self.host.take_uncounted();
        // Before anything that is done at this time.
        let extend = (by > 0).then_some(Command::ExtendTimeouts { by });
        let commands = extend.into_iter().chain(commands);
        let result = self.run.borrow_mut().handle_all(commands, now);
        let (result, effects) = match result {
            Ok(effects) => (Ok(()), effects),
            Err((error, effects)) => (Err(error), effects),
        };
        let run = self.run.borrow();
        let new = run.log().partition_point(|event| event.seq <= before);
        if new < run.log().len() {
            self.host.record(&run.log()[new..], &run);
        }
        let mut outbox = self.outbox.borrow_mut();
        if !effects.cancels.is_empty() {
            outbox.calls.retain(|call| run.view(call.id).is_some());
        }
        outbox.calls.extend(effects.calls);
        outbox.cancels.extend(effects.cancels);
        self.nudged.set(true);
        (outbox.wake_at, outbox.more) = (effects.wake_at, effects.more);
        result
    }

    /// For commands that every state takes.
    fn accept(&self, commands: impl IntoIterator<Item = Command>) {
        self.dispatch(commands)
            .expect("a call may settle and time may pass in every state");
    }
}

impl<H: Host> RunHandle<H> {
    /// Lets what is in flight finish and starts nothing new.
    ///
    /// # Errors
    /// If the run is not under way, or paused.
    pub fn pause(&self) -> Result<(), CommandError> {
        self.send(Command::Pause)
    }

    /// Goes on after a pause.
    ///
    /// # Errors
    /// If the run is not paused.
    pub fn resume(&self) -> Result<(), CommandError> {
        self.send(Command::Resume)
    }

    /// Abandons everything in flight and ends the run.
    ///
    /// # Errors
    /// If the run has not been started, or is over.
    pub fn cancel(&self, reason: Option<&str>) -> Result<(), CommandError> {
        self.send(Command::Cancel {
            reason: reason.map(Into::into),
        })
    }

    /// Where the run stands.
    pub fn status(&self) -> RunStatus {
        self.run().status()
    }

    /// The run as it is now.
    pub fn run(&self) -> Ref<'_, Run> {
        self.shared.run.borrow()
    }

    /// The host.
    pub fn host(&self) -> &H {
        &self.shared.host
    }

    fn send(&self, command: Command) -> Result<(), CommandError> {
        let result = self.shared.tell(command);
        if let Some(waker) = self.shared.waker.take() {
            waker.wake();
        }
        result
    }
}

impl<H> Clone for RunHandle<H> {
    fn clone(&self) -> Self {
        Self {
            shared: self.shared.clone(),
        }
    }
}
