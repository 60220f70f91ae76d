//! The host that calls JavaScript functions, values or promises, from the page.

use std::{future::Future, rc::Rc};

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Date, Function, JSON, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{
    Json,
    driver::{Context, Host},
    engine::{Call, ErrorInfo, LoggedEvent, Run},
    host::missing,
};

/// The longest time that `setTimeout` takes, in milliseconds; longer ones fire at once.
const LONGEST_TIMER: u64 = 0x7fff_ffff;

#[wasm_bindgen(module = "/npm/value.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = toJson)]
    fn to_json(value: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(js_name = toErrorRecord)]
    fn to_error_record(thrown: &JsValue) -> String;
}

#[wasm_bindgen(module = "/npm/step.js")]
extern "C" {
    type Step;
    #[wasm_bindgen(constructor)]
    fn new(name: &str, path: &str, attempt: u32, source: JsStep) -> Step;
    #[wasm_bindgen(static_method_of = Step)]
    fn abort(step: &Step, reason: &JsValue);
}

type Log = Rc<dyn Fn(&Call, &Array)>;
type Resolve = Box<dyn Fn(&str) -> Option<Function>>;
type Observer = Box<dyn Fn(&[LoggedEvent], &Run)>;

/// What the `step` argument of a JavaScript function asks the run.
#[wasm_bindgen]
pub struct JsStep {
    call: Call,
    context: Context,
    log: Option<Log>,
}

#[wasm_bindgen]
impl JsStep {
    /// The step's `params` as JSON text.
    pub fn params(&self) -> Option<String> {
        self.call.params.as_ref().map(ToString::to_string)
    }

    /// The call's idempotency key.
    #[wasm_bindgen(js_name = idempotencyKey)]
    pub fn idempotency_key(&self) -> String {
        self.context.idempotency_key().to_owned()
    }

    /// The result at a path as JSON text.
    #[wasm_bindgen(js_name = lookUp)]
    pub fn look_up(&self, path: &str) -> Option<String> {
        self.context.get(path).map(|value| value.to_string())
    }

    /// The steps that have a result.
    pub fn steps(&self) -> Vec<String> {
        self.context
            .steps()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    /// Passes on what the function logs.
    pub fn log(&self, _step: &JsValue, values: &Array) {
        if let Some(log) = &self.log {
            log(&self.call, values);
        }
    }
}

/// Calls the JavaScript functions that a resolver finds by name, by the clock of the machine. Dropping the
/// future of a call aborts its `step.signal`.
pub struct JsHost {
    resolve: Resolve,
    observer: Option<Observer>,
    log: Option<Log>,
}

impl JsHost {
    /// A host for the functions that `resolve` finds.
    pub fn new(resolve: impl Fn(&str) -> Option<Function> + 'static) -> Self {
        Self {
            resolve: Box::new(resolve),
            observer: None,
            log: None,
        }
    }

    /// Adds someone who is told every batch of events, before anything that they ask for is done.
    #[must_use]
    pub fn observed_by(mut self, observer: impl Fn(&[LoggedEvent], &Run) + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }

    /// Adds someone who is told what functions log by `step.log`.
    #[must_use]
    pub fn logging_to(mut self, log: impl Fn(&Call, &Array) + 'static) -> Self {
        self.log = Some(Rc::new(log));
        self
    }
}

impl Host for JsHost {
    fn now(&self) -> u64 {
        now()
    }

    fn call(
        &self,
        call: Call,
        context: Context,
    ) -> impl Future<Output = Result<Json, ErrorInfo>> + 'static {
        let function = (self.resolve)(&call.function);
        let log = self.log.clone();
        async move {
            let Some(function) = function else {
                return Err(missing(&call.function));
            };
            let input = JSON::parse(call.input.as_str()).map_err(|thrown| error_info(&thrown))?;
            let (name, path, attempt) = (call.step.clone(), call.path.clone(), call.attempt);
            let step = Step::new(&name, &path, attempt, JsStep { call, context, log });
            let mut call = AbortOnDrop {
                step,
                settled: false,
            };
            let mut settled = function.call2(&JsValue::UNDEFINED, &input, &call.step);
            if let Ok(value) = &settled
                && (value.is_object() || value.is_function())
            {
                settled = JsFuture::from(Promise::resolve(value)).await;
            }
            call.settled = true;
            let text = settled
                .and_then(|value| to_json(&value))
                .map_err(|thrown| error_info(&thrown))?;
            Ok(Json::trusted(text))
        }
    }

    async fn turn(&self) {
        TimeoutFuture::new(0).await;
    }

    #[expect(
        clippy::manual_async_fn,
        reason = "the future must not borrow the host"
    )]
    fn sleep_until(&self, due: u64) -> impl Future<Output = ()> + 'static {
        async move {
            while let Some(left @ 1..) = due.checked_sub(now()) {
                TimeoutFuture::new(u32::try_from(left.min(LONGEST_TIMER)).unwrap_or(u32::MAX))
                    .await;
            }
        }
    }

    fn record(&self, events: &[LoggedEvent], run: &Run) {
        if let Some(observer) = &self.observer {
            observer(events, run);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time after 1970"
)]
fn now() -> u64 {
    Date::now() as u64
}

fn error_info(thrown: &JsValue) -> ErrorInfo {
    let text = to_error_record(thrown);
    ErrorInfo::read(&text).unwrap_or_else(|| ErrorInfo::new("Error", text))
}

/// Aborts the `step.signal` of a call that is given up before it settles.
struct AbortOnDrop {
    step: Step,
    settled: bool,
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if !self.settled {
            let reason = js_sys::Error::new("the attempt was abandoned");
            reason.set_name("AbortError");
            Step::abort(&self.step, &reason);
        }
    }
}
