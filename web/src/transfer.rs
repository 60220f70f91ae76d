//! Documents that come from outside and go there: as files and links.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

/// The texts of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Texts {
    /// The definition as JSON.
    pub(crate) definition: String,
    /// The module whose exports are the functions.
    pub(crate) functions: String,
    /// The run's input as JSON.
    pub(crate) input: String,
}

/// Where a document came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file.
    File,
    /// The page's own link.
    Link,
}

impl Origin {
    /// What it is called.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Link => "link",
        }
    }
}

#[wasm_bindgen(module = "/src/transfer.js")]
extern "C" {
    #[wasm_bindgen(js_name = lastTexts)]
    fn last_texts() -> JsValue;
    #[wasm_bindgen(js_name = fromLink, catch)]
    async fn from_link() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = onLink)]
    fn on_link(callback: &JsValue);
    #[wasm_bindgen(js_name = fromFile, catch)]
    async fn from_file(file: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = onDrop)]
    fn on_drop(callback: &JsValue);
    #[wasm_bindgen(js_name = chooseFile)]
    fn choose_file(callback: &JsValue);
}

#[wasm_bindgen(module = "/src/written.js")]
extern "C" {
    /// What other scripts import: wasm-bindgen brings along the modules that are named.
    #[allow(dead_code)]
    type Written;
}

/// The document that was open in this page last, if it was kept.
pub(crate) fn last() -> Option<Texts> {
    let last = last_texts();
    if last.is_undefined() {
        return None;
    }
    texts(Ok(last)).ok()
}

/// Hands over the document in the page's link, now and whenever the link changes, and every file that is dropped
/// on the page.
pub(crate) fn receive(receiver: impl Fn(Result<Texts, String>, Origin) + Copy + 'static) {
    let read_link = move || {
        wasm_bindgen_futures::spawn_local(async move {
            match from_link().await {
                Ok(nothing) if nothing.is_undefined() => {}
                read => receiver(texts(read), Origin::Link),
            }
        });
    };
    read_link();
    on_link(&Closure::<dyn Fn()>::new(read_link).into_js_value());
    on_drop(&file_reader(receiver));
}

/// Lets the user choose a file, and hands over the document in it.
pub(crate) fn choose(receiver: impl Fn(Result<Texts, String>, Origin) + Copy + 'static) {
    choose_file(&file_reader(receiver));
}

fn file_reader(receiver: impl Fn(Result<Texts, String>, Origin) + Copy + 'static) -> JsValue {
    let read = move |file: JsValue| {
        wasm_bindgen_futures::spawn_local(async move {
            receiver(texts(from_file(&file).await), Origin::File);
        });
    };
    Closure::<dyn Fn(JsValue)>::new(read).into_js_value()
}

/// What JavaScript has read.
fn texts(read: Result<JsValue, JsValue>) -> Result<Texts, String> {
    let texts = read.map_err(|error| {
        let message = Reflect::get(&error, &"message".into()).ok();
        message
            .and_then(|message| message.as_string())
            .unwrap_or_default()
    })?;
    let texts = Array::from(&texts);
    let text = |at| texts.get(at).as_string().unwrap_or_default();
    Ok(Texts {
        definition: text(0),
        functions: text(1),
        input: text(2),
    })
}
