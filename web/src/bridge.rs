//! What the workbench, which is loaded later, sees of the page and does to it.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::{
    app::{RunAs, Workbench},
    components::effect,
    run_view::Loading,
    transfer::Texts,
};

#[wasm_bindgen(module = "/src/bridge.js")]
extern "C" {
    fn begin(ask: &JsValue, has_graph: bool);
    fn changed(what: &str);
    /// Tells the workbench that another document is open.
    pub(crate) fn opened();
}

/// Tells the workbench of every change, once there is one.
pub(crate) fn connect(bench: &Workbench) {
    let bench = *bench;
    let document = bench.document;
    effect(move || {
        document.definition().with(|_| ());
        document.functions().with(|_| ());
        document.input().with(|_| ());
        changed("texts");
    });
    effect(move || {
        bench.selected.with(|_| ());
        changed("selected");
    });
    let (standing, summary) = (bench.runner.standing(), bench.runner.signals().summary());
    effect(move || {
        standing.with(|_| ());
        changed("run");
        changed("log");
    });
    effect(move || {
        summary.with(|_| ());
        changed("log");
    });
    let ask = move |what: u32, a: JsValue, b: JsValue, c: JsValue, d: JsValue| {
        answer(&bench, what, [a, b, c, d]).unwrap_or(JsValue::UNDEFINED)
    };
    let ask: Box<dyn Fn(u32, JsValue, JsValue, JsValue, JsValue) -> JsValue> = Box::new(ask);
    let has_graph = document.drawing().with_untracked(Option::is_some);
    begin(&Closure::wrap(ask).into_js_value(), has_graph);
}

/// What is asked is numbered as in `bridge.js`.
fn answer(&bench: &Workbench, what: u32, [a, b, c, d]: [JsValue; 4]) -> Option<JsValue> {
    let document = bench.document;
    let text = |value: &JsValue| value.as_string();
    match what {
        0 => {
            let Texts {
                definition,
                functions,
                input,
            } = document.texts();
            return Some(Array::of3(&definition.into(), &functions.into(), &input.into()).into());
        }
        1 => {
            if let Some(definition) = text(&a) {
                document.edit_definition(definition);
                document.check();
            }
            if let Some(functions) = text(&b) {
                document.edit_functions(functions);
            }
            if let Some(input) = text(&c) {
                document.edit_input(input);
            }
        }
        2 => bench.open(Texts {
            definition: text(&a)?,
            functions: text(&b)?,
            input: text(&c)?,
        }),
        3 => return bench.selected.get_untracked().map(JsValue::from),
        4 => bench.selected.set(text(&a)),
        5 => {
            let how = |key: &str| Reflect::get(&d, &key.into()).unwrap_or_default();
            let skips_waits = how("virtual").is_truthy();
            let run = RunAs {
                definition: text(&a),
                input: text(&b),
                log: text(&c),
                skips_waits,
                mocks: how("mocks"),
            };
            return bench.run_as(run).map(JsValue::from);
        }
        6 => bench.runner.cancel(),
        7 => bench.runner.pause(true),
        8 => bench.runner.pause(false),
        9 => {
            let standing = bench.runner.standing();
            return Some(standing.with_untracked(|standing| {
                let loading = standing.loading == Loading::Underway;
                let (skips_waits, mocks) = bench.runner.manner();
                Array::of5(
                    &bench.runner.number().into(),
                    &standing.status.as_str().into(),
                    &loading.into(),
                    &skips_waits.into(),
                    &mocks,
                )
                .into()
            }));
        }
        10 => return Some(bench.runner.log(a.as_f64().unwrap_or_default()).into()),
        11 => return bench.runner.step(&text(&a)?).map(JsValue::from),
        12 => bench.notice.set(text(&a)?),
        13 => {
            let log = text(&a)?;
            let shown = async move {
                let why_not = bench.runner.show_recorded(log).await.err();
                Ok(why_not.map_or(JsValue::UNDEFINED, JsValue::from))
            };
            return Some(future_to_promise(shown).into());
        }
        14 => bench.runner.show_latest(),
        _ => {
            let log = bench.runner.latest_log(a.as_f64().unwrap_or_default());
            return Some(log.into());
        }
    }
    None
}
