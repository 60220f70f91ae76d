//! A sorted map of which every type shares most of its machine: the standard library's is 6 kB of wasm for each type.
//!
//! Its entries lie in short lists, one after the other: to find, put in and take out is as quick for a hundred thousand
//! entries as it is there.

use std::ops::Index;

/// How many entries a list holds before it becomes two.
const LONGEST: usize = 256;

/// Values by key, in the order of the keys.
#[derive(Debug, Clone)]
pub(super) struct Sorted<K, V> {
    /// None is empty. Values are boxed, so that what moves them is the same code for all types.
    lists: Vec<Vec<(K, Box<V>)>>,
}

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Self { lists: Vec::new() }
    }
}

impl<K: Ord, V> Sorted<K, V> {
    /// Whether there is nothing in it.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// The first key.
    pub(super) fn first(&self) -> Option<&K> {
        Some(&self.lists.first()?.first()?.0)
    }

    /// The last key.
    pub(super) fn last(&self) -> Option<&K> {
        Some(&self.lists.last()?.last()?.0)
    }

    /// All keys and values, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let entries = self.lists.iter().flatten();
        entries.map(|(key, value)| (key, &**value))
    }

    /// All values, in the order of their keys.
    pub(super) fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// Whether there is a value of this key.
    pub(super) fn contains_key(&self, key: &K) -> bool {
        self.find(key).1.is_ok()
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &K) -> Option<&V> {
        let (list, place) = self.find(key);
        place.ok().map(|place| &*self.lists[list][place].1)
    }

    /// The value of a key, to change.
    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let (list, place) = self.find(key);
        place.ok().map(|place| &mut *self.lists[list][place].1)
    }

    /// Puts a value in, in the place of that of the same key.
    pub(super) fn insert(&mut self, key: K, value: V) {
        let value = Box::new(value);
        let (at, place) = self.find(&key);
        let Some(list) = self.lists.get_mut(at) else {
            self.lists.push(vec![(key, value)]);
            return;
        };
        match place {
            Ok(place) => list[place].1 = value,
            Err(place) => {
                list.insert(place, (key, value));
                if list.len() > LONGEST {
                    // Keys mostly rise: then the lists stay long.
                    let middle = if place == LONGEST {
                        LONGEST
                    } else {
                        LONGEST / 2
                    };
                    let rest = list.split_off(middle);
                    self.lists.insert(at + 1, rest);
                }
            }
        }
    }

    /// Takes a key and its value out.
    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let (at, place) = self.find(key);
        let list = self.lists.get_mut(at)?;
        let (_, value) = list.remove(place.ok()?);
        if list.is_empty() {
            self.lists.remove(at);
        }
        Some(*value)
    }

    /// Takes everything out.
    pub(super) fn clear(&mut self) {
        self.lists.clear();
    }

    /// The list in which a key belongs, and there its place or where that would be.
    fn find(&self, key: &K) -> (usize, Result<usize, usize>) {
        let after = self.lists.partition_point(|list| list[0].0 <= *key);
        let list = after.saturating_sub(1);
        let place = self.lists.get(list).map_or(Err(0), |list| {
            list.binary_search_by(|(other, _)| other.cmp(key))
        });
        (list, place)
    }
}

impl<K: Ord, V: PartialEq> PartialEq for Sorted<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<K: Ord, V> Index<&K> for Sorted<K, V> {
    type Output = V;

    fn index(&self, key: &K) -> &V {
        self.get(key).expect("there is a value of this key")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone, Copy)]
    enum Change {
        Insert(u16),
        Append,
        Remove(u16),
        RemoveFirst,
    }

    fn change() -> impl Strategy<Value = Change> {
        prop_oneof![
            (0_u16..2_000).prop_map(Change::Insert),
            Just(Change::Append),
            (0_u16..2_000).prop_map(Change::Remove),
            Just(Change::RemoveFirst),
        ]
    }

    proptest! {
        #[test]
        fn it_is_the_standard_librarys(
            first in 0_u16..2_000,
            changes in prop::collection::vec(change(), 0..1_000),
        ) {
            let mut sorted = Sorted::default();
            let mut expected = BTreeMap::new();
            for key in 0..first {
                sorted.insert(key, 0);
                expected.insert(key, 0);
            }
            for (i, change) in (1..).zip(changes) {
                match change {
                    Change::Insert(key) => {
                        sorted.insert(key, i);
                        expected.insert(key, i);
                    }
                    Change::Append => {
                        let key = expected.last_key_value().map_or(0, |(last, _)| last + 1);
                        sorted.insert(key, i);
                        expected.insert(key, i);
                    }
                    Change::Remove(key) => prop_assert_eq!(sorted.remove(&key), expected.remove(&key)),
                    Change::RemoveFirst => {
                        let key = expected.first_key_value().map(|(first, _)| *first);
                        prop_assert_eq!(sorted.first().copied(), key);
                        key.map(|key| (sorted.remove(&key), expected.remove(&key)));
                    }
                }
                prop_assert!(sorted.lists.iter().all(|list| !list.is_empty() && list.len() <= LONGEST));
            }
            prop_assert!(sorted.iter().eq(expected.iter()));
            prop_assert_eq!(sorted.last(), expected.keys().next_back());
            prop_assert_eq!(sorted.is_empty(), expected.is_empty());
            for key in 0..2_100 {
                prop_assert_eq!(sorted.get(&key), expected.get(&key));
                prop_assert_eq!(sorted.get_mut(&key), expected.get_mut(&key));
                prop_assert_eq!(sorted.contains_key(&key), expected.contains_key(&key));
            }
        }
    }
}
