//! The JavaScript surface: the host that calls JavaScript functions from the page, and the npm package's
//! exports.
//!
//! Only this module names `wasm_bindgen` and `js_sys`. What a value, an error and the `step` argument look
//! like to JavaScript is written in JavaScript (`npm/value.js`, `npm/step.js`), for both.

#[cfg(feature = "promise")]
mod host;
#[cfg(feature = "js")]
pub mod package;

#[cfg(feature = "promise")]
pub use host::{JsHost, JsStep};
