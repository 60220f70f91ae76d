//! Three browsers driven the same way: over WebDriver, headless, each time that one is opened in a fresh profile.

use std::collections::BTreeMap;
use std::env;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use crate::process::Process;

const STARTS_WITHIN: Duration = Duration::from_mins(1);
const ATTEMPTS: usize = 3;

/// A kind of browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium or Chrome.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKit, as GTK's `MiniBrowser`; it needs a display, so it gets a virtual one.
    WebKit,
}

/// A browser and what drives it, found on this machine.
#[derive(Clone, Debug)]
pub struct Installation {
    browser: Browser,
    driver: PathBuf,
    binary: PathBuf,
    /// Xvfb, where the browser needs a display.
    display: Option<PathBuf>,
}

/// A running browser; it ends when this is dropped.
pub struct Session {
    /// Drives the browser.
    pub client: Client,
    driver: Process,
    _display: Option<Process>,
    _profile: TempDir,
}

impl Browser {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// The browser on this machine; the error names what is missing.
    pub fn find(self) -> Result<Installation, String> {
        let (driver, names): (_, &[&str]) = match self {
            Self::Chromium => (
                "chromedriver",
                &[
                    "chromium",
                    "chromium-browser",
                    "google-chrome",
                    "google-chrome-stable",
                ],
            ),
            Self::Firefox => ("geckodriver", &["firefox-esr", "firefox"]),
            Self::WebKit => ("WebKitWebDriver", &["MiniBrowser"]),
        };
        let missing = |what: &str| format!("{what} is not on this machine");
        let binary = names
            .iter()
            .find_map(|name| find_program(name))
            .or_else(|| (self == Self::WebKit).then(find_mini_browser)?);
        Ok(Installation {
            browser: self,
            driver: find_program(driver).ok_or_else(|| missing(driver))?,
            binary: binary.ok_or_else(|| missing(names[0]))?,
            display: match self {
                Self::WebKit => Some(find_program("Xvfb").ok_or_else(|| missing("Xvfb"))?),
                Self::Chromium | Self::Firefox => None,
            },
        })
    }
}

impl Installation {
    /// Starts the browser in a fresh profile.
    pub async fn open(&self) -> Result<Session> {
        let mut attempt = 1;
        loop {
            match self.try_to_open().await {
                Ok(session) => return Ok(session),
                // The port that was free may have been taken since.
                Err(_) if attempt < ATTEMPTS => attempt += 1,
                Err(error) => return Err(error),
            }
        }
    }

    async fn try_to_open(&self) -> Result<Session> {
        let profile = TempDir::with_prefix("stepwell-")?;
        let mut display = None;
        let mut command = Command::new(&self.driver);
        if let Some(xvfb) = &self.display {
            let (process, name) = start_display(xvfb, profile.path())?;
            display = Some(process);
            command.env("DISPLAY", name).env("GDK_BACKEND", "x11");
            // There is no graphics card: composing layers by the processor costs as much as all else in a test.
            command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        }
        // Everything that a browser writes goes with the profile, and it talks to no session bus.
        for name in [
            "TMPDIR",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
        ] {
            command.env(name, profile.path());
        }
        command.env("NO_AT_BRIDGE", "1").env("GTK_A11Y", "none");
        let port = free_port()?;
        command.arg(format!("--port={port}"));
        if self.browser == Browser::Firefox {
            command.arg("--websocket-port=0"); // its usual one is the same for every test
        }
        let driver = Process::start(command, &profile.path().join("driver.log"), false)?;
        let client = self.connect(&driver, port, profile.path()).await?;
        Ok(Session {
            client,
            driver,
            _display: display,
            _profile: profile,
        })
    }

    async fn connect(&self, driver: &Process, port: u16, profile: &Path) -> Result<Client> {
        let Value::Object(capabilities) = self.capabilities(profile) else {
            bail!("capabilities are an object");
        };
        let end = Instant::now() + STARTS_WITHIN;
        while tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .await
            .is_err()
        {
            if driver.has_ended() || Instant::now() > end {
                bail!("{} did not start:\n{}", self.driver.display(), driver.log());
            }
            sleep(Duration::from_millis(20)).await;
        }
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        tokio::time::timeout_at(end, builder.connect(&address))
            .await
            .context("no answer")
            .and_then(|connected| connected.map_err(Into::into))
            .with_context(|| format!("{} did not start:\n{}", self.browser.name(), driver.log()))
    }

    fn capabilities(&self, profile: &Path) -> Value {
        match self.browser {
            Browser::Chromium => json!({ "goog:chromeOptions": {
                "binary": self.binary,
                "args": [
                    "--headless",
                    "--no-sandbox", // root, as in a container, cannot have it
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--window-size=1280,900",
                    format!("--user-data-dir={}", profile.join("chromium").display()),
                ],
            }}),
            Browser::Firefox => json!({ "moz:firefoxOptions": {
                "binary": self.binary,
                "args": ["-headless", "--width=1280", "--height=900"],
                "prefs": {
                    "app.update.enabled": false,
                    "browser.region.network.url": "",
                    "datareporting.policy.dataSubmissionEnabled": false,
                    "network.captive-portal-service.enabled": false,
                    "network.connectivity-service.enabled": false,
                },
            }}),
            Browser::WebKit => json!({ "webkitgtk:browserOptions": {
                "binary": self.binary,
                "args": ["--automation"],
            }}),
        }
    }
}

impl Session {
    /// What the driver has written.
    pub fn log(&self) -> String {
        self.driver.log()
    }

    /// Ends the browser in good order.
    pub async fn close(self) {
        // What does not end by itself is killed with its process group.
        let _ = tokio::time::timeout(Duration::from_secs(10), self.client.close()).await;
    }
}

/// What is found of every browser: its installation, or what is missing.
pub fn find_all() -> BTreeMap<&'static str, Result<Installation, String>> {
    Browser::ALL
        .into_iter()
        .map(|browser| (browser.name(), browser.find()))
        .collect()
}

/// A virtual display and its name. Xvfb itself chooses a free number.
fn start_display(xvfb: &Path, folder: &Path) -> Result<(Process, String)> {
    let mut command = Command::new(xvfb);
    command.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1280x900x24",
        "-nolisten",
        "tcp",
    ]);
    let mut process = Process::start(command, &folder.join("display.log"), true)?;
    let number = process.first_line()?;
    if number.is_empty() {
        bail!("Xvfb did not start:\n{}", process.log());
    }
    Ok((process, format!(":{number}")))
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file())
}

/// `MiniBrowser` is no program on `PATH`: distributions keep it beside WebKit's library.
fn find_mini_browser() -> Option<PathBuf> {
    let libraries = ["/usr/lib", "/usr/lib64", "/usr/libexec"].map(PathBuf::from);
    let architectures = libraries
        .iter()
        .filter_map(|folder| folder.read_dir().ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()));
    let mut folders: Vec<PathBuf> = libraries.iter().cloned().chain(architectures).collect();
    folders.sort();
    ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"]
        .iter()
        .flat_map(|version| {
            folders
                .iter()
                .map(move |folder| folder.join(version).join("MiniBrowser"))
        })
        .find(|file| file.is_file())
}
