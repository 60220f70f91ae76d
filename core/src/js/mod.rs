//! The JavaScript surface: the npm package's exports.
//!
//! Only this module names `wasm_bindgen`. What a value, an error and the `step` argument look like to JavaScript
//! is written in JavaScript (`npm/value.js`, `npm/step.js`), for the package and for the page's sandbox.

pub mod graph;
pub mod package;
pub mod picture;
