//! Maps and sets in the order of their keys.
//!
//! They serve as `BTreeMap` and `BTreeSet` do, with a tenth of the code for each type of key: a page loads
//! every copy that the compiler makes. Entries are kept in chunks that are sorted and follow each other, so
//! that an insertion moves one chunk, not everything.

use std::borrow::Borrow;

/// The entries of a chunk. A full one is cut in half.
const CHUNK: usize = 128;

/// A map in the order of its keys.
#[derive(Clone, Debug)]
pub struct SortedMap<K, V> {
    /// None is empty.
    chunks: Vec<Vec<(K, V)>>,
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        SortedMap { chunks: Vec::new() }
    }
}

impl<K: Ord, V> SortedMap<K, V> {
    /// A map without entries.
    #[must_use]
    pub fn new() -> Self {
        SortedMap::default()
    }

    /// The place of a key, or where it belongs: the chunk, and the index in it.
    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<(usize, usize), (usize, usize)>
    where
        K: Borrow<Q>,
    {
        // The last chunk that does not start behind the key; the first one takes what comes before all.
        let chunk = self
            .chunks
            .partition_point(|chunk| chunk[0].0.borrow() <= key)
            .saturating_sub(1);
        let Some(entries) = self.chunks.get(chunk) else {
            return Err((chunk, 0));
        };
        match entries.binary_search_by(|entry| entry.0.borrow().cmp(key)) {
            Ok(at) => Ok((chunk, at)),
            Err(at) => Err((chunk, at)),
        }
    }

    /// The value of a key.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (chunk, at) = self.find(key).ok()?;
        Some(&self.chunks[chunk][at].1)
    }

    /// The value of a key. One that is missing gets this value first.
    pub fn or_insert(&mut self, key: K, value: V) -> &mut V {
        let (mut chunk, mut at) = match self.find(&key) {
            Ok((chunk, at)) => return &mut self.chunks[chunk][at].1,
            Err(place) => place,
        };
        if self.chunks.is_empty() {
            self.chunks.push(Vec::new());
        }
        if self.chunks[chunk].len() == CHUNK {
            let behind = self.chunks[chunk].split_off(CHUNK / 2);
            self.chunks.insert(chunk + 1, behind);
            if at > CHUNK / 2 {
                (chunk, at) = (chunk + 1, at - CHUNK / 2);
            }
        }
        self.chunks[chunk].insert(at, (key, value));
        &mut self.chunks[chunk][at].1
    }

    /// Sets the value of a key. True if it had none before.
    pub fn insert(&mut self, key: K, value: V) -> bool {
        match self.find(&key) {
            Ok((chunk, at)) => {
                self.chunks[chunk][at].1 = value;
                false
            }
            Err(_) => {
                self.or_insert(key, value);
                true
            }
        }
    }

    /// Takes a key and its value out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (chunk, at) = self.find(key).ok()?;
        let (_, value) = self.chunks[chunk].remove(at);
        if self.chunks[chunk].is_empty() {
            self.chunks.remove(chunk);
        }
        Some(value)
    }

    /// The entry of the least key. The key must stay as it is.
    pub fn first_mut(&mut self) -> Option<&mut (K, V)> {
        self.chunks.first_mut()?.first_mut()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chunks.iter().map(Vec::len).sum()
    }

    /// True if there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The entries in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.chunks.iter().flatten()
    }

    /// The entries in the order of their keys. The keys must stay as they are.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut (K, V)> {
        self.chunks.iter_mut().flatten()
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type Item = (K, V);
    type IntoIter = std::iter::Flatten<std::vec::IntoIter<Vec<(K, V)>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.chunks.into_iter().flatten()
    }
}

/// A set in the order of its items.
#[derive(Clone, Debug)]
pub(crate) struct SortedSet<T> {
    items: SortedMap<T, ()>,
}

impl<T> Default for SortedSet<T> {
    fn default() -> Self {
        SortedSet {
            items: SortedMap::default(),
        }
    }
}

impl<T: Ord> SortedSet<T> {
    pub(crate) fn new() -> Self {
        SortedSet::default()
    }

    /// Adds an item. True if it was not there.
    pub(crate) fn insert(&mut self, item: T) -> bool {
        self.items.insert(item, ())
    }

    /// Takes an item out. True if it was there.
    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.items.remove(item).is_some()
    }

    pub(crate) fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.items.get(item).is_some()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds the items of another set.
    pub(crate) fn extend(&mut self, other: &SortedSet<T>)
    where
        T: Clone,
    {
        for item in other.iter() {
            self.insert(item.clone());
        }
    }

    /// The items in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.iter().map(|(item, ())| item)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_sorted_map_answers_as_the_standard_one(
            changes in prop::collection::vec((0..3u8, 0..600u32), 0..2_000)
        ) {
            let (mut map, mut standard) = (SortedMap::new(), BTreeMap::new());
            for (at, (change, key)) in changes.into_iter().enumerate() {
                match change {
                    0 => {
                        let old = standard.insert(key, at);
                        prop_assert_eq!(map.insert(key, at), old.is_none());
                    }
                    1 => prop_assert_eq!(*map.or_insert(key, at), *standard.entry(key).or_insert(at)),
                    _ => prop_assert_eq!(map.remove(&key), standard.remove(&key)),
                }
                prop_assert_eq!(map.get(&key), standard.get(&key));
                prop_assert_eq!(map.len(), standard.len());
                prop_assert_eq!(map.is_empty(), standard.is_empty());
            }
            prop_assert!(map.iter().map(|(key, at)| (key, at)).eq(standard.iter()));
            prop_assert!(map.into_iter().eq(standard));
        }
    }

    #[test]
    fn many_keys_in_any_order_come_out_sorted() {
        let mut keys = SortedSet::new();
        for key in 0..50_000u64 {
            assert!(keys.insert(key * 32_416_190_071 % 50_021));
        }
        assert!(keys.iter().is_sorted());
        assert_eq!(keys.iter().count(), 50_000);
    }
}
