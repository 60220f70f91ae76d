//! A browser, the page's server and a server of another origin, for one try after the other.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;
use stepwell_tests::browser::{Installation, Session};
use stepwell_tests::canary::Canary;
use stepwell_tests::site::{Site, meta};
use tokio::runtime::Runtime;
use tokio::time::sleep;

const ENDS_WITHIN: Duration = Duration::from_mins(1);

/// A browser that is started by the first try and closed after the last of those that have it.
pub(crate) struct Browser {
    name: &'static str,
    dist: PathBuf,
    installation: Installation,
    arena: Mutex<Option<Arena>>,
}

struct Arena {
    session: Option<Session>,
    site: Site,
    canary: Canary,
    client: String,
    visits: Cell<usize>,
    runtime: Runtime,
}

/// What a try has to do with.
pub(crate) struct Visit<'a> {
    /// The browser's name.
    pub(crate) browser: &'static str,
    /// The page's server, with the folder of the cases beside the page.
    pub(crate) site: &'a Site,
    /// The server of another origin.
    pub(crate) canary: &'a Canary,
    /// The address of the sandbox's client.
    pub(crate) client: &'a str,
    session: &'a Session,
    visits: &'a Cell<usize>,
}

impl Browser {
    pub(crate) fn new(name: &'static str, dist: PathBuf, installation: Installation) -> Self {
        Self {
            name,
            dist,
            installation,
            arena: Mutex::default(),
        }
    }

    /// Has the browser do something, when it has done what others have it do.
    pub(crate) fn visit(&self, something: impl AsyncFnOnce(Visit<'_>) -> Result<()>) -> Result<()> {
        let mut kept = self.arena.lock().unwrap_or_else(PoisonError::into_inner);
        let arena = match kept.take() {
            Some(arena) => arena,
            None => Arena::open(&self.dist, &self.installation)?,
        };
        // After what has gone wrong the browser is another, so that nothing is laid to whoever comes next.
        let session = arena.session.as_ref().context("the browser is closed")?;
        let visit = Visit {
            browser: self.name,
            site: &arena.site,
            canary: &arena.canary,
            client: &arena.client,
            session,
            visits: &arena.visits,
        };
        arena.runtime.block_on(async {
            tokio::time::timeout(ENDS_WITHIN, something(visit))
                .await
                .context("it took too long")?
        })?;
        *kept = Some(arena);
        Ok(())
    }
}

impl Arena {
    fn open(dist: &Path, installation: &Installation) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let html = fs::read_to_string(dist.join("index.html"))?;
        let assets = meta(&html, "name=\"stepwell-assets\"")?;
        let folder = super::folder();
        let (site, canary, session) = runtime.block_on(async {
            let site = Site::serve_beside(dist, "hostile", &folder).await?;
            let canary = Canary::serve(&folder).await?;
            anyhow::Ok((site, canary, installation.open().await?))
        })?;
        Ok(Self {
            client: format!("{}{assets}client.js", site.url()),
            session: Some(session),
            site,
            canary,
            visits: Cell::new(0),
            runtime,
        })
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            self.runtime.block_on(session.close());
        }
    }
}

impl Visit<'_> {
    /// Opens a page of the folder of cases, at the page's origin.
    pub(crate) async fn open(&self, page: &str) -> Result<()> {
        self.goto(&format!("{}hostile/{page}", self.site.url()))
            .await
    }

    /// Opens a page anew, and waits until its scripts have run.
    pub(crate) async fn goto(&self, url: &str) -> Result<()> {
        // Told from the one before it, which may be there for a moment longer, by its address.
        let visit = self.visits.get() + 1;
        self.visits.set(visit);
        self.session.client.goto(&format!("{url}?{visit}")).await?;
        let look = "return location.search === arguments[0] && document.readyState === 'complete'";
        while !self.execute(look, vec![format!("?{visit}").into()]).await? {
            sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    /// What a script answers at once.
    pub(crate) async fn execute<T: DeserializeOwned>(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<T> {
        let answer = self.session.client.execute(script, arguments).await?;
        Ok(serde_json::from_value(answer)?)
    }

    /// What the promise gives that is the value of an expression; the arguments are in `given`.
    pub(crate) async fn promised<T: DeserializeOwned>(
        &self,
        expression: &str,
        arguments: Vec<Value>,
    ) -> Result<T> {
        let script = format!(
            "const given = [...arguments].slice(0, -1);
            const done = arguments[arguments.length - 1];
            (async () => {expression})().then((value) => done({{ value }}), (error) => done({{ error: String(error) }}))"
        );
        let mut answer = self
            .session
            .client
            .execute_async(&script, arguments)
            .await?;
        match answer["error"].take() {
            Value::Null => Ok(serde_json::from_value(answer["value"].take())?),
            error => anyhow::bail!("{}", error.as_str().unwrap_or_default()),
        }
    }
}
