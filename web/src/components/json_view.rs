//! JSON to read: laid out over lines and coloured.

use leptos::prelude::*;

use crate::json_text::{TokenKind, pretty, tokens};

/// Of a longer value only the beginning is shown.
const LIMIT: usize = 50_000;

/// Compact JSON to read.
pub(crate) fn json_view(json: &str) -> AnyView {
    let text = pretty(json, LIMIT);
    let note = if text.len() > LIMIT {
        format!(
            "Only the beginning of these {} kB is shown.",
            json.len() / 1000
        )
    } else {
        String::new()
    };
    view! {
        <pre class="json" tabindex="0">
            {coloured(&text)}
        </pre>
        <p class="note">{note}</p>
    }
    .into_any()
}

/// Any text with the tokens of JSON coloured.
pub(crate) fn coloured(text: &str) -> Vec<AnyView> {
    tokens(text)
        .into_iter()
        .map(|(kind, token)| view! { <span class=class(kind)>{token.to_owned()}</span> }.into_any())
        .collect()
}

/// The class that colours a token.
fn class(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Key => "key",
        TokenKind::Text => "text",
        TokenKind::Number => "number",
        TokenKind::Word => "word",
        TokenKind::Plain => "plain",
    }
}
