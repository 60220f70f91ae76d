//! The built page on a server, under a base path of its own, as a static host would have it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Where the page is on the server: not at its root, since it must work under any base path.
pub const BASE: &str = "/some/base/";

/// Records what goes wrong in the page; the server puts it before everything else that the page loads.
const RECORDER: &str = include_str!("recorder.js");
const RECORDER_NAME: &str = "recorder.js";

/// A server for one test; it stops when this is dropped.
pub struct Site {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<std::io::Result<()>>,
}

struct Shared {
    dist: PathBuf,
    /// What is served beside the page: under this name, that folder.
    beside: Option<(String, PathBuf)>,
    requests: Mutex<Requests>,
}

/// What was asked of the server, in the order of asking.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    /// Files of the page, relative to its folder.
    pub served: Vec<String>,
    /// Addresses under which there is nothing.
    pub missing: Vec<String>,
}

impl Site {
    /// Serves the page in the folder `dist`.
    pub async fn serve(dist: &Path) -> Result<Self> {
        Self::start(dist, None).await
    }

    /// Serves the page, and under `name` beside it another folder.
    pub async fn serve_with(dist: &Path, name: &str, folder: &Path) -> Result<Self> {
        Self::start(dist, Some((format!("{name}/"), folder.to_path_buf()))).await
    }

    async fn start(dist: &Path, beside: Option<(String, PathBuf)>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            dist: dist.to_path_buf(),
            beside,
            requests: Mutex::default(),
        });
        let router = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&shared));
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            address,
            shared,
            server,
        })
    }

    /// The page's address.
    pub fn url(&self) -> String {
        format!("http://{}{BASE}", self.address)
    }

    /// What has been asked of the server so far.
    pub fn requests(&self) -> Requests {
        self.shared.requests().clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    fn requests(&self) -> MutexGuard<'_, Requests> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn file(&self, path: &str) -> Result<(String, Vec<u8>)> {
        let name = path
            .strip_prefix(BASE)
            .context("not under the page's base path")?;
        let name = if name.is_empty() { "index.html" } else { name };
        if name == RECORDER_NAME {
            return Ok((name.to_owned(), RECORDER.into()));
        }
        let inside = Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        anyhow::ensure!(inside, "not inside the page's folder");
        if let Some((prefix, folder)) = &self.beside
            && let Some(file) = name.strip_prefix(prefix)
        {
            return Ok((name.to_owned(), tokio::fs::read(folder.join(file)).await?));
        }
        let mut bytes = tokio::fs::read(self.dist.join(name)).await?;
        self.requests().served.push(name.to_owned());
        if name == "index.html" {
            let script = format!("<head><script src=\"{RECORDER_NAME}\"></script>");
            bytes = String::from_utf8(bytes)?
                .replacen("<head>", &script, 1)
                .into();
        }
        Ok((name.to_owned(), bytes))
    }
}

async fn answer(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    let Ok((name, bytes)) = shared.file(uri.path()).await else {
        // Browsers ask the server's root for it of their own accord.
        if uri.path() != "/favicon.ico" {
            shared.requests().missing.push(uri.path().to_owned());
        }
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let headers = [
        (header::CONTENT_TYPE, kind.to_string()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}
