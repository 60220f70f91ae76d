//! The run's input: inputs worth trying, and the JSON itself with its mistake marked where it is.

use std::ops::Range;

use leptos::prelude::*;

use super::{
    dynamic::{dynamic, optional, text},
    json_view::coloured,
};
use crate::{
    callback::Callback,
    watched::ReadOnly,
    {examples::Case, json_text::TextError},
};

/// A text longer than this is edited without colours, so that typing stays swift.
const COLOURED: usize = 20_000;

/// The cases to choose from and the editor.
///
/// Behind the editor's own, transparent text lies the same text, coloured and with the mistake marked; it
/// gives the editor its height, so that both scroll as one.
#[component]
pub(crate) fn InputEditor(
    /// Inputs worth trying.
    cases: ReadOnly<&'static [Case]>,
    /// The text.
    input: ReadOnly<String>,
    /// What is wrong with it, if anything.
    error: ReadOnly<Option<TextError>>,
    /// The text was edited, or a case chosen.
    on_edit: Callback<String>,
    /// Ctrl+Enter was pressed.
    on_run: Callback<()>,
) -> impl IntoView {
    let invalid = move || error.with(Option::is_some).to_string();
    view! {
        <section class="panel input-panel" aria-label="Input">
            <ul class="cases" aria-label="Inputs worth trying">
                {dynamic(move || {
                    let cases = cases.get().iter();
                    cases.map(|case| case_button(case, input, on_edit)).collect_view().into_any()
                })}
            </ul>
            <div class="editor" data-invalid=text(invalid)>
                <pre class="json mirror" aria-hidden="true">
                    {dynamic(move || {
                        let mark = error.get().map(|error| error.range);
                        input.with(|text| mirrored(text, mark))
                    })}
                    // A last empty line has no height of its own.
                    "\n"
                </pre>
                <textarea
                    id="input"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="off"
                    aria-label="The run's input as JSON"
                    aria-describedby="input-error"
                    aria-invalid=text(invalid)
                    data-plain=text(move || input.with(|text| text.len() > COLOURED).to_string())
                    prop:value=text(move || input.get())
                    on:input=move |event| on_edit.run(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                            event.prevent_default();
                            on_run.run(());
                        }
                    }
                ></textarea>
            </div>
            <p id="input-error" class="input-error" role="status">
                {dynamic(move || {
                    optional(
                        error.get(),
                        |error| {
                            let place = format!("Line {}, column {}", error.line, error.column);
                            view! {
                                <b>{place}</b>
                                ": "
                                {error.message}
                            }
                                .into_any()
                        },
                    )
                })}
            </p>
        </section>
    }
    .into_any()
}

fn case_button(case: &'static Case, input: ReadOnly<String>, on_edit: Callback<String>) -> AnyView {
    view! {
        <li>
            <button
                type="button"
                class="case"
                data-case=case.id
                aria-pressed=text(move || input.with(|text| text == case.input).to_string())
                on:click=move |_| on_edit.run(case.input.to_owned())
            >
                <span class="case-label">{case.label}</span>
                <span class="case-shows">{case.shows}</span>
            </button>
        </li>
    }
    .into_any()
}

/// The text, coloured, with a mark on `range`.
fn mirrored(text: &str, range: Option<Range<usize>>) -> AnyView {
    if text.len() > COLOURED {
        return text.to_owned().into_any();
    }
    let Some(range) = range else {
        return coloured(text).into_any();
    };
    // An empty range is the end of the text: there a space takes the mark.
    let marked = match &text[range.clone()] {
        "" | "\n" => " ".to_owned(),
        marked => marked.to_owned(),
    };
    let mut views = coloured(&text[..range.start]);
    views.push(view! { <mark>{marked}</mark> }.into_any());
    views.extend(coloured(&text[range.end..]));
    views.into_any()
}
