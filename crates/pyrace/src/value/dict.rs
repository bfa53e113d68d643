//! Dictionaries: insertion order, and the same visits as CPython when one changes during iteration.
//!
//! An iterator walks over positions in a table of entries. A deletion leaves a hole; the holes go
//! away when an insertion finds the table full, and then every position moves. Whether a loop over
//! a changing dictionary skips, repeats or notices depends on that, so the sizes follow
//! `Objects/dictobject.c` (`USABLE_FRACTION`, `GROWTH_RATE`, `insertion_resize`).

use super::Value;

/// A key with its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The key.
    pub key: Value,
    /// Python's hash of the key.
    pub hash: i64,
    /// The value.
    pub value: Value,
}

/// The content of a `dict`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dict {
    entries: Vec<Option<Entry>>,
    used: usize,
    usable: usize,
}

/// How many entries a table of `size` slots takes before it grows.
fn usable_fraction(size: usize) -> usize {
    (size << 1) / 3
}

impl Dict {
    /// The number of keys.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.used
    }

    /// True without keys.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The entries with their holes: what an iterator walks over.
    #[must_use]
    pub(crate) fn slots(&self) -> &[Option<Entry>] {
        &self.entries
    }

    /// The entries in order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().flatten()
    }

    /// The number of further insertions before the holes are removed.
    #[must_use]
    pub(crate) fn room(&self) -> usize {
        self.usable
    }

    /// The position of the first key with this hash that `equal` accepts.
    pub(crate) fn find(&self, hash: i64, mut equal: impl FnMut(Value) -> bool) -> Option<usize> {
        self.entries.iter().position(|slot| {
            slot.as_ref()
                .is_some_and(|entry| entry.hash == hash && equal(entry.key))
        })
    }

    /// The entry at a position that [`Dict::find`] gave.
    #[must_use]
    pub(crate) fn at(&self, position: usize) -> Option<&Entry> {
        self.entries.get(position)?.as_ref()
    }

    /// Replaces the value at a position that [`Dict::find`] gave.
    pub(crate) fn replace(&mut self, position: usize, value: Value) {
        if let Some(entry) = self.entries.get_mut(position).and_then(Option::as_mut) {
            entry.value = value;
        }
    }

    /// Adds a key that is not there.
    pub(crate) fn insert_new(&mut self, key: Value, hash: i64, value: Value) {
        if self.usable == 0 {
            self.entries.retain(Option::is_some);
            let mut size = 8;
            while size < self.used * 3 {
                size <<= 1;
            }
            self.usable = usable_fraction(size) - self.used;
        }
        self.entries.push(Some(Entry { key, hash, value }));
        self.used += 1;
        self.usable -= 1;
    }

    /// Removes the entry at a position that [`Dict::find`] gave.
    pub(crate) fn remove(&mut self, position: usize) -> Option<Entry> {
        let entry = self.entries.get_mut(position)?.take();
        if entry.is_some() {
            self.used -= 1;
        }
        entry
    }

    /// Removes the entry added last.
    pub(crate) fn pop_last(&mut self) -> Option<Entry> {
        while let Some(slot) = self.entries.pop() {
            if slot.is_some() {
                self.used -= 1;
                return slot;
            }
        }
        None
    }

    /// Removes everything.
    pub(crate) fn clear(&mut self) {
        *self = Dict::default();
    }

    /// Calls `visit` with every key and value, in order.
    pub(crate) fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        for entry in self.entries.iter_mut().flatten() {
            visit(&mut entry.key);
            visit(&mut entry.value);
        }
    }

    /// A dictionary of these entries, which have different keys.
    #[must_use]
    pub(crate) fn from_entries(entries: impl IntoIterator<Item = Entry>) -> Dict {
        let mut dict = Dict::default();
        for entry in entries {
            dict.insert_new(entry.key, entry.hash, entry.value);
        }
        dict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(dict: &mut Dict, key: i64) {
        dict.insert_new(Value::Int(key), key, Value::None);
    }

    #[test]
    fn holes_stay_until_the_table_is_full() {
        let mut dict = Dict::default();
        for key in 0..5 {
            put(&mut dict, key);
        }
        dict.remove(1);
        assert_eq!((dict.len(), dict.slots().len()), (4, 5));
        put(&mut dict, 9);
        assert_eq!((dict.len(), dict.slots().len()), (5, 5));
        let keys: Vec<i64> = dict.iter().map(|entry| entry.hash).collect();
        assert_eq!(keys, [0, 2, 3, 4, 9]);
    }

    #[test]
    fn the_last_entry_is_popped_over_holes() {
        let mut dict = Dict::default();
        put(&mut dict, 1);
        put(&mut dict, 2);
        dict.remove(1);
        assert_eq!(dict.pop_last().map(|entry| entry.hash), Some(1));
        assert!(dict.is_empty() && dict.pop_last().is_none());
    }
}
