//! What is known of the functions' module without running it.

use std::fmt;

use wasm_bindgen::prelude::*;

/// A module's exports and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Module {
    /// The names that it exports; `None` where they are not known, or only a run can tell.
    pub(crate) exports: Option<Vec<String>>,
    /// Why it is no module.
    pub(crate) error: Option<SyntaxError>,
}

/// Why a text is no JavaScript module, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// What is wrong, for people.
    pub(crate) message: String,
    /// The line, counted from 1.
    pub(crate) line: u32,
    /// The column, counted from 1.
    pub(crate) column: u32,
    /// The UTF-16 units of the text that are meant.
    pub(crate) from: u32,
    /// Where they end.
    pub(crate) to: u32,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            message,
            line,
            column,
            ..
        } = self;
        write!(f, "Functions, line {line}, column {column}: {message}")
    }
}

#[wasm_bindgen(module = "/src/assets.js")]
extern "C" {
    #[wasm_bindgen(js_name = checkFunctions)]
    async fn check_functions(text: &str) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    type Found;
    #[wasm_bindgen(method, getter)]
    fn exports(this: &Found) -> Option<Vec<String>>;
    #[wasm_bindgen(method, getter)]
    fn error(this: &Found) -> Option<FoundError>;

    type FoundError;
    #[wasm_bindgen(method, getter)]
    fn message(this: &FoundError) -> String;
    #[wasm_bindgen(method, getter)]
    fn line(this: &FoundError) -> u32;
    #[wasm_bindgen(method, getter)]
    fn column(this: &FoundError) -> u32;
    #[wasm_bindgen(method, getter)]
    fn from(this: &FoundError) -> u32;
    #[wasm_bindgen(method, getter)]
    fn to(this: &FoundError) -> u32;
}

/// Tells what is known of a module by its text. A newer text takes the place of an older one, of which then
/// nothing is told.
pub(super) fn check(text: String, tell: impl FnOnce(Module) + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        let found = check_functions(&text).await.unchecked_into::<Found>();
        let error = found.error().map(|error| SyntaxError {
            message: error.message(),
            line: error.line(),
            column: error.column(),
            from: error.from(),
            to: error.to(),
        });
        tell(Module {
            exports: found.exports(),
            error,
        });
    });
}
