//! A host that answers from a script: mocks with results, errors and durations, by a virtual clock.

use std::{cell::RefCell, collections::VecDeque, future::Future, sync::Arc};

use rustc_hash::FxHashMap;

use super::{
    clock::{Clock, VirtualClock},
    functions::missing,
};
use crate::{
    Json,
    driver::{Context, Host},
    engine::{Call, ErrorInfo, LoggedEvent, Run},
};

/// How a mocked function answers one call.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Milliseconds until it settles; `None`: never.
    pub after: Option<u64>,
    /// What it settles to; `None`: its own input.
    pub result: Option<Result<Json, ErrorInfo>>,
}

impl Answer {
    /// Gives a result at once.
    pub fn value(value: Json) -> Self {
        Self {
            after: Some(0),
            result: Some(Ok(value)),
        }
    }

    /// Fails at once.
    pub fn error(error: ErrorInfo) -> Self {
        Self {
            after: Some(0),
            result: Some(Err(error)),
        }
    }

    /// Gives its own input back at once.
    pub fn echo() -> Self {
        Self {
            after: Some(0),
            result: None,
        }
    }

    /// Never settles.
    pub fn never() -> Self {
        Self {
            after: None,
            result: None,
        }
    }

    /// The same after so many milliseconds.
    #[must_use]
    pub fn after(self, milliseconds: u64) -> Self {
        Self {
            after: Some(milliseconds),
            ..self
        }
    }
}

/// Answers by function name: each call takes the next one, and the last is repeated.
pub struct Script {
    clock: VirtualClock,
    answers: RefCell<FxHashMap<Arc<str>, VecDeque<Answer>>>,
    calls: RefCell<Vec<(Call, String)>>,
    events: RefCell<Vec<LoggedEvent>>,
}

impl Script {
    /// No answers yet.
    pub fn new(clock: VirtualClock) -> Self {
        Self {
            clock,
            answers: RefCell::default(),
            calls: RefCell::default(),
            events: RefCell::default(),
        }
    }

    /// Adds what a function answers, call after call.
    #[must_use]
    pub fn answer(self, function: &str, answers: impl IntoIterator<Item = Answer>) -> Self {
        self.answers
            .borrow_mut()
            .insert(function.into(), answers.into_iter().collect());
        self
    }

    /// The calls so far, each with its idempotency key.
    pub fn calls(&self) -> Vec<(Call, String)> {
        self.calls.borrow().clone()
    }

    /// The events so far.
    pub fn events(&self) -> Vec<LoggedEvent> {
        self.events.borrow().clone()
    }
}

impl Host for Script {
    fn now(&self) -> u64 {
        self.clock.now()
    }

    fn call(
        &self,
        call: Call,
        context: Context,
    ) -> impl Future<Output = Result<Json, ErrorInfo>> + 'static {
        self.calls
            .borrow_mut()
            .push((call.clone(), context.idempotency_key().to_owned()));
        let answer = self
            .answers
            .borrow_mut()
            .get_mut(&call.function)
            .and_then(|answers| {
                if answers.len() > 1 {
                    answers.pop_front()
                } else {
                    answers.front().cloned()
                }
            });
        let after = answer.as_ref().map_or(Some(0), |answer| answer.after);
        let settles = after.map(|after| {
            self.clock
                .sleep_until(self.clock.now().saturating_add(after))
        });
        async move {
            match settles {
                Some(settles) => settles.await,
                None => std::future::pending().await,
            }
            match answer {
                None => Err(missing(&call.function)),
                Some(Answer { result: None, .. }) => Ok(call.input),
                Some(Answer {
                    result: Some(result),
                    ..
                }) => result,
            }
        }
    }

    fn sleep_until(&self, due: u64) -> impl Future<Output = ()> + 'static {
        self.clock.sleep_until(due)
    }

    fn record(&self, events: &[LoggedEvent], _: &Run) {
        self.events.borrow_mut().extend_from_slice(events);
    }
}
