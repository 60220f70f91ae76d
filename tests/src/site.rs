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
    /// Pages of the test's own, at the page's origin: the folder's name there, and where it is.
    beside: Option<(&'static str, PathBuf)>,
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
        Self::serve_with(dist, None).await
    }

    /// Serves beside the page a folder of the test's own. `{{policy}}` in a page there stands for the built page's policy.
    pub async fn serve_beside(dist: &Path, name: &'static str, folder: &Path) -> Result<Self> {
        Self::serve_with(dist, Some((name, folder.to_path_buf()))).await
    }

    async fn serve_with(dist: &Path, beside: Option<(&'static str, PathBuf)>) -> Result<Self> {
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
        if let Some((folder, files)) = &self.beside
            && let Ok(file) = Path::new(name).strip_prefix(folder)
        {
            let mut bytes = tokio::fs::read(files.join(file)).await?;
            if Path::new(name).extension().is_some_and(|end| end == "html") {
                let policy = policy(&self.dist).await?;
                bytes = String::from_utf8(bytes)?
                    .replace("{{policy}}", &policy)
                    .into();
            }
            return Ok((name.to_owned(), bytes));
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

/// The policy that the built page is under.
async fn policy(dist: &Path) -> Result<String> {
    let html = tokio::fs::read_to_string(dist.join("index.html")).await?;
    meta(&html, "http-equiv=\"Content-Security-Policy\"")
}

/// The `content` of the built page's `<meta>` that has the attribute.
pub fn meta(html: &str, attribute: &str) -> Result<String> {
    let (_, after) = html
        .split_once(&format!("<meta {attribute} content=\""))
        .with_context(|| format!("the built page has no <meta {attribute}>"))?;
    let (content, _) = after.split_once('"').context("a meta has no end")?;
    Ok(content.to_owned())
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
