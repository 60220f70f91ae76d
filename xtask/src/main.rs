//! The project's commands: `cargo xtask serve`, `build`, `npm`, `test`, `bench`.
//!
//! Each gets what it is missing, says what it installs and why, and does nothing twice. What cannot be
//! had is named together with the command that gets it. Nothing here knows how the engine or the page works.
#![allow(clippy::disallowed_methods)] // the ban on clocks and threads is the core's

mod assets;
mod bench;
mod browsers;
mod command;
mod debian;
mod finish_page;
mod package;
mod page;
mod peers;
mod policy;
mod schema;
mod silence;
mod test;
mod tools;
mod wasm;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::*;

const HELP: &str = "\
cargo xtask serve [--port N] [--release]    build the page, serve it, rebuild it on every change
cargo xtask build [--public-url URL]        leave the static page in dist/, for any base path unless URL says one
cargo xtask assets                          leave what the page loads later (editor, sandbox) in target/assets/
cargo xtask npm                             leave the npm package in core/npm/, ready for `npm pack`
cargo xtask test [PART…] [-- FILTER…]       run every test, or these parts of them:
{parts}
cargo xtask bench [NAME…] [--check] [--browser NAME]
                                            measure, and print each figure beside its bound; --check fails where one
                                            does not hold; without NAME everything, otherwise what begins with it
cargo xtask help                            this text
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = lexopt::Parser::from_env();
    let Some(first) = arguments.next()? else {
        print_help();
        return Ok(());
    };
    match first {
        Long("help") | Short('h') => print_help(),
        Value(name) => match name.to_string_lossy().as_ref() {
            "serve" => {
                let mut port = None;
                let mut release = false;
                while let Some(argument) = arguments.next()? {
                    match argument {
                        Long("port") | Short('p') => port = Some(arguments.value()?.parse()?),
                        Long("release") => release = true,
                        _ => return Err(argument.unexpected().into()),
                    }
                }
                page::serve(port, release)?;
            }
            "build" => {
                let mut public_url = None;
                while let Some(argument) = arguments.next()? {
                    match argument {
                        Long("public-url") => public_url = Some(arguments.value()?.string()?),
                        _ => return Err(argument.unexpected().into()),
                    }
                }
                page::build(public_url.as_deref())?;
            }
            "npm" => {
                no_more(&mut arguments)?;
                package::build()?;
            }
            "assets" => {
                no_more(&mut arguments)?;
                for file in assets::build()? {
                    println!("{}", file.display());
                }
            }
            "finish-page" => {
                no_more(&mut arguments)?;
                finish_page::finish_page()?;
            }
            "test" => {
                let (parts, filters) = test_selection(arguments.raw_args()?)?;
                test::run(&parts, &filters)?;
            }
            "bench" => {
                let arguments: Vec<_> = arguments.raw_args()?.collect();
                bench::run_with(&arguments)?;
            }
            "help" => print_help(),
            other => bail!("there is no command `{other}`; `cargo xtask help` lists them"),
        },
        argument => return Err(argument.unexpected().into()),
    }
    Ok(())
}

fn no_more(arguments: &mut lexopt::Parser) -> Result<()> {
    match arguments.next()? {
        Some(argument) => Err(argument.unexpected().into()),
        None => Ok(()),
    }
}

/// The parts named before `--`, and what to hand to the test runners after it.
fn test_selection(arguments: lexopt::RawArgs<'_>) -> Result<(Vec<String>, Vec<String>)> {
    let mut words = Vec::new();
    for argument in arguments {
        words.push(argument.string()?);
    }
    let split = words.iter().position(|word| word == "--");
    let filters = split.map_or_else(Vec::new, |at| words.split_off(at).split_off(1));
    Ok((words, filters))
}

fn print_help() {
    let parts: Vec<String> = test::PARTS
        .iter()
        .map(|part| format!("    {:<40}{}", part.name, part.what))
        .collect();
    print!("{}", HELP.replace("{parts}", &parts.join("\n")));
}
