//! Edits of a definition's text: what each makes of a text, byte for byte.

use serde_json::{Value, json};
use stepwell_core::edit::{Edit, EditError, Edited, apply, copy, describe};

fn edit(text: &str, edit: &Value) -> Result<Edited, EditError> {
    let edit: Edit = serde_json::from_value(edit.clone()).unwrap_or_else(|e| panic!("{edit}: {e}"));
    apply(text, &edit)
}

#[track_caller]
fn check(text: &str, asked: Value, expect: &str) {
    let edited = edit(text, &asked).unwrap_or_else(|error| panic!("{asked}: {error}"));
    assert_eq!(edited.text, expect, "{asked}");
}

#[track_caller]
fn refuses(text: &str, asked: Value, expect: &str) {
    let error = edit(text, &asked).expect_err("refused").to_string();
    assert!(error.contains(expect), "{error}");
}

const CHAIN: &str = r#"{
  "name": "Chain",
  "steps": {
    "A": { "func": "a", "nextStep": "B" },
    "B": { "func": "b",   "nextStep": "C" },
    "C": { "func": "c" }
  }
}
"#;

#[test]
fn steps_are_added_like_those_around_them() {
    check(
        CHAIN,
        json!({ "do": "addStep", "chain": "", "kind": "task", "after": "B" }),
        &CHAIN.replace(
            r#""nextStep": "C" },"#,
            r#""nextStep": "Task" },
    "Task": { "func": "task", "nextStep": "C" },"#,
        ),
    );
    check(
        CHAIN,
        json!({ "do": "addStep", "chain": "", "kind": "wait" }),
        &CHAIN.replace(
            r#"{ "func": "c" }"#,
            r#"{ "func": "c" },
    "Wait": { "wait": 1 }"#,
        ),
    );
    check(
        "",
        json!({ "do": "addStep", "kind": "pass" }),
        "{\n  \"steps\": {\n    \"Pass\": {}\n  }\n}\n",
    );
    check(
        r#"{"steps":{"A":{"func":"f"}}}"#,
        json!({ "do": "addStep", "chain": "", "kind": "wait", "after": "A" }),
        r#"{"steps":{"A":{"func":"f","nextStep":"Wait"},"Wait":{"wait":1}}}"#,
    );
    check(
        r#"{ "steps": {} }"#,
        json!({ "do": "addStep", "chain": "", "kind": "task" }),
        r#"{ "steps": { "Task": { "func": "task" } } }"#,
    );
    let expanded =
        "{\r\n\t\"steps\": {\r\n\t\t\"A\": {\r\n\t\t\t\"func\": \"f\"\r\n\t\t}\r\n\t}\r\n}";
    check(
        expanded,
        json!({ "do": "addStep", "chain": "", "kind": "task", "after": "A", "via": "failure" }),
        "{\r\n\t\"steps\": {\r\n\t\t\"A\": {\r\n\t\t\t\"func\": \"f\",\r\n\t\t\t\"onFailure\": \"Task\"\r\n\t\t},\r\n\t\t\"Task\": {\r\n\t\t\t\"func\": \"task\"\r\n\t\t}\r\n\t}\r\n}",
    );
}
