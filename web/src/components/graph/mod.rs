//! The graph: a drawing as interactive SVG, over which the run's statuses are laid.
//!
//! The drawing is computed elsewhere; `web/graph/` shows it, and lets people move in it. Here it is handed over, as
//! numbers for all and texts for what is asked about, with what becomes of its steps.

mod picture;
mod wording;

use std::sync::Arc;

use leptos::prelude::*;
use stepwell_core::layout::Drawing;
use wasm_bindgen::prelude::*;

use super::dynamic::{dynamic, effect, optional, placed, text};
use crate::{
    callback::Callback,
    run_signals::{Change, RunSignals},
    watched::{Kept, ReadOnly, Watched},
};

#[wasm_bindgen(module = "/graph/graph.js")]
extern "C" {
    #[wasm_bindgen(js_name = Graph)]
    type Shown;

    #[wasm_bindgen(constructor, js_class = Graph)]
    fn new(section: &web_sys::Element, page: &JsValue) -> Shown;
    #[wasm_bindgen(method, js_class = Graph)]
    fn show(this: &Shown, picture: &JsValue, is_new: bool, selected: Option<&str>);
    #[wasm_bindgen(method, js_class = Graph)]
    fn select(this: &Shown, id: Option<&str>);
    #[wasm_bindgen(method, js_class = Graph, js_name = changeStep)]
    fn change_step(this: &Shown, id: &str);
    #[wasm_bindgen(method, js_class = Graph, js_name = changeEdge)]
    fn change_edge(this: &Shown, id: &str);
    #[wasm_bindgen(method, js_class = Graph)]
    fn change(this: &Shown);
}

/// What `graph.js` imports: of a crate's modules, wasm-bindgen brings along those that are named.
macro_rules! modules {
    ($($path:literal $name:ident),+ $(,)?) => {
        $(#[wasm_bindgen(module = $path)] extern "C" { #[allow(dead_code)] type $name; })+
    };
}

modules!(
    "/graph/elements.js" Elements,
    "/graph/grid.js" Grid,
    "/graph/network.js" Network,
    "/graph/scene.js" Scene,
    "/graph/viewport.js" Viewport,
);

/// What the user does with the graph that concerns the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GraphAct {
    /// Chose a step.
    Select(String),
    /// Found a step.
    Find(String),
    /// Let go of the selection.
    Clear,
    /// Wants a container opened if it is closed, and closed if it is open.
    Toggle(String),
    /// Wants all containers opened that a step lies in.
    Reveal(String),
    /// Wants the graph to run the other way.
    Turn,
}

/// The graph of a workflow.
#[component]
pub(crate) fn Graph(
    /// What to draw.
    drawing: ReadOnly<Option<Arc<Drawing>>>,
    /// The number of the document that it is of: another one is looked at from its start.
    opened: Callback<(), u32>,
    /// Whether it is that of an earlier definition.
    stale: Callback<(), bool>,
    /// What has become of it.
    run: RunSignals,
    /// The id of the selected step.
    selected: ReadOnly<Option<String>>,
    /// What the user does.
    on_act: Callback<GraphAct>,
    /// The ids and names of all steps, in closed containers too.
    steps: Callback<(), Vec<(String, String)>>,
) -> impl IntoView {
    let section = Watched::new(None::<web_sys::Element>);
    let graph = Kept::new(None::<Shown>);
    let shown = Kept::new(0);
    effect(move || {
        let (Some(section), Some(drawing)) = (section.get(), drawing.get()) else {
            return;
        };
        let is_first = graph.borrow().is_none();
        if is_first {
            graph.replace(Some(Shown::new(&section, &page(on_act, steps))));
        }
        mark_drawing();
        let now = opened.run(());
        let is_new = shown.replace(now) != now;
        if let Some(graph) = &*graph.borrow() {
            let selected = selected.get_untracked();
            graph.show(&picture::picture(drawing, run), is_new, selected.as_deref());
        }
    });
    effect(move || {
        let selected = selected.get();
        if let Some(graph) = &*graph.borrow() {
            graph.select(selected.as_deref());
        }
    });
    run.listen(Callback::new(move |change| {
        if let Some(graph) = &*graph.borrow() {
            match change {
                Change::Step(id) => graph.change_step(&id),
                Change::Edge(id) => graph.change_edge(&id),
                Change::All => graph.change(),
            }
        }
    }));
    view! {
        <section
            id="pane-graph"
            class="canvas"
            aria-label="Graph"
            data-stale=text(move || stale.run(()).to_string())
            data-drawn=text(move || drawing.with(Option::is_some).to_string())
            use:placed=section
        >
            {dynamic(move || optional(stale.run(()).then_some(()), |()| stale_note(drawing)))}
        </section>
    }
    .into_any()
}

/// The function that the graph calls with what the user does, numbered as in `canvas.js`.
fn page(on_act: Callback<GraphAct>, steps: Callback<(), Vec<(String, String)>>) -> JsValue {
    let call = move |what: u32, id: String| {
        let act = match what {
            0 => GraphAct::Select(id),
            1 => GraphAct::Find(id),
            2 => GraphAct::Clear,
            3 => GraphAct::Toggle(id),
            4 => GraphAct::Reveal(id),
            5 => GraphAct::Turn,
            _ => {
                let pair =
                    |(id, name): (String, String)| js_sys::Array::of2(&id.into(), &name.into());
                return steps
                    .run(())
                    .into_iter()
                    .map(pair)
                    .collect::<js_sys::Array>()
                    .into();
            }
        };
        on_act.run(act);
        JsValue::UNDEFINED
    };
    let call: Box<dyn Fn(u32, String) -> JsValue> = Box::new(call);
    Closure::wrap(call).into_js_value()
}

fn stale_note(drawing: ReadOnly<Option<Arc<Drawing>>>) -> AnyView {
    let said = move || {
        if drawing.with(Option::is_some) {
            "The definition has mistakes; this is the last graph without."
        } else {
            "The definition has mistakes: once they are put right under Workflow, its graph stands here."
        }
        .to_owned()
    };
    view! { <p class="stale">{text(said)}</p> }.into_any()
}

/// Tells the browser's timeline that a drawing is about to be shown, for who measures how long that takes.
fn mark_drawing() {
    if let Some(performance) = window().performance() {
        // Fails only for the names of navigation's own marks.
        let _ = performance.mark("drawing");
    }
}
