//! What is typed and run is there again: after a reload, from the history, beside another tab, and without storage.

use anyhow::Result;
use serde_json::{Value, json};
use stepwell_tests::page::{Document, Page};

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    what_is_typed_is_there_again_after_a_reload,
    a_run_that_was_cut_off_goes_on_after_a_reload,
    a_second_tab_makes_a_copy,
    full_storage_is_said_and_the_work_goes_on,
    a_record_that_cannot_be_read_is_set_aside,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    documents_are_renamed_duplicated_deleted_and_brought_back,
    an_earlier_state_is_restored_from_the_history,
];

fn adder(name: &str) -> Document {
    Document {
        input: "[1, 2]".to_owned(),
        ..Document::of_one_step(name, "", "export const only = ([a, b]) => a + b;")
    }
}

async fn what_is_typed_is_there_again_after_a_reload(page: &Page) -> Result<()> {
    page.open_link(&adder("First")).await?;
    page.open_link(&adder("Second")).await?;
    page.write("functions", "export const only = ([a, b]) => a * b;")
        .await?;
    page.show("panel-input").await?;
    page.type_input("[6, 7]").await?;
    // At once: less than a second after the last key.
    page.reload().await?;
    assert_eq!(page.document_name().await?, "Second");
    page.run_to("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!(42));

    page.open_documents("documents").await?;
    assert_eq!(names(page).await?, ["Second", "First"]);
    page.click("[aria-label='Open First']").await?;
    page.until_open("First").await?;
    page.run_to("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!(3));
    page.reload().await?;
    assert_eq!(page.document_name().await?, "First");
    Ok(())
}

async fn an_earlier_state_is_restored_from_the_history(page: &Page) -> Result<()> {
    page.open_link(&adder("Adder")).await?;
    page.run_to("COMPLETED").await?;
    page.type_input("[10, 20]").await?;
    run_again(page, &json!(30)).await?;
    page.open_documents("history").await?;
    let states = page
        .until("two states", async || {
            let states = page.texts_of("#history-list .what > :first-child").await?;
            Ok((states.len() == 2).then_some(states))
        })
        .await?;
    assert_eq!(states, ["Edited Input", "Opened"]);
    page.click("#history-list [data-do=restore]").await?;
    run_again(page, &json!(3)).await?;
    // What was there before it is still in the list.
    page.open_documents("history").await?;
    page.until("three states", async || {
        let states = page.texts_of("#history-list .what > :first-child").await?;
        Ok((states.len() == 3 && states[0].starts_with("Restore")).then_some(()))
    })
    .await
}

async fn a_run_that_was_cut_off_goes_on_after_a_reload(page: &Page) -> Result<()> {
    let document = Document {
        definition: r#"{ "name": "Long", "steps": { "Begin": { "func": "begin", "nextStep": "Rest" }, "Rest": { "wait": 2, "nextStep": "End" }, "End": { "func": "end" } } }"#.to_owned(),
        functions: "export function begin() { console.log('began'); return 'begun'; } export const end = (x) => `${x} and ended`;".to_owned(),
        input: "null".to_owned(),
    };
    page.open_link(&document).await?;
    page.click("#run").await?;
    page.until("the first step has ended", async || {
        let statuses = page.step_statuses().await?;
        Ok((statuses["Begin"] == "succeeded").then_some(()))
    })
    .await?;
    page.reload().await?;
    assert_eq!(page.document_name().await?, "Long");
    assert!(page.text(".offer").await?.contains("cut off"));
    page.click(".offer .link").await?;
    page.until_run_is("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!("begun and ended"));
    assert_eq!(page.console().await?, [], "the first step ran again");
    assert_eq!(page.count(".offer").await?, 0);

    page.open_documents("runs").await?;
    let kept = "return [...document.querySelectorAll('#run-list [data-run]')].map((run) => run.dataset.run)";
    page.until("one run that has ended", async || {
        let kept = page.evaluate(kept, Vec::new()).await?;
        Ok((kept == json!(["COMPLETED"])).then_some(()))
    })
    .await
}

async fn documents_are_renamed_duplicated_deleted_and_brought_back(page: &Page) -> Result<()> {
    page.open_link(&adder("One")).await?;
    page.open_documents("documents").await?;
    until_names(page, &["One"]).await?;
    page.click("[aria-label='Rename One']").await?;
    let field = page.element("#documents-dialog input[name=name]").await?;
    field.clear().await?;
    field.send_keys("Uno <b>\u{e007}").await?;
    until_names(page, &["Uno <b>"]).await?;
    assert_eq!(page.document_name().await?, "Uno <b>");
    page.click("[aria-label='Duplicate Uno <b>']").await?;
    page.until_open("Uno <b> (copy)").await?;
    page.open_documents("documents").await?;
    until_names(page, &["Uno <b> (copy)", "Uno <b>"]).await?;
    page.click("[aria-label='Delete Uno <b> (copy)']").await?;
    until_names(page, &["Uno <b>"]).await?;
    assert_eq!(page.document_name().await?, "Uno <b>");
    page.click("#undo-delete").await?;
    until_names(page, &["Uno <b> (copy)", "Uno <b>"]).await
}

async fn a_second_tab_makes_a_copy(page: &Page) -> Result<()> {
    page.open_link(&adder("Shared")).await?;
    page.open_documents("documents").await?;
    until_names(page, &["Shared"]).await?;
    page.click("#documents-dialog [data-close]").await?;
    let first = page.open_tab().await?;
    page.until_open("Shared").await?;
    page.until("the second tab is told", async || {
        let notice = page.text("#notice").await?;
        Ok(notice.contains("another tab").then_some(()))
    })
    .await?;
    page.type_input("[100, 1]").await?;
    page.open_documents("documents").await?;
    until_names(page, &["Shared", "Shared"]).await?;
    page.close_tab(first).await?;
    page.run_to("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!(3));
    page.reload().await?;
    page.run_to("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!(3));
    Ok(())
}

async fn full_storage_is_said_and_the_work_goes_on(page: &Page) -> Result<()> {
    page.open_link(&adder("Kept")).await?;
    page.open_documents("documents").await?;
    until_names(page, &["Kept"]).await?;
    page.click("#documents-dialog [data-close]").await?;
    let fill = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }";
    page.evaluate(fill, Vec::new()).await?;
    page.type_input("[2, 2]").await?;
    let told = page.text(".offer").await?;
    assert!(told.contains("full") && told.contains("file"), "{told}");
    page.run_to("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!(4));
    page.open_link(&adder("In memory")).await?;
    page.open_documents("documents").await?;
    until_names(page, &["In memory", "Kept"]).await?;
    page.click("[aria-label='Open Kept']").await?;
    page.until_open("Kept").await?;
    page.run_to("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!(4));
    assert_eq!(page.count(".offer").await?, 1, "it is said once");
    Ok(())
}

async fn a_record_that_cannot_be_read_is_set_aside(page: &Page) -> Result<()> {
    page.open_link(&adder("Whole")).await?;
    page.open_documents("documents").await?;
    until_names(page, &["Whole"]).await?;
    let spoil = "indexedDB.open('stepwell').onsuccess = ({ target: { result } }) => {
        const transaction = result.transaction('documents', 'readwrite');
        transaction.objectStore('documents').put({ id: 'spoilt', name: {}, edited: 'yes' });
        transaction.oncomplete = () => (window.stepwellSpoilt = true);
    }";
    page.evaluate(spoil, Vec::new()).await?;
    page.until("the record is spoilt", async || {
        let spoilt = page.evaluate("return window.stepwellSpoilt", Vec::new());
        Ok((spoilt.await? == Value::Bool(true)).then_some(()))
    })
    .await?;
    page.reload().await?;
    assert!(page.text(".offer").await?.contains("set aside"));
    page.open_documents("documents").await?;
    until_names(page, &["Whole"]).await?;
    page.click("#documents-dialog [data-close]").await?;
    page.run_to("COMPLETED").await
}

async fn names(page: &Page) -> Result<Vec<String>> {
    page.texts_of("#document-list .what > :first-child").await
}

/// Waits until these documents are in the list.
async fn until_names(page: &Page, expected: &[&str]) -> Result<()> {
    page.until(&format!("the list has {expected:?}"), async || {
        Ok((names(page).await? == expected).then_some(()))
    })
    .await
}

/// Runs what is there now, after another run, to this result.
async fn run_again(page: &Page, output: &Value) -> Result<()> {
    page.click("#run").await?;
    page.until(&format!("the result is {output}"), async || {
        Ok((page.json("#run-output").await.ok().as_ref() == Some(output)).then_some(()))
    })
    .await
}
