//! Benchmarks: figures with their bounds, one group a file.
//!
//! `cargo xtask bench` builds the page in release and runs this; with a page in `dist/`,
//! `cargo bench -p stepwell-tests [-- NAME… --check --browser NAME]` does too. Whatever is compared is measured in turn,
//! again and again, so that what else the machine does falls on all alike.
#![allow(clippy::disallowed_methods)] // the ban on clocks and threads is the core's

mod devtools;
mod figure;
mod first_view;
mod graph_page;
mod in_page;
mod layout;
mod sandbox;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use futures_util::future::LocalBoxFuture;
use stepwell_tests::browser::Browser;
use stepwell_tests::dist;
use stepwell_tests::process::kill_all_when_stopped;

use crate::figure::{Figure, Outcome};
use crate::in_page::InPage;

/// Figures that are measured in the same place.
struct Group {
    name: &'static str,
    measure: Measure,
}

/// Where figures are measured.
enum Measure {
    /// In the page, which runs in a browser.
    InPage(for<'page> fn(&'page InPage) -> LocalBoxFuture<'page, Result<Outcome>>),
    /// In this program and others that it starts.
    Alone(fn() -> Result<Outcome>),
}

/// All of them, in the order in which they run.
fn groups() -> impl Iterator<Item = &'static Group> {
    first_view::GROUPS
        .iter()
        .chain(&sandbox::GROUPS)
        .chain(&layout::GROUPS)
        .chain(&graph_page::GROUPS)
}

/// What was asked for.
struct Wish {
    /// How the names of groups begin; none stands for all.
    groups: Vec<String>,
    browser: Browser,
    /// A figure that is out of its bounds is an error.
    check: bool,
}

fn main() -> Result<ExitCode> {
    let wish = read(std::env::args().skip(1))?;
    kill_all_when_stopped()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let holds = runtime.block_on(measure(&wish))?;
    let is_error = wish.check && !holds;
    Ok(if is_error {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn read(mut words: impl Iterator<Item = String>) -> Result<Wish> {
    let mut wish = Wish {
        groups: Vec::new(),
        browser: Browser::Chromium,
        check: false,
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--bench" => {} // cargo's own
            "--check" => wish.check = true,
            "--browser" => {
                let name = words.next().context("--browser takes a name")?;
                let browser = Browser::ALL
                    .into_iter()
                    .find(|browser| browser.name() == name);
                wish.browser = browser.with_context(|| {
                    let known = Browser::ALL.map(Browser::name).join(", ");
                    format!("there is no browser `{name}`; there are {known}")
                })?;
            }
            name if groups().any(|group| group.name.starts_with(name)) => wish.groups.push(word),
            unknown => {
                let known: Vec<&str> = groups().map(|group| group.name).collect();
                bail!(
                    "there is no benchmark `{unknown}`; there are {}",
                    known.join(", ")
                );
            }
        }
    }
    Ok(wish)
}

/// Measures and prints; answers whether every figure is within its bounds.
async fn measure(wish: &Wish) -> Result<bool> {
    let mut hold = true;
    let is_wanted = |group: &&Group| {
        let mut names = wish.groups.iter();
        wish.groups.is_empty() || names.any(|name| group.name.starts_with(name))
    };
    for group in groups().filter(is_wanted) {
        let outcome = match group.measure {
            Measure::Alone(measure) => {
                println!("\n{}, {}", group.name, machine()?);
                measure()
            }
            Measure::InPage(measure) => {
                let page = open_page(wish).await?;
                println!(
                    "\n{} in {}, {}",
                    group.name,
                    page.browser().await?,
                    machine()?
                );
                let outcome = measure(&page).await;
                page.close().await;
                outcome
            }
        };
        let Outcome { figures, text } =
            outcome.with_context(|| format!("measuring {}", group.name))?;
        println!("{}\n{text}", figure::table(&figures));
        hold &= figures.iter().all(Figure::holds);
    }
    Ok(hold)
}

async fn open_page(wish: &Wish) -> Result<InPage> {
    let dist = dist().map_err(anyhow::Error::msg)?;
    let installation = wish.browser.find().map_err(anyhow::Error::msg)?;
    InPage::open(&dist, &installation).await
}

/// The machine's cores, and how many of them are busy already, where the system tells.
fn machine() -> Result<String> {
    let cores = std::thread::available_parallelism()?;
    let load = std::fs::read_to_string("/proc/loadavg").ok();
    let load = load.and_then(|load| Some(format!(", load {}", load.split(' ').next()?)));
    Ok(format!("{cores} cores{}", load.unwrap_or_default()))
}
