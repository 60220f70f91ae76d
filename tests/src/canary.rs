//! A server of another origin that keeps what is asked of it: whatever comes there has got out.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The server; it stops when this is dropped.
pub struct Canary {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<std::io::Result<()>>,
}

struct Shared {
    files: PathBuf,
    asked: Mutex<Vec<String>>,
    connections: AtomicUsize,
}

impl Canary {
    /// Starts it. What is in the folder `files` can be had from it too, and everything else is there as well: it
    /// answers whatever it is asked, and lets every origin read the answer.
    pub async fn serve(files: &Path) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            files: files.to_path_buf(),
            asked: Mutex::default(),
            connections: AtomicUsize::new(0),
        });
        let router = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&shared));
        let counted = Arc::clone(&shared);
        let listener = listener.tap_io(move |_| {
            counted.connections.fetch_add(1, Ordering::Relaxed);
        });
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            address,
            shared,
            server,
        })
    }

    /// An address there.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// How many connections have been made to it, also by those who then speak a language that it does not.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// The paths that have been asked for and begin with `prefix`.
    pub fn asked(&self, prefix: &str) -> Vec<String> {
        let asked = self
            .shared
            .asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let is_meant = |path: &&String| path.strip_prefix('/').unwrap_or(path).starts_with(prefix);
        asked.iter().filter(is_meant).cloned().collect()
    }
}

impl Drop for Canary {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    let path = uri.path().to_owned();
    let file = Path::new(&path)
        .file_name()
        .map(|name| shared.files.join(name));
    let bytes = match file {
        Some(file) => tokio::fs::read(file).await.unwrap_or_default(),
        None => Vec::new(),
    };
    let kind = mime_guess::from_path(&path).first_or_text_plain();
    shared
        .asked
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(path);
    let headers = [
        (header::CONTENT_TYPE, kind.to_string()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}
