//! Browsers that tell one story after the other, since to start one takes longer than many a story.
//!
//! A story meets nothing of those before it: its page has a tab of its own, and an origin of its own with storage of its
//! own. A browser in which something went wrong is closed, so that nothing is laid to whoever comes next.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use stepwell_tests::browser::{Installation, Session};
use tokio::runtime::Runtime;

/// The browsers of one kind: as many as there are stories told at once.
pub(crate) struct Browsers {
    installation: Installation,
    idle: Mutex<Vec<Browser>>,
}

/// A browser, with what drives it and what it has seen.
pub(crate) struct Browser {
    session: Option<Session>,
    runtime: Runtime,
    /// The window's size when it was opened, in pixels.
    size: (u64, u64),
    /// The origins that it has been at.
    origins: BTreeSet<String>,
}

impl Browsers {
    pub(crate) fn new(installation: Installation) -> Self {
        Self {
            installation,
            idle: Mutex::default(),
        }
    }

    /// Has a browser do something in a new tab, and keeps it for the next if that goes well.
    pub(crate) fn lend(
        &self,
        something: impl AsyncFnOnce(&Session, &mut BTreeSet<String>) -> Result<()>,
    ) -> Result<()> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let mut browser = match kept {
            Some(browser) => browser,
            None => Browser::open(&self.installation)?,
        };
        browser.lend(something)?;
        idle().push(browser);
        Ok(())
    }
}

impl Browser {
    fn open(installation: &Installation) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (session, size) = runtime.block_on(async {
            let session = installation.open().await?;
            let size = session.client.get_window_size().await?;
            anyhow::Ok((session, size))
        })?;
        Ok(Self {
            session: Some(session),
            runtime,
            size,
            origins: BTreeSet::new(),
        })
    }

    fn lend(
        &mut self,
        something: impl AsyncFnOnce(&Session, &mut BTreeSet<String>) -> Result<()>,
    ) -> Result<()> {
        let session = self.session.as_ref().context("the browser is closed")?;
        self.runtime.block_on(async {
            if !self.origins.is_empty() {
                renew_tab(session, self.size).await?;
            }
            something(session, &mut self.origins).await
        })
    }
}

/// Opens a tab, and closes all that are there.
async fn renew_tab(session: &Session, size: (u64, u64)) -> Result<()> {
    let client = &session.client;
    let left = client.windows().await?;
    let tab = client.new_window(true).await?;
    for window in left {
        client.switch_to_window(window).await?;
        client.close_window().await?;
    }
    client.switch_to_window(tab.handle).await?;
    if client.get_window_size().await? != size {
        let (width, height) = (u32::try_from(size.0)?, u32::try_from(size.1)?);
        client.set_window_size(width, height).await?;
    }
    Ok(())
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            self.runtime.block_on(session.close());
        }
    }
}
