//! The page: where the document, the run and the components meet.

use leptos::prelude::*;

use crate::{
    components::{Graph, InputEditor, Inspector, Outcome, Toolbar},
    document::Document,
    examples,
    run_view::StepView,
    runner::Runner,
    step_info::step_info,
};

/// The page.
#[component]
pub(crate) fn App() -> impl IntoView {
    let document = Document::open(&examples::CAR_PURCHASE);
    let runner = Runner::new();
    let run = runner.signals();
    let selected = RwSignal::new(None::<String>);

    let start = Callback::new(move |()| {
        let live = run
            .summary()
            .with_untracked(|summary| summary.status.is_live());
        if let (false, Some((workflow, input))) = (live, document.to_run()) {
            runner.start(&workflow, document.functions.get_value(), input);
        }
    });
    let cancel = Callback::new(move |()| runner.cancel());
    let select = Callback::new(move |path: String| {
        selected.set(Some(path));
        // On a narrow page it lies below the graph.
        if let Some(inspector) = leptos::prelude::document().get_element_by_id("inspector") {
            inspector.scroll_into_view();
        }
    });

    let step = Signal::derive(move || {
        let path = selected.get()?;
        document
            .workflow()
            .with(|workflow| step_info(workflow.as_ref()?, &path))
    });
    let view = Signal::derive(move || match selected.get() {
        Some(path) => run.step(&path).get(),
        None => StepView::default(),
    });
    let summary = run.summary().into();

    view! {
        <Toolbar
            name=Signal::derive(move || document.name())
            summary
            obstacle=Signal::derive(move || document.obstacle())
            on_run=start
            on_cancel=cancel
        />
        <main class="workspace">
            <div class="side">
                <InputEditor
                    cases=document.cases
                    input=document.input()
                    error=Signal::derive(move || document.input_error())
                    on_edit=Callback::new(move |text| document.edit_input(text))
                    on_run=start
                />
                <Outcome summary on_select=select />
            </div>
            <Graph drawing=document.drawing() run selected=selected.into() on_select=select />
            <Inspector step view on_select=select />
        </main>
    }
    .into_any()
}
