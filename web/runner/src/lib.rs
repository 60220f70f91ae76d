//! Runs on the page: the engine, its driver, and the sandbox in which functions are called.
//!
//! A wasm of its own, since the page can be looked at and edited without it. The page (`web/src/runner.rs`) gives an
//! [`Order`] and is told, frame by frame, what becomes of it (`page.rs`).

mod missing;
mod page;
mod run_clock;
mod run_fold;
mod run_view;
mod sandbox;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
    sync::Arc,
};

use gloo_timers::future::TimeoutFuture;
use js_sys::Date;
use stepwell_core::{
    Json, Workflow,
    driver::{Driver, RunHandle},
    engine::{ErrorInfo, Event, LoggedEvent, Retention, Run, RunOptions, log},
    workflow::Code,
};
use wasm_bindgen::prelude::*;

use missing::missing_function;
use page::{Page, Shown};
use sandbox::{Calls, Client, Listener, Opening, SandboxHost};

#[wasm_bindgen]
extern "C" {
    /// What to run, and how.
    pub type Order;
    /// The definition, as JSON.
    #[wasm_bindgen(method, getter)]
    fn definition(this: &Order) -> String;
    /// The module whose exports are the functions.
    #[wasm_bindgen(method, getter)]
    fn functions(this: &Order) -> String;
    /// What the first step is given, as JSON.
    #[wasm_bindgen(method, getter)]
    fn input(this: &Order) -> String;
    /// How long a function may take whose step does not say, in milliseconds.
    #[wasm_bindgen(method, getter)]
    fn timeout(this: &Order) -> u32;
    /// Whether functions may reach the network.
    #[wasm_bindgen(method, getter)]
    fn network(this: &Order) -> bool;
    /// The log of a run to go on with, if it is not a new one.
    #[wasm_bindgen(method, getter)]
    fn log(this: &Order) -> Option<String>;
    /// Whether waits are skipped as soon as nothing else is going on.
    #[wasm_bindgen(method, getter, js_name = skipsWaits)]
    fn skips_waits(this: &Order) -> bool;
    /// What answers in the place of functions (`sandbox/mocks.js`), or undefined.
    #[wasm_bindgen(method, getter)]
    fn mocks(this: &Order) -> JsValue;
}

/// A run, from its loading on.
#[wasm_bindgen]
pub struct Live {
    stage: Rc<RefCell<Stage>>,
    shown: Rc<Shown>,
}

/// How far a run has come.
enum Stage {
    /// The module is being loaded.
    Loading(Option<Opening>),
    /// It has begun, and may be over.
    Begun(RunHandle<SandboxHost>),
    /// Cancelled before it began.
    Cancelled,
    /// Only what was recorded of it is there.
    Recorded(Vec<LoggedEvent>),
}

#[wasm_bindgen]
impl Live {
    /// Loads the functions in a sandbox and starts a run. `page` is told what becomes of it.
    #[wasm_bindgen(constructor)]
    pub fn new(client: &Client, order: Order, page: JsValue) -> Self {
        let page = Page::new(page);
        let live = Self {
            stage: Rc::new(RefCell::new(Stage::Loading(None))),
            shown: Rc::new(Shown::new(page.clone())),
        };
        let (stage, shown, client) = (live.stage.clone(), live.shown.clone(), client.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let ran = run(&client, &order, &stage, shown).await;
            let was_cancelled = matches!(*stage.borrow(), Stage::Cancelled);
            page.ended(ran.err().filter(|_| !was_cancelled));
        });
        live
    }

    /// The run that a log tells of. Nothing of it is carried out.
    ///
    /// # Errors
    /// Why it is no log of a run.
    #[wasm_bindgen(js_name = ofLog)]
    pub fn of_log(log: &str, page: JsValue) -> Result<Self, String> {
        let events = recorded(log)?;
        let shown = Shown::new(Page::new(page));
        shown.take(&events);
        Ok(Self {
            stage: Rc::new(RefCell::new(Stage::Recorded(events))),
            shown: Rc::new(shown),
        })
    }

    /// Tells the page all that has become of the run, though it may have been told before.
    pub fn tell(&self) {
        self.shown.tell_anew();
    }

    /// Stops the run, unless it is over.
    pub fn cancel(&self) {
        let mut stage = self.stage.borrow_mut();
        match &*stage {
            Stage::Loading(opening) => {
                if let Some(opening) = opening {
                    opening.cancel();
                }
                *stage = Stage::Cancelled;
            }
            Stage::Begun(handle) => {
                // One that is over cannot be cancelled any more.
                let _ = handle.cancel(None);
            }
            Stage::Cancelled | Stage::Recorded(_) => {}
        }
    }

    /// Pauses the run, or lets it go on.
    pub fn pause(&self, pauses: bool) {
        if let Stage::Begun(handle) = &*self.stage.borrow() {
            // It may have come to its end meanwhile, or stand as asked already.
            let _ = if pauses {
                handle.pause()
            } else {
                handle.resume()
            };
        }
    }

    /// The events after the first so many, as JSON Lines.
    pub fn log(&self, from: usize) -> String {
        match &*self.stage.borrow() {
            Stage::Begun(handle) => log::write(handle.run().log().get(from..).unwrap_or_default()),
            Stage::Recorded(events) => log::write(events.get(from..).unwrap_or_default()),
            Stage::Loading(_) | Stage::Cancelled => String::new(),
        }
    }

    /// What has become of the step or task whose box has this id, as JSON: `{ status, input?, output?, error?, attempts:
    /// [{ number, started, ended?, error? }], started?, ended? }`; times in milliseconds after the run started.
    pub fn step(&self, id: &str) -> Option<String> {
        self.shown.step(id)
    }
}

/// The events of a log, which follow from one another.
fn recorded(log: &str) -> Result<Vec<LoggedEvent>, String> {
    let events = log::read(log).map_err(|error| error.to_string())?;
    let Some(Event::RunStarted(started)) = events.first().map(|first| &first.event) else {
        return Err("its log has no beginning".to_owned());
    };
    let workflow = Workflow::parse(started.definition.as_str());
    let workflow = workflow.map_err(|invalid| format!("its definition is not valid: {invalid}"))?;
    Run::from_log(Arc::new(workflow), events.clone(), Retention::Log)
        .map_err(|misfit| misfit.to_string())?;
    Ok(events)
}

/// One run from beginning to end.
///
/// # Errors
/// Why it did not begin.
async fn run(
    client: &Client,
    order: &Order,
    stage: &Rc<RefCell<Stage>>,
    shown: Rc<Shown>,
) -> Result<(), ErrorInfo> {
    let page = shown.page().clone();
    let calls = Calls::default();
    let began = Rc::new(Cell::new(Date::now()));
    let listener = Listener {
        log: Box::new({
            let (page, calls, began) = (page.clone(), calls.clone(), began.clone());
            move |entries| page.logged(entries, &calls.borrow(), began.get())
        }),
        busy: Box::new({
            let page = page.clone();
            move |busy| page.busy(busy)
        }),
    };
    let (functions, network) = (order.functions(), order.network());
    let opening = sandbox::open(client, &functions, network, &order.mocks(), listener);
    if let Stage::Loading(loading) = &mut *stage.borrow_mut() {
        *loading = Some(opening.clone());
    }
    // Meanwhile, and in a turn of its own: a large definition takes a while.
    TimeoutFuture::new(0).await;
    let read = read(order);
    if read.is_err() {
        opening.cancel();
    }
    let opened = sandbox::opened(&opening).await;
    let (workflow, input) = read?;
    let sandbox = opened?;
    let functions = sandbox.functions();
    page.functions(&functions);
    if let Some(name) = missing_function(&workflow, &functions, &keys(&order.mocks())) {
        sandbox.close();
        return Err(ErrorInfo::new(
            Code::UnknownFunction.as_str(),
            format!("there is no function `{name}`"),
        ));
    }
    let before = order.log().map(|text| log::read(&text)).transpose();
    let before = before.map_err(|error| ErrorInfo::new(error.code(), error.to_string()))?;
    let goes_on = before.is_some();
    // When what is gone on with came to its end so far.
    let mut last = 0;
    let run = match before {
        None => Run::new(workflow, options(order.timeout())),
        Some(events) => {
            shown.follow(&events);
            last = events.last().map_or(0, |event| event.at);
            let run = Run::from_log(workflow, events, Retention::Log);
            run.map_err(|misfit| ErrorInfo::new("Log.Misfit", misfit.to_string()))?
        }
    };
    let host = SandboxHost::new(
        sandbox.clone(),
        calls,
        order.skips_waits(),
        last,
        move |events: &[LoggedEvent], _| shown.follow(events),
    );
    let driver = Driver::new(run, host);
    *stage.borrow_mut() = Stage::Begun(driver.handle());
    began.set(Date::now());
    let ran = if goes_on {
        driver.go_on().await
    } else {
        driver.run(input).await
    };
    sandbox.close();
    ran.map_err(|error| ErrorInfo::new("Run.NotStarted", error.to_string()))
}

/// The names of an object's own members; none of what is no object.
fn keys(object: &JsValue) -> BTreeSet<String> {
    let keys = js_sys::Reflect::own_keys(object).unwrap_or_default();
    keys.iter().filter_map(|key| key.as_string()).collect()
}

/// What is to be run, and its input.
fn read(order: &Order) -> Result<(Arc<Workflow>, Json), ErrorInfo> {
    let workflow = Workflow::parse(&order.definition())
        .map_err(|invalid| ErrorInfo::new("Workflow.Invalid", invalid.to_string()))?;
    Ok((Arc::new(workflow), Json::parse(&order.input())?))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time after 1970, and any number from 0 to 2^53 does as a seed"
)]
fn options(timeout: u32) -> RunOptions {
    let (now, seed) = (
        Date::now() as u64,
        (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64,
    );
    RunOptions::new(format!("run-{now}"), seed).default_timeout(timeout.into())
}
