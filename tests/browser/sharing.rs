//! Documents that are given away and taken: links, with a run if wanted, what is pasted, and the gallery.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use stepwell_tests::page::{Document, Page};

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    a_link_gives_the_document_away,
    a_link_brings_the_recorded_run_along,
    what_is_hostile_is_refused_and_the_document_stays,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    what_is_pasted_is_a_document_of_its_own,
    a_long_link_is_said_to_be_long,
    examples_open_from_the_gallery,
];

/// A document whose every text would be a script, if it were not text.
fn with_markup() -> Document {
    Document {
        input: "\"<img src=x onerror=stepwellErrors.push(1)>\"".to_owned(),
        ..Document::of_one_step(
            "<img src=x onerror=\"stepwellErrors.push('name')\">",
            ", \"comment\": \"<script>stepwellErrors.push('comment')</script>\"",
            "export const only = (x) => `</script>${x}`;",
        )
    }
}

/// The link that the dialog shows.
async fn link(page: &Page) -> Result<String> {
    let script = "return document.querySelector('#share-link')?.value";
    page.until("the link is made", async || {
        let link = page.evaluate(script, Vec::new()).await?;
        Ok(link
            .as_str()
            .filter(|link| !link.is_empty())
            .map(str::to_owned))
    })
    .await
}

fn fragment(link: &str) -> Result<&str> {
    let at = link.find('#').context("a link has a fragment")?;
    Ok(&link[at..])
}

async fn a_link_gives_the_document_away(page: &Page) -> Result<()> {
    page.open_link(&with_markup()).await?;
    page.click("#share").await?;
    let given = link(page).await?;
    assert!(
        page.text("#share-length")
            .await?
            .contains(&given.len().to_string())
    );
    page.click("#share-copy").await?;
    // Whether a browser lets a page copy is its own affair; it is said either way.
    page.until("what became of it is said", async || {
        Ok((!page.text("#share-said").await?.is_empty()).then_some(()))
    })
    .await?;
    page.click("#share-dialog [data-close]").await?;
    page.open_link(&Document::of_one_step(
        "Another",
        "",
        "export const only = () => 1;",
    ))
    .await?;
    page.follow(fragment(&given)?).await?;
    page.until_open("<img src=x onerror=\"stepwellErrors.push('name')\">")
        .await?;
    assert!(
        page.text("#notice")
            .await?
            .contains("Nothing in it has run")
    );
    assert_eq!(page.run_status().await?, "INITIALIZED");
    page.run_to("COMPLETED").await?;
    assert_eq!(
        page.json("#run-output").await?,
        json!("</script><img src=x onerror=stepwellErrors.push(1)>")
    );
    // The one before it is kept beside it.
    page.open_documents("documents").await?;
    page.until("three documents", async || {
        Ok((page.count("#document-list .kept").await? == 3).then_some(()))
    })
    .await
}

async fn a_link_brings_the_recorded_run_along(page: &Page) -> Result<()> {
    page.open_link(&with_markup()).await?;
    page.run_to("COMPLETED").await?;
    page.click("#share").await?;
    let without = link(page).await?;
    page.click("#share-run").await?;
    let with = page
        .until("the link with the run", async || {
            let link = link(page).await?;
            Ok((link.len() > without.len()).then_some(link))
        })
        .await?;
    page.click("#share-dialog [data-close]").await?;
    page.open_link(&Document::of_one_step(
        "Another",
        "",
        "export const only = () => 1;",
    ))
    .await?;
    page.follow(fragment(&with)?).await?;
    page.until("the run's timeline is chosen", async || {
        let chosen = "#panel-timeline-tab[aria-selected=true]";
        Ok((page.count(chosen).await? == 1).then_some(()))
    })
    .await?;
    page.open_documents("runs").await?;
    page.until("the run is kept", async || {
        Ok((page.count("[data-run=COMPLETED]").await? == 1).then_some(()))
    })
    .await?;
    assert_eq!(page.console().await?, [], "nothing has run here");
    Ok(())
}

async fn a_long_link_is_said_to_be_long(page: &Page) -> Result<()> {
    // Digits that no compression makes short.
    let digits: String = (0_u64..40_000)
        .map(|n| (n.wrapping_mul(6_364_136_223_846_793_005) >> 33).to_string())
        .collect();
    let functions = format!("export const only = () => '{digits}'.length;");
    page.open_link(&Document::of_one_step("Long", "", &functions))
        .await?;
    page.click("#share").await?;
    let given = link(page).await?;
    assert!(given.len() > 32_000, "{}", given.len());
    let said = page.text("#share-length").await?;
    assert!(said.contains("cut it") && said.contains("SVG"), "{said}");
    page.click("#share-picture").await?;
    page.element("#download-svg").await?;
    Ok(())
}

async fn what_is_hostile_is_refused_and_the_document_stays(page: &Page) -> Result<()> {
    let mine = Document::of_one_step("Mine", "", "export const only = () => 'mine';");
    page.open_link(&mine).await?;
    let whole = mine.link()?;
    for (link, why) in [
        (whole[..whole.len() - 9].to_owned(), "damaged"),
        (format!("{whole}<script>"), "characters"),
        ("#doc=".to_owned(), "damaged"),
    ] {
        page.follow(&link).await?;
        until_refused(page, why).await?;
    }
    for (change, why) in [
        (json!({ "stepwell": 7 }), "version is 7"),
        (json!({ "__proto__": { "input": "1" } }), "__proto__"),
        (json!({ "constructor": 1 }), "constructor"),
        (json!({ "functions": ["<img>"] }), "must be texts"),
        (json!({ "input": "[".repeat(100_000) }), "too deeply"),
        (json!({ "run": { "log": "{\"seq\":1}\n" } }), "recorded run"),
    ] {
        let mut document: Value = serde_json::from_str(&mine.file())?;
        let (document, change) = (document.as_object_mut(), change.as_object());
        let (document, change) = document.zip(change).context("objects")?;
        document.extend(change.clone());
        let text = serde_json::to_string(document)?;
        page.drop_file("hostile.json", &text).await?;
        until_refused(page, why).await?;
    }
    page.run_to("COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?, json!("mine"));
    Ok(())
}

async fn until_refused(page: &Page, why: &str) -> Result<()> {
    page.until(&format!("it is refused: {why}"), async || {
        let notice = page.text("#notice").await?;
        Ok((notice.contains("cannot be opened") && notice.contains(why)).then_some(()))
    })
    .await?;
    assert_eq!(page.document_name().await?, "Mine");
    Ok(())
}

async fn what_is_pasted_is_a_document_of_its_own(page: &Page) -> Result<()> {
    page.open_documents("paste").await?;
    let paste = async |text: &str| {
        let set = "document.querySelector('#paste-text').value = arguments[0]";
        page.element("#paste-text").await?;
        page.evaluate(set, vec![text.into()]).await?;
        page.click("#paste-open").await
    };
    paste("{ \"steps\": ").await?;
    assert!(page.text("#paste-problem").await?.contains("not JSON"));
    paste(r#"{ "name": "Pasted", "steps": { "Rest": { "wait": 0 } } }"#).await?;
    page.until_open("Pasted").await?;
    page.run_to("COMPLETED").await?;
    page.open_documents("documents").await?;
    page.element("[aria-label='Delete Pasted']").await?;
    Ok(())
}

async fn examples_open_from_the_gallery(page: &Page) -> Result<()> {
    for (example, name, output) in [
        (
            "saga",
            "A journey, or none",
            json!("No journey: no car left in Lisbon. Cancelled: hotel, flight"),
        ),
        ("cpu_bound", "Counting primes on every core", json!(49098)),
    ] {
        page.open_documents("examples").await?;
        page.click(&format!("[data-example={example}]")).await?;
        page.until_open(name).await?;
        assert!(page.text("#notice").await?.contains("Try this"));
        page.run_to("COMPLETED").await?;
        assert_eq!(page.json("#run-output").await?, output);
    }
    Ok(())
}
