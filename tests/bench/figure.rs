//! A figure: what was measured, again and again, and what it may be at most.

use std::fmt::Write;

/// What was measured.
pub(crate) struct Figure {
    what: String,
    unit: &'static str,
    /// One value for each repetition, in order of size.
    values: Vec<f64>,
    /// The most that the median may be.
    at_most: Option<f64>,
}

impl Figure {
    /// A figure of these repetitions.
    pub(crate) fn new(what: impl Into<String>, unit: &'static str, mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self {
            what: what.into(),
            unit,
            values,
            at_most: None,
        }
    }

    /// Its median is bounded.
    pub(crate) fn at_most(mut self, bound: f64) -> Self {
        self.at_most = Some(bound);
        self
    }

    /// Whether it is within its bound, if it has one.
    pub(crate) fn holds(&self) -> bool {
        self.at_most.is_none_or(|bound| self.median() <= bound)
    }

    fn median(&self) -> f64 {
        let middle = self.values.len() / 2;
        match self.values.len() {
            0 => f64::NAN,
            n if n % 2 == 0 => f64::midpoint(self.values[middle - 1], self.values[middle]),
            _ => self.values[middle],
        }
    }
}

/// One line a figure.
pub(crate) fn table(figures: &[Figure]) -> String {
    let width = figures
        .iter()
        .map(|figure| figure.what.chars().count())
        .max()
        .unwrap_or(0);
    let mut table = format!(
        "{:width$}{:>12}{:>12}{:>12}{:>6}",
        "", "median", "min", "max", "runs"
    );
    for figure in figures {
        let value =
            |value: Option<f64>| value.map_or("-".to_owned(), |value| written(value, figure.unit));
        let _ = write!(
            table,
            "\n{:width$}{:>12}{:>12}{:>12}{:>6}",
            figure.what,
            value(Some(figure.median())),
            value(figure.values.first().copied()),
            value(figure.values.last().copied()),
            figure.values.len(),
        );
        if let Some(bound) = figure.at_most {
            let word = if figure.holds() {
                "holds"
            } else {
                "DOES NOT HOLD"
            };
            let _ = write!(table, "   at most {}: {word}", written(bound, figure.unit));
        }
    }
    table
}

/// A value with three digits that count.
fn written(value: f64, unit: &str) -> String {
    let decimals = match value.abs() {
        size if size < 10.0 => 2,
        size if size < 100.0 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}{unit}")
}
