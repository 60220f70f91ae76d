//! The menu of pictures: files and texts to be made of the graph.

use leptos::prelude::*;

use super::dynamic::{dynamic, flag, optional, placed};
use crate::{callback::Callback, picture::Wanted, watched::Watched};

/// The button and its menu.
#[component]
pub(crate) fn PictureMenu(
    /// Whether there is a run whose statuses could be shown.
    has_run: Callback<(), bool>,
    /// Whether they are to be shown.
    with_run: Watched<bool>,
    /// A picture was asked for.
    on_picture: Callback<Wanted>,
    /// A text that could not be copied, to be copied by hand.
    uncopied: Watched<Option<String>>,
) -> impl IntoView {
    let item = move |id: &'static str, wanted: Wanted, label: &'static str| {
        view! {
            <button
                type="button"
                id=id
                class="item"
                popovertarget="picture-menu"
                popovertargetaction="hide"
                on:click=move |_| on_picture.run(wanted)
            >
                {label}
            </button>
        }
        .into_any()
    };
    view! {
        <button type="button" id="picture" class="button plain" popovertarget="picture-menu">
            "Picture"
        </button>
        <div id="picture-menu" class="menu" popover="auto" role="group" aria-label="Picture">
            {dynamic(move || optional(
                has_run.run(()).then_some(()),
                move |()| statuses_box(with_run),
            ))}
            {item("download-svg", Wanted::Svg, "Download SVG")}
            {item("download-png", Wanted::Png, "Download PNG")}
            {item("copy-mermaid", Wanted::Mermaid, "Copy as Mermaid")}
            {item("copy-dot", Wanted::Dot, "Copy as DOT")}
        </div>
        {dynamic(move || optional(uncopied.get(), |text| copy_by_hand(text, uncopied)))}
    }
    .into_any()
}

fn statuses_box(with_run: Watched<bool>) -> AnyView {
    view! {
        <label class="item">
            <input
                id="picture-with-run"
                type="checkbox"
                prop:checked=flag(move || with_run.get())
                on:change=move |event| with_run.set(event_target_checked(&event))
            />
            "Show the run"
        </label>
    }
    .into_any()
}

/// The text, selected, where the browser does not let the page copy it.
fn copy_by_hand(text: String, uncopied: Watched<Option<String>>) -> AnyView {
    let area = Watched::new(None::<web_sys::Element>);
    super::dynamic::effect(move || {
        if let Some(area) = area.get() {
            crate::picture::select(&area);
        }
    });
    view! {
        <div class="menu by-hand" role="dialog" aria-label="Copy by hand">
            <p>"The browser does not let the page copy. Here is the text:"</p>
            <textarea id="uncopied" readonly="" aria-label="The graph as text" use:placed=area>
                {text}
            </textarea>
            <button type="button" class="button" on:click=move |_| uncopied.set(None)>
                "Close"
            </button>
        </div>
    }
    .into_any()
}
