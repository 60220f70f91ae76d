//! A live run: the one place where the engine's run, the page's signals and what the user asks for meet.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use leptos::prelude::*;
use stepwell_core::{
    Json, Workflow,
    driver::{Driver, RunHandle},
    engine::{LoggedEvent, Run, RunOptions},
    js::JsHost,
};

use crate::{functions::Functions, run_fold::RunFold, run_signals::RunSignals};

/// Runs workflows, one at a time, and tells of the latest.
#[derive(Clone, Copy)]
pub(crate) struct Runner {
    signals: RunSignals,
    handle: StoredValue<Option<RunHandle<JsHost>>, LocalStorage>,
}

impl Runner {
    /// With no run yet.
    pub(crate) fn new() -> Self {
        Self {
            signals: RunSignals::new(),
            handle: StoredValue::new_local(None),
        }
    }

    /// What has become of the latest run.
    pub(crate) fn signals(self) -> RunSignals {
        self.signals
    }

    /// Starts a run. What is left of one before is forgotten; it must be over.
    pub(crate) fn start(self, workflow: &Arc<Workflow>, functions: Functions, input: Json) {
        self.signals.reset();
        let signals = self.signals;
        let fold = Rc::new(RefCell::new(RunFold::default()));
        let host = JsHost::new(move |name| functions.get(name)).observed_by(move |events, _| {
            show(&mut fold.borrow_mut(), events, signals);
        });
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a time after 1970, and any number from 0 to 2^53 does as a seed"
        )]
        let (now, seed) = (
            js_sys::Date::now() as u64,
            (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64,
        );
        let options = RunOptions::new(format!("run-{now}"), seed);
        let driver = Driver::new(Run::new(workflow.clone(), options), host);
        self.handle.set_value(Some(driver.handle()));
        wasm_bindgen_futures::spawn_local(async move {
            driver
                .execute(input)
                .await
                .expect("a new run can be started");
        });
    }

    /// Stops the run, if one is under way.
    pub(crate) fn cancel(self) {
        if let Some(handle) = self.handle.get_value()
            && !handle.status().is_over()
        {
            handle
                .cancel(None)
                .expect("a run under way can be cancelled");
        }
    }
}

/// Puts new events into the signals.
fn show(fold: &mut RunFold, events: &[LoggedEvent], signals: RunSignals) {
    for event in events {
        fold.apply(event);
    }
    for id in fold.take_changed() {
        if let Some(step) = fold.step(&id) {
            signals.step(&id).set(step.clone());
        }
    }
    for id in fold.take_taken() {
        signals.edge(&id).set(true);
    }
    signals.set_summary(fold.summary().clone());
    if !fold.summary().status.is_live() {
        signals.skip_pending();
    }
}
