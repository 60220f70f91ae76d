//! The built page in Chromium, Firefox and WebKit: the stories in the browsers, each at an origin of its own.
//!
//! `cargo xtask test page` builds the page and runs this; with a page in `dist/`,
//! `cargo test -p stepwell-tests --test browser [-- FILTER]` does too. Names are `BROWSER::STORY`.
//! What cannot run here is ignored, with the reason; with `CI=true` it fails.

mod authoring;
mod bad_input;
mod car_purchase;
mod dock;
mod first_try;
mod first_view;
mod graph;
mod graph_editing;
mod hostile;
mod inspector_form;
mod keeping;
mod kept;
mod pictures;
mod recorded_runs;
mod reloading;
mod sharing;
mod workbench;

use std::collections::BTreeSet;
use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use libtest_mimic::{Arguments, Failed, Trial};
use stepwell_tests::browser::{self, Browser, Session};
use stepwell_tests::page::Page;
use stepwell_tests::process::kill_all_when_stopped;
use stepwell_tests::site::{Requests, Site};
use stepwell_tests::{dist, must_run_everything, root};

use self::kept::Browsers;

/// A test of the page. It looks at the page only; that nothing went wrong besides is looked at after each.
#[derive(Clone, Copy)]
struct Story {
    name: &'static str,
    run: for<'page> fn(&'page Page) -> LocalBoxFuture<'page, Result<()>>,
}

/// The functions of these names as stories.
macro_rules! stories {
    ($($name:ident),+ $(,)?) => {
        &[$(Story { name: stringify!($name), run: |page| Box::pin($name(page)) }),+]
    };
}
use stories;

/// The stories that every browser is told: whatever a person does first, and all in which browsers differ.
const MAIN: &[&[Story]] = &[
    car_purchase::ALL,
    graph::ALL,
    graph_editing::ALL,
    authoring::ALL,
    bad_input::ALL,
    inspector_form::ALL,
    pictures::ALL,
    keeping::ALL,
    recorded_runs::ALL,
    reloading::ALL,
    sharing::ALL,
    dock::ALL,
    first_try::ALL,
    workbench::ALL,
];

/// The stories that only one browser is told, since it is the page's own code that they try, and what that asks of a
/// browser the main ones ask too: Chromium.
const SECONDARY: &[&[Story]] = &[
    car_purchase::IN_CHROMIUM,
    graph::IN_CHROMIUM,
    graph_editing::IN_CHROMIUM,
    authoring::IN_CHROMIUM,
    inspector_form::IN_CHROMIUM,
    pictures::IN_CHROMIUM,
    keeping::IN_CHROMIUM,
    recorded_runs::IN_CHROMIUM,
    reloading::IN_CHROMIUM,
    sharing::IN_CHROMIUM,
    dock::IN_CHROMIUM,
    first_try::IN_CHROMIUM,
    workbench::IN_CHROMIUM,
];

const ENDS_WITHIN: Duration = Duration::from_mins(2);

fn main() -> Result<ExitCode> {
    let mut arguments = Arguments::from_args();
    // A browser keeps more than one core busy, and a crowd of them makes every wait longer.
    arguments.test_threads.get_or_insert(2);
    kill_all_when_stopped()?;

    let dist = dist();
    let mut trials = vec![match dist.clone() {
        Ok(dist) => Trial::test(first_view::NAME, move || {
            first_view::is_small(&dist).map_err(|error| failed(&error))
        }),
        Err(missing) => not_here(first_view::NAME.to_owned(), missing),
    }];
    let browsers = browser::find_all();
    trials.extend(hostile::trials(&dist, &browsers));
    for (browser, found) in browsers {
        let browsers = found.map(|installation| Arc::new(Browsers::new(installation)));
        let secondary = if browser == Browser::Chromium.name() {
            SECONDARY
        } else {
            &[]
        };
        for story in [MAIN, secondary].concat().concat() {
            let name = format!("{browser}::{}", story.name);
            trials.push(match (dist.clone(), browsers.clone()) {
                (Ok(dist), Ok(browsers)) => {
                    let title = name.clone();
                    Trial::test(name, move || {
                        let tell = || tell(&title, &dist, &browsers, &story);
                        tell().or_else(|error| {
                            // Of hundreds of browsers, one now and then loses what it is told. What fails twice is wrong;
                            // what fails once is said, to be looked into.
                            eprintln!("UNSTEADY {title}, told once more: {error:#}");
                            tell().map_err(|error| failed(&error))
                        })
                    })
                }
                (Err(missing), _) | (_, Err(missing)) => not_here(name, missing),
            });
        }
    }
    Ok(libtest_mimic::run(&arguments, trials).exit_code())
}

/// A test that cannot run on this machine.
fn not_here(name: String, missing: String) -> Trial {
    let everything = must_run_everything();
    if !everything {
        eprintln!("skipped {name}: {missing}");
    }
    Trial::test(name, move || Err(Failed::from(missing))).with_ignored_flag(!everything)
}

fn failed(error: &anyhow::Error) -> Failed {
    Failed::from(format!("{error:#}"))
}

/// Runs one story in one browser.
fn tell(title: &str, dist: &Path, browsers: &Browsers, story: &Story) -> Result<()> {
    browsers.lend(async |session, origins| {
        let site = serve_anew(dist, origins).await?;
        let outcome = visit(session, &site, dist, story).await;
        if outcome.is_err() {
            keep_evidence(title, session).await;
        }
        outcome
    })
}

/// Serves the page at an origin that the browser has not been at.
async fn serve_anew(dist: &Path, origins: &mut BTreeSet<String>) -> Result<Site> {
    loop {
        // The system chooses the port: it may choose one that another site has had before.
        let site = Site::serve(dist).await?;
        if origins.insert(site.url()) {
            return Ok(site);
        }
    }
}

async fn visit(session: &Session, site: &Site, dist: &Path, story: &Story) -> Result<()> {
    let visit = async {
        let page = Page::open(&session.client, &site.url()).await?;
        first_view::counts(dist, &site.requests().served)?;
        let told = AssertUnwindSafe((story.run)(&page)).catch_unwind().await;
        let told = told.unwrap_or_else(|panic| bail!("{}", panic_message(panic.as_ref())));
        let told = match told {
            Ok(()) => first_view::comes_first(&session.client).await,
            told => told,
        };
        let errors = page.errors().await?;
        match told {
            Ok(()) if errors.is_empty() => Ok(()),
            Ok(()) => bail!("the page had errors: {errors:#?}"),
            Err(error) if errors.is_empty() => Err(error),
            Err(error) => Err(error.context(format!("the page had errors: {errors:#?}"))),
        }
    };
    tokio::time::timeout(ENDS_WITHIN, visit)
        .await
        .context("it took too long")??;
    let Requests { missing, .. } = site.requests();
    if !missing.is_empty() {
        bail!("the page asked for what is not there: {missing:?}");
    }
    Ok(())
}

/// Leaves a picture of the page and the driver's log in `target/browser/`.
async fn keep_evidence(title: &str, session: &Session) {
    let file = root().join("target/browser").join(title.replace("::", "-"));
    let keep = async {
        fs::create_dir_all(root().join("target/browser"))?;
        fs::write(file.with_extension("log"), session.log())?;
        fs::write(
            file.with_extension("png"),
            session.client.screenshot().await?,
        )?;
        anyhow::Ok(())
    };
    match tokio::time::timeout(Duration::from_secs(10), keep).await {
        Ok(Ok(())) => eprintln!("{title}: see {}.png and .log", file.display()),
        Ok(Err(error)) => eprintln!("{title}: no picture: {error:#}"),
        Err(_) => eprintln!("{title}: no picture: the browser does not answer"),
    }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "it panicked".to_owned())
}
