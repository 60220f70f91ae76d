//! What a person changes in the inspector: a step's keys, its name, and the workflow's.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use stepwell_tests::page::{Document, Page};

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    a_key_that_is_changed_in_the_form_is_in_the_text_and_in_the_graph,
    a_step_is_given_branches_retries_and_another_action,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    a_name_is_changed_wherever_it_stands,
    a_bad_value_is_told_beside_its_field,
    what_is_being_written_outlives_a_change_elsewhere,
    the_workflow_has_a_form_of_its_own,
    keys_lead_from_the_graph_to_the_form_and_back,
];

const DEFINITION: &str = r#"{
  "name": "NAME",
  "steps": {
    "Ask":  { "func": "ask", "nextStep": "Tell" },
    "Tell": { "func": "tell", "onFailure": "Sorry" },
    "Sorry": { "func": "sorry" }
  }
}
"#;

async fn open(page: &Page, name: &str) -> Result<String> {
    let document = Document {
        definition: DEFINITION.replace("NAME", name),
        functions: "export const ask = () => 1, tell = () => 2, sorry = () => 3;".to_owned(),
        input: "null".to_owned(),
    };
    page.open_link(&document).await?;
    Ok(document.definition)
}

/// Opens the form of a step.
async fn choose(page: &Page, step: &str) -> Result<()> {
    page.inspect(step).await?;
    until_value(page, "field-name", step).await
}

/// Writes in a field in the place of what stands there, and leaves it by Enter.
async fn fill(page: &Page, field: &str, text: &str) -> Result<()> {
    type_in(page, field, &format!("{text}\u{e007}")).await
}

async fn type_in(page: &Page, field: &str, text: &str) -> Result<()> {
    let element = page.element(&format!("[id='{field}']")).await?;
    let select = "const field = document.getElementById(arguments[0]); field.scrollIntoView({ block: 'center' }); field.focus(); field.select()";
    page.evaluate(select, vec![field.into()]).await?;
    element.send_keys(text).await?;
    Ok(())
}

async fn value(page: &Page, field: &str) -> Result<Value> {
    let script = "return document.getElementById(arguments[0])?.value ?? null";
    page.evaluate(script, vec![field.into()]).await
}

async fn until_value(page: &Page, field: &str, expected: &str) -> Result<()> {
    page.until(&format!("{field} shows {expected}"), async || {
        Ok((value(page, field).await? == json!(expected)).then_some(()))
    })
    .await
}

/// Waits until the definition's text is this one, and shows what it is if it does not become so.
async fn until_text(page: &Page, expected: &str) -> Result<()> {
    let mut now = String::new();
    page.show("panel-workflow").await?;
    let waited = page
        .until("the text follows", async || {
            let content = page.editor_content("workflow").await?;
            now = content.prop("innerText").await?.unwrap_or_default();
            Ok((now.trim_end() == expected.trim_end()).then_some(()))
        })
        .await;
    waited.with_context(|| format!("expected\n{expected}\nfound\n{now}"))
}

async fn until_edge(page: &Page, edge: &str) -> Result<()> {
    let script = "return [...document.querySelectorAll('.ground [data-edge]')].some((edge) => edge.dataset.edge === arguments[0])";
    page.until(&format!("the graph has the edge {edge}"), async || {
        let is_there = page.evaluate(script, vec![edge.into()]).await?;
        Ok((is_there == json!(true)).then_some(()))
    })
    .await
}

/// What is told beside a field, by what describes it to a screen reader.
async fn told(page: &Page, field: &str) -> Result<String> {
    let script = "const field = document.getElementById(arguments[0]);
        const ids = (field?.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
        return `${field?.getAttribute('aria-invalid') ?? ''}|${ids.map((id) => document.getElementById(id).textContent).join(' ')}`";
    let told = page.evaluate(script, vec![field.into()]).await?;
    Ok(told.as_str().unwrap_or_default().to_owned())
}

async fn until_told(page: &Page, field: &str, words: &str) -> Result<()> {
    page.until(&format!("{words} beside {field}"), async || {
        let told = told(page, field).await?;
        Ok((told.starts_with("true|") && told.contains(words)).then_some(()))
    })
    .await
}

async fn a_key_that_is_changed_in_the_form_is_in_the_text_and_in_the_graph(
    page: &Page,
) -> Result<()> {
    let text = open(page, "A key").await?;
    choose(page, "Tell").await?;
    fill(page, "field-nextStep", "Sorry").await?;
    until_edge(page, "Tell[success]Sorry").await?;
    fill(page, "field-timeout", "2.50").await?;
    let changed = text.replace(
        r#""func": "tell", "onFailure": "Sorry" }"#,
        r#""func": "tell", "nextStep": "Sorry", "onFailure": "Sorry", "timeout": 2.50 }"#,
    );
    until_text(page, &changed).await?;
    // Emptied, the key goes.
    fill(page, "field-timeout", "\u{e003}").await?;
    until_text(page, &changed.replace(r#", "timeout": 2.50"#, "")).await
}

async fn a_bad_value_is_told_beside_its_field(page: &Page) -> Result<()> {
    open(page, "Bad values").await?;
    choose(page, "Ask").await?;
    fill(page, "field-nextStep", "Tel").await?;
    until_told(page, "field-nextStep", "Tel").await?;
    // What was most likely meant is one press away.
    page.click("#field-nextStep-problems button").await?;
    until_value(page, "field-nextStep", "Tell").await?;
    fill(page, "field-timeout", "soon").await?;
    until_told(page, "field-timeout", "seconds").await?;
    assert!(told(page, "field-nextStep").await?.starts_with('|'));
    // What is not JSON is not taken, and stays to be put right.
    type_in(page, "field-params", "{ \"a\": ").await?;
    page.evaluate("document.getElementById('field-params').blur()", Vec::new())
        .await?;
    until_told(page, "field-params", "not JSON").await?;
    assert_eq!(value(page, "field-params").await?, json!("{ \"a\": "));
    Ok(())
}

async fn a_name_is_changed_wherever_it_stands(page: &Page) -> Result<()> {
    let text = open(page, "A name").await?;
    choose(page, "Tell").await?;
    page.click("#step-rename").await?;
    fill(page, "field-name", "Sorry").await?;
    until_told(page, "field-name", "already a step").await?;
    fill(page, "field-name", "Say \"it\"").await?;
    page.until("the graph has the new name", async || {
        let steps = page.step_statuses().await?;
        Ok(steps.contains_key("Say \"it\"").then_some(()))
    })
    .await?;
    until_edge(page, "Ask[success]Say \"it\"").await?;
    until_value(page, "field-name", "Say \"it\"").await?;
    until_text(page, &text.replace("\"Tell\"", r#""Say \"it\"""#)).await?;
    page.click("#step-delete").await?;
    let left = text.replace(", \"nextStep\": \"Tell\"", "").replace(
        "    \"Tell\": { \"func\": \"tell\", \"onFailure\": \"Sorry\" },\n",
        "",
    );
    until_text(page, &left).await
}

async fn what_is_being_written_outlives_a_change_elsewhere(page: &Page) -> Result<()> {
    let text = open(page, "Half written").await?;
    choose(page, "Ask").await?;
    type_in(page, "field-comment", "half").await?;
    // Somebody changes the step's text meanwhile: here another field of the same form.
    page.evaluate(
        "const box = document.getElementById('field-isolated'); box.checked = true; box.dispatchEvent(new Event('change'))",
        Vec::new(),
    )
    .await?;
    page.until("the other change is there", async || {
        let script = "return document.getElementById('field-isolated').checked";
        Ok((page.evaluate(script, Vec::new()).await? == json!(true)).then_some(()))
    })
    .await?;
    assert_eq!(value(page, "field-comment").await?, json!("half"));
    // Another step is chosen: what was written belongs to the first.
    choose(page, "Sorry").await?;
    let changed = text.replace(
        r#""func": "ask", "nextStep": "Tell" }"#,
        r#""func": "ask", "nextStep": "Tell", "isolated": true, "comment": "half" }"#,
    );
    until_text(page, &changed).await
}

async fn a_step_is_given_branches_retries_and_another_action(page: &Page) -> Result<()> {
    let text = open(page, "More").await?;
    choose(page, "Ask").await?;
    page.click("#add-branch").await?;
    until_value(page, "field-branch-0-key", "true").await?;
    fill(page, "field-branch-0-key", "no").await?;
    until_value(page, "field-branch-0-key", "no").await?;
    fill(page, "field-branch-0-to", "Sorry").await?;
    until_edge(page, "Ask[branch]Sorry").await?;
    page.click("#add-retry").await?;
    until_value(page, "field-retry-0-errors", "*").await?;
    fill(page, "field-retry-0-interval", "0.5").await?;
    page.until("it is told what comes of it", async || {
        let told = page.text("#retry-0-told").await?.replace('\u{a0}', " ");
        Ok(told
            .contains("4 tries at most: at once, then again after 0.5 s, 1 s and 2 s")
            .then_some(()))
    })
    .await?;
    let choose_kind = "const kind = document.getElementById('field-kind'); kind.value = 'wait'; kind.dispatchEvent(new Event('change'))";
    page.evaluate(choose_kind, Vec::new()).await?;
    fill(page, "field-wait", "3").await?;
    let changed = text.replace(
        r#"{ "func": "ask", "nextStep": "Tell" }"#,
        r#"{ "wait": 3, "nextStep": "Tell", "branch": { "no": "Sorry" }, "retry": [{ "errors": ["*"], "interval": 0.5 }] }"#,
    );
    until_text(page, &changed).await
}

async fn the_workflow_has_a_form_of_its_own(page: &Page) -> Result<()> {
    let text = open(page, "Whole").await?;
    until_value(page, "field-startAt", "").await?;
    fill(page, "field-startAt", "Tell").await?;
    until_edge(page, "[start][success]Tell").await?;
    fill(page, "field-name", "Renamed").await?;
    page.until_open("Renamed").await?;
    fill(page, "field-maxSteps", "0").await?;
    until_told(page, "field-maxSteps", "at least 1").await?;
    let changed = text.replace("\"Whole\",", "\"Renamed\",\n  \"startAt\": \"Tell\",");
    let changed = changed.replace("  }\n}", "  },\n  \"maxSteps\": 0\n}");
    until_text(page, &changed).await
}

async fn keys_lead_from_the_graph_to_the_form_and_back(page: &Page) -> Result<()> {
    const F6: char = '\u{e036}';
    const SHIFT: char = '\u{e008}';
    const ESCAPE: char = '\u{e00c}';
    open(page, "Keys").await?;
    choose(page, "Tell").await?;
    let at = async |place: &str| {
        let script = "const at = document.activeElement; return at.dataset.step ?? at.id";
        page.until(&format!("the focus is at {place}"), async || {
            let now = page.evaluate(script, Vec::new()).await?;
            Ok((now == json!(place)).then_some(()))
        })
        .await
    };
    page.evaluate(
        "document.querySelector('[data-step=Tell]').focus()",
        Vec::new(),
    )
    .await?;
    page.press_keys(&[F6]).await?;
    at("field-name").await?;
    page.press_keys(&[ESCAPE]).await?;
    at("Tell").await?;
    page.evaluate(
        "document.getElementById('field-nextStep').focus()",
        Vec::new(),
    )
    .await?;
    page.press_keys(&[F6]).await?;
    at("panel-result-tab").await?;
    // Each part is entered where it was left.
    page.press_keys(&[SHIFT, F6]).await?;
    at("field-nextStep").await
}
