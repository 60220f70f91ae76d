//! Runs that are looked at again: on the graph, in the inspector and in the result as while they ran, with nothing running.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use stepwell_tests::page::{Document, Page};

use crate::{
    Story,
    pictures::{saved_by, saved_document},
    stories,
};

pub(crate) const ALL: &[Story] = stories![
    a_kept_run_is_shown_on_the_graph,
    a_run_that_goes_on_after_a_reload_keeps_its_mocks_and_skips_waits,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    a_run_that_came_with_a_document_is_shown_on_the_graph,
    a_kept_run_is_looked_at_while_another_goes_on,
    a_log_that_is_none_changes_nothing,
    a_function_that_is_mocked_need_not_be_written,
    pictures_and_files_carry_the_mocks_and_a_run_if_wanted,
];

/// A choice: an even input goes one way, an odd one the other.
fn choice(name: &str) -> Document {
    Document {
        definition: format!(
            r#"{{ "name": "{name}", "steps": {{ "Look": {{ "func": "look", "branch": {{ "even": "Even", "odd": "Odd" }} }}, "Even": {{ "func": "even" }}, "Odd": {{ "func": "odd" }} }} }}"#
        ),
        functions: "export const look = (n) => { console.log('looked'); return n % 2 ? 'odd' : 'even'; }; export const even = () => 'went even'; export const odd = () => { throw new Error('went odd'); };".to_owned(),
        input: "2".to_owned(),
    }
}

/// Waits until the graph shows these statuses, and the toolbar whether they are of a recorded run.
async fn until_shown(page: &Page, recorded: bool, statuses: &[(&str, &str)]) -> Result<()> {
    page.until(&format!("the graph shows {statuses:?}"), async || {
        let status = page.element("#run-status").await?;
        let is_recorded = status.attr("data-recorded").await?.as_deref() == Some("true");
        let now = page.step_statuses().await?;
        let same = |(step, status): &(&str, &str)| now.get(*step).is_some_and(|now| now == status);
        Ok((is_recorded == recorded && statuses.iter().all(same)).then_some(()))
    })
    .await
}

const WENT_EVEN: &[(&str, &str)] = &[
    ("Look", "succeeded"),
    ("Even", "succeeded"),
    ("Odd", "skipped"),
];
const WENT_ODD: &[(&str, &str)] = &[
    ("Look", "succeeded"),
    ("Even", "skipped"),
    ("Odd", "failed"),
];

/// Shows the oldest of the kept runs, of which there are so many.
async fn show_oldest(page: &Page, count: usize) -> Result<()> {
    page.open_documents("runs").await?;
    let oldest = format!("#run-list > li:nth-child({count}):last-child");
    page.click(&format!("{oldest} [data-do=show]")).await
}

async fn a_kept_run_is_shown_on_the_graph(page: &Page) -> Result<()> {
    page.open_link(&choice("Kept")).await?;
    page.run_to("COMPLETED").await?;
    page.type_input("3").await?;
    page.click("#run").await?;
    until_shown(page, false, WENT_ODD).await?;
    show_oldest(page, 2).await?;
    until_shown(page, true, WENT_EVEN).await?;
    assert_eq!(page.run_status().await?, "COMPLETED");
    page.inspect("Even").await?;
    assert_eq!(page.json("#inspector-output").await?, json!("went even"));
    page.show("panel-result").await?;
    assert_eq!(page.json("#run-output").await?, json!("went even"));
    assert_eq!(page.count("#recorded-differs").await?, 0);

    // A step that is there no more is not shown; what is there still is.
    let definition = choice("Kept").definition.replace("\"Odd\"", "\"Other\"");
    page.write("workflow", &definition).await?;
    page.element("#recorded-differs").await?;
    until_shown(page, true, &[("Even", "succeeded"), ("Other", "skipped")]).await?;

    page.click("#recorded-leave").await?;
    until_shown(page, false, &[("Look", "succeeded"), ("Even", "skipped")]).await?;
    assert_eq!(page.run_status().await?, "FAILED");
    page.show("panel-result").await?;
    page.element("#run-error").await?;
    let looked = ("log".to_owned(), "looked".to_owned());
    assert_eq!(page.console().await?, [looked], "nothing ran again");
    Ok(())
}

async fn a_run_that_came_with_a_document_is_shown_on_the_graph(page: &Page) -> Result<()> {
    page.open_link(&choice("Given")).await?;
    page.type_input("3").await?;
    page.run_to("FAILED").await?;
    page.click("#share").await?;
    let link = async |shorter: usize| {
        page.until("the link is made", async || {
            let script = "return document.querySelector('#share-link').value";
            let link = page.evaluate(script, Vec::new()).await?;
            let link = link.as_str().filter(|link| link.len() > shorter);
            Ok(link.map(str::to_owned))
        })
        .await
    };
    let without = link(0).await?;
    page.click("#share-run").await?;
    let link = link(without.len()).await?;
    page.click("#share-dialog [data-close]").await?;
    page.open_link(&choice("Another")).await?;
    until_shown(page, false, &[("Look", "pending"), ("Odd", "pending")]).await?;
    let (_, fragment) = link.split_once('#').context("a fragment")?;
    page.follow(&format!("#{fragment}")).await?;
    page.until_open("Given").await?;
    until_shown(page, true, WENT_ODD).await?;
    page.inspect("Odd").await?;
    assert!(page.text("#inspector-error").await?.contains("went odd"));
    assert_eq!(page.console().await?, [], "nothing ran");

    page.show("panel-input").await?;
    page.type_input("4").await?;
    page.click("#recorded-again").await?;
    until_shown(page, false, WENT_EVEN).await?;
    assert_eq!(page.count("#recorded-run").await?, 0);
    Ok(())
}

async fn a_kept_run_is_looked_at_while_another_goes_on(page: &Page) -> Result<()> {
    let document = Document {
        functions: "export const look = async (n) => { while (n === 1) await new Promise((resolve) => setTimeout(resolve, 50)); return 'even'; }; export const even = () => 'went even'; export const odd = () => 1;".to_owned(),
        ..choice("Going on")
    };
    page.open_link(&document).await?;
    page.run_to("COMPLETED").await?;
    page.type_input("1").await?;
    page.click("#run").await?;
    until_shown(page, false, &[("Look", "running"), ("Even", "pending")]).await?;
    show_oldest(page, 2).await?;
    until_shown(page, true, WENT_EVEN).await?;
    assert!(!page.element("#run").await?.is_enabled().await?);
    page.click("#recorded-leave").await?;
    until_shown(page, false, &[("Look", "running"), ("Even", "pending")]).await?;
    show_oldest(page, 2).await?;
    until_shown(page, true, WENT_EVEN).await?;
    page.click("#cancel").await?;
    page.click("#recorded-leave").await?;
    until_shown(page, false, &[("Look", "cancelled"), ("Even", "skipped")]).await
}

async fn a_log_that_is_none_changes_nothing(page: &Page) -> Result<()> {
    let document = choice("Damaged");
    let mut file: Value = serde_json::from_str(&document.file())?;
    let definition: Value = serde_json::from_str(&document.definition)?;
    let started = json!({ "seq": 1, "at": 5, "type": "RunStarted", "version": 1, "run": "r", "seed": 1, "definition": definition, "start": "Look", "input": 2 });
    let misfit = json!({ "seq": 2, "at": 6, "type": "AttemptSucceeded", "id": 99, "path": "Even", "output": 1 });
    file["run"] = json!({ "log": format!("{started}\n{misfit}\n") });
    page.drop_file("damaged.json", &file.to_string()).await?;
    page.until_open("Damaged").await?;
    page.until("it is said", async || {
        let notice = page.text("#notice").await?;
        Ok(notice
            .contains("recorded run cannot be shown")
            .then_some(()))
    })
    .await?;
    until_shown(page, false, &[("Look", "pending"), ("Even", "pending")]).await?;
    page.run_to("COMPLETED").await
}

async fn pictures_and_files_carry_the_mocks_and_a_run_if_wanted(page: &Page) -> Result<()> {
    let document = Document::of_one_step("Mocked", "", "export const only = () => 'called';");
    let mocks = json!({ "Only": { "result": "answered" } });
    let mut file: Value = serde_json::from_str(&document.file())?;
    file["mocks"] = mocks.clone();
    page.drop_file("mocked.json", &file.to_string()).await?;
    page.until_open("Mocked").await?;
    until_mocked(page, true).await?;
    page.click("#run-menu").await?;
    page.click("#run-mocks").await?;
    page.until_run_is("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!("answered"));
    page.click("#picture").await?;
    page.click("#picture-with-log").await?;
    page.click("#picture").await?;
    for button in ["#download-svg", "#download-png"] {
        let saved = saved_by(page, button).await?;
        let between = format!("Between {button}");
        page.open_link(&Document::of_one_step(
            &between,
            "",
            "export const only = () => 1;",
        ))
        .await?;
        until_mocked(page, false).await?;
        page.drop_bytes("picture", &saved.bytes).await?;
        page.until_open("Mocked").await?;
        until_mocked(page, true).await?;
        until_shown(page, true, &[("Only", "succeeded")]).await?;
        page.show("panel-result").await?;
        assert_eq!(page.json("#run-output").await?, json!("answered"));
    }
    let saved = saved_document(page).await?;
    assert_eq!(saved["mocks"], mocks);
    assert_eq!(saved["run"], Value::Null, "it was not asked for");
    Ok(())
}

/// Waits until the one step is mocked, or is not.
async fn until_mocked(page: &Page, mocked: bool) -> Result<()> {
    page.until(&format!("mocked: {mocked}"), async || {
        let count = page.count(".ground[data-mocks*=Only]").await?;
        Ok(((count == 1) == mocked).then_some(()))
    })
    .await
}

async fn a_run_that_goes_on_after_a_reload_keeps_its_mocks_and_skips_waits(
    page: &Page,
) -> Result<()> {
    let document = Document {
        definition: r#"{ "name": "Cut", "steps": { "Begin": { "func": "begin", "nextStep": "Slow" }, "Slow": { "func": "slow", "nextStep": "Rest" }, "Rest": { "wait": 259200, "nextStep": "End" }, "End": { "func": "end" } } }"#.to_owned(),
        functions: "export const begin = () => 'called'; export const end = (x) => `${x} and called`; export const slow = (x) => new Promise((resolve) => setTimeout(resolve, 2000, x));".to_owned(),
        input: "null".to_owned(),
    };
    let mut file: Value = serde_json::from_str(&document.file())?;
    file["mocks"] = json!({ "Begin": { "result": "mocked" }, "End": { "result": "mocked too" } });
    page.drop_file("cut.json", &file.to_string()).await?;
    page.until_open("Cut").await?;
    page.element(".ground[data-mocks*=Begin]").await?;
    page.click("#run-menu").await?;
    page.click("#run-mocks-virtual").await?;
    until_shown(page, false, &[("Begin", "succeeded"), ("Slow", "running")]).await?;
    page.reload().await?;
    assert!(page.text(".offer").await?.contains("cut off"));
    page.click(".offer .link").await?;
    // Three days are waited for, if they are.
    page.until_run_is("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!("mocked too"));
    page.inspect("Slow").await?;
    assert_eq!(page.json("#inspector-output").await?, json!("mocked"));
    Ok(())
}

async fn a_function_that_is_mocked_need_not_be_written(page: &Page) -> Result<()> {
    let document = Document {
        definition: r#"{ "name": "Unwritten", "steps": { "Now": { "func": "now", "nextStep": "Later" }, "Later": { "func": "later" } } }"#.to_owned(),
        functions: "export const now = () => 'now';".to_owned(),
        input: "null".to_owned(),
    };
    let mut file: Value = serde_json::from_str(&document.file())?;
    file["mocks"] = json!({ "Now": { "result": "mocked" } });
    page.drop_file("one.json", &file.to_string()).await?;
    page.until_open("Unwritten").await?;
    page.element(".ground[data-mocks*=Now]").await?;
    let run_with_mocks = async || {
        page.click("#run-menu").await?;
        page.click("#run-mocks").await
    };
    run_with_mocks().await?;
    page.show("panel-result").await?;
    assert!(page.text("#load-error").await?.contains("later"));

    file["mocks"] = json!({ "Later": { "result": "mocked" } });
    let text = file.to_string().replace("Unwritten", "Half written");
    page.drop_file("other.json", &text).await?;
    page.until_open("Half written").await?;
    page.element(".ground[data-mocks*=Later]").await?;
    assert!(
        page.obstacle().await?.contains("later"),
        "it is said as ever"
    );
    run_with_mocks().await?;
    page.until_run_is("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!("mocked"));
    Ok(())
}
