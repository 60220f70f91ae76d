//! The sandbox's document in other hands than the page's, and the one that may use the network.

use anyhow::{Result, bail, ensure};
use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};

use super::arena::Visit;
use super::{attempt, exports};

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

const STARTS: &str = "window.starts(...given)";

fn address(visit: &Visit<'_>) -> String {
    visit.client.replace("client.js", "sandbox.html")
}

/// The page's own way of framing it has a worker started: what the other ways are held against.
async fn starts_for_the_page(visit: &Visit<'_>) -> Result<()> {
    visit.open("framing.html").await?;
    let starts: bool = visit
        .promised(STARTS, vec![json!(address(visit)), json!(true)])
        .await?;
    ensure!(starts, "the control did not succeed: no worker started");
    Ok(())
}

async fn frame_it_without_a_sandbox(visit: &Visit<'_>) -> Result<()> {
    starts_for_the_page(visit).await?;
    visit.open("framing.html").await?;
    let arguments = vec![json!(address(visit)), json!(false)];
    let starts: bool = visit.promised(STARTS, arguments).await?;
    ensure!(!starts, "a worker started in the page's origin");
    Ok(())
}

async fn frame_it_from_another_origin(visit: &Visit<'_>) -> Result<()> {
    starts_for_the_page(visit).await?;
    for is_sandboxed in [true, false] {
        visit.goto(&visit.canary.url("framing.html")).await?;
        let arguments = vec![json!(address(visit)), json!(is_sandboxed)];
        let starts: bool = visit.promised(STARTS, arguments).await?;
        ensure!(!starts, "a worker started, with sandbox: {is_sandboxed}");
    }
    Ok(())
}

async fn open_it_by_itself(visit: &Visit<'_>) -> Result<()> {
    starts_for_the_page(visit).await?;
    visit.goto(&address(visit)).await?;
    // By the time that a worker of one's own has answered, one that was started before it would have too.
    let starts: bool = visit
        .promised(
            "new Promise((resolve) => {
                const commands = new MessageChannel();
                const worker = new MessageChannel();
                const heard = ({ data }) => String(data).includes('B0') && resolve(true);
                worker.port1.onmessage = heard;
                addEventListener('message', heard);
                postMessage(null, '*', [commands.port2]);
                commands.port1.postMessage([1, null], [worker.port2]);
                postMessage([2, null], '*');
                const own = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
                own.onmessage = () => setTimeout(resolve, 0, false);
            })",
            Vec::new(),
        )
        .await?;
    ensure!(!starts, "a worker started in the page's origin");
    Ok(())
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
