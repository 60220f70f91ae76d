//! Chromium's tools for developers: real input, and what each thread of the page's program worked on, and how long.

use anyhow::{Context, Result, bail};
use fantoccini::Client;
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

/// What is recorded.
const CATEGORIES: [&str; 3] = [
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "blink.user_timing",
];

/// A connection to the page that a driver has open.
pub(crate) struct DevTools {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    commands: u64,
    recorded: Vec<Event>,
    complete: bool,
}

/// Something that a thread did. Times are microseconds.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) pid: u64,
    pub(crate) tid: u64,
    /// When it began.
    #[serde(default)]
    pub(crate) ts: f64,
    /// How long the thread worked on it.
    #[serde(default)]
    pub(crate) tdur: f64,
    /// How long it took.
    #[serde(default)]
    pub(crate) dur: f64,
    /// How long the thread had worked when it began.
    #[serde(default)]
    pub(crate) tts: f64,
}

impl DevTools {
    /// Connects to the page. It must be Chromium.
    pub(crate) async fn connect(client: &Client) -> Result<Self> {
        let options = client
            .capabilities()
            .and_then(|all| all.get("goog:chromeOptions"))
            .context("only Chromium tells how long its main thread works")?;
        let address = options["debuggerAddress"].as_str().context("no address")?;
        // The driver names a window as the tools do.
        let window = String::from(client.window().await?);
        let url = format!("ws://{address}/devtools/page/{window}");
        let (socket, _) = connect_async_with_config(url, None, true).await?;
        Ok(Self {
            socket,
            commands: 0,
            recorded: Vec::new(),
            complete: false,
        })
    }

    /// Begins to record.
    pub(crate) async fn record(&mut self) -> Result<()> {
        self.recorded.clear();
        self.complete = false;
        let config = json!({ "includedCategories": CATEGORIES, "excludedCategories": ["*"] });
        let how = json!({ "transferMode": "ReportEvents", "traceConfig": config });
        self.command("Tracing.start", how).await?;
        Ok(())
    }

    /// What has been recorded since.
    pub(crate) async fn recorded(&mut self) -> Result<Vec<Event>> {
        self.command("Tracing.end", json!({})).await?;
        while !self.complete {
            self.receive().await?;
        }
        Ok(std::mem::take(&mut self.recorded))
    }

    /// A command's answer.
    pub(crate) async fn command(&mut self, method: &str, params: Value) -> Result<Value> {
        self.commands += 1;
        let id = self.commands;
        let text = json!({ "id": id, "method": method, "params": params }).to_string();
        self.socket.send(Message::text(text)).await?;
        loop {
            let mut message = self.receive().await?;
            if message["id"] == id {
                if let Some(error) = message.get("error") {
                    bail!("{method}: {error}");
                }
                return Ok(message["result"].take());
            }
        }
    }

    /// The next message; of events, those that are recorded are kept.
    async fn receive(&mut self) -> Result<Value> {
        let message = self
            .socket
            .next()
            .await
            .context("the browser has ended")??;
        let mut message: Value = match message {
            Message::Text(text) => serde_json::from_str(&text)?,
            _ => Value::Null,
        };
        match message["method"].as_str() {
            Some("Tracing.dataCollected") => {
                let events: Vec<Value> = serde_json::from_value(message["params"]["value"].take())?;
                let events = events.into_iter().map(serde_json::from_value);
                // Some that describe the recording itself have no thread.
                self.recorded.extend(events.filter_map(Result::ok));
            }
            Some("Tracing.tracingComplete") => self.complete = true,
            _ => {}
        }
        Ok(message)
    }
}
