//! A host whose functions are Rust closures.

use std::{future::Future, pin::Pin, rc::Rc, sync::Arc};

use indexmap::IndexMap;
use serde::{Serialize, de::DeserializeOwned};

use super::clock::Clock;
use crate::{
    Json,
    driver::{Context, Host},
    engine::{Call, ErrorInfo, LoggedEvent, Run, names},
};

/// What a function knows beside its input.
pub struct StepInfo {
    /// The step's name.
    pub name: Arc<str>,
    /// The task's path.
    pub path: Arc<str>,
    /// The how-manieth attempt it is; the first is 1.
    pub attempt: u32,
    /// The step's `params`.
    pub params: Option<Json>,
    /// The results so far.
    pub context: Context,
}

type Outcome = Pin<Box<dyn Future<Output = Result<Json, ErrorInfo>>>>;
type Function = Rc<dyn Fn(Json, StepInfo) -> Outcome>;
type Observer = Box<dyn Fn(&[LoggedEvent], &Run)>;

/// Functions by name, and the clock that waits, timeouts and retries go by.
pub struct Functions<C> {
    clock: C,
    by_name: IndexMap<Arc<str>, Function>,
    observer: Option<Observer>,
}

impl<C: Clock> Functions<C> {
    /// No functions yet.
    pub fn new(clock: C) -> Self {
        Self {
            clock,
            by_name: IndexMap::new(),
            observer: None,
        }
    }

    /// Adds an async function over JSON text.
    #[must_use]
    pub fn with<F>(mut self, name: &str, function: impl Fn(Json, StepInfo) -> F + 'static) -> Self
    where
        F: Future<Output = Result<Json, ErrorInfo>> + 'static,
    {
        let function: Function = Rc::new(move |input, step| Box::pin(function(input, step)));
        self.by_name.insert(name.into(), function);
        self
    }

    /// Adds an async function over types of one's own. An input that is not an `I` fails with `Data.NotJson`.
    #[must_use]
    pub fn typed<I, O, F>(self, name: &str, function: impl Fn(I, StepInfo) -> F + 'static) -> Self
    where
        I: DeserializeOwned,
        O: Serialize,
        F: Future<Output = Result<O, ErrorInfo>> + 'static,
    {
        self.with(name, move |input, step| {
            let input = input.to::<I>().map_err(|e| {
                ErrorInfo::new(
                    names::DATA_NOT_JSON,
                    format!("the input has another shape: {e}"),
                )
            });
            let output = input.map(|input| function(input, step));
            async move { Ok(Json::from_value(&output?.await?)?) }
        })
    }

    /// Adds someone who is told every batch of events, before anything that they ask for is done.
    #[must_use]
    pub fn observed_by(mut self, observer: impl Fn(&[LoggedEvent], &Run) + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Whether there is a function of that name.
    pub fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }
}

impl<C: Clock> Host for Functions<C> {
    fn now(&self) -> u64 {
        self.clock.now()
    }

    fn call(
        &self,
        call: Call,
        context: Context,
    ) -> impl Future<Output = Result<Json, ErrorInfo>> + 'static {
        let busy = self.clock.busy();
        let outcome = self.by_name.get(&call.function).map(|function| {
            let Call {
                step: name,
                path,
                attempt,
                params,
                input,
                ..
            } = call.clone();
            function(
                input,
                StepInfo {
                    name,
                    path,
                    attempt,
                    params,
                    context,
                },
            )
        });
        async move {
            let _busy = busy;
            match outcome {
                Some(outcome) => outcome.await,
                None => Err(missing(&call.function)),
            }
        }
    }

    fn sleep_until(&self, due: u64) -> impl Future<Output = ()> + 'static {
        self.clock.sleep_until(due)
    }

    fn record(&self, events: &[LoggedEvent], run: &Run) {
        if let Some(observer) = &self.observer {
            observer(events, run);
        }
    }
}

pub(super) fn missing(function: &str) -> ErrorInfo {
    ErrorInfo::new(
        names::FUNCTION_MISSING,
        format!("there is no function `{function}`"),
    )
}
