//! A JSON number as the double nearest to it.
//!
//! As the standard library reads it, whose tables for reading faster are 10 KB of wasm that do not compress.

/// More digits than this tell no two doubles apart, but for whether any that follow is not 0.
const MOST_DIGITS: usize = 800;

/// The double nearest to the number that `text`, a JSON number, writes; of two as near the even one.
pub(super) fn nearest_double(text: &str) -> f64 {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let (mantissa, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let farthest = if power.starts_with('-') { -1 } else { 1 } * (1 << 40);
    let mut power: i64 = power.parse().unwrap_or(farthest);
    power = power.clamp(-(1 << 40), 1 << 40);

    let mut number = Big(Vec::new());
    let (mut digits, mut is_fraction, mut is_more) = (0, false, false);
    for byte in mantissa.bytes() {
        if byte == b'.' {
            is_fraction = true;
            continue;
        }
        let is_kept = digits < MOST_DIGITS;
        if is_kept {
            number.times_ten_plus(u32::from(byte - b'0'));
            digits += usize::from(!number.0.is_empty());
        } else {
            is_more |= byte != b'0';
        }
        power += i64::from(!is_kept) - i64::from(is_fraction);
    }
    let magnitude = power + i64::try_from(digits).unwrap_or(0);
    if number.0.is_empty() || magnitude < -330 {
        return sign * 0.0;
    }
    if magnitude > 330 {
        return sign * f64::INFINITY;
    }

    // Enough zero bits below that at least 64 bits are left after the division.
    let mut exponent = 0;
    for _ in 0..power {
        number.times_ten_plus(0);
    }
    if power < 0 {
        let words = usize::try_from(-power).unwrap_or(0) / 9 + 3;
        number.0.splice(0..0, vec![0; words]);
        exponent -= 32 * i32::try_from(words).unwrap_or(0);
        for _ in power..0 {
            is_more |= number.divide_by_ten() != 0;
        }
    }
    let (top, bits, is_more_below) = number.top();
    exponent += bits;
    sign * round(top, exponent, is_more || is_more_below)
}

/// The double nearest to `top` 2^(`exponent` - 64), or to a little more; the highest bit of `top` is set.
fn round(top: u64, exponent: i32, is_more: bool) -> f64 {
    // A double has 53 bits, and none below 2^-1074.
    let kept = (exponent + 1074).min(53);
    if kept < 0 {
        return 0.0;
    }
    let mantissa = top.checked_shr(64 - kept.unsigned_abs()).unwrap_or(0);
    let rest = top << kept;
    let half = 1 << 63;
    let is_up = rest > half || rest == half && (is_more || mantissa % 2 == 1);
    #[expect(clippy::cast_precision_loss, reason = "at most 2^53")]
    let mantissa = (mantissa + u64::from(is_up)) as f64;
    let exponent = exponent - kept;
    mantissa * power_of_two(exponent / 2) * power_of_two(exponent - exponent / 2)
}

/// 2^`exponent`, from -1022 to 1023.
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(u64::from((exponent + 1023).unsigned_abs()) << 52)
}

/// A whole number of any size: words of 32 bits, the lowest first, the last of which is not 0.
struct Big(Vec<u32>);

impl Big {
    fn times_ten_plus(&mut self, digit: u32) {
        let mut carry = u64::from(digit);
        for word in &mut self.0 {
            carry += u64::from(*word) * 10;
            (*word, carry) = halves(carry);
        }
        if carry > 0 {
            self.0.push(halves(carry).0);
        }
    }

    /// Answers the remainder.
    fn divide_by_ten(&mut self) -> u64 {
        let mut remainder = 0;
        for word in self.0.iter_mut().rev() {
            let dividend = (remainder << 32) | u64::from(*word);
            (*word, remainder) = (halves(dividend / 10).0, dividend % 10);
        }
        if self.0.last() == Some(&0) {
            self.0.pop();
        }
        remainder
    }

    /// The highest 64 bits, how many bits there are, and whether any below those 64 is set.
    fn top(&self) -> (u64, i32, bool) {
        let word = |from_last: usize| {
            let at = self.0.len().checked_sub(from_last + 1);
            at.map_or(0, |at| self.0[at])
        };
        let high = (u64::from(word(0)) << 32) | u64::from(word(1));
        let spare = high.leading_zeros();
        let low = (u64::from(word(2)) << spare) >> 32;
        let bits = 32 * i32::try_from(self.0.len()).unwrap_or(0) - spare.cast_signed();
        let below = self.0.iter().rev().skip(3).any(|word| *word != 0);
        let is_more = below || word(2) << spare != 0;
        ((high << spare) | low, bits, is_more)
    }
}

/// The lower and the upper 32 bits.
#[expect(
    clippy::cast_possible_truncation,
    reason = "it is the lower half that is wanted"
)]
fn halves(number: u64) -> (u32, u64) {
    (number as u32, number >> 32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str) {
        let expected: f64 = text.parse().unwrap();
        assert_eq!(nearest_double(text).to_bits(), expected.to_bits(), "{text}");
    }

    #[test]
    fn the_ends_and_the_middles_of_the_range_are_exact() {
        let zeros = "0".repeat(2000);
        for text in [
            "0",
            "-0",
            "0.0",
            "1",
            "-1.5",
            "0.1",
            "0.30000000000000004",
            "3e2",
            "3E+2",
            "3e-2",
            "9007199254740993",
            "9007199254740993.00000000000000000000000000000000001",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e99999999999999999999",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "4.9e-324",
            "1e-325",
            "-1e-99999999999999999999",
            "0e99999999999999999999",
            "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880",
            &format!("1{zeros}e-2000"),
            &format!("0.{zeros}1e2001"),
            &format!("0.5{zeros}1"),
            &format!("9007199254740993{zeros}"),
            &format!("9007199254740993.{zeros}"),
            &format!("9007199254740993.{zeros}1"),
        ] {
            check(text);
        }
    }

    proptest! {
        #[test]
        fn any_double_is_read_back(bits: u64) {
            let double = f64::from_bits(bits);
            prop_assume!(double.is_finite());
            check(&format!("{double:e}"));
            check(&double.to_string());
        }

        #[test]
        fn any_number_is_read_as_the_standard_library_reads_it(text in "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,3})?") {
            check(&text);
        }
    }
}
