//! What a person does who writes a workflow of their own, or opens somebody else's.

use anyhow::Result;
use serde_json::json;
use stepwell_tests::canary::Canary;
use stepwell_tests::page::{Document, Page};
use stepwell_tests::root;

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    a_newcomer_writes_a_workflow_and_runs_it,
    a_syntax_error_in_the_functions_is_told_with_its_place,
    a_linked_document_runs_only_when_run_is_pressed,
    a_dropped_file_is_opened_and_a_bad_one_leaves_the_document,
    functions_log_to_the_console,
    the_network_is_off_until_the_user_allows_it,
    a_busy_worker_is_ended_and_its_other_calls_start_again,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    the_last_good_graph_stays_while_the_definition_has_mistakes,
    a_missing_function_is_added_with_one_click,
];

const GREETING: &str = r#"{ "name": "Greeting", "steps": { "Find": { "func": "find", "nextStep": "Greet" }, "Greet": { "func": "greet", "params": { "word": "Hello" } } } }"#;

const GREETING_FUNCTIONS: &str = "export const find = async (id) => ({ id, name: 'Ada' }); export function greet({ name }, step) { return `${step.params.word}, ${name}!`; }";

async fn a_newcomer_writes_a_workflow_and_runs_it(page: &Page) -> Result<()> {
    page.write("workflow", GREETING).await?;
    page.until("the graph follows", async || {
        let steps = page.step_statuses().await?;
        Ok(steps.keys().eq(["Find", "Greet"]).then_some(()))
    })
    .await?;
    assert_eq!(page.document_name().await?, "Greeting");
    page.write("functions", GREETING_FUNCTIONS).await?;
    page.show("panel-input").await?;
    page.type_input("7").await?;
    page.run_to("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!("Hello, Ada!"));

    // One function is edited; what it returns then is the next run's result.
    page.write("functions", &GREETING_FUNCTIONS.replace('!', "?"))
        .await?;
    page.click("#run").await?;
    page.until("the new greeting", async || {
        Ok((page.json("#run-output").await.ok() == Some(json!("Hello, Ada?"))).then_some(()))
    })
    .await
}

async fn the_last_good_graph_stays_while_the_definition_has_mistakes(page: &Page) -> Result<()> {
    let greeting = |definition: &str| Document {
        definition: definition.to_owned(),
        functions: GREETING_FUNCTIONS.to_owned(),
        input: "7".to_owned(),
    };
    page.open_link(&greeting(GREETING)).await?;
    page.show("panel-workflow").await?;
    // There is nothing to undo in it, and something that knows.
    page.element("#undo:disabled").await?;
    let content = page.editor_content("workflow").await?;
    content.send_keys("x").await?;
    page.until("the graph is marked as old", async || {
        Ok((page.count("[data-stale=true]").await? == 1).then_some(()))
    })
    .await?;
    let steps = page.step_statuses().await?;
    assert_eq!(steps.keys().collect::<Vec<_>>(), ["Find", "Greet"]);
    assert!(!page.element("#run").await?.is_enabled().await?);
    let undo = format!("{}z", char::from(fantoccini::key::Key::Control));
    content.send_keys(&undo).await?;
    page.until("the graph is the definition's", async || {
        Ok((page.count("[data-stale=false]").await? == 1).then_some(()))
    })
    .await?;

    // All mistakes are told at once, each underlined where it is.
    let broken = GREETING
        .replace(r#""nextStep": "Greet""#, r#""nextStep": "Gret""#)
        .replace("params", "parms")
        .replace("Greeting", "Broken greeting");
    let link = greeting(&broken).link()?;
    page.follow(&link).await?;
    page.until("both mistakes are told", async || {
        let obstacle = page.obstacle().await?;
        Ok(obstacle.contains("1 more").then_some(()))
    })
    .await?;
    let tab = page.text("#panel-workflow-tab").await?;
    assert!(tab.ends_with('2'), "{tab}");
    page.in_editor("workflow", ".cm-lintRange-error ~ .cm-lintRange-error")
        .await?;
    Ok(())
}

async fn a_missing_function_is_added_with_one_click(page: &Page) -> Result<()> {
    let functions = GREETING_FUNCTIONS.replace("greet(", "great(");
    page.write("workflow", GREETING).await?;
    page.write("functions", &functions).await?;
    page.until("the missing function is told", async || {
        let obstacle = page.obstacle().await?;
        Ok(obstacle.contains("`greet`").then_some(()))
    })
    .await?;
    // In both places; here at the end of the module.
    let told = page.text("#panel-workflow-tab").await?;
    assert!(told.ends_with('1'), "{told}");
    page.in_editor("functions", ".cm-lintRange-error, .cm-lintPoint-error")
        .await?;
    page.show("panel-workflow").await?;
    page.in_editor("workflow", ".cm-lintRange-error").await?;
    page.click("[data-add-function=greet]").await?;
    page.until("nothing is missing", async || {
        Ok(page
            .element("#run")
            .await?
            .is_enabled()
            .await?
            .then_some(()))
    })
    .await?;
    page.show("panel-input").await?;
    page.type_input("7").await?;
    page.run_to("COMPLETED").await?;
    // What was added gives its input back.
    assert_eq!(
        page.json("#run-output").await?,
        json!({ "id": 7, "name": "Ada" })
    );
    Ok(())
}

async fn a_syntax_error_in_the_functions_is_told_with_its_place(page: &Page) -> Result<()> {
    page.write("functions", "export const f = () => 1 +;")
        .await?;
    page.until("the mistake is told", async || {
        let obstacle = page.obstacle().await?;
        Ok(obstacle.contains("line 1, column 27").then_some(()))
    })
    .await?;
    page.in_editor("functions", ".cm-lintRange-error, .cm-lintPoint-error")
        .await?;
    assert!(!page.element("#run").await?.is_enabled().await?);
    Ok(())
}

async fn a_linked_document_runs_only_when_run_is_pressed(page: &Page) -> Result<()> {
    let document = Document {
        input: "[3, 4]".to_owned(),
        ..Document::of_one_step(
            "From a link",
            "",
            "console.log('loaded');\nexport const only = ([a, b]) => a * b;\n",
        )
    };
    page.load_link(&document).await?;
    assert!(page.text("#notice").await?.contains("link"));
    page.show("panel-functions").await?;
    page.editor_content("functions").await?;
    assert_eq!(page.run_status().await?, "INITIALIZED");
    assert_eq!(page.console().await?, []);
    page.run_to("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!(12));
    page.until("what the module logged", async || {
        let logged = [("log".to_owned(), "loaded".to_owned())];
        Ok((page.console().await? == logged).then_some(()))
    })
    .await
}

async fn a_dropped_file_is_opened_and_a_bad_one_leaves_the_document(page: &Page) -> Result<()> {
    let document = Document::of_one_step("From a file", "", "export const only = () => 'file';");
    page.drop_file("some.json", &document.file()).await?;
    page.until_open("From a file").await?;
    assert_eq!(page.run_status().await?, "INITIALIZED");
    let newer = document
        .file()
        .replace(r#""stepwell":1"#, r#""stepwell":2"#);
    for (text, why) in [
        ("{", "not JSON"),
        ("[1]", "neither"),
        (newer.as_str(), "version"),
        (r#"{"stepwell":1,"definition":{}}"#, "texts"),
    ] {
        page.drop_file("bad.json", text).await?;
        page.until("why it cannot be opened", async || {
            Ok(page.text("#notice").await?.contains(why).then_some(()))
        })
        .await?;
        assert_eq!(page.document_name().await?, "From a file");
    }
    page.run_to("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!("file"));
    Ok(())
}

async fn functions_log_to_the_console(page: &Page) -> Result<()> {
    let document = Document::of_one_step(
        "Logs",
        "",
        "export async function only(_, step) {
  step.log('from', step.name, { deep: [1, 2] });
  console.warn('careful');
  Promise.reject(new RangeError('lost'));
  await new Promise((resolve) => setTimeout(resolve, 50));
}
",
    );
    page.open_link(&document).await?;
    page.run_to("COMPLETED").await?;
    page.show("panel-console").await?;
    let lines = page
        .until("three lines", async || {
            let lines = page.console().await?;
            Ok((lines.len() == 3).then_some(lines))
        })
        .await?;
    assert_eq!(lines[0].0, "log");
    assert!(lines[0].1.starts_with("from Only {"), "{lines:?}");
    assert_eq!(lines[1], ("warn".to_owned(), "careful".to_owned()));
    assert_eq!(lines[2].0, "uncaught");
    assert!(
        lines[2].1.contains("lost") && lines[2].1.contains("functions.js:4"),
        "{lines:?}"
    );
    // Who said it can be looked at.
    page.click("#console [data-path=Only]").await?;
    assert_eq!(page.text("#inspector h3").await?, "Only");
    Ok(())
}

async fn the_network_is_off_until_the_user_allows_it(page: &Page) -> Result<()> {
    let canary = Canary::serve(&root().join("tests/browser")).await?;
    let ask = format!(
        "export const only = () => fetch('{}').then(() => 'asked', () => 'asked');",
        canary.url("").replace("http:", "https:")
    );
    page.open_link(&Document::of_one_step("Network", "", &ask))
        .await?;
    page.run_to("COMPLETED").await?;
    assert_eq!(canary.connections(), 0);
    assert_eq!(page.count("#network-on").await?, 0);

    page.show("panel-functions").await?;
    page.click("#network").await?;
    page.element("#network-on").await?;
    page.click("#run").await?;
    page.until("the network is reached", async || {
        Ok((canary.connections() > 0).then_some(()))
    })
    .await?;
    page.until_run_is("COMPLETED").await?;
    let connections = canary.connections();

    // What was allowed to one document is not to the next.
    page.open_link(&Document::of_one_step("Network again", "", &ask))
        .await?;
    assert_eq!(page.count("#network-on").await?, 0);
    page.run_to("COMPLETED").await?;
    assert_eq!(canary.connections(), connections);
    Ok(())
}

async fn a_busy_worker_is_ended_and_its_other_calls_start_again(page: &Page) -> Result<()> {
    let document = Document {
        definition: r#"{ "name": "Busy", "steps": { "Both": { "parallel": true, "func": { "busy": "busy", "other": { "workflow": { "steps": {
            "Patient": { "func": "patient", "timeout": 20 } } } } } } } }"#
            .to_owned(),
        functions: "export function busy() {
  for (;;);
}
export async function patient(_, step) {
  console.log(step.idempotencyKey);
  await new Promise((resolve) => setTimeout(resolve, 200));
  return step.attempt;
}
"
        .to_owned(),
        input: "null".to_owned(),
    };
    page.open_link(&document).await?;
    page.show("panel-functions").await?;
    let limit = page.element("#default-timeout").await?;
    assert_eq!(limit.prop("value").await?.as_deref(), Some("30"));
    limit.clear().await?;
    limit.send_keys("1\u{e007}").await?;
    page.run_to("COMPLETED").await?;
    let output = page.json("#run-output").await?;
    assert_eq!(output["busy"]["error"]["name"], "Step.Timeout", "{output}");
    assert_eq!(output["other"], 1, "the same attempt: {output}");
    let lines = page.console().await?;
    let keys: Vec<&str> = lines
        .iter()
        .filter(|(level, _)| level == "log")
        .map(|(_, text)| text.as_str())
        .collect();
    assert!(
        !keys.is_empty() && keys.iter().all(|key| *key == keys[0]),
        "{lines:?}"
    );
    assert!(keys[0].ends_with("/Both#1/other/Patient#1"), "{lines:?}");
    assert!(
        lines.iter().any(|(level, _)| level == "notice"),
        "{lines:?}"
    );
    Ok(())
}
