//! Edits of the page's workflow: texts in, texts out. It knows nothing of the page.

use serde::Serialize;
use stepwell_core::edit::{self, Edit};
use wasm_bindgen::prelude::*;

/// What becomes of an edit.
#[derive(Serialize)]
#[serde(untagged)]
enum Outcome {
    Edited {
        definition: String,
        what: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        select: Option<String>,
    },
    Copied {
        text: String,
    },
    Failed {
        error: String,
    },
}

/// Makes an edit, which is JSON text; answers with that of `{ definition, what, select? }`, or of `{ error }`.
#[wasm_bindgen]
pub fn apply(definition: &str, edit: &str) -> String {
    let edit: Edit = match serde_json::from_str(edit) {
        Ok(edit) => edit,
        Err(error) => return failed(&format!("There is no such edit: {error}.")),
    };
    match edit::apply(definition, &edit) {
        Ok(edited) => json(&Outcome::Edited {
            definition: edited.text,
            what: edited.what,
            select: edited.select,
        }),
        Err(error) => failed(&error),
    }
}

/// The steps of these ids, a JSON list, as text to be pasted: `{ text }`, or `{ error }`.
#[wasm_bindgen]
pub fn copy(definition: &str, steps: &str) -> String {
    let steps: Vec<String> = match serde_json::from_str(steps) {
        Ok(steps) => steps,
        Err(error) => return failed(&error),
    };
    match edit::copy(definition, &steps) {
        Ok(text) => json(&Outcome::Copied { text }),
        Err(error) => failed(&error),
    }
}

/// What a form needs to know of a step, or, where its id is empty, of the workflow: JSON text, or undefined.
#[wasm_bindgen]
pub fn describe(definition: &str, step: &str) -> Option<String> {
    edit::describe(definition, step).map(|description| json(&description))
}

fn failed(error: &dyn std::fmt::Display) -> String {
    json(&Outcome::Failed {
        error: error.to_string(),
    })
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data with text keys")
}
