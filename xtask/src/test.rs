//! Every test there is, part by part: all parts run even when one fails, and the end says what failed.

mod parts;
mod tally;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

pub(crate) use parts::PARTS;
use tally::Tally;

/// Runs the parts of these names, or all; `filters` go to the test runners.
pub(crate) fn run(names: &[String], filters: &[String]) -> Result<()> {
    if let Some(unknown) = names
        .iter()
        .find(|name| PARTS.iter().all(|part| part.name != **name))
    {
        let known: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        bail!(
            "the tests have no part `{unknown}`; they have {}",
            known.join(", ")
        );
    }
    let start = Instant::now();
    let mut total = Tally::default();
    let mut lines = Vec::new();
    for part in PARTS
        .iter()
        .filter(|part| names.is_empty() || names.iter().any(|name| name == part.name))
    {
        println!("\n=== {}: {}", part.name, part.what);
        let start = Instant::now();
        let mut tally = Tally::new(filters);
        if let Err(error) = (part.run)(&mut tally) {
            println!("failed: {error:#}");
            tally.failed += 1;
        }
        println!("=== {}: {}, {}", part.name, tally, seconds(start.elapsed()));
        lines.push(format!(
            "{:<9}{:>8}  {tally}",
            part.name,
            seconds(start.elapsed())
        ));
        total.add(&tally);
    }
    println!(
        "\n{}\nin {}\n\n{total}",
        lines.join("\n"),
        seconds(start.elapsed())
    );
    if total.failed > 0 {
        bail!("not everything passed");
    }
    Ok(())
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
