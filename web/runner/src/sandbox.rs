//! The sandbox in which a run's functions live, and the host that calls them there.
//!
//! Nothing that comes out of it is trusted: results and errors are texts that are read here.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::{Future, poll_fn},
    pin::pin,
    rc::Rc,
    sync::Arc,
    task::Poll,
};

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Date, JSON, Promise};
use stepwell_core::{
    Json,
    driver::{Context, Host},
    engine::{Call, ErrorInfo, LoggedEvent, Run},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::run_clock::{BEAT, RunClock};

#[wasm_bindgen]
extern "C" {
    /// The page's side of the sandbox (`web/sandbox/client.js`).
    #[derive(Clone)]
    pub type Client;
    #[wasm_bindgen(method, js_name = openSandbox)]
    fn open_sandbox(this: &Client, module: &str, options: &JsValue) -> Opening;

    /// A sandbox that is being made.
    #[derive(Clone)]
    pub(crate) type Opening;
    #[wasm_bindgen(method, getter)]
    fn sandbox(this: &Opening) -> Promise;
    /// Gives it up.
    #[wasm_bindgen(method)]
    pub(crate) fn cancel(this: &Opening);

    /// A module's functions, loaded.
    #[derive(Clone)]
    pub(crate) type Sandbox;
    /// Their names.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn functions(this: &Sandbox) -> Vec<String>;
    #[wasm_bindgen(method)]
    fn call(
        this: &Sandbox,
        id: f64,
        isolated: bool,
        function: &str,
        input: &str,
        step: &str,
        scope: f64,
        context: Vec<String>,
    ) -> Promise;
    #[wasm_bindgen(method)]
    fn abandon(this: &Sandbox, id: f64);
    /// Ends everything in it.
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &Sandbox);

    type Document;
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Document;
    #[wasm_bindgen(method, getter)]
    fn hidden(this: &Document) -> bool;

    type Entry;
    #[wasm_bindgen(method, getter)]
    fn level(this: &Entry) -> String;
    #[wasm_bindgen(method, getter)]
    fn call(this: &Entry) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn at(this: &Entry) -> f64;
    #[wasm_bindgen(method, getter)]
    fn text(this: &Entry) -> String;
}

/// One thing that functions, or the sandbox itself, have to say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LogEntry {
    /// `debug`, `log`, `info`, `warn`, `error`, `uncaught`, or `notice` for the sandbox's own.
    pub(crate) level: String,
    /// The id of the call that says it, where that is known.
    pub(crate) call: Option<u64>,
    /// When, in milliseconds since the Unix epoch.
    pub(crate) at: f64,
    /// What.
    pub(crate) text: String,
}

/// What a sandbox tells the page.
pub(crate) struct Listener {
    /// Log entries, in order.
    pub(crate) log: Box<dyn Fn(Vec<LogEntry>)>,
    /// Whether a function keeps the worker busy, so that nothing else in it can go on.
    pub(crate) busy: Box<dyn Fn(bool)>,
}

/// Begins to load a module in a sandbox; `network` lets it reach the network, and `mocks` answer in the place of functions.
pub(crate) fn open(
    client: &Client,
    module: &str,
    network: bool,
    mocks: &JsValue,
    listener: Listener,
) -> Opening {
    let Listener { log, busy } = listener;
    let on_log = Closure::<dyn Fn(String)>::new(move |entries: String| log(read_log(&entries)));
    let on_busy = Closure::<dyn Fn(bool)>::new(busy);
    let options = js_sys::Object::new();
    for (key, value) in [
        ("network", network.into()),
        ("mocks", mocks.clone()),
        ("onLog", on_log.into_js_value()),
        ("onBusy", on_busy.into_js_value()),
    ] {
        js_sys::Reflect::set(&options, &key.into(), &value).expect("a new object takes any member");
    }
    client.open_sandbox(module, &options)
}

/// The sandbox, once its module is loaded.
///
/// # Errors
/// What was thrown while loading it.
pub(crate) async fn opened(opening: &Opening) -> Result<Sandbox, ErrorInfo> {
    match JsFuture::from(opening.sandbox()).await {
        Ok(sandbox) => Ok(sandbox.unchecked_into()),
        Err(thrown) => Err(error_info(&thrown)),
    }
}

fn read_log(entries: &str) -> Vec<LogEntry> {
    let entries = JSON::parse(entries).map_or_else(|_| Array::new(), |list| Array::from(&list));
    let entries = entries.iter().map(Entry::from);
    entries
        .map(|entry| LogEntry {
            level: entry.level(),
            call: entry.call().map(as_id),
            at: entry.at(),
            text: entry.text(),
        })
        .collect()
}

type Observer = Box<dyn Fn(&[LoggedEvent], &Run)>;
/// The path and attempt of each call by its id.
pub(crate) type Calls = Rc<RefCell<BTreeMap<u64, (Arc<str>, u32)>>>;

/// Calls the functions of a sandbox, by the clock of the machine. Dropping the future of a call abandons it there.
pub(crate) struct SandboxHost {
    sandbox: Sandbox,
    observer: Observer,
    calls: Calls,
    /// Up to which event the sandbox has been told each scope's results.
    told: RefCell<BTreeMap<u64, u64>>,
    clock: Rc<Clock>,
}

/// The time of the run, which may be moved ahead to where a wait ends.
struct Clock {
    skips_waits: bool,
    time: RefCell<RunClock>,
}

impl Clock {
    fn now(&self) -> u64 {
        self.time.borrow_mut().now(now(), is_hidden())
    }

    /// Ready at the time `due`; or at once, and then it is that time, where waits are skipped and no call is going on.
    async fn sleep_until(&self, due: u64) {
        while let Some(left @ 1..) = due.checked_sub(self.now()) {
            let beat = u32::try_from(left).unwrap_or(BEAT).min(BEAT);
            let mut timer = pin!(TimeoutFuture::new(beat));
            poll_fn(|context| {
                // Whoever drives the run looks here again whenever a call has settled.
                let mut time = self.time.borrow_mut();
                if self.skips_waits && !time.is_calling() {
                    time.skip(left);
                    return Poll::Ready(());
                }
                drop(time);
                timer.as_mut().poll(context)
            })
            .await;
        }
    }
}

impl SandboxHost {
    /// A host over a sandbox. `observer` is told every batch of events, before anything that they ask for is
    /// done; `calls` learns what is called. It is not earlier than `last`: a run whose waits were skipped may have come
    /// there already.
    pub(crate) fn new(
        sandbox: Sandbox,
        calls: Calls,
        skips_waits: bool,
        last: u64,
        observer: impl Fn(&[LoggedEvent], &Run) + 'static,
    ) -> Self {
        Self {
            sandbox,
            observer: Box::new(observer),
            calls,
            told: RefCell::default(),
            clock: Rc::new(Clock {
                skips_waits,
                time: RefCell::new(RunClock::at_least(last, now())),
            }),
        }
    }

    /// What the scope of a call has not been told yet: path, value, path, value, …
    fn news(&self, context: &Context) -> Vec<String> {
        let view = context.view();
        let mut told = self.told.borrow_mut();
        let after = std::mem::replace(told.entry(view.scope()).or_default(), view.before());
        let news = context.since(after).into_iter();
        news.flat_map(|(path, value)| [path, value.to_string()])
            .collect()
    }
}

impl Host for SandboxHost {
    fn now(&self) -> u64 {
        self.clock.now()
    }

    fn call(
        &self,
        call: Call,
        context: Context,
    ) -> impl Future<Output = Result<Json, ErrorInfo>> + 'static {
        let id = call.id;
        let entry = (call.path.clone(), call.attempt);
        self.calls.borrow_mut().insert(id, entry);
        let settles = self.sandbox.call(
            as_number(id),
            call.isolated,
            &call.function,
            call.input.as_str(),
            &step_text(&call, context.idempotency_key()),
            as_number(context.view().scope()),
            self.news(&context),
        );
        let pending = AbandonOnDrop {
            sandbox: Some(self.sandbox.clone()),
            id,
            clock: self.clock.clone(),
        };
        let mut time = self.clock.time.borrow_mut();
        time.call_begins(now(), is_hidden());
        drop(time);
        async move {
            let settled = JsFuture::from(settles).await;
            pending.settle();
            match settled {
                Ok(text) => Ok(Json::parse(&text.as_string().unwrap_or_default())?),
                Err(thrown) => Err(error_info(&thrown)),
            }
        }
    }

    fn take_uncounted(&self) -> u64 {
        self.clock.time.borrow_mut().take_uncounted()
    }

    async fn turn(&self) {
        TimeoutFuture::new(0).await;
    }

    fn sleep_until(&self, due: u64) -> impl Future<Output = ()> + 'static {
        let clock = self.clock.clone();
        async move { clock.sleep_until(due).await }
    }

    fn record(&self, events: &[LoggedEvent], run: &Run) {
        (self.observer)(events, run);
    }
}

/// What a function is told of its step, as JSON text.
fn step_text(call: &Call, idempotency_key: &str) -> String {
    let mut text = format!(
        r#"{{"name":{},"path":{},"attempt":{},"idempotencyKey":{}"#,
        Json::string(&call.step),
        Json::string(&call.path),
        call.attempt,
        Json::string(idempotency_key),
    );
    if let Some(params) = &call.params {
        text.push_str(",\"params\":");
        text.push_str(params.as_str());
    }
    text.push('}');
    text
}

/// An id as JavaScript has it: exact, since no run records 2⁵³ events.
#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
fn as_number(id: u64) -> f64 {
    id as f64
}

/// An id that was a number in JavaScript.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, and below 2^53"
)]
fn as_id(number: f64) -> u64 {
    number as u64
}

/// The time in milliseconds since the Unix epoch.
fn now() -> u64 {
    as_id(Date::now())
}

/// Whether the tab is hidden.
fn is_hidden() -> bool {
    DOCUMENT.with(Document::hidden)
}

/// The error record that a promise was rejected with. It may be forged, so it is read as any text.
fn error_info(thrown: &JsValue) -> ErrorInfo {
    let text = thrown.as_string().unwrap_or_default();
    Json::parse(&text)
        .ok()
        .and_then(|record| ErrorInfo::read(record.as_str()))
        .unwrap_or_else(|| ErrorInfo::new("Error", "something was thrown that cannot be read"))
}

/// Abandons a call that is given up before it settles.
struct AbandonOnDrop {
    sandbox: Option<Sandbox>,
    id: u64,
    clock: Rc<Clock>,
}

impl AbandonOnDrop {
    fn settle(mut self) {
        self.sandbox = None;
    }
}

impl Drop for AbandonOnDrop {
    fn drop(&mut self) {
        let mut time = self.clock.time.borrow_mut();
        time.call_ends(now(), is_hidden());
        drop(time);
        if let Some(sandbox) = &self.sandbox {
            sandbox.abandon(as_number(self.id));
        }
    }
}
