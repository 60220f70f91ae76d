//! What one who has never seen the page runs into: where a step, a function or a graph is not there yet, and where a
//! press or a key would be lost.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use stepwell_tests::page::{Document, Page};

use crate::workbench::{load_axe, look};
use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    a_press_ends_on_what_it_began_on,
    a_function_is_written_from_the_step_that_calls_it,
    a_narrow_page_shows_why_a_run_failed,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    a_branch_leads_to_a_step_that_is_added_with_it,
    what_follows_a_rename_is_written_where_the_focus_is,
    a_document_without_a_graph_shows_none,
    no_menu_and_no_form_keeps_anybody_out,
];

fn one_step(name: &str) -> Document {
    Document::of_one_step(name, "", "export const only = () => 1;\n")
}

async fn is(page: &Page, what: &str, script: &str) -> Result<()> {
    page.until(what, async || {
        let answer = page.evaluate(script, Vec::new()).await?;
        Ok((answer == json!(true)).then_some(()))
    })
    .await
}

async fn until_steps(page: &Page, steps: &[&str]) -> Result<()> {
    page.until(&format!("there are {steps:?}"), async || {
        let there = page.step_statuses().await?;
        Ok(there.keys().eq(steps).then_some(()))
    })
    .await
}

/// Writes in a field in the place of what stands there, key by key, wherever the focus is.
async fn type_over(page: &Page, text: &str) -> Result<()> {
    page.evaluate("document.activeElement.select()", Vec::new())
        .await?;
    for key in text.chars() {
        page.press_keys(&[key]).await?;
    }
    Ok(())
}

async fn a_branch_leads_to_a_step_that_is_added_with_it(page: &Page) -> Result<()> {
    page.open_link(&one_step("Branch")).await?;
    page.inspect("Only").await?;
    page.click("#add-branch").await?;
    page.element("[data-step=Task]").await?;
    is(
        page,
        "the branch's key can be written",
        "return document.activeElement.id === 'field-branch-0-key'",
    )
    .await?;
    page.click("#add-branch").await?;
    page.element("[data-step='Task 2']").await?;
    is(
        page,
        "the second branch has a key of its own",
        "return document.activeElement.id === 'field-branch-1-key' && document.activeElement.value === 'false'",
    )
    .await?;
    // Nobody has written in the step that came along: it goes when the branch leads elsewhere.
    page.click("#field-branch-0-to").await?;
    type_over(page, "Ship\u{e007}").await?;
    page.click("[data-add-step=Ship]").await?;
    until_steps(page, &["Only", "Ship", "Task 2"]).await?;
    page.element("[data-step=Ship]").await?;
    assert_eq!(page.count("[data-stale=true]").await?, 0);
    assert_eq!(page.count("[data-add-step]").await?, 0);
    let shown = page.element("#inspector").await?.attr("data-shows").await?;
    assert_eq!(shown.as_deref(), Some("Only"));

    for key in ["false", "true"] {
        page.click(&format!(
            "#step-form [aria-label='Remove the branch {key}']"
        ))
        .await?;
        // What has been named by hand stays.
        until_steps(page, &["Only", "Ship"]).await?;
    }
    is(
        page,
        "the focus stays in the form",
        "return document.activeElement.id === 'add-branch'",
    )
    .await
}

async fn what_follows_a_rename_is_written_where_the_focus_is(page: &Page) -> Result<()> {
    page.open_link(&one_step("Rename")).await?;
    page.inspect("Only").await?;
    page.click("#field-name").await?;
    type_over(page, "Fetch").await?;
    page.click("#field-func").await?;
    page.element("[data-step=Fetch]").await?;
    type_over(page, "get\u{e007}").await?;
    is(
        page,
        "the step calls the function",
        "return document.querySelector('[data-step=Fetch]')?.textContent.includes('get')",
    )
    .await
}

async fn a_press_ends_on_what_it_began_on(page: &Page) -> Result<()> {
    page.open_link(&Document::of_one_step(
        "Press",
        r#", "branchOn": "/a", "branch": {}"#,
        "export const only = () => 1;",
    ))
    .await?;
    page.inspect("Only").await?;
    let script = "const [field, button] = ['field-branchOn', 'add-branch'].map((id) => document.getElementById(id));
        field.focus();
        field.value = '';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        button.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        return button.getBoundingClientRect().top";
    let top = page.evaluate(script, Vec::new()).await?;
    page.element("#undo:not(:disabled)").await?;
    let script = "const button = document.getElementById('add-branch');
        const { top } = button.getBoundingClientRect();
        button.click();
        return top";
    assert_eq!(page.evaluate(script, Vec::new()).await?, top);
    page.element("[data-step=Task]").await?;
    Ok(())
}

async fn a_function_is_written_from_the_step_that_calls_it(page: &Page) -> Result<()> {
    let mut document = one_step("Function");
    "export const other = () => 1;\n".clone_into(&mut document.functions);
    page.open_link(&document).await?;
    page.inspect("Only").await?;
    page.click("#edit-function").await?;
    is(
        page,
        "the editor has the focus",
        "return document.activeElement.shadowRoot?.activeElement?.role === 'textbox'",
    )
    .await?;
    for key in "//here".chars() {
        page.press_keys(&[key]).await?;
    }
    let content = page.editor_content("functions").await?;
    let text = content.prop("innerText").await?.context("a text")?;
    ensure!(
        text.contains("export function only(input, step) {\n  return input;//here\n}"),
        "{text}"
    );
    Ok(())
}

async fn a_document_without_a_graph_shows_none(page: &Page) -> Result<()> {
    let mistaken =
        json!({ "name": "Mistaken", "steps": { "A": { "func": "a", "nextStep": "B" } } });
    page.drop_file("mistaken.json", &mistaken.to_string())
        .await?;
    page.until_open("Mistaken").await?;
    page.element(".canvas[data-drawn=false]").await?;
    let seen = "return [...document.querySelectorAll('.canvas *')]
        .filter((one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible')
        .map((one) => one.className)";
    let seen = page.evaluate(seen, Vec::new()).await?;
    assert_eq!(seen, json!(["stale"]));
    ensure!(page.text(".stale").await?.contains("mistakes"));

    page.drop_file("right.json", &one_step("Right").file())
        .await?;
    page.until_open("Right").await?;
    is(
        page,
        "the graph stands there",
        "return getComputedStyle(document.querySelector('[data-step=Only]')).visibility === 'visible'",
    )
    .await
}

async fn a_narrow_page_shows_why_a_run_failed(page: &Page) -> Result<()> {
    let functions = "export const only = () => { throw new Error('not today') };";
    page.open_link(&Document::of_one_step("Failing", "", functions))
        .await?;
    page.resize(500, 800).await?;
    page.run_to("FAILED").await?;
    page.element("#inspector-tab[aria-selected=true]").await?;
    page.until("why is to be seen", async || {
        let told = page.text("#inspector-error").await?;
        Ok(told.contains("not today").then_some(()))
    })
    .await
}

/// axe-core finds nothing serious in what opens over the page, nor in a form with mistakes.
async fn no_menu_and_no_form_keeps_anybody_out(page: &Page) -> Result<()> {
    load_axe(page).await?;
    page.click("#run-menu").await?;
    page.element("#run-virtual").await?;
    look(page, "run menu").await?;
    page.press_keys(&['\u{e00c}']).await?;

    page.click("#graph-add").await?;
    page.element(".graph-menu").await?;
    look(page, "palette").await?;
    page.press_keys(&['\u{e00c}']).await?;

    let menu = "document.querySelector('[data-step=Parse_Car_Purchase_Transaction]').dispatchEvent(
        new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 400, clientY: 200 }))";
    page.evaluate(menu, Vec::new()).await?;
    page.element(".graph-menu").await?;
    look(page, "menu of a step").await?;
    page.press_keys(&['\u{e00c}']).await?;

    page.inspect("Parse_Car_Purchase_Transaction").await?;
    page.evaluate(
        "for (const part of document.querySelectorAll('#inspector details')) part.open = true",
        Vec::new(),
    )
    .await?;
    look(page, "mock").await?;
    page.click("#field-timeout").await?;
    type_over(page, "never\u{e007}").await?;
    page.element("#field-timeout[aria-invalid=true]").await?;
    look(page, "form with a mistake and old graph").await?;
    page.click("#undo").await?;
    page.element(".canvas[data-stale=false]").await?;

    page.choose_case("payment-failure").await?;
    page.run_to("COMPLETED").await?;
    page.click("#panel-timeline-tab").await?;
    look(page, "timeline after a failure").await?;
    page.open_documents("runs").await?;
    look(page, "kept runs").await?;
    page.evaluate("document.querySelector('dialog[open]').close()", Vec::new())
        .await?;
    page.drop_file("empty.json", r#"{ "name": "Empty", "steps": {} }"#)
        .await?;
    page.element("#graph-add-first").await?;
    look(page, "empty").await?;
    let found: Value = page
        .evaluate(
            "return document.querySelectorAll('.graph-menu, dialog[open]').length",
            Vec::new(),
        )
        .await?;
    assert_eq!(found, json!(0));
    Ok(())
}
