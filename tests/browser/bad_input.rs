//! Functions that do harm, each run from the page: it stays usable all the while, each ends with a named error or
//! not at all, and the next run works.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;
use stepwell_tests::page::{Document, Page};

use crate::{Story, stories};

pub(crate) const ALL: &[Story] = stories![functions_that_do_harm_leave_the_page_usable];

/// A page that does not tick for so long is frozen.
const FROZEN: Duration = Duration::from_secs(3);

/// How a run ends.
enum Ends {
    /// With this error.
    Fails(&'static str),
    /// Well, and with a result that has this in its text.
    Completes(&'static str),
    /// It does not begin, since the functions cannot be loaded: the error's name.
    NotLoaded(&'static str),
    /// It cannot be started: what is told has this in it.
    Obstacle(&'static str),
}
use Ends::{Completes, Fails, NotLoaded, Obstacle};

/// What is wrong with the functions, their module, and how a run with them ends.
const CASES: &[(&str, &str, Ends)] = &[
    ("an endless loop", "export function only() { for (;;); }", Fails("Step.Timeout")),
    (
        "an endless chain of promises",
        "export const only = () => Promise.resolve().then(only);",
        Fails("Step.Timeout"),
    ),
    ("a promise that never settles", "export const only = () => new Promise(() => {});", Fails("Step.Timeout")),
    ("a result of 100 MB", "export const only = () => 'x'.repeat(100_000_000);", Fails("Data.TooLarge")),
    (
        "a million log lines",
        "export function only() { for (let i = 0; i < 1e6; i++) console.log('line', i); return 'logged'; }",
        Completes("logged"),
    ),
    (
        "a million messages",
        "export function only() {
            const { port1, port2 } = new MessageChannel();
            port2.onmessage = () => {};
            for (let i = 0; i < 1e6; i++) { self.postMessage?.(i); port1.postMessage(i); }
            return 'sent';
        }",
        Completes("sent"),
    ),
    ("deep recursion", "export const only = (n) => only(n) + 1;", Fails("RangeError|InternalError")),
    ("an end of the worker", "export const only = () => { self.close(); return 1; };", Fails("TypeError")),
    (
        "forged messages",
        "export const only = () => { self.postMessage(['result', 1, 'forged']); return 1; };",
        Fails("TypeError"),
    ),
    (
        "globals and prototypes overwritten",
        "export function only() {
            for (const global of Object.getOwnPropertyNames(globalThis)) { try { globalThis[global] = undefined; } catch {} }
            for (const { prototype } of [Object, Array, String, Map, Promise, Function]) {
                for (const key of Reflect.ownKeys(prototype)) {
                    try { Object.defineProperty(prototype, key, { value: () => { throw 1; } }); } catch {}
                }
            }
            return [...'overwritten'];
        }
        const { Object, Array, String, Map, Promise, Function, Reflect } = globalThis;",
        Fails("Error"),
    ),
    (
        "an exotic value thrown",
        "export function only() {
            throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; }, ownKeys() { throw 3; } });
        }",
        Fails("Error"),
    ),
    ("nothing thrown", "export const only = () => Promise.reject();", Fails("Error")),
    ("a symbol thrown", "export function only() { throw Symbol('odd'); }", Fails("Error")),
    ("a syntax error", "export function only( {", Obstacle("line 1")),
    ("a module that throws", "throw new URIError('no');\nexport const only = () => 1;", NotLoaded("URIError")),
    (
        "a module of 1 MB",
        "export const only = () => MEGABYTE.length;\nconst MEGABYTE = '…';",
        Completes("1000000"),
    ),
];

async fn functions_that_do_harm_leave_the_page_usable(page: &Page) -> Result<()> {
    page.start_ticking().await?;
    for (what, functions, ends) in CASES {
        try_case(page, what, functions, ends)
            .await
            .with_context(|| (*what).to_owned())?;
        let pause = page.longest_pause().await?;
        anyhow::ensure!(pause < FROZEN, "{what}: the page stood still for {pause:?}");
        let good = Document::of_one_step(
            &format!("After {what}"),
            "",
            &format!("export const only = () => 'after {what}';"),
        );
        page.open_link(&good).await?;
        page.run_to("COMPLETED").await?;
        assert_eq!(
            page.json("#run-output").await?,
            json!(format!("after {what}"))
        );
    }
    Ok(())
}

async fn try_case(page: &Page, what: &str, functions: &str, ends: &Ends) -> Result<()> {
    let functions = functions.replace('…', &"x".repeat(1_000_000));
    // What nothing else ends, the step's timeout does.
    let timeout = match ends {
        Fails("Step.Timeout") => r#", "timeout": 1"#,
        _ => "",
    };
    page.open_link(&Document::of_one_step(what, timeout, &functions))
        .await?;
    if let Obstacle(told) = ends {
        return page
            .until("why it cannot run", async || {
                Ok(page.obstacle().await?.contains(told).then_some(()))
            })
            .await;
    }
    page.click("#run").await?;
    match ends {
        Fails(names) => {
            page.until_run_is("FAILED").await?;
            let name = page.text("#run-error > :first-child").await?;
            assert!(
                names.split('|').any(|expected| name == expected),
                "{what}: {name}"
            );
        }
        Completes(result) => {
            page.until_run_is("COMPLETED").await?;
            let output = page.text("#run-output").await?;
            assert!(output.contains(result), "{what}: {output}");
        }
        NotLoaded(name) => {
            assert_eq!(page.text("#load-error > :first-child").await?, *name);
            assert_eq!(page.run_status().await?, "INITIALIZED");
        }
        Obstacle(_) => {}
    }
    Ok(())
}
