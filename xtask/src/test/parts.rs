//! The parts of the tests, cheapest first.

use std::fs;

use anyhow::{Context, Result};

use super::tally::Tally;
use crate::command::{cargo, command, find, must_run_everything};
use crate::tools::{self, say};
use crate::workspace::root;
use crate::{browsers, debian, package, page};

/// A part of the tests.
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) run: fn(&mut Tally) -> Result<()>,
}

/// All of them, in the order in which they run.
pub(crate) const PARTS: &[Part] = &[
    Part {
        name: "format",
        what: "the code is formatted",
        run: format,
    },
    Part {
        name: "lint",
        what: "no warning, natively and as wasm",
        run: lint,
    },
    Part {
        name: "native",
        what: "the tests that need no wasm and no browser, and those in the docs",
        run: native,
    },
    Part {
        name: "docs",
        what: "the documentation has no warning",
        run: docs,
    },
    Part {
        name: "fuzz",
        what: "random bytes do no harm, for some seconds",
        run: fuzz,
    },
    Part {
        name: "wasm",
        what: "the core as wasm, in Node and in a headless browser",
        run: wasm,
    },
    Part {
        name: "npm",
        what: "the npm package, in Node",
        run: npm,
    },
    Part {
        name: "page",
        what: "the built page in Chromium, Firefox and WebKit, and its size",
        run: built_page,
    },
];

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
const FUZZ_SECONDS: u32 = 10;

fn format(tally: &mut Tally) -> Result<()> {
    tally.check(cargo().args(["fmt", "--all", "--check"]))?;
    tally.check(cargo().args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))
}

fn lint(tally: &mut Tally) -> Result<()> {
    tools::wasm_target()?;
    for what in [
        "--workspace --all-targets --features xtask/schema",
        "--package stepwell-tests --test browser",
        // By itself, since the page turns the feature `js` on for the whole workspace.
        "--package stepwell-core --all-targets",
        "--package stepwell-core --features js --target wasm32-unknown-unknown",
        "--package stepwell-web --target wasm32-unknown-unknown",
        "--package stepwell-tests --test portable --target wasm32-unknown-unknown",
    ] {
        let mut clippy = cargo();
        clippy.arg("clippy").args(what.split_whitespace());
        tally.check(clippy.args(["--", "--deny", "warnings"]))?;
    }
    Ok(())
}

fn native(tally: &mut Tally) -> Result<()> {
    tally.rust_tests(cargo().args([
        "test",
        "--workspace",
        "--no-fail-fast",
        "--features",
        "stepwell-core/schema",
    ]))
}

fn docs(tally: &mut Tally) -> Result<()> {
    let mut doc = cargo();
    doc.args([
        "doc",
        "--workspace",
        "--no-deps",
        "--features",
        "stepwell-core/js,stepwell-core/schema",
    ]);
    tally.check(doc.env("RUSTDOCFLAGS", "--deny warnings"))
}

/// Without a sanitizer, which the stable toolchain lacks: what is looked for is a panic.
fn fuzz(tally: &mut Tally) -> Result<()> {
    tools::cargo_fuzz().provide()?;
    for name in ["definition", "log"] {
        // libFuzzer keeps what it finds in the first folder, and begins with what is in the others.
        let corpus = root().join("fuzz/corpus").join(name);
        fs::create_dir_all(&corpus).with_context(|| corpus.display().to_string())?;
        let mut fuzz = cargo();
        fuzz.args(["fuzz", "run", "--sanitizer", "none", name]);
        fuzz.arg(corpus)
            .args(["tests/portable", "core/tests/data", "--"]);
        fuzz.args(["-verbosity=0", "-print_final_stats=1"]);
        tally.check(fuzz.arg(format!("-max_total_time={FUZZ_SECONDS}")))?;
    }
    Ok(())
}

fn wasm(tally: &mut Tally) -> Result<()> {
    tools::wasm_target()?;
    tools::wasm_bindgen()?.provide()?;
    tools::node()?;
    let tests = || {
        let mut tests = cargo();
        tests
            .args(["test", "--package", "stepwell-tests", "--test", "portable"])
            .args(WASM);
        tests.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        );
        tests
    };
    tally.rust_tests(&mut tests())?;
    provide_browsers(tally);
    let drivers = [
        ("chromedriver", "CHROMEDRIVER"),
        ("geckodriver", "GECKODRIVER"),
    ];
    let found = drivers
        .into_iter()
        .find_map(|(driver, variable)| Some((variable, find(driver)?)));
    if let Some((variable, driver)) = found {
        let mut tests = tests();
        tests.env("WASM_BINDGEN_USE_BROWSER", "1");
        tally.rust_tests(tests.env(variable, driver))?;
    } else {
        skip(
            tally,
            "the core as wasm in a browser: there is no chromedriver and no geckodriver",
        );
    }
    Ok(())
}

fn npm(tally: &mut Tally) -> Result<()> {
    package::build()?;
    let folder = package::folder();
    tally.check(
        command("npm")
            .args(["pack", "--dry-run", "--silent"])
            .current_dir(&folder),
    )?;
    tally.check(command("tsc").args(["--project", "tests/types"]))?;
    tools::npm_ci(
        &root().join("tests"),
        "Mermaid and Graphviz read the pictures that they are given",
    )?;
    let mut tests = command("node");
    tests.args(["--test", "--test-reporter=tap"]);
    for test in fs::read_dir(root().join("tests/node"))? {
        let path = test?.path();
        if path.to_string_lossy().ends_with(".test.js") {
            tests.arg(path);
        }
    }
    tally.tests(&mut tests)?;
    Ok(())
}

fn built_page(tally: &mut Tally) -> Result<()> {
    let dist = page::build(None)?;
    provide_browsers(tally);
    let mut tests = cargo();
    tests.args(["test", "--package", "stepwell-tests", "--test", "browser"]);
    tests.env("STEPWELL_DIST", dist);
    tally.rust_tests(&mut tests)
}

/// On a Debian-like system everything can be had, so there a missing browser is a failure.
fn provide_browsers(tally: &mut Tally) {
    for missing in browsers::provide() {
        say(&format!("missing: {missing}"));
        if debian::is_debian() {
            tally.failed += 1;
        }
    }
}

/// Counts a test that cannot run here, which with `CI=true` is a failure.
fn skip(tally: &mut Tally, what: &str) {
    say(&format!("skipped: {what}"));
    if must_run_everything() {
        tally.failed += 1;
    } else {
        tally.skipped += 1;
    }
}
