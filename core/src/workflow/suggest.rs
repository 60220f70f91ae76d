//! "Did you mean …?": the nearest of the names that exist.

use std::borrow::Cow;

/// Longer names are not compared: the distance takes time in the product of both lengths.
const MAX_LENGTH: usize = 100;

/// Finds near names, until it has compared so many that a huge definition would take too long.
pub(super) struct Suggestions {
    comparisons_left: usize,
}

impl Suggestions {
    pub(super) fn new() -> Self {
        Self {
            comparisons_left: 500_000,
        }
    }

    /// The candidate that `name` is most likely a slip of, if any is near.
    ///
    /// Case, `_`, `-` and spaces count for nothing, two letters swapped for one slip (Damerau and Levenshtein's
    /// distance); a third of the letters may differ, or the end may be missing or too much.
    pub(super) fn nearest<'c>(
        &mut self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<String> {
        if name.len() > MAX_LENGTH {
            return None;
        }
        let plain_name = plain(name);
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            if self.comparisons_left == 0 {
                break;
            }
            self.comparisons_left -= 1;
            if candidate.len() > MAX_LENGTH {
                continue;
            }
            let plain_candidate = plain(candidate);
            let (short, long) = if plain_name.len() < plain_candidate.len() {
                (&plain_name, &plain_candidate)
            } else {
                (&plain_candidate, &plain_name)
            };
            let distance = strsim::osa_distance(short, long);
            let length = long.chars().count();
            let least = if distance == 1 { 1 } else { 3 };
            let cut_off = short.len() >= least && long.starts_with(short.as_ref());
            if (distance * 3 <= length || cut_off) && best.is_none_or(|(least, _)| distance < least)
            {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate.to_owned())
    }
}

fn plain(name: &str) -> Cow<'_, str> {
    if name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    {
        return Cow::Borrowed(name);
    }
    Cow::Owned(
        name.chars()
            .filter(|c| !matches!(c, '_' | '-' | ' '))
            .map(|c| c.to_ascii_lowercase())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        for (name, candidates, want) in [
            ("nextstep", &["func", "nextStep"][..], Some("nextStep")),
            ("next", &["func", "nextStep", "params"], Some("nextStep")),
            ("next_step", &["nextStep"], Some("nextStep")),
            ("onFaliure", &["onFailure", "onEnd"], Some("onFailure")),
            ("Pasre", &["Parse", "Check"], Some("Parse")),
            ("Charge2", &["Charge", "Charge1"], Some("Charge")),
            ("ÉTAPE", &["étape"], Some("étape")),
            ("B", &["A"], None),
            ("Bb", &["A", "B"], Some("B")),
            ("Bcd", &["A", "B"], None),
            ("Ship", &["Pack", "Shop", "Weigh"], Some("Shop")),
            ("Refund", &["Charge", "Weigh"], None),
            ("", &["A", ""], Some("")),
            ("x", &[], None),
        ] {
            let got = Suggestions::new().nearest(name, candidates.iter().copied());
            assert_eq!(got.as_deref(), want, "{name}");
        }
    }

    #[test]
    fn a_million_names_are_not_compared_for_ever() {
        let names: Vec<String> = (0..2000).map(|n| format!("step {n:05}")).collect();
        let mut suggestions = Suggestions::new();
        let answered = (0..2000)
            .filter(|_| {
                suggestions
                    .nearest("step 0000", names.iter().map(String::as_str))
                    .is_some()
            })
            .count();
        assert_eq!(answered, 250);
    }
}
