//! The sandbox, in Chromium, Firefox and WebKit: code that means harm gets nothing there, and other code all that it needs.
//!
//! The cases are the functions in `hostile/cases/`. Each is run twice, as the same text: by a control, where nothing
//! holds it and it must succeed, and in the sandbox of the built page, where it must not. Whatever it does there, the
//! page's clock goes on ticking and the next call is made. Names are `BROWSER::hostile::CASE`, and `BROWSER::sandbox::NAME`
//! for what is in `hostile/behaviour.js`.
//!
//! A browser is started once for all of them, and each opens its pages anew.

mod arena;
mod attempt;
mod document;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use stepwell_tests::browser::Installation;
use stepwell_tests::root;

use self::arena::{Browser, Visit};
use crate::{failed, not_here};

/// The files of cases, in the order in which they run.
const FILES: [&str; 6] = ["window", "worker", "harness", "forge", "flood", "freeze"];

/// What is tried.
#[derive(Clone)]
enum Try {
    /// A function in `hostile/cases/`: the file's name and its own.
    Case(&'static str, String),
    /// One of [`document::ALL`].
    Document(&'static document::Document),
    /// A function in `hostile/behaviour.js`.
    Behaviour(String),
}

/// Every try in every browser.
pub(crate) fn trials(
    dist: &Result<PathBuf, String>,
    browsers: &BTreeMap<&'static str, Result<Installation, String>>,
) -> Vec<Trial> {
    let tries = tries().expect("the cases can be read");
    let browsers: Vec<_> = browsers
        .iter()
        .map(|(name, found)| {
            let browser = Ok((dist.clone(), found.clone()));
            let browser = browser.and_then(|(dist, found)| Ok(Browser::new(name, dist?, found?)));
            (*name, browser.map(Arc::new))
        })
        .collect();
    let mut trials = Vec::new();
    // One after the other in each browser, so that two threads have two browsers to themselves.
    for what in tries {
        for (name, browser) in &browsers {
            let title = format!("{name}::{}", what.title());
            let what = what.clone();
            trials.push(match browser.clone() {
                Ok(browser) => Trial::test(title, move || {
                    browser
                        .visit(async |visit| what.run(&visit).await)
                        .map_err(|error| failed(&error))
                }),
                Err(missing) => not_here(title, missing),
            });
        }
    }
    trials
}

impl Try {
    fn title(&self) -> String {
        match self {
            Self::Case(_, name) => format!("hostile::{name}"),
            Self::Document(document) => format!("hostile::{}", document.name),
            Self::Behaviour(name) => format!("sandbox::{name}"),
        }
    }

    async fn run(&self, visit: &Visit<'_>) -> Result<()> {
        match self {
            Self::Case(file, name) => attempt::fails_in_the_sandbox_alone(visit, file, name).await,
            Self::Document(document) => (document.run)(visit).await,
            Self::Behaviour(name) => attempt::behaves(visit, name).await,
        }
    }
}

/// Where the pages and cases are.
fn folder() -> PathBuf {
    root().join("tests/browser/hostile")
}

fn tries() -> Result<Vec<Try>> {
    let mut tries = Vec::new();
    for file in FILES {
        let names = exports(&format!("cases/{file}.js"))?;
        tries.extend(names.into_iter().map(|name| Try::Case(file, name)));
    }
    tries.extend(document::ALL.iter().map(Try::Document));
    tries.extend(exports("behaviour.js")?.into_iter().map(Try::Behaviour));
    Ok(tries)
}

/// The names of the functions that a module exports.
fn exports(module: &str) -> Result<Vec<String>> {
    let path = folder().join(module);
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let names = text.lines().filter_map(|line| {
        let line = line.strip_prefix("export ")?;
        let line = line.strip_prefix("async ").unwrap_or(line);
        let (name, _) = line.strip_prefix("function ")?.split_once('(')?;
        Some(name.to_owned())
    });
    let names: Vec<_> = names.collect();
    ensure!(!names.is_empty(), "{} exports nothing", path.display());
    Ok(names)
}
