//! A stable sort of which every type shares one machine, and a small one: the standard library's is 4 kB of wasm for
//! each type and order, which the page and the package would carry a dozen times.

use std::cmp::Ordering;

use stepwell_kernel::merge_sort;

/// Sorts by an order; what is equal stays in the order that it had. Takes as much memory again as six bytes
/// for each item.
pub(crate) fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let count = u32::try_from(items.len()).expect("a list in memory that is shorter than 2^32");
    let mut from: Vec<u32> = (0..count).collect();
    sort_indices(&mut from, &mut Vec::new(), &mut |a, b| {
        compare(&items[a as usize], &items[b as usize])
    });
    for place in 0..items.len() {
        // What belongs here may have been swapped away, to where the item stood that is there now.
        let mut source = from[place] as usize;
        while source < place {
            source = from[source] as usize;
        }
        items.swap(place, source);
        // Noted, so that the way to it is short for whoever looks for it next: else a rotation takes quadratic time.
        from[place] = u32::try_from(source).expect("a place in the list");
    }
}

/// Sorts by a key; what is equal stays in the order that it had.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

fn sort_indices(
    indices: &mut [u32],
    left: &mut Vec<u32>,
    compare: &mut dyn FnMut(u32, u32) -> Ordering,
) {
    merge_sort(indices, left, &mut |a, b| compare(a, b).is_le());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_standard_librarys(keys in prop::collection::vec(0_u8..20, 0..100)) {
            let mut items: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut expect = items.clone();
            expect.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            prop_assert_eq!(items, expect);
        }

    }

    #[test]
    fn a_rotated_list_is_sorted_in_no_time() {
        let mut items: Vec<u32> = (1..300_000).chain([0]).collect();
        sort_by_key(&mut items, |item| *item);
        assert!(items.is_sorted());
    }
}
