//! What is in the graph is found, opened, and there as soon as it is looked at.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::json;
use stepwell_tests::page::Page;

use super::{
    TASK, UPDATE, chain, click, enter, ground, press, rect, settled, show_all, until_count,
    until_focused, view,
};

pub(super) async fn a_search_shows_and_selects_what_is_found(page: &Page) -> Result<()> {
    page.open_link(&chain("Chain of 200", 200)).await?;
    page.element("[data-step='Step 0']").await?;
    enter(page).await?;
    page.press_keys(&[Key::Control.into(), 'f']).await?;
    let field = page.element("#graph-search").await?;
    for (typed, found) in [("step 15", "1 of 12"), ("0", "1 of 1"), ("x", "")] {
        field.send_keys(typed).await?;
        page.until(&format!("{found} is found"), async || {
            let script = "return document.querySelector('#graph-found').textContent";
            Ok((page.evaluate(script, Vec::new()).await? == json!(found)).then_some(()))
        })
        .await?;
    }
    let back = format!("{0}{0}{0}", char::from(Key::Backspace));
    field.send_keys(&back).await?;
    field.send_keys("9").await?;
    let is_shown = async |step: &str| {
        let css = format!("[data-step='{step}'][aria-pressed=true]");
        page.element(&css).await?;
        view(page).await?;
        let ([x, y, w, h], [left, top, width, height]) =
            (rect(page, &css).await?, ground(page).await?);
        let apart =
            (x + w / 2.0 - left - width / 2.0).abs() + (y + h / 2.0 - top - height / 2.0).abs();
        ensure!(apart < 3.0, "{step} is {apart} px from the middle");
        anyhow::Ok(())
    };
    // `Step 19`, `Step 190` and so on.
    is_shown("Step 19").await?;
    press(page, Key::Enter).await?;
    is_shown("Step 119").await?;
    page.click("#graph-search-back").await?;
    is_shown("Step 19").await?;
    page.click("#graph-search-close").await?;
    until_count(page, ".graph-search:not([hidden])", 0).await?;
    until_focused(page, "Step 19").await
}

pub(super) async fn a_container_closes_and_opens_in_its_place(page: &Page) -> Result<()> {
    show_all(page).await?;
    let toggle = format!("[data-toggle={UPDATE}]");
    let expanded = async |value: &str| {
        page.element(&format!("{toggle}[aria-expanded={value}]"))
            .await?;
        view(page).await
    };
    expanded("true").await?;
    let [x, y, ..] = rect(page, &toggle).await?;
    click(page, &toggle).await?;
    expanded("false").await?;
    assert_eq!(page.count(&format!("[data-step='{TASK}']")).await?, 0);
    settled(page).await?;
    let [left, top, ..] = rect(page, &toggle).await?;
    assert!(
        (left - x).abs() < 1.0 && (top - y).abs() < 1.0,
        "{x} {y}, {left} {top}"
    );
    assert_eq!(
        page.count("[data-step][aria-pressed=true]").await?,
        0,
        "it is no choice"
    );

    // By keyboard: the button is the next stop after its box.
    let script = "document.querySelector(arguments[0]).focus()";
    let step = format!("[data-step={UPDATE}]");
    page.evaluate(script, vec![step.into()]).await?;
    until_focused(page, UPDATE).await?;
    press(page, Key::Tab).await?;
    press(page, Key::Enter).await?;
    expanded("true").await?;
    page.element(&format!("[data-step='{TASK}']")).await?;
    Ok(())
}

pub(super) async fn a_step_in_a_closed_container_is_found(page: &Page) -> Result<()> {
    show_all(page).await?;
    click(page, &format!("[data-toggle={UPDATE}]")).await?;
    until_count(page, &format!("[data-step='{TASK}']"), 0).await?;
    page.click("#graph-find").await?;
    let field = page.element("#graph-search").await?;
    field.send_keys("payment").await?;
    page.element(&format!("[data-step='{TASK}'][aria-pressed=true]"))
        .await?;
    Ok(())
}

pub(super) async fn only_what_is_in_view_is_in_the_dom(page: &Page) -> Result<()> {
    page.open_link(&chain("Chain of 1500", 1500)).await?;
    page.element("[data-step='Step 0']").await?;
    page.element(".minimap").await?;
    let few = async || {
        let count = page.count("[data-step]").await?;
        ensure!(count > 3 && count < 100, "{count} boxes are in the DOM");
        let edges = page.count("[data-edge]").await?;
        ensure!(edges > 3 && edges < 200, "{edges} edges are in the DOM");
        anyhow::Ok(())
    };
    few().await?;
    assert_eq!(page.count("[data-step='Step 60']").await?, 0);

    // What comes into view comes into the DOM, and what leaves it goes.
    let [left, top, _, height] = ground(page).await?;
    let (x, y, low) = (left + 30.0, top + 20.0, top + height * 0.8);
    page.until("Step 60 comes into view", async || {
        page.drag(&[(x, low), (x, low - 50.0), (x, y)]).await?;
        Ok((page.count("[data-step='Step 60']").await? == 1).then_some(()))
    })
    .await?;
    view(page).await?;
    few().await?;
    assert_eq!(page.count("[data-step='Step 20']").await?, 0);

    // However far out the view is, the few elements stay few; and the focus stays, though its box is drawn anew.
    enter(page).await?;
    until_focused(page, "Step 0").await?;
    page.press_keys(&['f']).await?;
    page.element(".graph[data-level='3']").await?;
    page.until("few elements are left", async || {
        Ok((page.count(".graph *").await? < 200).then_some(()))
    })
    .await?;
    press(page, Key::Down).await?;
    until_focused(page, "Step 1").await?;
    press(page, Key::Home).await?;
    until_focused(page, "Step 0").await
}

pub(super) async fn a_status_out_of_view_is_there_when_it_comes_into_view(
    page: &Page,
) -> Result<()> {
    page.open_link(&chain("Chain of 150", 150)).await?;
    page.element("[data-step='Step 0'][data-status=pending]")
        .await?;
    page.run_to("COMPLETED").await?;
    assert_eq!(page.count("[data-step='Step 149']").await?, 0);
    page.click("#graph-find").await?;
    page.element("#graph-search")
        .await?
        .send_keys("149")
        .await?;
    page.element("[data-step='Step 149'][data-status=succeeded]")
        .await?;
    page.element("[data-edge='Step 147[success]Step 148'][data-taken=true]")
        .await?;
    page.until("the news are told", async || {
        let script = "return document.querySelector('#graph-news').textContent";
        let told = page.evaluate(script, Vec::new()).await?;
        Ok(told
            .as_str()
            .is_some_and(|told| told.contains("succeeded"))
            .then_some(()))
    })
    .await
}

pub(super) async fn hovering_shows_the_ways_to_a_step_and_on_from_it(page: &Page) -> Result<()> {
    show_all(page).await?;
    let [x, y, width, height] = rect(page, "[data-step=Generic_Failure_Handler]").await?;
    page.point_at(x + width / 2.0, y + height / 2.0).await?;
    until_count(page, ".graph[data-tracing]", 1).await?;
    for (step, is_on_the_way) in [
        ("Parse_Car_Purchase_Transaction", 1),
        ("Generic_Failure_Handler", 1),
        (TASK, 1),
        ("End", 0),
    ] {
        let css = format!("[data-step='{step}'][data-traced]");
        assert_eq!(page.count(&css).await?, is_on_the_way, "{step}");
    }
    let way = "[data-edge$='[failure]Generic_Failure_Handler']";
    assert_eq!(page.count(&format!("{way}:not([data-traced])")).await?, 0);
    assert!(page.count(&format!("{way}[data-traced]")).await? > 1);
    let [left, top, ..] = ground(page).await?;
    page.point_at(left + 10.0, top + 10.0).await?;
    until_count(page, "[data-traced]", 0).await
}
