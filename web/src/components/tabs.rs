//! Panels of which one is shown at a time.

use leptos::prelude::*;

use super::dynamic::{dynamic, effect, flag, optional, text};
use crate::{callback::Callback, watched::Watched};

/// A tab.
pub(crate) struct Tab {
    /// The id of its panel; the tab's own is the same with `-tab`.
    pub(crate) id: &'static str,
    /// What it is called.
    pub(crate) title: &'static str,
    /// How much there is to see; shown unless it is nothing.
    pub(crate) count: Callback<(), usize>,
}

/// The row of tabs over the panels. Arrow keys move between them, as the ARIA authoring practices have it for tabs.
#[component]
pub(crate) fn Tabs(
    /// What the panels are of.
    label: &'static str,
    /// The tabs.
    tabs: Vec<Tab>,
    /// The id of the panel that is shown.
    shown: Watched<&'static str>,
) -> impl IntoView {
    let ids: Vec<&'static str> = tabs.iter().map(|tab| tab.id).collect();
    let move_to = move |event: leptos::ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => ids.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let here = ids.iter().position(|id| *id == shown.get_untracked());
        let next = ids[(here.unwrap_or(0) + step) % ids.len()];
        shown.set(next);
        if let Some(tab) = document().get_element_by_id(&format!("{next}-tab")) {
            let _ = wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(tab).focus();
        }
    };
    let buttons: Vec<AnyView> = tabs
        .into_iter()
        .map(|Tab { id, title, count }| {
            let is_shown = move || shown.get() == id;
            view! {
                <button
                    type="button"
                    role="tab"
                    class="tab"
                    id=format!("{id}-tab")
                    aria-controls=id
                    aria-selected=text(move || is_shown().to_string())
                    tabindex=text(move || if is_shown() { "0" } else { "-1" })
                    on:click=move |_| shown.set(id)
                >
                    {title}
                    <span class="count">
                        {text(move || match count.run(()) {
                            0 => String::new(),
                            n => n.to_string(),
                        })}
                    </span>
                </button>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=move_to>
            {buttons}
        </div>
    }
    .into_any()
}

/// A panel of the tabs. It stays as it is while another is shown.
pub(crate) fn tab_panel(
    id: &'static str,
    shown: Watched<&'static str>,
    content: AnyView,
) -> AnyView {
    view! {
        <div
            role="tabpanel"
            class="tab-panel"
            id=id
            aria-labelledby=format!("{id}-tab")
            hidden=flag(move || shown.get() != id)
        >
            {content}
        </div>
    }
    .into_any()
}

/// What is made when its panel is first shown, and then stays.
pub(crate) fn once_shown(
    id: &'static str,
    shown: Watched<&'static str>,
    make: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let was_shown = Watched::new(false);
    effect(move || {
        if shown.get() == id && !was_shown.get_untracked() {
            was_shown.set(true);
        }
    });
    let view = dynamic(move || optional(was_shown.get().then_some(()), |()| make()));
    view.into_any()
}
