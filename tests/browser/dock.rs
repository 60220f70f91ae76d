//! What a person learns of a run, and the ways to run: timeline, events, context, the inspector's run part, mocks, pause,
//! one step alone.

use anyhow::Result;
use serde_json::{Value, json};
use stepwell_tests::page::{Document, Page};

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![
    a_failing_run_selects_the_failed_step_and_says_why,
    a_run_pauses_and_goes_on,
];
pub(crate) const IN_CHROMIUM: &[Story] = stories![
    timeline_and_events_tell_of_a_retry_and_of_skipped_waits,
    a_mock_fails_twice_and_then_succeeds,
    one_step_runs_alone_with_an_input_of_its_own,
    the_context_is_searched_and_opened,
    an_input_is_kept_by_a_name_and_chosen_again,
    very_many_attempts_are_few_rows,
];

/// An order whose first attempt to be charged fails, which then waits for an hour, and is packed.
fn order() -> Document {
    Document {
        definition: json!({ "name": "Order", "steps": {
            "Charge": { "func": "charge", "retry": [{ "errors": ["Busy"], "interval": 30 }], "nextStep": "Cool" },
            "Cool": { "wait": 3600, "nextStep": "Ship" },
            "Ship": { "workflow": { "steps": { "Weigh": { "func": "weigh" } } } },
        } })
        .to_string(),
        functions: "export function charge(order, step) {
              if (step.attempt < 2) throw Object.assign(new Error('the bank is busy'), { name: 'Busy' });
              return { ...order, paid: true };
            }
            export function weigh(order) {
              if (!(order.kg > 0)) throw new RangeError('it weighs nothing');
              return { ...order, weighed: order.kg };
            }"
            .to_owned(),
        input: json!({ "kg": 2, "to": "Ada" }).to_string(),
    }
}

async fn a_failing_run_selects_the_failed_step_and_says_why(page: &Page) -> Result<()> {
    let order = Document {
        input: "{}".to_owned(),
        ..order()
    };
    page.open_link(&order).await?;
    run_from_menu(page, "run-virtual", "FAILED").await?;
    page.until("the failed step is selected", async || {
        let pressed = "[data-step=\"Ship/Weigh\"][aria-pressed=true]";
        Ok((page.count(pressed).await? == 1).then_some(()))
    })
    .await?;
    let error = page.text("#inspector-error").await?;
    assert!(error.contains("RangeError"), "{error}");
    assert!(error.contains("it weighs nothing"), "{error}");
    // The line of the user's own functions.
    assert!(
        error.contains("throw new RangeError('it weighs nothing')"),
        "{error}"
    );
    assert_eq!(
        page.json("#inspector-input").await?,
        json!({ "paid": true })
    );
    assert_eq!(page.count("#inspector-output").await?, 0);
    Ok(())
}

async fn timeline_and_events_tell_of_a_retry_and_of_skipped_waits(page: &Page) -> Result<()> {
    page.open_link(&order()).await?;
    page.show("panel-timeline").await?;
    run_from_menu(page, "run-virtual", "COMPLETED").await?;
    // An hour and half a minute, which nobody has waited for.
    let progress = page.text("#run-progress").await?;
    assert!(progress.contains("4 of 4 steps"), "{progress}");
    assert!(progress.contains("1 h"), "{progress}");
    page.until("each attempt, retry and wait has its bar", async || {
        let bars = page.evaluate(BARS, Vec::new()).await?;
        let expected = json!([
            [
                "Charge",
                ["attempt failed", "retry retrying", "attempt succeeded"]
            ],
            ["Cool", ["wait succeeded"]],
            ["Ship", ["attempt succeeded"]],
            ["Weigh", ["attempt succeeded"]],
        ]);
        Ok((bars == expected).then_some(()))
    })
    .await?;
    // The same in words.
    let spoken = page
        .evaluate(
            "return document.querySelector('#timeline [role=treeitem]').textContent",
            Vec::new(),
        )
        .await?;
    let spoken = spoken.as_str().unwrap_or_default();
    assert!(spoken.contains("failed after"), "{spoken}");
    assert!(spoken.contains(": Busy"), "{spoken}");

    // A row leads to its step, by mouse and by keyboard.
    page.click("#timeline [role=treeitem]:nth-child(2)").await?;
    until_selected(page, "Cool").await?;
    page.press_keys(&[char::from(fantoccini::key::Key::Up)])
        .await?;
    page.press_keys(&[char::from(fantoccini::key::Key::Enter)])
        .await?;
    until_selected(page, "Charge").await?;
    page.until("both attempts are told", async || {
        Ok((page.count("#inspector-attempts li").await? == 2).then_some(()))
    })
    .await?;

    page.show("panel-events").await?;
    let count = page.until("the events are counted", async || {
        let count = content(page, "#events-count").await?;
        Ok(count.ends_with(" events").then_some(count))
    });
    let count = count.await?;
    page.element("#events-filter")
        .await?
        .send_keys("busy")
        .await?;
    page.until("only what speaks of it is there", async || {
        let kinds = page.evaluate(EVENT_KINDS, Vec::new()).await?;
        Ok((kinds == json!(["AttemptFailed"])).then_some(()))
    })
    .await?;
    assert_eq!(
        content(page, "#events-count").await?,
        format!("1 of {count}")
    );
    page.click("#events [data-row=\"0\"]").await?;
    until_selected(page, "Charge").await
}

/// The rows of the timeline: their names, and the kind and status of each bar.
const BARS: &str =
    "return [...document.querySelectorAll('#timeline [role=treeitem]')].map((row) => [
    row.querySelector('[data-part]').textContent,
    [...row.querySelectorAll('.bar')].map((bar) => `${bar.dataset.kind} ${bar.dataset.status}`),
])";

const EVENT_KINDS: &str =
    "return [...document.querySelectorAll('#events [data-kind]')].map((cell) => cell.dataset.kind)";

async fn a_mock_fails_twice_and_then_succeeds(page: &Page) -> Result<()> {
    page.open_link(&order()).await?;
    page.inspect("Charge").await?;
    page.click("#mock summary").await?;
    choose(page, "#mock-kind", "retry").await?;
    put(page, "#mock-name", "Busy").await?;
    put(page, "#mock-result", "{ \"kg\": 7, ").await?;
    page.until("what is no JSON is told", async || {
        Ok((page.count("#mock [role=alert]").await? == 1).then_some(()))
    })
    .await?;
    put(page, "#mock-result", "{ \"kg\": 7, \"mocked\": true }").await?;
    page.until("the graph marks it", async || {
        let tag = page
            .count("[data-step=Charge][data-mocked] .mock-tag")
            .await?;
        Ok((tag == 1).then_some(()))
    })
    .await?;
    run_from_menu(page, "run-mocks-virtual", "COMPLETED").await?;
    page.until("two attempts have failed", async || {
        let statuses = page.evaluate(ATTEMPTS, Vec::new()).await?;
        Ok((statuses == json!(["failed", "failed", "succeeded"])).then_some(()))
    })
    .await?;
    assert_eq!(
        page.json("#inspector-output").await?,
        json!({ "kg": 7, "mocked": true })
    );
    assert_eq!(
        page.json("#run-output").await?,
        json!({ "kg": 7, "mocked": true, "weighed": 7 }),
        "what is not mocked is called"
    );

    // Without it the function answers again.
    choose(page, "#mock-kind", "none").await?;
    page.until("the mark is gone", async || {
        Ok((page.count("[data-mocked]").await? == 0).then_some(()))
    })
    .await?;
    run_from_menu(page, "run-virtual", "COMPLETED").await?;
    page.until("the function was called", async || {
        let statuses = page.evaluate(ATTEMPTS, Vec::new()).await?;
        Ok((statuses == json!(["failed", "succeeded"])).then_some(()))
    })
    .await
}

const ATTEMPTS: &str = "return [...document.querySelectorAll('#inspector-attempts .badge')].map((badge) => badge.dataset.status)";

async fn a_run_pauses_and_goes_on(page: &Page) -> Result<()> {
    let document = Document {
        definition: json!({ "name": "Long", "allowCycles": true, "steps": {
            "Count": { "func": "count", "branch": { "never": "Count" }, "nextStep": "Count" },
        } })
        .to_string(),
        functions:
            "export const count = (n) => new Promise((resolve) => setTimeout(resolve, 5, n + 1));"
                .to_owned(),
        input: "0".to_owned(),
    };
    page.open_link(&document).await?;
    page.until("there is nothing to pause yet", async || {
        Ok((!page.element("#pause").await?.is_enabled().await?).then_some(()))
    })
    .await?;
    page.run_to("RUNNING").await?;
    page.until("it can be paused", async || {
        Ok(page
            .element("#pause")
            .await?
            .is_enabled()
            .await?
            .then_some(()))
    })
    .await?;
    assert_eq!(page.text("#pause").await?, "Pause");
    page.click("#pause").await?;
    page.until_run_is("PAUSED").await?;
    page.until("the button lets it go on", async || {
        Ok((page.text("#pause").await? == "Continue").then_some(()))
    })
    .await?;
    let waits_for = "return document.querySelector('#run-progress .waits-for').textContent";
    assert_eq!(page.evaluate(waits_for, Vec::new()).await?, json!("paused"));
    page.click("#pause").await?;
    page.until_run_is("RUNNING").await?;
    page.click("#cancel").await?;
    page.until_run_is("CANCELLED").await?;
    page.until("there is nothing to pause any more", async || {
        let button = page.element("#pause").await?;
        Ok((!button.is_enabled().await? && button.text().await? == "Pause").then_some(()))
    })
    .await
}

async fn one_step_runs_alone_with_an_input_of_its_own(page: &Page) -> Result<()> {
    page.open_link(&order()).await?;
    page.inspect("Ship/Weigh").await?;
    page.click("#alone summary").await?;
    put(page, "#alone-input", "{ \"kg\": 9 }").await?;
    page.click("#alone-run").await?;
    page.until_run_is("COMPLETED").await?;
    page.until("it has its result", async || {
        let output = page.json("#inspector-output").await.ok();
        Ok((output == Some(json!({ "kg": 9, "weighed": 9 }))).then_some(()))
    })
    .await?;
    let statuses = page.step_statuses().await?;
    let ran: Vec<_> = statuses
        .iter()
        .filter(|(_, status)| *status != "skipped")
        .collect();
    assert_eq!(
        ran.iter()
            .map(|(step, _)| step.as_str())
            .collect::<Vec<_>>(),
        ["Ship", "Ship/Weigh"]
    );
    // The document is as it was: a whole run goes through all of it.
    run_from_menu(page, "run-virtual", "COMPLETED").await?;
    assert_eq!(page.json("#run-output").await?["weighed"], json!(2));
    Ok(())
}

async fn the_context_is_searched_and_opened(page: &Page) -> Result<()> {
    page.open_link(&order()).await?;
    page.show("panel-context").await?;
    run_from_menu(page, "run-virtual", "COMPLETED").await?;
    until_context(page, &["Charge", "Cool", "Ship/Weigh", "Ship"]).await?;
    page.click("#context [data-row=\"0\"]").await?;
    until_context(
        page,
        &["Charge", "kg", "to", "paid", "Cool", "Ship/Weigh", "Ship"],
    )
    .await?;
    until_selected(page, "Charge").await?;
    page.press_keys(&[char::from(fantoccini::key::Key::Left)])
        .await?;
    until_context(page, &["Charge", "Cool", "Ship/Weigh", "Ship"]).await?;
    page.element("#context-search")
        .await?
        .send_keys("weighed")
        .await?;
    until_context(page, &["Ship/Weigh", "weighed", "Ship", "weighed"]).await
}

/// Waits until the lines of the context are these.
async fn until_context(page: &Page, lines: &[&str]) -> Result<()> {
    let script = "return [...document.querySelectorAll('#context [role=treeitem] b')].map((label) => label.textContent)";
    page.until(&format!("the context is {lines:?}"), async || {
        let shown = page.evaluate(script, Vec::new()).await?;
        Ok((shown == json!(lines)).then_some(()))
    })
    .await
}

async fn an_input_is_kept_by_a_name_and_chosen_again(page: &Page) -> Result<()> {
    page.open_link(&order()).await?;
    open_run_menu(page).await?;
    page.element("#preset-name")
        .await?
        .send_keys("for Ada")
        .await?;
    page.click("#preset-save").await?;
    page.element("[data-preset=\"for Ada\"]").await?;
    page.press_keys(&[char::from(fantoccini::key::Key::Escape)])
        .await?;
    page.type_input("1").await?;
    open_run_menu(page).await?;
    page.click("[data-preset=\"for Ada\"]").await?;
    page.until("the input is the one that was kept", async || {
        let input = page
            .evaluate("return document.querySelector('#input').value", Vec::new())
            .await?;
        let input: Option<Value> = serde_json::from_str(input.as_str().unwrap_or_default()).ok();
        Ok((input == Some(json!({ "kg": 2, "to": "Ada" }))).then_some(()))
    })
    .await?;
    open_run_menu(page).await?;
    page.click("[data-preset-delete=\"for Ada\"]").await?;
    page.until("it is gone", async || {
        Ok((page.count("[data-preset]").await? == 0).then_some(()))
    })
    .await
}

async fn very_many_attempts_are_few_rows(page: &Page) -> Result<()> {
    let document = Document {
        definition: json!({ "name": "Many", "steps": { "Each": { "map": { "func": "same" } } } })
            .to_string(),
        functions: "export const same = (n) => n;".to_owned(),
        input: json!((0..2000).collect::<Vec<_>>()).to_string(),
    };
    page.open_link(&document).await?;
    page.show("panel-timeline").await?;
    page.run_to("COMPLETED").await?;
    page.until("the graph says how many items are done", async || {
        let script = "return document.querySelector('[data-step=Each]').getAttribute('aria-label')";
        let said = page.evaluate(script, Vec::new()).await?;
        let said = said.as_str().unwrap_or_default();
        Ok(said.ends_with(" · 2000 of 2000").then_some(()))
    })
    .await?;
    page.until("the first rows are there", async || {
        let rows = page.count("#timeline [role=treeitem]").await?;
        assert!(rows < 200, "{rows} rows are in the page");
        Ok((rows > 3).then_some(()))
    })
    .await?;
    page.until("the last row is there", async || {
        let script = "document.getElementById('timeline').scrollTop = 1e9;
            return [...document.querySelectorAll('#timeline [data-part]')].map((name) => name.textContent)";
        let names = page.evaluate(script, Vec::new()).await?;
        let last = names.as_array().into_iter().flatten();
        Ok(last.last().is_some_and(|name| name == "[1999]").then_some(()))
    })
    .await?;
    assert!(page.count("#timeline [role=treeitem]").await? < 200);
    page.show("panel-events").await?;
    page.until("the events are there, but for most of them", async || {
        let rows = page.count("#events [data-row]").await?;
        assert!(rows < 200, "{rows} rows are in the page");
        Ok((rows > 3 && content(page, "#events-count").await?.starts_with("40")).then_some(()))
    })
    .await
}

/// Opens the menu beside Run, once it is loaded.
async fn open_run_menu(page: &Page) -> Result<()> {
    page.until("the menu is open", async || {
        if page.count("#run-menu-items:popover-open").await? == 1 {
            return Ok(Some(()));
        }
        page.click("#run-menu").await?;
        Ok(None)
    })
    .await
}

/// Runs in one of the ways of the menu beside Run, and waits until the run has ended with `status`.
async fn run_from_menu(page: &Page, item: &str, status: &str) -> Result<()> {
    open_run_menu(page).await?;
    let before = latest_run(page).await?;
    page.click(&format!("#{item}")).await?;
    page.until(&format!("the run is {status}"), async || {
        let is_new = latest_run(page).await? != before;
        Ok((is_new && page.run_status().await? == status).then_some(()))
    })
    .await
}

/// What tells a run from the one before.
async fn latest_run(page: &Page) -> Result<Value> {
    page.evaluate(
        "return document.getElementById('run-progress')?.dataset.run ?? null",
        Vec::new(),
    )
    .await
}

/// The text of an element, which may be cut off: WebKit's driver takes such for hidden.
async fn content(page: &Page, css: &str) -> Result<String> {
    let script = "return document.querySelector(arguments[0])?.textContent ?? ''";
    let text = page.evaluate(script, vec![css.into()]).await?;
    Ok(serde_json::from_value(text)?)
}

async fn until_selected(page: &Page, step: &str) -> Result<()> {
    page.until(&format!("{step} is selected"), async || {
        let pressed = format!("[data-step=\"{step}\"][aria-pressed=true]");
        Ok((page.count(&pressed).await? == 1).then_some(()))
    })
    .await
}

/// Puts a text in the place of what stands in a field, as typing does.
async fn put(page: &Page, css: &str, text: &str) -> Result<()> {
    let script = "const field = document.querySelector(arguments[0]);
        field.focus();
        field.value = arguments[1];
        field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    page.element(css).await?;
    page.evaluate(script, vec![css.into(), text.into()]).await?;
    Ok(())
}

/// Chooses an option of a list.
async fn choose(page: &Page, css: &str, value: &str) -> Result<()> {
    let option = format!("{css} option[value={value}]");
    page.element(css).await?;
    let script = "const option = document.querySelector(arguments[0]);
        option.selected = true;
        option.parentElement.dispatchEvent(new Event('change', { bubbles: true }))";
    page.evaluate(script, vec![option.into()]).await?;
    Ok(())
}
