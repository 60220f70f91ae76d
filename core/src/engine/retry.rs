//! Which retry rule matches an error, and how long to wait before the next attempt.
//!
//! Exponential backoff with "full jitter" as in Marc Brooker, "Exponential Backoff And Jitter" (AWS
//! Architecture Blog, 2015). Only multiplications, so that native and wasm agree on every bit.

use std::sync::Arc;

use super::{error::names, event::RetryAt};
use crate::workflow::Retry;

/// The longest delay: what a double still counts exactly, in milliseconds.
const MAX_DELAY: f64 = 9_007_199_254_740_991.0;

/// The retry that `rules` allow for the error called `name`, given how often each rule has been used; the
/// first rule that matches counts, even if it is used up.
pub(super) fn decide(
    rules: &[Retry],
    used: &[(u32, u32)],
    name: &str,
    seed: u64,
    seq: u64,
    now: u64,
) -> Option<RetryAt> {
    let index = rules
        .iter()
        .position(|rule| rule.errors.iter().any(|pattern| matches(pattern, name)))?;
    let number = u32::try_from(index).ok()?;
    let (rule, used) = (
        &rules[index],
        used.iter()
            .find(|(rule, _)| *rule == number)
            .map_or(0, |(_, used)| *used),
    );
    if used >= rule.max_retries {
        return None;
    }
    let longest = delay(rule, used);
    let delay = if rule.jitter {
        longest * draw(seed, seq)
    } else {
        longest
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and MAX_DELAY"
    )]
    let delay = delay.round() as u64;
    Some(RetryAt {
        rule: number,
        delay,
        due: now.saturating_add(delay),
    })
}

fn matches(pattern: &Arc<str>, name: &str) -> bool {
    **pattern == *name || (&**pattern == "*" && !names::must_be_named(name))
}

/// The delay before the retry number `used` (from 0), without jitter.
fn delay(rule: &Retry, used: u32) -> f64 {
    let grown = rule.interval * power(rule.backoff, used);
    // 0 × ∞ is not a number: no interval stays none.
    let grown = if grown.is_nan() { 0.0 } else { grown };
    grown
        .min(rule.max_delay.unwrap_or(MAX_DELAY))
        .clamp(0.0, MAX_DELAY)
}

fn power(mut base: f64, mut exponent: u32) -> f64 {
    let mut result = 1.0;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result *= base;
        }
        base *= base;
        exponent >>= 1;
    }
    result
}

/// A number evenly drawn from 0 to 1, the same for the same seed and place in the log.
fn draw(seed: u64, seq: u64) -> f64 {
    // The odd constant (2⁶⁴ ÷ golden ratio, Knuth, TAOCP 3, 6.4) sets neighbouring events far apart.
    fastrand::Rng::with_seed(seed ^ seq.wrapping_mul(0x9e37_79b9_7f4a_7c15)).f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(errors: &[&str]) -> Retry {
        Retry {
            errors: errors.iter().map(|e| Arc::from(*e)).collect(),
            max_retries: 3,
            interval: 1000.0,
            backoff: 2.0,
            max_delay: None,
            jitter: false,
        }
    }

    #[test]
    fn delays_grow_by_backoff_up_to_the_longest() {
        let plain = rule(&["*"]);
        let capped = Retry {
            max_delay: Some(3000.0),
            ..rule(&["*"])
        };
        let endless = Retry {
            max_retries: u32::MAX,
            ..rule(&["*"])
        };
        for (rule, used, want) in [
            (&plain, 0, Some(1000)),
            (&plain, 1, Some(2000)),
            (&plain, 2, Some(4000)),
            (&plain, 3, None),
            (&capped, 2, Some(3000)),
            (&endless, 4_000_000_000, Some(9_007_199_254_740_991)),
        ] {
            let got = decide(std::slice::from_ref(rule), &[(0, used)], "E", 7, 1, 50);
            assert_eq!(got.as_ref().map(|r| r.delay), want, "{used}");
            assert_eq!(got.map(|r| r.due), want.map(|d| d + 50));
        }
        let none = Retry {
            interval: 0.0,
            max_retries: u32::MAX,
            ..rule(&["*"])
        };
        assert_eq!(
            decide(&[none], &[(0, 4_000_000_000)], "E", 7, 1, 50)
                .unwrap()
                .delay,
            0
        );
    }

    #[test]
    fn the_first_rule_that_matches_counts_and_a_star_does_not_match_what_must_be_named() {
        let rules = [rule(&["A"]), rule(&["*"])];
        for (name, used, want) in [
            ("A", [0, 0], Some(0)),
            ("A", [3, 0], None),
            ("B", [3, 0], Some(1)),
            ("Step.Timeout", [0, 0], Some(1)),
            ("Branch.NoMatch", [0, 0], None),
            ("Data.NotJson", [0, 0], None),
            ("Map.NotAList", [0, 0], None),
            ("Parallel.TaskFailed", [0, 0], None),
            ("Map.ItemFailed", [0, 0], None),
        ] {
            assert_eq!(
                decide(&rules, &(0..).zip(used).collect::<Vec<_>>(), name, 7, 1, 0).map(|r| r.rule),
                want,
                "{name}"
            );
        }
        assert!(decide(&[rule(&["Branch.NoMatch"])], &[], "Branch.NoMatch", 7, 1, 0).is_some());
    }

    #[test]
    fn full_jitter_spreads_evenly_and_repeats_for_the_same_seed() {
        let jittered = [Retry {
            jitter: true,
            ..rule(&["*"])
        }];
        let drawn: Vec<u64> = (0..1000)
            .map(|seq| decide(&jittered, &[], "E", 42, seq, 0).unwrap().delay)
            .collect();
        let again: Vec<u64> = (0..1000)
            .map(|seq| decide(&jittered, &[], "E", 42, seq, 0).unwrap().delay)
            .collect();
        assert_eq!(drawn, again);
        assert!(drawn.iter().all(|d| *d <= 1000));
        let mean = drawn.iter().sum::<u64>() / 1000;
        assert!((450..550).contains(&mean), "{mean}");
        assert!(drawn.iter().any(|d| *d < 50) && drawn.iter().any(|d| *d > 950));
    }
}
