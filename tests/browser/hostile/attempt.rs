//! One attempt: where nothing holds it, and in the sandbox.

use std::time::Duration;

use anyhow::{Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::arena::Visit;

/// What a browser does not let anybody do, and why: there the control must fail too, or this list is wrong.
const LACKING: &[(&str, &str, &str)] = &[
    (
        "firefox",
        "look_into_stack_traces",
        "`Error.prepareStackTrace` is V8's",
    ),
    (
        "webkit",
        "look_into_stack_traces",
        "`Error.prepareStackTrace` is V8's",
    ),
    (
        "webkit",
        "connect_by_web_rtc",
        "WebKitGTK is built without WebRTC",
    ),
    (
        "webkit",
        "load_a_font_in_a_worker",
        "WebKitGTK loads fonts for documents alone",
    ),
    (
        "webkit",
        "open_the_file_system",
        "WebKitGTK has no `navigator.storage.getDirectory`",
    ),
];

/// How long the page's clock may stand still, in milliseconds.
const MAX_HELD_UP: f64 = 2000.0;
const CONTROL_SUCCEEDS_WITHIN: Duration = Duration::from_secs(10);

/// How an attempt in the sandbox ended.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Contained {
    got: Option<String>,
    ended: String,
    held_up: f64,
    after: Option<String>,
}

/// The attempt succeeds by the control, and in the sandbox it does not.
pub(super) async fn fails_in_the_sandbox_alone(
    visit: &Visit<'_>,
    file: &str,
    name: &str,
) -> Result<()> {
    let lacking = LACKING
        .iter()
        .find(|(browser, case, _)| *browser == visit.browser && *case == name);
    match (
        control(visit, file, name, lacking.is_some()).await?,
        lacking,
    ) {
        (Ok(got), None) => println!("the control got: {got}"),
        (Err(_), Some((_, _, why))) => println!("the control got nothing: {why}"),
        (Ok(got), Some((_, _, why))) => {
            bail!("the control got {got}, so the list is wrong that says: {why}")
        }
        (Err(ended), None) => bail!("the control did not succeed: {ended}"),
    }
    is_contained(visit, file, name, false).await
}

/// What an attempt gets where nothing holds it, or how it ended (`null` if it did not).
async fn control(
    visit: &Visit<'_>,
    file: &str,
    name: &str,
    may_fail: bool,
) -> Result<Result<String, Value>> {
    visit.open("control.html").await?;
    let arguments = vec![
        json!(file),
        json!(name),
        input(visit, "control", file, name),
    ];
    // The attempt may send the page elsewhere, so nothing waits for its end.
    let begin = "window.begin(...arguments)";
    visit.execute::<Value>(begin, arguments).await?;
    let end = Instant::now() + CONTROL_SUCCEEDS_WITHIN;
    loop {
        let ended: Value = visit.execute("return window.ended", Vec::new()).await?;
        let asked = visit.canary.asked(&format!("control/{file}/{name}"));
        if let Some(got) = ended["got"].as_str() {
            return Ok(Ok(got.to_owned()));
        }
        if let Some(asked) = asked.into_iter().next() {
            return Ok(Ok(format!("a request for {asked}")));
        }
        if Instant::now() > end || (may_fail && !ended.is_null()) {
            return Ok(Err(ended));
        }
        sleep(Duration::from_millis(20)).await;
    }
}

/// In the sandbox the attempt gets nothing, the page goes on, and so do calls.
pub(super) async fn is_contained(
    visit: &Visit<'_>,
    file: &str,
    name: &str,
    network: bool,
) -> Result<()> {
    visit.open("page.html").await?;
    let arguments = vec![
        json!(visit.client),
        json!(file),
        json!(name),
        input(visit, "sandbox", file, name),
        json!({ "network": network }),
    ];
    let contained: Contained = visit
        .promised("window.contain(...given)", arguments)
        .await?;
    let Contained {
        got, ended, after, ..
    } = &contained;
    println!("in the sandbox it ended so: {ended}");
    if let Some(got) = got {
        bail!("it got out of the sandbox: {got}");
    }
    ensure!(
        contained.held_up <= MAX_HELD_UP,
        "the page was held up: {contained:?}"
    );
    ensure!(
        after.as_deref() == Some("\"fine\""),
        "the next call was not made: {contained:?}"
    );
    // Those of earlier cases too: a request may come late.
    let asked = visit.canary.asked("sandbox/");
    ensure!(asked.is_empty(), "requests got out: {asked:?}");
    Ok(())
}

fn input(visit: &Visit<'_>, place: &str, file: &str, name: &str) -> Value {
    let canary = visit.canary.url(&format!("{place}/{file}/{name}"));
    json!({ "canary": canary, "page": visit.site.url() })
}

/// A function in `behaviour.js` has nothing to complain of.
pub(super) async fn behaves(visit: &Visit<'_>, name: &str) -> Result<()> {
    visit.open("page.html").await?;
    let arguments = vec![json!(visit.client), json!(name)];
    visit
        .promised::<Value>("window.behave(...given)", arguments)
        .await?;
    let asked = visit.canary.asked("sandbox/");
    ensure!(asked.is_empty(), "requests got out: {asked:?}");
    Ok(())
}
