//! A figure: what was measured, again and again, and the bound that it may not pass.

use std::fmt::Write;

/// What was measured.
pub(crate) struct Figure {
    what: String,
    unit: &'static str,
    /// What stands for all of them, and is held to the bound.
    value: f64,
    /// One value for each repetition, in order of size.
    values: Vec<f64>,
    bound: Option<Bound>,
}

#[derive(Clone, Copy)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

/// What measuring gives.
pub(crate) struct Outcome {
    pub(crate) figures: Vec<Figure>,
    /// What else is to be told, as Markdown.
    pub(crate) text: String,
}

impl From<Vec<Figure>> for Outcome {
    fn from(figures: Vec<Figure>) -> Self {
        Self {
            figures,
            text: String::new(),
        }
    }
}

impl Figure {
    /// The median of these repetitions.
    pub(crate) fn new(what: impl Into<String>, unit: &'static str, values: Vec<f64>) -> Self {
        let value = median(&values);
        Self::summed_up(what, unit, value, values)
    }

    /// How many times the median of `ones` is that of `others`; the two were measured in turn.
    pub(crate) fn ratio(what: impl Into<String>, ones: &[f64], others: &[f64]) -> Self {
        let value = median(ones) / median(others);
        let pairs = ones.iter().zip(others);
        Self::summed_up(
            what,
            "",
            value,
            pairs.map(|(one, other)| one / other).collect(),
        )
    }

    /// A figure for which `value` stands, being made of these.
    pub(crate) fn summed_up(
        what: impl Into<String>,
        unit: &'static str,
        value: f64,
        mut values: Vec<f64>,
    ) -> Self {
        values.sort_by(f64::total_cmp);
        Self {
            what: what.into(),
            unit,
            value,
            values,
            bound: None,
        }
    }

    /// It may be no more than this.
    pub(crate) fn at_most(mut self, bound: f64) -> Self {
        self.bound = Some(Bound::AtMost(bound));
        self
    }

    /// It may be no less than this.
    pub(crate) fn at_least(mut self, bound: f64) -> Self {
        self.bound = Some(Bound::AtLeast(bound));
        self
    }

    /// Whether it is within its bound, if it has one.
    pub(crate) fn holds(&self) -> bool {
        match self.bound {
            None => true,
            Some(Bound::AtMost(bound)) => self.value <= bound,
            Some(Bound::AtLeast(bound)) => self.value >= bound,
        }
    }
}

/// The middle one.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 0 => f64::midpoint(values[middle - 1], values[middle]),
        _ => values[middle],
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
        let value = |value: Option<&f64>| {
            value.map_or("-".to_owned(), |value| written(*value, figure.unit))
        };
        let _ = write!(
            table,
            "\n{:width$}{:>12}{:>12}{:>12}{:>6}",
            figure.what,
            written(figure.value, figure.unit),
            value(figure.values.first()),
            value(figure.values.last()),
            figure.values.len(),
        );
        if let Some(bound) = figure.bound {
            let (side, bound) = match bound {
                Bound::AtMost(bound) => ("most", bound),
                Bound::AtLeast(bound) => ("least", bound),
            };
            let word = if figure.holds() {
                "holds"
            } else {
                "DOES NOT HOLD"
            };
            let _ = write!(
                table,
                "   at {side} {}: {word}",
                written(bound, figure.unit)
            );
        }
    }
    table
}

/// A value with three digits that count.
pub(crate) fn written(value: f64, unit: &str) -> String {
    let decimals = match value.abs() {
        size if size < 10.0 => 2,
        size if size < 100.0 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}{unit}")
}
