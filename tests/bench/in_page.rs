//! The page in a browser, and JavaScript beside it that measures there.

use std::path::Path;

use anyhow::{Context, Result};
use fantoccini::Client;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stepwell_tests::browser::{Installation, Session};
use stepwell_tests::page::Page;
use stepwell_tests::root;
use stepwell_tests::site::Site;

/// The page, with the modules beneath `tests/bench/` beside it.
pub(crate) struct InPage {
    site: Site,
    session: Session,
}

impl InPage {
    /// Opens the page in a fresh browser.
    pub(crate) async fn open(dist: &Path, installation: &Installation) -> Result<Self> {
        let site = Site::serve_beside(dist, "bench", &root().join("tests/bench")).await?;
        let session = installation.open().await?;
        let page = Self { site, session };
        page.reopen().await?;
        Ok(page)
    }

    /// Opens the page anew.
    pub(crate) async fn reopen(&self) -> Result<()> {
        Page::open(&self.session.client, &self.site.url()).await?;
        Ok(())
    }

    /// Opens a page of `tests/bench/` in place of the built one.
    pub(crate) async fn open_beside(&self, file: &str) -> Result<()> {
        self.session.client.goto(&self.beside(file)).await?;
        Ok(())
    }

    /// The address of a file of `tests/bench/`.
    pub(crate) fn beside(&self, file: &str) -> String {
        format!("{}bench/{file}", self.site.url())
    }

    /// What drives the browser.
    pub(crate) fn client(&self) -> &Client {
        &self.session.client
    }

    /// Ends the browser.
    pub(crate) async fn close(self) {
        self.session.close().await;
    }

    /// The browser's name and version.
    pub(crate) async fn browser(&self) -> Result<String> {
        let agent = self
            .session
            .client
            .execute("return navigator.userAgent", vec![])
            .await?;
        let agent = agent.as_str().unwrap_or_default();
        let known = ["HeadlessChrome/", "Chrome/", "Firefox/", "Version/"];
        let version = known
            .iter()
            .find_map(|name| agent.split(' ').find(|word| word.starts_with(name)));
        Ok(version.unwrap_or(agent).replace("Version/", "WebKit/"))
    }

    /// What the function `name`, exported by the module `tests/bench/MODULE`, resolves with.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        module: &str,
        name: &str,
        argument: Value,
    ) -> Result<T> {
        // The answer comes when the page has it: a driver would not wait that long for a script.
        let start = "const [module, name, argument, folder] = arguments;
            window.measured = undefined;
            import(new URL(module, folder))
                .then((module) => module[name](argument))
                .then((value) => { window.measured = { value }; },
                      (error) => { window.measured = { error: `${error}\\n${error?.stack ?? ''}` }; })";
        self.session
            .client
            .execute(
                start,
                vec![json!(module), json!(name), argument, json!(self.beside(""))],
            )
            .await?;
        loop {
            let answer = self
                .session
                .client
                .execute("return window.measured ?? null", vec![])
                .await?;
            if let Some(error) = answer["error"].as_str() {
                anyhow::bail!("{module}, {name}: {error}");
            }
            if !answer.is_null() {
                return serde_json::from_value(answer["value"].clone())
                    .with_context(|| format!("{module}, {name}: {answer}"));
            }
            tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        }
    }
}
