//! A length in pixels as text.

use std::fmt::{Display, Formatter, Result};

/// A length that displays with at most two decimals.
pub(super) struct Px(pub(super) f64);

impl Display for Px {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        // By integers: formatting doubles would be 12 KB of wasm.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a layout is far smaller; `as` saturates"
        )]
        let hundredths = (self.0 * 100.0).round() as i64;
        let sign = if hundredths < 0 { "-" } else { "" };
        let (whole, rest) = (
            hundredths.unsigned_abs() / 100,
            hundredths.unsigned_abs() % 100,
        );
        match rest {
            0 => write!(f, "{sign}{whole}"),
            rest if rest % 10 == 0 => write!(f, "{sign}{whole}.{}", rest / 10),
            rest => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_the_decimals_that_they_need() {
        for (length, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-0.004, "0"),
            (12.0, "12"),
            (-12.5, "-12.5"),
            (0.05, "0.05"),
            (-0.25, "-0.25"),
            (1.005, "1"),
            (99.999, "100"),
            (1e7 + 0.12, "10000000.12"),
        ] {
            assert_eq!(Px(length).to_string(), text);
        }
    }
}
