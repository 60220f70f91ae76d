//! A small stable sort: the standard library's is 4 kB of wasm for each type.

/// Sorts whole numbers.
pub fn sort_keys(keys: &mut [u64]) {
    merge_sort(keys, &mut Vec::new(), &mut |a, b| a <= b);
}

/// Up to so many are sorted by insertion.
const FEW: usize = 8;

/// A merge sort from the top, stable; `left` is room where left halves lie while they are merged. `in_order` says whether an item
/// may stand left of another.
pub fn merge_sort<T: Copy>(
    items: &mut [T],
    left: &mut Vec<T>,
    in_order: &mut impl FnMut(T, T) -> bool,
) {
    let end = items.len();
    if end <= FEW {
        for sorted in 1..end {
            let mut at = sorted;
            while at > 0 && !in_order(items[at - 1], items[at]) {
                items.swap(at - 1, at);
                at -= 1;
            }
        }
        return;
    }
    let middle = end / 2;
    merge_sort(&mut items[..middle], left, in_order);
    merge_sort(&mut items[middle..], left, in_order);
    if in_order(items[middle - 1], items[middle]) {
        return;
    }
    left.clear();
    left.extend_from_slice(&items[..middle]);
    let (mut from_left, mut from_right) = (0, middle);
    while from_left < middle {
        let place = from_left + from_right - middle;
        if from_right == end || in_order(left[from_left], items[from_right]) {
            items[place] = left[from_left];
            from_left += 1;
        } else {
            items[place] = items[from_right];
            from_right += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn keys_are_sorted(mut keys in prop::collection::vec(any::<u64>(), 0..100)) {
            let mut expect = keys.clone();
            expect.sort_unstable();
            sort_keys(&mut keys);
            prop_assert_eq!(keys, expect);
        }
    }
}
