//! Counting: what test runners say of themselves on standard output, and one for every other check.

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::command::line;

/// How many tests and checks there were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
    /// What to hand to the test runners.
    filters: Vec<String>,
}

impl Tally {
    /// Nothing yet; test runners are handed `filters`.
    pub(crate) fn new(filters: &[String]) -> Self {
        Self {
            filters: filters.to_vec(),
            ..Self::default()
        }
    }

    /// Runs a command that passes or fails as a whole.
    pub(crate) fn check(&mut self, command: &mut Command) -> Result<()> {
        println!("--- {}", line(command));
        let status = command
            .stdin(Stdio::null())
            .status()
            .with_context(|| format!("`{}` could not be started", line(command)))?;
        if status.success() {
            self.passed += 1;
        } else {
            println!("failed: `{}` ({status})", line(command));
            self.failed += 1;
        }
        Ok(())
    }

    /// Runs one of Rust's test runners with the filters; its tests are counted one by one.
    pub(crate) fn rust_tests(&mut self, command: &mut Command) -> Result<()> {
        command.arg("--").args(&self.filters);
        self.tests(command)
    }

    /// Runs a test runner and counts what it says of its tests. One that fails otherwise counts as one failure.
    pub(crate) fn tests(&mut self, command: &mut Command) -> Result<()> {
        println!("--- {}", line(command));
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("`{}` could not be started", line(command)))?;
        let failed_before = self.failed;
        if let Some(output) = child.stdout.take() {
            for text in BufReader::new(output).split(b'\n') {
                let text = String::from_utf8_lossy(&text?).into_owned();
                println!("{text}");
                self.count(&text);
            }
        }
        let status = child.wait()?;
        if !status.success() && self.failed == failed_before {
            bail!("`{}` failed ({status})", line(command));
        }
        Ok(())
    }

    /// Counts what a closing line of `cargo test` (`test result: ok. 3 passed; 0 failed; 1 ignored; …`) or of Node (`# pass 3`) says.
    fn count(&mut self, text: &str) {
        if let Some(result) = text.strip_prefix("test result: ") {
            let words: Vec<&str> = result.split([' ', ';']).collect();
            for pair in words.windows(2) {
                let Ok(number) = pair[0].parse::<usize>() else {
                    continue;
                };
                match pair[1] {
                    "passed" => self.passed += number,
                    "failed" => self.failed += number,
                    "ignored" => self.skipped += number,
                    _ => {}
                }
            }
        } else if let Some((word, number)) = text
            .strip_prefix("# ")
            .and_then(|rest| rest.split_once(' '))
        {
            let Ok(number) = number.parse::<usize>() else {
                return;
            };
            match word {
                "pass" => self.passed += number,
                "fail" | "cancelled" => self.failed += number,
                "skipped" | "todo" => self.skipped += number,
                _ => {}
            }
        }
    }

    /// Adds another count to this one.
    pub(crate) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn check(lines: &[&str], expected: &str) {
        let mut tally = Tally::default();
        for line in lines {
            tally.count(line);
        }
        assert_eq!(tally.to_string(), expected);
    }

    #[test]
    fn closing_lines_are_counted() {
        check(
            &[
                "test result: ok. 15 passed; 0 failed; 2 ignored; 0 measured; 7 filtered out; finished in 0.13s",
            ],
            "15 passed, 0 failed, 2 skipped",
        );
        check(
            &[
                "test result: ok. 1 passed; 0 failed; 0 ignored",
                "test result: FAILED. 3 passed; 2 failed; 0 ignored",
            ],
            "4 passed, 2 failed",
        );
        check(
            &[
                "# tests 6",
                "# suites 1",
                "# pass 3",
                "# fail 1",
                "# cancelled 1",
                "# skipped 1",
                "# duration_ms 12.5",
            ],
            "3 passed, 2 failed, 1 skipped",
        );
    }

    #[test]
    fn other_lines_are_not() {
        check(
            &[
                "test tests::passed ... ok",
                "running 3 tests",
                "12 passed",
                "# Subtest: pass 3",
            ],
            "0 passed, 0 failed",
        );
    }
}
