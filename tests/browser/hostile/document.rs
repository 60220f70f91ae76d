//! The sandbox's document in other hands than the page's, and the one that may use the network.

use std::fs;

use anyhow::{Result, bail};
use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};

use super::arena::Visit;
use super::{attempt, exports, folder};

/// A try that is no attempt of code in the sandbox.
pub(crate) struct Document {
    pub(super) name: &'static str,
    pub(super) run: for<'v> fn(&'v Visit<'v>) -> LocalBoxFuture<'v, Result<()>>,
}

macro_rules! documents {
    ($($name:ident),+ $(,)?) => {
        &[$(Document { name: stringify!($name), run: |visit| Box::pin($name(visit)) }),+]
    };
}

pub(crate) const ALL: &[Document] = documents![
    frame_it_without_a_sandbox,
    frame_it_from_another_origin,
    open_it_by_itself,
    use_the_network_when_it_is_on,
    reach_the_page_with_the_network_on,
];

/// As `starts` in `framing.js`.
const STARTS: &str = "window.starts(...given)";
/// How many times as long as the page waits for a worker is long enough to say that none starts.
const PATIENCE: f64 = 10.0;

fn address(visit: &Visit<'_>) -> String {
    visit.client.replace("client.js", "sandbox.html")
}

/// The page's own way of framing it has a worker started: what the other ways are held against. Answers how long to
/// wait for theirs, in milliseconds.
async fn starts_for_the_page(visit: &Visit<'_>) -> Result<f64> {
    visit.open("framing.html").await?;
    let arguments = vec![json!(address(visit)), json!(true)];
    let started: f64 = visit.promised(STARTS, arguments).await?;
    Ok(started * PATIENCE)
}

async fn frame_it_without_a_sandbox(visit: &Visit<'_>) -> Result<()> {
    let within = starts_for_the_page(visit).await?;
    visit.open("framing.html").await?;
    starts_nothing(
        visit,
        vec![json!(address(visit)), json!(false), json!(within)],
    )
    .await
}

async fn frame_it_from_another_origin(visit: &Visit<'_>) -> Result<()> {
    let within = starts_for_the_page(visit).await?;
    for is_sandboxed in [true, false] {
        visit.goto(&visit.canary.url("framing.html")).await?;
        let arguments = vec![json!(address(visit)), json!(is_sandboxed), json!(within)];
        starts_nothing(visit, arguments).await?;
    }
    Ok(())
}

async fn open_it_by_itself(visit: &Visit<'_>) -> Result<()> {
    let within = starts_for_the_page(visit).await?;
    visit.goto(&address(visit)).await?;
    let script = fs::read_to_string(folder().join("framing.js"))?;
    visit.execute::<Value>(&script, Vec::new()).await?;
    starts_nothing(visit, vec![Value::Null, Value::Null, json!(within)]).await
}

async fn starts_nothing(visit: &Visit<'_>, arguments: Vec<Value>) -> Result<()> {
    let started: Option<f64> = visit.promised(STARTS, arguments.clone()).await?;
    match started {
        None => Ok(()),
        Some(_) => bail!("a worker started: {arguments:?}"),
    }
}

/// The other document's policy is what lets a request out, and nothing else does.
async fn use_the_network_when_it_is_on(visit: &Visit<'_>) -> Result<()> {
    let secure = visit
        .canary
        .url("sandbox-with-network")
        .replace("http:", "https:");
    for network in [false, true] {
        visit.open("page.html").await?;
        let before = visit.canary.connections();
        let arguments = vec![
            json!(visit.client),
            json!(secure),
            json!({ "network": network }),
        ];
        let asked: Value = visit.promised("window.ask(...given)", arguments).await?;
        let connects = visit.canary.connections() > before;
        if connects != network {
            bail!("network: {network}, a connection: {connects}, and the function got {asked}");
        }
    }
    Ok(())
}

/// Also where the network is on, nothing of the page is reached, and nothing that is not encrypted.
async fn reach_the_page_with_the_network_on(visit: &Visit<'_>) -> Result<()> {
    for file in ["window", "worker"] {
        for name in exports(&format!("cases/{file}.js"))? {
            attempt::is_contained(visit, file, &name, true).await?;
        }
    }
    Ok(())
}
