//! A text edited in `CodeMirror`, which is loaded when it is first needed.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::dynamic::{dynamic, effect, optional, placed};
use crate::{
    callback::Callback,
    watched::{ReadOnly, Watched},
};

#[wasm_bindgen(module = "/src/assets.js")]
extern "C" {
    #[wasm_bindgen(js_name = loadEditor, catch)]
    async fn load_editor() -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    type Bundle;
    #[wasm_bindgen(method, js_name = createEditor)]
    fn create_editor(
        this: &Bundle,
        parent: &web_sys::Element,
        kind: &str,
        text: &str,
        hooks: &JsValue,
    ) -> Editor;
    #[wasm_bindgen(method, js_name = addFunction)]
    fn add_function(this: &Bundle, text: &str, name: &str) -> String;

    #[derive(Clone)]
    type Editor;
    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &Editor, text: &str);
    #[wasm_bindgen(method, js_name = setDiagnostics)]
    fn set_diagnostics(this: &Editor, list: &str);
    #[wasm_bindgen(method, js_name = setNames)]
    fn set_names(this: &Editor, names: &str);
}

/// What is edited, which decides what the editor knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A definition.
    Workflow,
    /// The functions' module.
    Functions,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Workflow => "workflow",
            Self::Functions => "functions",
        }
    }
}

/// The editor.
#[component]
pub(crate) fn TextEditor(
    /// What is edited.
    kind: Kind,
    /// The text.
    text: ReadOnly<String>,
    /// What is wrong with it, as the JSON text of a list.
    problems: Callback<(), String>,
    /// What can be completed, as the JSON text of `{ steps, functions }`.
    names: Callback<(), String>,
    /// The text was edited.
    on_edit: Callback<String>,
    /// Ctrl+Enter was pressed.
    on_run: Callback<()>,
    /// A function is to be added to the module: its name.
    on_add_function: Callback<String>,
) -> impl IntoView {
    let place = Watched::new(None::<web_sys::Element>);
    let editor = Watched::new(None::<Editor>);
    let failed = Watched::new(false);
    let hooks = move || {
        let hooks = js_sys::Object::new();
        for (key, hook) in [
            ("onEdit", on_edit),
            ("onAddFunction", on_add_function),
            ("onRun", Callback::new(move |_| on_run.run(()))),
        ] {
            let hook = move |text: JsValue| hook.run(text.as_string().unwrap_or_default());
            let hook = Closure::<dyn Fn(JsValue)>::new(hook).into_js_value();
            js_sys::Reflect::set(&hooks, &key.into(), &hook)
                .expect("a new object takes any member");
        }
        hooks.into()
    };
    let load = move || {
        let Some(place) = place.get_untracked() else {
            return;
        };
        failed.set(false);
        leptos::task::spawn_local(async move {
            match load_editor().await {
                Ok(bundle) => {
                    let bundle: Bundle = bundle.unchecked_into();
                    let text = text.get_untracked();
                    let made = bundle.create_editor(&place, kind.as_str(), &text, &hooks());
                    editor.set(Some(made));
                }
                Err(_) => failed.set(true),
            }
        });
    };
    effect(move || {
        if place.with(Option::is_some) {
            load();
        }
    });
    let with_editor = move |act: &dyn Fn(&Editor)| {
        editor.with(|editor| editor.iter().for_each(act));
    };
    effect(move || text.with(|text| with_editor(&|editor| editor.set_text(text))));
    effect(move || {
        let problems = problems.run(());
        with_editor(&|editor| editor.set_diagnostics(&problems));
    });
    effect(move || {
        let names = names.run(());
        with_editor(&|editor| editor.set_names(&names));
    });
    view! {
        <div class="text-editor" data-editor=kind.as_str() use:placed=place>
            {dynamic(move || {
                let waiting = editor.with(Option::is_none).then_some(());
                optional(waiting, |()| {
                    if failed.get() {
                        view! {
                            <p class="loading">
                                "The editor could not be loaded. "
                                <button type="button" class="link" on:click=move |_| load()>
                                    "Try again"
                                </button>
                            </p>
                        }
                            .into_any()
                    } else {
                        view! { <p class="loading">"Loading the editor…"</p> }.into_any()
                    }
                })
            })}
        </div>
    }
    .into_any()
}

/// A module's text with a function of that name added, given back when the editor's bundle is there.
pub(crate) fn add_function(text: String, name: String, then: impl FnOnce(String) + 'static) {
    leptos::task::spawn_local(async move {
        if let Ok(bundle) = load_editor().await {
            then(bundle.unchecked_into::<Bundle>().add_function(&text, &name));
        }
    });
}
