//! What the page is told of a run: arrays of plain values, numbered as in `web/src/runner.rs`.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
};

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function};
use stepwell_core::{
    Json,
    engine::{ErrorInfo, LoggedEvent},
};
use wasm_bindgen::prelude::*;

use crate::{
    run_fold::{RunFold, error_view},
    run_view::{AttemptView, ErrorView, RunStatus, RunSummary, StepView},
    sandbox::LogEntry,
};

/// How long what happens may wait to be shown, in milliseconds: a frame at 60 Hz.
const FRAME: u32 = 16;

/// Who is told.
#[derive(Clone)]
pub(crate) struct Page(Function);

impl Page {
    pub(crate) fn new(page: JsValue) -> Self {
        Self(page.unchecked_into())
    }

    fn tell(&self, what: u32, value: &JsValue) {
        // What the page makes of it is no concern of the run's.
        let _ = self.0.call2(&JsValue::NULL, &what.into(), value);
    }

    /// It is over, or could not begin.
    pub(crate) fn ended(&self, error: Option<ErrorInfo>) {
        let error = error.map(|error| error_array(&error_view(&error)));
        self.tell(7, &error.map_or(JsValue::UNDEFINED, JsValue::from));
    }

    /// The names of the functions.
    pub(crate) fn functions(&self, names: &[String]) {
        let names: Array = names.iter().map(JsValue::from).collect();
        self.tell(6, &names);
    }

    /// Whether a function keeps its worker busy.
    pub(crate) fn busy(&self, busy: bool) {
        self.tell(5, &busy.into());
    }

    /// Lines for the console: level, path and attempt of what said it, milliseconds since `began`, text.
    pub(crate) fn logged(
        &self,
        entries: Vec<LogEntry>,
        calls: &BTreeMap<u64, (Arc<str>, u32)>,
        began: f64,
    ) {
        let lines = entries.into_iter().map(|entry| {
            let call = entry.call.and_then(|id| calls.get(&id));
            let line = Array::new();
            line.push(&entry.level.into());
            line.push(&call.map_or(JsValue::UNDEFINED, |(path, _)| (&**path).into()));
            line.push(&call.map_or(0, |(_, attempt)| *attempt).into());
            line.push(&(entry.at - began).max(0.0).into());
            line.push(&entry.text.into());
            line
        });
        self.tell(4, &lines.collect::<Array>());
    }
}

/// A run as the page shows it. It follows the run frame by frame: for a single step a browser may draw the whole
/// graph anew, and many steps may come in a frame.
pub(crate) struct Shown {
    fold: RefCell<RunFold>,
    page: Page,
    /// Whether the next frame has something to show.
    waits: Cell<bool>,
}

impl Shown {
    pub(crate) fn new(page: Page) -> Self {
        Self {
            fold: RefCell::default(),
            page,
            waits: Cell::new(false),
        }
    }

    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    /// Takes new events, and shows them with the next frame; the run's end at once.
    pub(crate) fn follow(self: &Rc<Self>, events: &[LoggedEvent]) {
        self.take(events);
        if !self.fold.borrow().summary().status.is_live() {
            self.show_all();
        } else if !self.waits.replace(true) {
            let shown = self.clone();
            Timeout::new(FRAME, move || {
                if shown.waits.replace(false) {
                    shown.show(&mut shown.fold.borrow_mut());
                }
            })
            .forget();
        }
    }

    /// Takes events without showing them.
    pub(crate) fn take(&self, events: &[LoggedEvent]) {
        let mut fold = self.fold.borrow_mut();
        for event in events {
            fold.apply(event);
        }
    }

    /// Shows all that is known, though it may have been shown before; nothing if nothing has happened yet.
    pub(crate) fn tell_anew(&self) {
        let mut fold = self.fold.borrow_mut();
        fold.change_all();
        if fold.summary().status != RunStatus::Initialized {
            drop(fold);
            self.show_all();
        }
    }

    /// Shows what has changed and, if the run is over, what it did not come to.
    fn show_all(&self) {
        self.waits.set(false);
        let mut fold = self.fold.borrow_mut();
        self.show(&mut fold);
        if !fold.summary().status.is_live() {
            self.page.tell(3, &JsValue::UNDEFINED);
        }
    }

    /// Tells what has changed.
    fn show(&self, fold: &mut RunFold) {
        let steps = Array::new();
        for id in fold.take_changed() {
            if let Some(step) = fold.step(&id) {
                steps.push(&id.into());
                steps.push(&step.status.as_str().into());
                steps.push(&number(step.attempts.len()));
                steps.push(&optional(step.duration()));
                let (count, done) = step.items.unzip();
                steps.push(&count.map_or(JsValue::UNDEFINED, number));
                steps.push(&done.map_or(JsValue::UNDEFINED, number));
            }
        }
        self.page.tell(0, &steps);
        let taken: Array = fold.take_taken().map(JsValue::from).collect();
        self.page.tell(1, &taken);
        self.page.tell(2, &summary_array(fold.summary()));
    }

    /// What has become of the step or task whose box has this id, as JSON.
    pub(crate) fn step(&self, id: &str) -> Option<String> {
        let fold = self.fold.borrow();
        fold.step(id).map(step_json)
    }
}

fn summary_array(summary: &RunSummary) -> Array {
    let handled = summary.handled.iter().map(|failure| {
        let array = error_array(&failure.error);
        array.push(&failure.path.as_str().into());
        array.push(
            &failure
                .handler
                .as_deref()
                .map_or(JsValue::UNDEFINED, JsValue::from),
        );
        array
    });
    let failure = summary.failure.as_ref().map(|(path, error)| {
        let array = error_array(error);
        array.push(&path.as_str().into());
        array
    });
    let output = summary.output.as_ref().map(Json::as_str);
    let array = Array::of5(
        &summary.status.as_str().into(),
        &output.map_or(JsValue::UNDEFINED, JsValue::from),
        &failure.map_or(JsValue::UNDEFINED, JsValue::from),
        &handled.collect::<Array>(),
        &number(summary.succeeded),
    );
    array.push(&optional(summary.duration));
    array
}

/// Name, message and stack.
fn error_array(error: &ErrorView) -> Array {
    Array::of3(
        &error.name.as_str().into(),
        &error.message.as_str().into(),
        &error
            .stack
            .as_deref()
            .map_or(JsValue::UNDEFINED, JsValue::from),
    )
}

#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
fn number(count: usize) -> JsValue {
    (count as f64).into()
}

#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
fn optional(milliseconds: Option<u64>) -> JsValue {
    milliseconds.map_or(JsValue::UNDEFINED, |ms| (ms as f64).into())
}

/// As [`crate::Live::step`] gives it.
fn step_json(step: &StepView) -> String {
    let attempts: Vec<String> = step.attempts.iter().map(attempt_json).collect();
    let mut members = vec![
        member("status", &quoted(step.status.as_str())),
        member("attempts", &format!("[{}]", attempts.join(","))),
    ];
    let json = |json: &Json| json.as_str().to_owned();
    let number = |number: u64| number.to_string();
    for (key, value) in [
        ("input", step.input.as_ref().map(json)),
        ("output", step.output.as_ref().map(json)),
        ("error", step.error.as_ref().map(error_json)),
        ("started", step.started.map(number)),
        ("ended", step.ended.map(number)),
    ] {
        members.extend(value.map(|value| member(key, &value)));
    }
    format!("{{{}}}", members.join(","))
}

fn attempt_json(attempt: &AttemptView) -> String {
    let mut members = vec![
        member("number", &attempt.number.to_string()),
        member("started", &attempt.started.to_string()),
    ];
    members.extend(
        attempt
            .ended
            .map(|ended| member("ended", &ended.to_string())),
    );
    let error = attempt.error.as_ref();
    members.extend(error.map(|error| member("error", &error_json(error))));
    format!("{{{}}}", members.join(","))
}

fn error_json(error: &ErrorView) -> String {
    let mut members = vec![
        member("name", &quoted(&error.name)),
        member("message", &quoted(&error.message)),
    ];
    let stack = error.stack.as_deref();
    members.extend(stack.map(|stack| member("stack", &quoted(stack))));
    format!("{{{}}}", members.join(","))
}

fn member(key: &str, value: &str) -> String {
    format!("\"{key}\":{value}")
}

fn quoted(text: &str) -> String {
    Json::string(text).to_string()
}
