//! One sort for all lists.
//!
//! The standard library's is compiled anew for each type and comparison, some 4 KB of wasm each; here only the
//! comparison is. This module knows nothing of what it sorts.

use std::cmp::Ordering;

/// Sorts stably.
pub(crate) fn sort<T: Clone>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    if items.len() > 1 {
        let order = order(items.len(), &|a, b| compare(&items[a], &items[b]));
        *items = order.iter().map(|&at| items[at].clone()).collect();
    }
}

/// The places of so many items in their sorted order.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_compares_equal_keeps_its_order() {
        for (before, after) in [
            ("", ""),
            ("b", "b"),
            ("cC aA bB Ab", "aA Ab bB cC"),
            ("b3 b2 a9 b1 a0", "a9 a0 b3 b2 b1"),
        ] {
            let mut words: Vec<&str> = before.split_whitespace().collect();
            sort(&mut words, |a, b| {
                let first = |word: &str| word.as_bytes()[0].to_ascii_lowercase();
                first(a).cmp(&first(b))
            });
            assert_eq!(words.join(" "), after);
        }
    }
}
