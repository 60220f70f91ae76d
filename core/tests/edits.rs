//! Edits of a definition's text: what each makes of a text, byte for byte.

use serde_json::{Value, json};
use stepwell_core::{
    Workflow,
    edit::{Edit, EditError, Edited, apply, copy, describe},
};

fn edit(text: &str, edit: &Value) -> Result<Edited, EditError> {
    let edit: Edit = serde_json::from_value(edit.clone()).unwrap_or_else(|e| panic!("{edit}: {e}"));
    apply(text, &edit)
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "a case is a line")]
fn check(text: &str, asked: Value, expect: &str) {
    let edited = edit(text, &asked).unwrap_or_else(|error| panic!("{asked}: {error}"));
    assert_eq!(edited.text, expect, "{asked}");
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "a case is a line")]
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
        CHAIN,
        json!({ "do": "addStep", "kind": "task", "name": "Ship it" }),
        &CHAIN.replace(
            r#"{ "func": "c" }"#,
            r#"{ "func": "c" },
    "Ship it": { "func": "shipIt" }"#,
        ),
    );
    refuses(
        CHAIN,
        json!({ "do": "addStep", "kind": "task", "name": "B" }),
        "already a step `B`",
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
        "{\r\n\t\"steps\": {\r\n\t\t\"A\": {\r\n\t\t\t\"func\": \"f\",\r\n\t\t\t\"onFailure\": \"Handle failure\"\r\n\t\t},\r\n\t\t\"Handle failure\": {\r\n\t\t\t\"func\": \"handleFailure\"\r\n\t\t}\r\n\t}\r\n}",
    );
}

#[test]
fn a_step_that_chooses_comes_with_what_it_chooses_from() {
    let branch = |after: Option<&str>| json!({ "do": "addStep", "kind": "branch", "after": after });
    check(
        r#"{"steps":{"A":{"func":"f"}}}"#,
        branch(Some("A")),
        r#"{"steps":{"A":{"func":"f","nextStep":"Choose"},"Choose":{"branch":{"true":"Task","false":"Task 2"}},"Task":{"func":"task"},"Task 2":{"func":"task2"}}}"#,
    );
    // What was next is one of the ways.
    check(
        r#"{"steps":{"A":{"nextStep":"Task"},"Task":{}}}"#,
        branch(Some("A")),
        r#"{"steps":{"A":{"nextStep":"Choose"},"Choose":{"branch":{"true":"Task","false":"Task 2"}},"Task 2":{"func":"task2"},"Task":{}}}"#,
    );
    check(
        "",
        branch(None),
        "{\n  \"steps\": {\n    \"Choose\": { \"branch\": { \"true\": \"Task\", \"false\": \"Task 2\" } },\n    \"Task\": { \"func\": \"task\" },\n    \"Task 2\": { \"func\": \"task2\" }\n  }\n}\n",
    );
    check(
        r#"{"steps":{"P":{"func":{"a":"f"},"parallel":true}}}"#,
        json!({ "do": "addStep", "chain": "P", "kind": "branch" }),
        r#"{"steps":{"P":{"func":{"a":"f","task":{"workflow":{"steps":{"Choose":{"branch":{"true":"Task","false":"Task 2"}},"Task":{"func":"task"},"Task 2":{"func":"task2"}}}}},"parallel":true}}}"#,
    );
}

#[test]
fn each_branch_that_is_added_leads_to_a_step_of_its_own() {
    let add = |key: &str| json!({ "do": "addStep", "kind": "task", "after": "A", "via": { "branch": key } });
    let one = r#"{"steps":{"A":{"func":"f","nextStep":"B","branch":{"true":"Task"}},"Task":{"func":"task"},"B":{}}}"#;
    check(
        r#"{"steps":{"A":{"func":"f","nextStep":"B"},"B":{}}}"#,
        add("true"),
        one,
    );
    check(
        one,
        add("false"),
        r#"{"steps":{"A":{"func":"f","nextStep":"B","branch":{"true":"Task","false":"Task 2"}},"Task":{"func":"task"},"Task 2":{"func":"task2"},"B":{}}}"#,
    );
}

#[test]
fn only_a_step_that_nobody_has_touched_or_needs_is_discarded() {
    let discard = |step: &str| json!({ "do": "discard", "step": step });
    let of = |steps: &str| format!(r#"{{"steps":{{"A":{{"func":"f"}},{steps}}}}}"#);
    for made in [
        r#""Task":{"func":"task"}"#,
        r#""Task 2":{"func":"task2"}"#,
        r#""Handle failure":{"func":"handleFailure"}"#,
    ] {
        let id = made.split('"').nth(1).expect("a name");
        check(&of(made), discard(id), r#"{"steps":{"A":{"func":"f"}}}"#);
    }
    for (id, kept) in [
        ("Ship", r#""Ship":{"func":"ship"}"#),
        ("Task", r#""Task":{"func":"mine"}"#),
        ("Task", r#""Task":{"func":"task","comment":"mine"}"#),
        ("Task", r#""Task":{"func":"task"},"B":{"nextStep":"Task"}"#),
        (
            "Task",
            r#""Task":{"func":"task"},"B":{"onFailure":[{"errors":["*"],"goTo":"Task"}]}"#,
        ),
        ("Lost", r#""B":{}"#),
    ] {
        check(&of(kept), discard(id), &of(kept));
    }
    let started = r#"{"steps":{"Task":{"func":"task"},"A":{}}}"#;
    check(started, discard("Task"), started);
}

/// A new step of any kind, wherever it is put, brings no warning along; and no error but functions that are to be written.
#[test]
fn new_steps_are_right_as_they_come() {
    let kinds = [
        "task", "pass", "branch", "parallel", "map", "nested", "wait", "fail",
    ];
    let right = |text: &str| {
        let workflow = Workflow::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(workflow.warnings(), [], "{text}");
    };
    for kind in kinds {
        right(
            &edit("", &json!({ "do": "addStep", "kind": kind }))
                .expect("added")
                .text,
        );
        let after = json!({ "do": "addStep", "kind": kind, "after": "A" });
        right(&edit(CHAIN, &after).expect("added").text);
        for other in kinds.into_iter().filter(|other| *other != "fail") {
            let first = edit("", &json!({ "do": "addStep", "kind": other })).expect("added");
            let after = json!({ "do": "addStep", "kind": kind, "after": first.select });
            right(&edit(&first.text, &after).expect("added").text);
        }
    }
}

#[test]
fn steps_are_put_between_two() {
    check(
        CHAIN,
        json!({ "do": "insertOnEdge", "from": "A", "to": "B", "edge": "success", "kind": "pass" }),
        &CHAIN.replace(
            r#""nextStep": "B" },"#,
            "\"nextStep\": \"Pass\" },\n    \"Pass\": { \"nextStep\": \"B\" },",
        ),
    );
    check(
        CHAIN,
        json!({ "do": "insertOnEdge", "from": "[start]", "to": "A", "edge": "success", "kind": "wait" }),
        &CHAIN.replace(
            r#"    "A""#,
            "    \"Wait\": { \"wait\": 1, \"nextStep\": \"A\" },\n    \"A\"",
        ),
    );
    check(
        CHAIN,
        json!({ "do": "insertOnEdge", "from": "C", "to": "[end]", "edge": "success", "kind": "fail" }),
        &CHAIN.replace(
            r#"{ "func": "c" }"#,
            "{ \"func\": \"c\", \"nextStep\": \"Fail\" },\n    \"Fail\": { \"fail\": { \"error\": \"Failed\", \"message\": \"The workflow failed on purpose.\" } }",
        ),
    );
    refuses(
        CHAIN,
        json!({ "do": "insertOnEdge", "from": "A", "to": "C", "edge": "success", "kind": "pass" }),
        "`A` does not lead to `C`",
    );
}

#[test]
fn steps_are_connected_and_disconnected() {
    for (from, to, way, key, was, is) in [
        (
            "C",
            json!("A"),
            "success",
            None,
            r#""c" }"#,
            r#""c", "nextStep": "A" }"#,
        ),
        (
            "B",
            Value::Null,
            "success",
            None,
            r#""b",   "nextStep": "C" }"#,
            r#""b" }"#,
        ),
        (
            "C",
            json!("A"),
            "failure",
            None,
            r#""c" }"#,
            r#""c", "onFailure": "A" }"#,
        ),
        (
            "C",
            json!("A"),
            "failure",
            Some("Boom"),
            r#""c" }"#,
            r#""c", "onFailure": [{ "errors": ["Boom"], "goTo": "A" }] }"#,
        ),
        (
            "C",
            json!("A"),
            "branch",
            Some("yes"),
            r#""c" }"#,
            r#""c", "branch": { "yes": "A" } }"#,
        ),
        (
            "C",
            json!("A"),
            "branch",
            None,
            r#""c" }"#,
            r#""c", "branch": { "result": "A" } }"#,
        ),
    ] {
        let asked = json!({ "do": "connect", "from": from, "to": to, "edge": way, "key": key });
        check(CHAIN, asked, &CHAIN.replace(was, is));
        // The way there is the way back.
        if let Value::String(to) = to {
            let asked =
                json!({ "do": "disconnect", "from": from, "to": to, "edge": way, "key": key });
            check(&CHAIN.replace(was, is), asked, CHAIN);
        }
    }
    let handled = r#"{"steps":{"A":{"onFailure":"B"},"B":{},"C":{}}}"#;
    check(
        handled,
        json!({ "do": "connect", "from": "A", "to": "C", "edge": "failure", "key": "Boom" }),
        r#"{"steps":{"A":{"onFailure":[{"errors":["Boom"],"goTo":"C"},{"errors":["*"],"goTo":"B"}]},"B":{},"C":{}}}"#,
    );
    let nested = r#"{"steps":{"A":{"workflow":{"steps":{"In":{}}}},"B":{}}}"#;
    refuses(
        nested,
        json!({ "do": "connect", "from": "B", "to": "A/In", "edge": "success" }),
        "different workflows",
    );
    check(
        nested,
        json!({ "do": "connect", "from": "[start]", "to": "B", "edge": "success" }),
        r#"{"startAt":"B","steps":{"A":{"workflow":{"steps":{"In":{}}}},"B":{}}}"#,
    );
}

const FORKED: &str = r#"{ "startAt": "A", "steps": {
  "A": { "func": "f", "nextStep": "B", "branch": { "x": "B", "B": "C" }, "onFailure": [{ "errors": ["B"], "goTo": "B" }] },
  "B": { "func": "B", "nextStep": "C", "onFailure": "D" },
  "C": {},
  "D": {}
} }"#;

#[test]
fn a_renamed_step_has_its_new_name_everywhere_and_nothing_else_has() {
    check(
        FORKED,
        json!({ "do": "rename", "step": "B", "name": "é/\"~" }),
        r#"{ "startAt": "A", "steps": {
  "A": { "func": "f", "nextStep": "é/\"~", "branch": { "x": "é/\"~", "B": "C" }, "onFailure": [{ "errors": ["B"], "goTo": "é/\"~" }] },
  "é/\"~": { "func": "B", "nextStep": "C", "onFailure": "D" },
  "C": {},
  "D": {}
} }"#,
    );
    check(
        r#"{"startAt":"A","steps":{"A":{"workflow":{"steps":{"A":{"nextStep":"Z"},"Z":{}}}}}}"#,
        json!({ "do": "rename", "step": "A/A", "name": "B" }),
        r#"{"startAt":"A","steps":{"A":{"workflow":{"steps":{"B":{"nextStep":"Z"},"Z":{}}}}}}"#,
    );
    refuses(
        FORKED,
        json!({ "do": "rename", "step": "B", "name": "C" }),
        "already a step `C`",
    );
    refuses(
        FORKED,
        json!({ "do": "rename", "step": "B", "name": "" }),
        "needs a name",
    );
    refuses(
        FORKED,
        json!({ "do": "rename", "step": "Q", "name": "R" }),
        "no step `Q`",
    );
    let edited = edit(
        FORKED,
        &json!({ "do": "rename", "step": "B", "name": "x/[y]" }),
    )
    .unwrap();
    assert_eq!(edited.what, "Rename `B`");
    assert_eq!(edited.select.as_deref(), Some("x~1~2y~3"));
}

#[test]
fn where_steps_are_deleted_the_chain_is_joined() {
    check(
        FORKED,
        json!({ "do": "delete", "steps": ["B"] }),
        // The error is not given to what expects a result.
        r#"{ "startAt": "A", "steps": {
  "A": { "func": "f", "nextStep": "C", "branch": { "x": "C", "B": "C" } },
  "C": {},
  "D": {}
} }"#,
    );
    check(
        CHAIN,
        json!({ "do": "delete", "steps": ["A", "B"] }),
        &CHAIN.replace("    \"A\": { \"func\": \"a\", \"nextStep\": \"B\" },\n    \"B\": { \"func\": \"b\",   \"nextStep\": \"C\" },\n", ""),
    );
    check(
        CHAIN,
        json!({ "do": "delete", "steps": ["C"] }),
        &CHAIN
            .replace(",\n    \"C\": { \"func\": \"c\" }", "")
            .replace(",   \"nextStep\": \"C\"", ""),
    );
    check(
        CHAIN,
        json!({ "do": "delete", "steps": ["C", "A", "B"] }),
        "{\n  \"name\": \"Chain\",\n  \"steps\": {}\n}\n",
    );
    // What was written second was to be gone to third.
    check(
        r#"{"steps":{"A":{"nextStep":"C"},"B":{},"C":{"nextStep":"B"}}}"#,
        json!({ "do": "delete", "steps": ["A"] }),
        r#"{"startAt":"C","steps":{"B":{},"C":{"nextStep":"B"}}}"#,
    );
    check(
        r#"{"steps":{"A":{"parallel":true,"func":{"x":"f","y":"g"}}}}"#,
        json!({ "do": "delete", "steps": ["A/x"] }),
        r#"{"steps":{"A":{"parallel":true,"func":{"y":"g"}}}}"#,
    );
}

#[test]
fn duplicates_lead_to_one_another_and_where_the_originals_lead() {
    check(
        CHAIN,
        json!({ "do": "duplicate", "steps": ["B", "A"] }),
        &CHAIN.replace(
            "\"nextStep\": \"C\" },",
            "\"nextStep\": \"C\" },\n    \"A 2\": { \"func\": \"a\", \"nextStep\": \"B 2\" },\n    \"B 2\": { \"func\": \"b\",   \"nextStep\": \"C\" },",
        ),
    );
    let edited = edit(CHAIN, &json!({ "do": "duplicate", "steps": ["C"] })).unwrap();
    assert_eq!(edited.select.as_deref(), Some("C 2"));
    let again = edit(
        &edited.text,
        &json!({ "do": "duplicate", "steps": ["C 2"] }),
    )
    .unwrap();
    assert_eq!(again.select.as_deref(), Some("C 3"));
}

#[test]
fn what_is_copied_is_pasted_with_new_names_where_they_are_taken() {
    let text = copy(CHAIN, &["B".to_owned(), "C".to_owned()]).unwrap();
    assert_eq!(
        text,
        "{\n  \"steps\": {\n    \"B\": { \"func\": \"b\", \"nextStep\": \"C\" },\n    \"C\": { \"func\": \"c\" }\n  }\n}",
    );
    check(
        r#"{"steps":{"C":{},"D":{}}}"#,
        json!({ "do": "paste", "text": text, "chain": "", "after": "C" }),
        r#"{"steps":{"C":{},"B":{"func":"b","nextStep":"C 2"},"C 2":{"func":"c"},"D":{}}}"#,
    );
    // It does not lead to what is not there.
    let text = copy(CHAIN, &["B".to_owned()]).unwrap();
    check(
        "",
        json!({ "do": "paste", "text": text, "chain": "" }),
        "{\n  \"steps\": {\n    \"B\": { \"func\": \"b\" }\n  }\n}\n",
    );
    for nothing in ["", "[", "{}", r#"{"steps":{}}"#, r#"{"steps":3}"#] {
        refuses(
            CHAIN,
            json!({ "do": "paste", "text": nothing, "chain": "" }),
            "not a workflow's steps",
        );
    }
}

#[test]
fn steps_are_wrapped() {
    check(
        CHAIN,
        json!({ "do": "wrap", "steps": ["A", "B"], "in": "parallel" }),
        &CHAIN.replace(
            "    \"A\": { \"func\": \"a\", \"nextStep\": \"B\" },\n    \"B\": { \"func\": \"b\",   \"nextStep\": \"C\" },\n",
            "    \"Parallel\": { \"func\": { \"A\": \"a\", \"B\": \"b\" }, \"parallel\": true, \"nextStep\": \"C\" },\n",
        ),
    );
    check(
        r#"{"steps":{"S":{"nextStep":"A"},"A":{"nextStep":"B"},"B":{"branch":{"1":"C","2":"A"},"onFailure":"C"},"C":{}},"allowCycles":true}"#,
        json!({ "do": "wrap", "steps": ["A", "B"], "in": "workflow" }),
        r#"{"steps":{"S":{"nextStep":"Nested"},"Nested":{"workflow":{"steps":{"A":{"nextStep":"B"},"B":{"branch":{"1":"End","2":"A"}},"End":{}}},"nextStep":"C","onFailure":"C"},"C":{}},"allowCycles":true}"#,
    );
    refuses(
        FORKED,
        json!({ "do": "wrap", "steps": ["A"], "in": "parallel" }),
        "branches",
    );
    refuses(
        FORKED,
        json!({ "do": "wrap", "steps": ["A"], "in": "workflow" }),
        "`B` and `C`",
    );
    refuses(
        FORKED,
        json!({ "do": "wrap", "steps": [], "in": "workflow" }),
        "No step",
    );
}

#[test]
fn keys_are_set_in_their_places() {
    let set =
        |key: &str, value: Value| json!({ "do": "set", "step": "B", "key": key, "value": value });
    let with = |is: &str| CHAIN.replace(r#""func": "b",   "nextStep": "C""#, is);
    check(
        CHAIN,
        set("func", json!("x")),
        &with(r#""func": "x",   "nextStep": "C""#),
    );
    check(
        CHAIN,
        set("wait", json!(1.5)),
        &with(r#""func": "b",   "wait": 1.5,   "nextStep": "C""#),
    );
    check(
        CHAIN,
        set("timeout", json!(3)),
        &with(r#""func": "b",   "nextStep": "C",   "timeout": 3"#),
    );
    check(
        CHAIN,
        set("params", Value::Null),
        &with(r#""func": "b",   "nextStep": "C",   "params": null"#),
    );
    check(
        CHAIN,
        json!({ "do": "set", "step": "B", "key": "func" }),
        &with(r#""nextStep": "C""#),
    );
    check(
        CHAIN,
        json!({ "do": "set", "step": "", "key": "startAt", "value": "B" }),
        &CHAIN.replace("\"steps\"", "\"startAt\": \"B\",\n  \"steps\""),
    );
    check(
        CHAIN,
        json!({ "do": "set", "step": "B", "key": "params", "text": " [1e400,\n 2] " }),
        &with(r#""func": "b",   "nextStep": "C",   "params": [1e400, 2]"#),
    );
    refuses(CHAIN, set("nope", json!(1)), "no key `nope`");
    refuses(
        CHAIN,
        json!({ "do": "set", "step": "B", "key": "params", "text": "{" }),
        "not JSON",
    );
    refuses(
        CHAIN,
        json!({ "do": "set", "step": "B", "key": "params", "text": " " }),
        "not JSON",
    );
}

#[test]
fn a_text_that_is_not_json_is_refused_and_one_with_mistakes_is_edited() {
    let asked = json!({ "do": "delete", "steps": ["A"] });
    refuses(
        "{ \"steps\": {\n \"A\": {} \"B\": {} } }",
        asked.clone(),
        "Line 2",
    );
    refuses(r#"{"steps":{"A":{},"A":{}}}"#, asked.clone(), "twice");
    refuses("[]", asked.clone(), "no workflow");
    refuses(r#"{"steps":[]}"#, asked.clone(), "no step `A`");
    check(
        r#"{"stepz":1,"steps":{"A":{"nextStep":"Q"},"B":{"nextStep":"A","func":3}}}"#,
        asked,
        r#"{"stepz":1,"steps":{"B":{"func":3}}}"#,
    );
    refuses(
        r#"{"steps":{"A":3}}"#,
        json!({ "do": "set", "step": "A", "key": "func", "value": 1 }),
        "has to be an object",
    );
    refuses(
        r#"{"steps":3}"#,
        json!({ "do": "addStep", "kind": "task" }),
        "`steps` has to be an object",
    );
}

#[test]
fn copied_steps_bring_along_the_workflows_that_they_name() {
    let text = r#"{"steps":{
      "A":{"workflow":"W"},
      "B":{"parallel":true,"func":{"t":{"workflow":"V"},"u":"u"}},
      "C":{"map":{"workflow":{"steps":{"In":{"workflow":"Own"}},"workflows":{"Own":{"steps":{"X":{}}}}}}},
      "D":{"func":"d","params":{"workflow":"U"}}
    },"workflows":{
      "U":{"steps":{"X":{}}},
      "V":{"steps":{"Deepest":{"workflow":"V"}}},
      "W":{"steps":{"Deep":{"workflow":"V"},"Lost":{"workflow":"None"}}}
    }}"#;
    for (ids, expected) in [
        (vec!["A"], vec!["V", "W"]),
        (vec!["B"], vec!["V"]),
        (vec!["B/t"], vec!["V"]),
        (vec!["B/u", "C", "D"], vec![]),
        (vec!["C[]/In"], vec!["Own"]),
        (vec!["A/Deep", "B"], vec!["V"]),
    ] {
        let ids: Vec<String> = ids.into_iter().map(str::to_owned).collect();
        let copied = copy(text, &ids).unwrap();
        let workflow: Value = serde_json::from_str(&copied).unwrap();
        let mut brought: Vec<&str> = workflow["workflows"]
            .as_object()
            .map(|named| named.keys().map(String::as_str).collect())
            .unwrap_or_default();
        brought.sort_unstable();
        assert_eq!(brought, expected, "{ids:?}");
        let pasted = edit("", &json!({ "do": "paste", "text": copied })).unwrap();
        let pasted: Value = serde_json::from_str(&pasted.text).unwrap();
        assert_eq!(pasted["workflows"], workflow["workflows"], "{ids:?}");
    }
}

#[test]
fn steps_inside_others_are_found() {
    let text = r#"{"steps":{
      "M":{"map":{"workflow":{"steps":{"In":{}}}}},
      "P":{"parallel":true,"func":{"t/1":{"workflow":"W"}}}
    },"workflows":{"W":{"steps":{"Deep":{"workflow":"V"}}},"V":{"steps":{"Deepest":{}}}}}"#;
    for (id, was, is) in [
        ("M[]/In", r#""In":"#, r#""X":"#),
        ("M[3]/In", r#""In":"#, r#""X":"#),
        ("P/t~11/Deep", r#""Deep":"#, r#""X":"#),
        ("P/t~11/Deep/Deepest", r#""Deepest":"#, r#""X":"#),
        ("P/t~11", r#""t/1":"#, r#""X":"#),
    ] {
        check(
            text,
            json!({ "do": "rename", "step": id, "name": "X" }),
            &text.replace(was, is),
        );
    }
    for chain in ["M", "M[]", "P/t~11", "P/t~11/Deep"] {
        edit(
            text,
            &json!({ "do": "addStep", "chain": chain, "kind": "pass" }),
        )
        .expect(chain);
    }
    check(
        text,
        json!({ "do": "addStep", "chain": "P", "kind": "task" }),
        &text.replace(
            r#""t/1":{"workflow":"W"}"#,
            r#""t/1":{"workflow":"W"},"task":"pTask""#,
        ),
    );
    refuses(
        text,
        json!({ "do": "addStep", "chain": "M[]/In", "kind": "task" }),
        "no steps inside",
    );
}

#[test]
fn a_form_is_told_what_there_is_and_what_is_wrong() {
    let text = r#"{"name":"N","timeout":0,"steps":{"A":{"func":"f","nextStep":"Bee","retry":[{"errors":["*"],"interval":-1}],"params":{"x":1.50}},"Be":{"func":"g"}}}"#;
    let step = serde_json::to_value(describe(text, "A").unwrap()).unwrap();
    assert_eq!(step["kind"], "task");
    assert_eq!(step["start"], true);
    assert_eq!(step["texts"]["params"], r#"{"x":1.50}"#);
    assert_eq!(step["steps"], json!(["A", "Be"]));
    assert_eq!(step["functions"], json!(["f", "g"]));
    let told: Vec<(&str, &str)> = step["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["key"].as_str().unwrap(), d["pointer"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("nextStep", ""), ("retry", "/0/interval")]);
    assert_eq!(step["diagnostics"][0]["suggestion"], "Be");
    let whole = serde_json::to_value(describe(text, "").unwrap()).unwrap();
    assert_eq!(whole["keys"], json!({ "name": "N", "timeout": 0 }));
    assert_eq!(whole["diagnostics"].as_array().unwrap().len(), 1);
    assert!(describe(text, "C").is_none());
    assert!(describe("{", "").is_none());
    assert!(describe("", "").is_some());
}

#[test]
fn places_inside_a_key_are_set() {
    let text = r#"{ "steps": { "A": { "branch": { "2":"B", "1": "B" }, "retry": [{ "errors": ["*"] }] }, "B": {} } }"#;
    let set = |key: &str, at: &str, value: Value| json!({ "do": "set", "step": "A", "key": key, "at": at, "value": value });
    check(
        text,
        set("branch", "/1", json!("C")),
        &text.replace(r#""1": "B""#, r#""1": "C""#),
    );
    check(
        text,
        set("branch", "/3", json!("C")),
        &text.replace(r#""1": "B""#, r#""1": "B", "3": "C""#),
    );
    check(
        text,
        json!({ "do": "renameKey", "step": "A", "key": "branch", "at": "/2", "name": "~" }),
        &text.replace(r#""2""#, r#""~""#),
    );
    check(
        text,
        json!({ "do": "set", "step": "A", "key": "branch", "at": "/2" }),
        &text.replace(r#""2":"B", "#, ""),
    );
    check(
        text,
        set("retry", "/0/interval", json!(3)),
        &text.replace(r#"["*"]"#, r#"["*"], "interval": 3"#),
    );
    check(
        text,
        set("retry", "/-", json!({ "errors": ["E"] })),
        &text.replace(r#"["*"] }]"#, r#"["*"] }, { "errors": ["E"] }]"#),
    );
    check(
        text,
        json!({ "do": "set", "step": "A", "key": "retry", "at": "/0" }),
        &text.replace(r#"[{ "errors": ["*"] }]"#, "[]"),
    );
    refuses(text, set("retry", "/7", json!(1)), "nothing at `/7`");
    refuses(
        text,
        json!({ "do": "renameKey", "step": "A", "key": "branch", "at": "/2", "name": "1" }),
        "already a key",
    );
}
