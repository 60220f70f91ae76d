//! The buttons over the graph.

use leptos::prelude::*;
use stepwell_core::layout::Direction;

use super::keyboard::{Command, ZOOM};
use crate::{callback::Callback, components::dynamic::text, watched::ReadOnly};

/// The buttons: zoom, search, and which way the graph runs.
pub(super) fn controls(
    percent: ReadOnly<u32>,
    direction: Callback<(), Direction>,
    obey: Callback<Command>,
    on_turn: Callback<()>,
) -> AnyView {
    let named = |name: &'static str| Callback::new(move |()| name.to_owned());
    let command = |command| Callback::new(move |()| obey.run(command));
    let turn = Callback::new(move |()| {
        match direction.run(()) {
            Direction::Down => "Draw it from left to right",
            Direction::Right => "Draw it from top to bottom",
        }
        .to_owned()
    });
    view! {
        <div class="graph-controls" role="toolbar" aria-label="Graph">
            {button("graph-zoom-out", named("Zoom out (Ctrl −)"), "M3.5 8h9", command(Command::Zoom(1.0 / ZOOM)))}
            <button
                type="button"
                id="graph-zoom"
                title="Show it at its own size (Ctrl 0)"
                on:click=move |_| obey.run(Command::FullSize)
            >
                {text(move || format!("{} %", percent.get()))}
            </button>
            {button("graph-zoom-in", named("Zoom in (Ctrl +)"), "M3.5 8h9M8 3.5v9", command(Command::Zoom(ZOOM)))}
            {button(
                "graph-fit",
                named("Show all of it (F)"),
                "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
                command(Command::Fit),
            )}
            {button(
                "graph-find",
                named("Find a step (Ctrl F)"),
                "M11.5 7a4.5 4.5 0 1 1-9 0a4.5 4.5 0 0 1 9 0M10.3 10.3l3.4 3.4",
                command(Command::Search),
            )}
            {button("graph-turn", turn, "M5 2.5v9M2.5 9L5 11.5 7.5 9M8 5h5.5M11 2.5L13.5 5 11 7.5", on_turn)}
        </div>
    }
    .into_any()
}

/// A button with a sign, a path on a field of 16 × 16.
pub(super) fn button(
    id: &'static str,
    name: Callback<(), String>,
    sign: &'static str,
    act: Callback<()>,
) -> AnyView {
    view! {
        <button
            type="button"
            id=id
            title=text(move || name.run(()))
            aria-label=text(move || name.run(()))
            on:click=move |_| act.run(())
        >
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                <path d=sign />
            </svg>
        </button>
    }
    .into_any()
}
