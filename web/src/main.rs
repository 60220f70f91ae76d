//! The page: a document is edited, run, and looked into.
//!
//! ```text
//! document ──workflow, functions, input──▶ runner ──signals, console──▶ components
//!     │                                      └──▶ sandbox                   ▲
//!     └──────────────drawing, problems──────────────────────────────────────┘
//! ```
//!
//! `document` is what is edited, `runner` the one place that knows the engine, `sandbox` where functions are
//! called, `components` what is seen.

#![allow(
    unreachable_pub,
    reason = "the component macro writes `pub` for the props that it makes"
)]

mod app;
mod bridge;
mod callback;
mod components;
mod console;
mod document;
mod examples;
mod json_text;
mod keyed;
mod picture;
mod run_settings;
mod run_signals;
mod run_view;
mod runner;
mod transfer;
mod watched;

use wasm_bindgen::JsCast;

fn main() {
    let root: web_sys::HtmlElement = leptos::prelude::document()
        .get_element_by_id("app")
        .expect("index.html has an element with this id")
        .unchecked_into();
    root.set_text_content(None); // what stood there while the page was loading
    leptos::mount::mount_to(root, app::App).forget();
}
