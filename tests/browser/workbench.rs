//! What is the same whatever one works on: commands, panes, themes; and that everybody can use all of it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use stepwell_tests::page::Page;
use stepwell_tests::root;

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    a_theme_is_chosen_and_kept,
    a_narrow_page_shows_one_pane_at_a_time,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    no_view_keeps_anybody_out,
    a_command_is_found_by_a_few_letters,
    a_pane_is_resized_by_keys_and_stays_so,
];

/// Chooses what the command palette finds for some letters.
pub(crate) async fn command(page: &Page, letters: &str) -> Result<()> {
    page.click("#commands").await?;
    page.element("#command-search")
        .await?
        .send_keys(letters)
        .await?;
    page.click("#command-list [aria-selected=true]").await
}

async fn a_command_is_found_by_a_few_letters(page: &Page) -> Result<()> {
    command(page, "console").await?;
    page.element("#panel-console-tab[aria-selected=true]")
        .await?;
    command(page, "go to send").await?;
    page.element("[data-step=Send_Notification_To_User_Email][aria-pressed=true]")
        .await?;
    page.click("#commands").await?;
    let field = page.element("#command-search").await?;
    field.send_keys("no such thing").await?;
    page.until("nothing is found", async || {
        Ok((page.count("#command-list li").await? == 0).then_some(()))
    })
    .await
}

async fn a_theme_is_chosen_and_kept(page: &Page) -> Result<()> {
    let dark = async || {
        let script = "return getComputedStyle(document.documentElement).colorScheme";
        anyhow::Ok(page.evaluate(script, Vec::new()).await? == json!("dark"))
    };
    assert!(!dark().await?);
    command(page, "dark").await?;
    assert!(dark().await?);
    page.reload().await?;
    page.element("[data-step]").await?;
    page.until("the page is dark again", async || {
        Ok(dark().await?.then_some(()))
    })
    .await?;
    command(page, "theme of the system").await?;
    assert!(!dark().await?);
    Ok(())
}

async fn a_narrow_page_shows_one_pane_at_a_time(page: &Page) -> Result<()> {
    page.resize(520, 800).await?;
    let shown = async |css: &str| {
        let script = "const { width, height } = document.querySelector(arguments[0]).getBoundingClientRect();
            const { visibility } = getComputedStyle(document.querySelector(arguments[0]));
            return width > 0 && height > 0 && visibility === 'visible'";
        anyhow::Ok(page.evaluate(script, vec![css.into()]).await? == json!(true))
    };
    let panes = [
        ("pane-graph", ".canvas"),
        ("pane-document", ".side"),
        ("pane-run", ".dock"),
        ("inspector", ".inspector-panel"),
    ];
    for (pane, css) in panes {
        page.click(&format!("#{pane}-tab")).await?;
        for (_, other) in panes {
            assert_eq!(shown(other).await?, other == css, "{other} beside {pane}");
        }
    }
    let script = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(page.evaluate(script, Vec::new()).await?, json!(true));
    Ok(())
}

async fn a_pane_is_resized_by_keys_and_stays_so(page: &Page) -> Result<()> {
    let width = async || {
        let script = "return document.querySelector('.side').getBoundingClientRect().width";
        let width = page.evaluate(script, Vec::new()).await?;
        width.as_f64().context("a width")
    };
    page.resize(1400, 900).await?;
    let border = page.element(".side > .border-handle").await?;
    let before = width().await?;
    border.send_keys("\u{e014}\u{e014}").await?; // the right arrow
    let after = width().await?;
    assert!(
        (after - before - 32.0).abs() < 1.0,
        "{before} became {after}"
    );
    page.reload().await?;
    page.element(".side > .border-handle").await?;
    assert!((width().await? - after).abs() < 1.0);
    Ok(())
}

/// axe-core finds nothing serious in any view.
async fn no_view_keeps_anybody_out(page: &Page) -> Result<()> {
    load_axe(page).await?;
    page.choose_case("malformed").await?;
    page.run_to("COMPLETED").await?;
    page.inspect("Generic_Failure_Handler").await?;
    for panel in ["panel-workflow", "panel-functions", "panel-input"] {
        page.show(panel).await?;
        look(page, panel).await?;
    }
    for panel in ["console", "timeline", "events", "context", "result"] {
        page.click(&format!("#panel-{panel}-tab")).await?;
        look(page, panel).await?;
    }
    for dialog in ["commands", "documents", "share"] {
        page.click(&format!("#{dialog}")).await?;
        page.element("dialog[open]").await?;
        look(page, dialog).await?;
        page.evaluate("document.querySelector('dialog[open]').close()", Vec::new())
            .await?;
    }
    command(page, "dark theme").await?;
    look(page, "dark").await?;
    page.resize(520, 800).await?;
    look(page, "narrow").await
}

pub(crate) async fn load_axe(page: &Page) -> Result<()> {
    let axe = std::fs::read_to_string(root().join("tests/node_modules/axe-core/axe.min.js"))
        .context("axe-core is missing: `npm ci` in tests/")?;
    page.evaluate(&axe, Vec::new()).await?;
    Ok(())
}

pub(crate) async fn look(page: &Page, view: &str) -> Result<()> {
    let script = "return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(({ html }) => html).join(' ')}`))";
    let found = page.evaluate(script, Vec::new()).await?;
    ensure!(found == Value::Array(Vec::new()), "{view}: {found:#}");
    Ok(())
}
