//! What the functions of the latest run have logged, line by line.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::dynamic::{effect, placed, text};

use crate::{
    callback::Callback,
    console::{Console, Line},
    run_view::duration,
    watched::Watched,
};

/// How many lines are kept.
const MOST_LINES: u32 = 1_000;

/// The console.
///
/// Lines are appended to the page one by one, and the oldest taken away: a list that is compared as a whole would
/// make a flood of lines slow.
#[component]
pub(crate) fn ConsoleView(
    /// What is shown.
    console: Console,
    /// The path of a step was pressed.
    on_select: Callback<String>,
) -> impl IntoView {
    let list = Watched::new(None::<web_sys::Element>);
    let written = console.written();
    effect(move || {
        let (Some(list), written) = (list.get(), written.get()) else {
            return;
        };
        if written == 0 {
            list.set_text_content(None);
        }
        let at_end = list.scroll_top() + list.client_height() >= list.scroll_height() - 24;
        for line in console.take() {
            append(&list, &line);
            if list.child_element_count() > MOST_LINES
                && let Some(oldest) = list.first_element_child()
            {
                oldest.remove();
            }
        }
        if at_end {
            list.set_scroll_top(list.scroll_height());
        }
    });
    let select = move |event: leptos::ev::MouseEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(path) = target.and_then(|target| target.get_attribute("data-path")) {
            on_select.run(path);
        }
    };
    view! {
        <ol id="console" class="console" role="log" aria-label="Console" tabindex="0" use:placed=list on:click=select></ol>
        <p class="note">
            {text(move || match written.get() {
                0 => "What the functions log with step.log or console.log stands here.",
                _ => "",
            })}
        </p>
    }
    .into_any()
}

fn append(list: &web_sys::Element, line: &Line) {
    let Some(item) = element("li", "") else {
        return;
    };
    let _ = item.set_attribute("data-level", &line.level);
    let time = format!("+{}", duration(line.at));
    let by = line.by.as_ref().map(|(path, attempt)| {
        let by = match attempt {
            1 => path.clone(),
            n => format!("{path} · attempt {n}"),
        };
        let by = element("button", &by)?;
        let _ = by.set_attribute("data-path", path);
        let _ = by.set_attribute("type", "button");
        by.set_class_name("link");
        Some(by)
    });
    let level = (line.level != "log").then_some(line.level.as_str());
    for part in [
        element("time", &time),
        by.flatten(),
        level.and_then(|level| element("b", level)),
        element("span", &line.text),
    ]
    .into_iter()
    .flatten()
    {
        let _ = item.append_child(&part);
    }
    let _ = list.append_child(&item);
}

fn element(name: &str, text: &str) -> Option<web_sys::Element> {
    let element = document().create_element(name).ok()?;
    element.set_text_content(Some(text));
    Some(element)
}
