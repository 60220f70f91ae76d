//! The graph: a drawing as interactive SVG, over which the run's statuses are laid.
//!
//! The drawing is computed elsewhere. Only what is in view stands in the DOM, and a status changes its own box alone.
//!
//! ```text
//! stage.js ──acts──▶ canvas ──▶ viewport, gesture, keyboard, network   what is meant (pure)
//!     ▲                 └─────▶ scene ──▶ grid, blocks, wording           what is to be there
//!     └──────elements──────────────┘
//! ```

mod announce;
mod blocks;
mod canvas;
mod controls;
mod gesture;
mod grid;
mod keyboard;
mod minimap;
mod network;
mod scene;
mod search;
mod stage;
mod viewport;
mod wording;

use std::sync::Arc;

use leptos::prelude::*;
use stepwell_core::layout::{Direction, Drawing};

use super::dynamic::{dynamic, effect, optional, placed, text};
use crate::{
    callback::Callback,
    run_signals::{Change, RunSignals},
    watched::{Kept, ReadOnly, Watched},
};
use announce::Announcer;
use canvas::{Calls, Canvas};
use controls::controls;
use minimap::Map;
use search::Search;
use stage::{Stage, listener};

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
    /// The id of the selected node.
    selected: ReadOnly<Option<String>>,
    /// A node was chosen.
    on_select: Callback<String>,
    /// A node was found, or the selection let go.
    on_find: Callback<Option<String>>,
    /// A container is to be opened or closed.
    on_toggle: Callback<String>,
    /// The containers that a node lies in are to be opened.
    on_reveal: Callback<String>,
    /// The graph is to run the other way.
    on_turn: Callback<()>,
    /// The ids and names of all steps, in closed containers too.
    steps: Callback<(), Vec<(String, String)>>,
) -> impl IntoView {
    let canvas: Place = Kept::new(None);
    let percent = Watched::new(100_u32);
    let announcer = Announcer::new(run);
    let search = Search::new(
        steps,
        Callback::new(move |step: String| {
            let is_there = with(canvas, |canvas| canvas.look_at(&step));
            if is_there == Some(false) {
                on_reveal.run(step.clone());
            }
            on_find.run(Some(step));
        }),
        Callback::new(move |()| with(canvas, Canvas::enter).unwrap_or_default()),
    );
    let calls = Calls {
        select: on_select,
        clear: Callback::new(move |()| on_find.run(None)),
        toggle: on_toggle,
        search: Callback::new(move |()| search.open()),
        scaled: Callback::new(move |scale| show_percent(percent, scale)),
    };
    let (ground, map) = (
        Watched::new(None::<web_sys::Element>),
        Watched::new(None::<web_sys::Element>),
    );
    effect(move || {
        let is_new = canvas.borrow().is_none();
        if let (Some(ground), Some(map), true) = (ground.get(), map.get(), is_new) {
            let act = move |act| with(canvas, |canvas| canvas.act(act)).unwrap_or_default();
            let centre =
                move |x, y| with(canvas, |canvas| canvas.centre([x, y])).unwrap_or_default();
            let (elements, map) = (Stage::new(&ground, &listener(act)), Map::new(&map, centre));
            canvas.replace(Some(Canvas::new(elements, map, run, calls)));
        }
    });
    let shown = Kept::new(false);
    effect(move || {
        let (_, Some(drawing)) = (ground.get(), drawing.get()) else {
            return;
        };
        let selected = selected.get_untracked();
        with(canvas, |canvas| {
            canvas.show(&drawing, opened.run(()), selected.as_deref());
        });
        if !shown.replace(true) {
            mark_shown();
        }
    });
    effect(move || {
        let selected = selected.get();
        with(canvas, |canvas| canvas.select(selected.as_deref()));
    });
    follow(run, canvas, announcer);
    let direction = Callback::new(move |()| {
        let drawing = drawing.get();
        drawing.map_or(Direction::Down, |drawing| drawing.direction)
    });
    let obey = Callback::new(move |command| {
        with(canvas, |canvas| canvas.obey(command));
    });
    view! {
        <section
            class="canvas"
            aria-label="Graph"
            data-stale=text(move || stale.run(()).to_string())
        >
            <div
                class="ground"
                tabindex="-1"
                role="application"
                aria-label="Graph"
                aria-describedby="graph-keys"
                use:placed=ground
            ></div>
            <p id="graph-keys" hidden=true>
                "Arrow keys walk along the edges, Enter selects a step. Escape leads to the ground, where arrow keys move
                the view."
            </p>
            <p class="unseen" id="graph-news" role="status">
                {text(move || announcer.told().get())}
            </p>
            {dynamic(move || optional(stale.run(()).then_some(()), |()| stale_note()))}
            {search.view()}
            <div class="minimap" hidden=true aria-hidden="true" use:placed=map></div>
            {controls(percent.read_only(), direction, obey, on_turn)}
        </section>
    }
    .into_any()
}

/// Where the canvas is, once its ground is there.
type Place = Kept<Option<Canvas>>;

/// Shows and tells what changes in a run.
fn follow(run: RunSignals, canvas: Place, announcer: Announcer) {
    run.listen(Callback::new(move |change: Change| {
        with(canvas, |canvas| canvas.follow(&change));
        if let Change::Step(step) = change {
            let name = |step: &str| with(canvas, |canvas| canvas.name(step))?;
            announcer.change(step.clone(), || name(&step));
        }
    }));
}

fn stale_note() -> AnyView {
    view! { <p class="stale">"The definition has mistakes; this is the last graph without."</p> }
        .into_any()
}

/// What comes of doing something with the canvas, once it is there.
fn with<R>(canvas: Place, act: impl FnOnce(&mut Canvas) -> R) -> Option<R> {
    canvas.update(|canvas| canvas.as_mut().map(act))
}

fn show_percent(percent: Watched<u32>, scale: f64) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 300"
    )]
    let now = (scale * 100.0).round().max(1.0) as u32;
    if percent.get_untracked() != now {
        percent.set(now);
    }
}

/// Tells the browser's timeline that the first graph is there: what the page needs later is not loaded before.
fn mark_shown() {
    if let Some(performance) = window().performance() {
        // Fails only for the names of navigation's own marks.
        let _ = performance.mark("graph");
    }
}
