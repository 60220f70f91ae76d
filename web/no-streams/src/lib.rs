//! Streams that there cannot be.
//!
//! Leptos brings the crate `wasm-streams` along for server functions. The page calls none, but that crate exports its
//! classes to JavaScript, so no linker can leave them out: they were a twentieth of the page's first view.
//! This crate takes its place, with as much as Leptos names.

use futures_util::stream::Empty;
use wasm_bindgen::JsValue;

/// A stream in JavaScript. No value of this type can be made.
pub enum ReadableStream {}

impl ReadableStream {
    /// Panics: nothing on the page makes a stream.
    pub fn from_stream<S>(_: S) -> Self {
        unreachable!("the page calls no server functions")
    }

    /// Panics: nothing on the page reads a stream.
    pub fn from_raw(_: impl AsRef<JsValue>) -> Self {
        unreachable!("the page calls no server functions")
    }

    /// The stream as JavaScript has it.
    pub fn into_raw(self) -> JsValue {
        match self {}
    }

    /// Its chunks.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        match self {}
    }
}
