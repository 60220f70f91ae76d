//! What follows its signals, boxed: one type for all texts, one for all flags and one for all views, so that
//! the wasm holds the machinery that updates each of them once.

use leptos::prelude::*;

use crate::watched::Watched;

/// A text that follows its signals.
pub(crate) type DynamicText = Box<dyn FnMut() -> String + Send>;
/// A truth that follows its signals.
pub(crate) type DynamicFlag = Box<dyn FnMut() -> bool + Send>;
/// A view that follows its signals.
pub(crate) type DynamicView = Box<dyn FnMut() -> AnyView + Send>;

/// A text that follows the signals that `text` reads.
pub(crate) fn text<T: Into<String>>(mut text: impl FnMut() -> T + Send + 'static) -> DynamicText {
    Box::new(move || text().into())
}

/// A truth that follows the signals that `flag` reads.
pub(crate) fn flag(flag: impl FnMut() -> bool + Send + 'static) -> DynamicFlag {
    Box::new(flag)
}

/// A view that follows the signals that `view` reads.
pub(crate) fn dynamic(view: impl FnMut() -> AnyView + Send + 'static) -> DynamicView {
    Box::new(view)
}

/// Does something now, and again whenever the signals change that it reads.
pub(crate) fn effect(act: impl FnMut() + 'static) {
    let act: Box<dyn FnMut()> = Box::new(act);
    Effect::new(act);
}

/// As `use:placed=place`, tells a place of the element that it is on.
pub(crate) fn placed(element: web_sys::Element, place: Watched<Option<web_sys::Element>>) {
    place.set(Some(element));
}

/// A name or path that may break over lines where its words and segments end.
pub(crate) fn breakable(text: &str) -> Vec<AnyView> {
    text.split_inclusive(['_', '/', '.'])
        .map(|part| view! { {part.to_owned()} <wbr /> }.into_any())
        .collect()
}

/// A view, or nothing.
pub(crate) fn optional<T>(value: Option<T>, view: impl FnOnce(T) -> AnyView) -> AnyView {
    match value {
        Some(value) => view(value),
        None => ().into_any(),
    }
}
