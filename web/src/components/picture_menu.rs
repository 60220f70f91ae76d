//! The button whose menu makes pictures of the graph. The menu itself is in `web/pictures/`.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::dynamic::{placed, text};
use crate::{callback::Callback, watched::Watched};

#[wasm_bindgen(module = "/src/picture.js")]
extern "C" {
    #[wasm_bindgen(js_name = openMenu)]
    fn open_menu(button: &web_sys::Element, describe: &JsValue, tell: &JsValue);
}

/// The button and the place of its menu.
#[component]
pub(crate) fn PictureMenu(
    /// Whether there is a run whose statuses could be shown.
    has_run: Callback<(), bool>,
    /// What there is to make a picture of (see [`crate::picture::subject`]); undefined if nothing.
    describe: Callback<(), JsValue>,
    /// There is something to tell.
    on_told: Callback<String>,
) -> impl IntoView {
    let button = Watched::new(None::<web_sys::Element>);
    let describe = Closure::<dyn Fn() -> JsValue>::new(move || describe.run(())).into_js_value();
    let tell = move |told: JsValue| on_told.run(told.as_string().unwrap_or_default());
    let tell = Closure::<dyn Fn(JsValue)>::new(tell).into_js_value();
    let hooks = send_wrapper::SendWrapper::new((describe, tell));
    let open = move |_| {
        if let Some(button) = button.get_untracked() {
            open_menu(&button, &hooks.0, &hooks.1);
        }
    };
    view! {
        <div class="pictures" data-run=text(move || has_run.run(()).to_string())>
            <button
                type="button"
                id="picture"
                class="button plain"
                title="Make a picture of the graph"
                use:placed=button
                on:click=open
            >
                "Picture"
            </button>
        </div>
    }
    .into_any()
}
