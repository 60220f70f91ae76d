//! The page: where the document, the run and the components meet.

use leptos::prelude::*;
use stepwell_core::Json;
use wasm_bindgen::JsValue;

use crate::{
    bridge,
    callback::Callback,
    components::{
        ConsoleView, Graph, GraphAct, InputEditor, Kind, MissingFunctions, Notice, Outcome,
        PictureMenu, RunSettings, Tab, Tabs, TextEditor, Toolbar, add_function, once_shown,
        tab_panel, text,
    },
    document::{Document, Place, Problem},
    examples, picture,
    run_settings::Settings,
    run_view::{RunStatus, RunSummary},
    runner::{Runner, Start},
    transfer::{self, Origin, Texts},
    watched::Watched,
};

/// The ids of the panes: on a narrow page one is shown at a time.
const DOCUMENT: &str = "pane-document";
const GRAPH: &str = "pane-graph";
const RUN: &str = "pane-run";
const STEP: &str = "inspector";

/// The ids of the panels.
const INPUT: &str = "panel-input";
const WORKFLOW: &str = "panel-workflow";
const FUNCTIONS: &str = "panel-functions";
const RESULT: &str = "panel-result";
const CONSOLE: &str = "panel-console";
/// What the workbench shows of a run (`web/workbench/`).
const TIMELINE: &str = "panel-timeline";
const EVENTS: &str = "panel-events";
const CONTEXT: &str = "panel-context";

/// All that the page holds, and what can be done with it.
#[derive(Clone, Copy)]
pub(crate) struct Workbench {
    pub(crate) document: Document,
    pub(crate) runner: Runner,
    settings: Settings,
    /// The path of the step that the inspector shows.
    pub(crate) selected: Watched<Option<String>>,
    pub(crate) notice: Watched<String>,
    /// The panels that are shown.
    edited: Watched<&'static str>,
    dock: Watched<&'static str>,
    /// The pane that a narrow page shows.
    pane: Watched<&'static str>,
}

/// How a document is run.
#[derive(Default)]
pub(crate) struct RunAs {
    /// In the place of the document's definition.
    pub(crate) definition: Option<String>,
    /// In the place of its input.
    pub(crate) input: Option<String>,
    /// The log of a run to go on with.
    pub(crate) log: Option<String>,
    /// Whether waits are skipped.
    pub(crate) skips_waits: bool,
    /// What answers in the place of functions (`sandbox/mocks.js`).
    pub(crate) mocks: JsValue,
}

impl Workbench {
    fn new() -> Self {
        Self {
            document: Document::open_first(transfer::last(), &examples::CAR_PURCHASE),
            runner: Runner::new(),
            settings: Settings::new(),
            selected: Watched::new(None),
            notice: Watched::new(String::new()),
            edited: Watched::new(INPUT),
            dock: Watched::new(RESULT),
            pane: Watched::new(GRAPH),
        }
    }

    /// Shows a document from outside. None of it runs.
    fn receive(self, texts: Result<Texts, String>, origin: Origin) {
        let origin = origin.as_str();
        match texts {
            Ok(texts) => {
                self.open(texts);
                self.notice.set(format!(
                    "Opened from a {origin}. Nothing in it has run; when you press Run, its functions run in a sandbox."
                ));
            }
            Err(why) => {
                self.notice
                    .set(format!("The {origin} cannot be opened: {why}."));
            }
        }
    }

    /// Shows another document.
    pub(crate) fn open(self, texts: Texts) {
        self.runner.forget();
        self.document.open(texts);
        self.document.check();
        self.selected.set(None);
        // The user allowed it to the document that was open.
        self.settings.network.set(false);
        bridge::opened();
    }

    fn run(self) {
        self.run_as(RunAs::default());
    }

    /// Runs the document, or what is given in its stead; says why not, if it cannot be.
    pub(crate) fn run_as(self, run: RunAs) -> Option<String> {
        let standing = self.runner.standing();
        if standing.with_untracked(RunSummary::is_live) {
            return Some("A run is under way".to_owned());
        }
        // What runs knows which functions are called at all, and which of them something else answers for.
        let is_otherwise = run.definition.is_some() || run.mocks.is_object();
        let (definition, functions, input) = match self.document.to_run(is_otherwise) {
            Ok(texts) => texts,
            Err(why) => return Some(why),
        };
        self.notice.set(String::new());
        let start = Start {
            definition: run.definition.unwrap_or(definition),
            functions,
            input: run.input.unwrap_or(input),
            timeout: self.settings.timeout.get_untracked(),
            network: self.settings.network.get_untracked(),
            log: run.log,
            skips_waits: run.skips_waits,
            mocks: run.mocks,
        };
        let learn = move |names| self.document.learn_functions(names);
        self.runner.start(start, Box::new(learn));
        None
    }

    fn select(self, path: String) {
        self.selected.set(Some(path));
        self.pane.set(STEP);
    }

    /// What the user does with the graph.
    fn act(self, act: GraphAct) {
        match act {
            GraphAct::Select(path) => self.select(path),
            GraphAct::Find(path) => self.selected.set(Some(path)),
            GraphAct::Clear => self.selected.set(None),
            GraphAct::Toggle(path) => self.document.toggle(path),
            GraphAct::Reveal(path) => self.document.reveal(&path),
            GraphAct::Turn => self.document.turn(),
        }
    }

    fn add_function(self, name: String) {
        let functions = self.document.texts().functions;
        add_function(functions, name, move |functions| {
            self.document.edit_functions(functions);
        });
        self.edited.set(FUNCTIONS);
        self.pane.set(DOCUMENT);
    }

    /// The graph as it is shown, to make a picture of; undefined if there is none.
    fn picture_subject(self) -> JsValue {
        let Some(drawing) = self.document.drawing().get_untracked() else {
            return JsValue::UNDEFINED;
        };
        let run = self.has_run().then(|| self.runner.signals());
        picture::subject(self.document.name(), &drawing, run, self.document.texts())
    }

    /// Whether there is or was a run to be shown.
    fn has_run(self) -> bool {
        let summary = self.runner.signals().summary();
        summary.with(|summary| summary.status != RunStatus::Initialized)
    }

    /// Goes to where the document can be mended so that it runs.
    fn mend(self) {
        if let Some((_, place)) = untrack(|| self.document.obstacle()) {
            self.edited.set(match place {
                Place::Input => INPUT,
                Place::Workflow => WORKFLOW,
                Place::Functions => FUNCTIONS,
            });
            self.pane.set(DOCUMENT);
        }
    }
}

/// The page.
#[component]
pub(crate) fn App() -> impl IntoView {
    let bench = Workbench::new();
    bridge::connect(&bench);
    let Workbench {
        document,
        selected,
        edited,
        pane,
        ..
    } = bench;
    let panes = vec![
        tab(GRAPH, "Graph", || 0),
        tab(DOCUMENT, "Document", || 0),
        tab(RUN, "Run", || 0),
        tab(STEP, "Step", || 0),
    ];
    let run = bench.runner.signals();
    // What can wait until the graph is there.
    set_timeout(
        move || {
            document.check();
            transfer::receive(move |texts, origin| bench.receive(texts, origin));
        },
        std::time::Duration::ZERO,
    );
    view! {
        {toolbar(&bench)}
        <Notice text=bench.notice />
        <main
            class="workspace"
            data-editing=text(move || (edited.get() != INPUT).to_string())
            data-selected=text(move || selected.get().is_some().to_string())
            data-pane=text(move || pane.get())
        >
            <div class="panes">
                <Tabs label="Panes" tabs=panes shown=pane />
            </div>
            {document_pane(&bench)}
            <Graph
                drawing=document.drawing()
                opened=Callback::new(move |()| document.opened())
                stale=Callback::new(move |()| document.is_stale())
                run
                selected=selected.read_only()
                on_act=Callback::new(move |act| bench.act(act))
                steps=Callback::new(move |()| document.steps())
            />
            {run_pane(&bench)}
            // The workbench draws the rest (`web/workbench/inspector/`).
            <section id="inspector" class="panel inspector-panel" aria-labelledby="inspector-title">
                <h2 id="inspector-title">"Step"</h2>
                <div id="inspector-head" class="empty">
                    <b>"Choose a step in the graph"</b>
                </div>
            </section>
        </main>
    }
    .into_any()
}

fn toolbar(bench: &Workbench) -> AnyView {
    let bench = *bench;
    let document = bench.document;
    view! {
        <Toolbar
            name=Callback::new(move |()| document.name())
            run=bench.runner.signals()
            live=Callback::new(move |()| bench.runner.standing().with(RunSummary::is_live))
            network=bench.settings.network.read_only()
            obstacle=Callback::new(move |()| document.obstacle().map(|(why, _)| why))
            on_obstacle=Callback::new(move |()| bench.mend())
            on_open=Callback::new(move |()| {
                transfer::choose(move |texts, origin| bench.receive(texts, origin));
            })
            pictures=pictures(&bench)
            on_run=Callback::new(move |()| bench.run())
            on_cancel=Callback::new(move |()| bench.runner.cancel())
        />
    }
    .into_any()
}

fn pictures(bench: &Workbench) -> AnyView {
    let bench = *bench;
    view! {
        <PictureMenu
            has_run=Callback::new(move |()| bench.has_run())
            describe=Callback::new(move |()| untrack(|| bench.picture_subject()))
            on_told=Callback::new(move |told| bench.notice.set(told))
        />
    }
    .into_any()
}

/// What is edited.
fn document_pane(bench: &Workbench) -> AnyView {
    let bench = *bench;
    let Workbench {
        document, edited, ..
    } = bench;
    let run = Callback::new(move |()| bench.run());
    let definition_problems = move || document.definition_problems();
    let functions_problems = move || document.functions_problems();
    let tabs = vec![
        tab(INPUT, "Input", || 0),
        tab(WORKFLOW, "Workflow", move || definition_problems().len()),
        tab(FUNCTIONS, "Functions", move || functions_problems().len()),
    ];
    let input = view! {
        <InputEditor
            cases=document.cases()
            input=document.input()
            error=document.input_error()
            on_edit=Callback::new(move |text| document.edit_input(text))
            on_run=run
        />
    };
    let names = Callback::new(move |()| {
        let (steps, functions) = document.names();
        let (steps, functions) = (list(&steps), list(&functions));
        format!(r#"{{"steps":{steps},"functions":{functions}}}"#)
    });
    let on_add_function = Callback::new(move |name| bench.add_function(name));
    let missing = Callback::new(move |()| document.missing_functions());
    let workflow = move || {
        view! {
            <MissingFunctions names=missing on_add=on_add_function />
            <TextEditor
                kind=Kind::Workflow
                text=document.definition()
                problems=Callback::new(move |()| Problem::list(&definition_problems()))
                names
                on_edit=Callback::new(move |text| document.edit_definition(text))
                on_run=run
                on_add_function
            />
        }
        .into_any()
    };
    let functions = move || {
        view! {
            <RunSettings settings=bench.settings />
            <MissingFunctions names=missing on_add=on_add_function />
            <TextEditor
                kind=Kind::Functions
                text=document.functions()
                problems=Callback::new(move |()| Problem::list(&functions_problems()))
                names
                on_edit=Callback::new(move |text| document.edit_functions(text))
                on_run=run
                on_add_function
            />
        }
        .into_any()
    };
    view! {
        <section id=DOCUMENT class="side" aria-label="Document">
            <Tabs label="Document" tabs shown=edited />
            {tab_panel(INPUT, edited, input.into_any())}
            {tab_panel(WORKFLOW, edited, once_shown(WORKFLOW, edited, workflow))}
            {tab_panel(FUNCTIONS, edited, once_shown(FUNCTIONS, edited, functions))}
        </section>
    }
    .into_any()
}

/// What came of the run.
fn run_pane(bench: &Workbench) -> AnyView {
    let bench = *bench;
    let Workbench { runner, dock, .. } = bench;
    let (summary, console) = (runner.signals().summary(), runner.console());
    let on_select = Callback::new(move |path| bench.select(path));
    let tabs = vec![
        tab(RESULT, "Result", || 0),
        tab(CONSOLE, "Console", move || console.written().get()),
        tab(TIMELINE, "Timeline", || 0),
        tab(EVENTS, "Events", || 0),
        tab(CONTEXT, "Context", || 0),
    ];
    let result = view! { <Outcome summary on_select /> };
    let console = view! { <ConsoleView console on_select /> };
    view! {
        <section id=RUN class="dock" aria-label="Run">
            <Tabs label="Run" tabs shown=dock />
            {tab_panel(RESULT, dock, result.into_any())}
            {tab_panel(CONSOLE, dock, console.into_any())}
            {tab_panel(TIMELINE, dock, ().into_any())}
            {tab_panel(EVENTS, dock, ().into_any())}
            {tab_panel(CONTEXT, dock, ().into_any())}
        </section>
    }
    .into_any()
}

fn tab(
    id: &'static str,
    title: &'static str,
    count: impl Fn() -> usize + Send + Sync + 'static,
) -> Tab {
    let count = Callback::new(move |()| count());
    Tab { id, title, count }
}

/// Texts as the JSON text of a list.
fn list(texts: &[String]) -> String {
    let texts = texts.iter().map(|text| Json::string(text).to_string());
    format!("[{}]", texts.collect::<Vec<_>>().join(","))
}
