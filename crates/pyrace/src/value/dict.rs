//! Dictionaries: insertion order, and the same visits as CPython when one changes during iteration.
//!
//! An iterator walks over positions in a table of entries. A deletion leaves a hole; the holes go
//! away when an insertion finds the table full, and then every position moves. Whether a loop over
//! a changing dictionary skips, repeats or notices depends on that, so the sizes follow
//! `Objects/dictobject.c` (`USABLE_FRACTION`, `GROWTH_RATE`, `insertion_resize`).

use super::Value;
use super::positions::Positions;

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
#[derive(Clone, Debug, Default)]
pub(crate) struct Dict {
    entries: Vec<Option<Entry>>,
    used: usize,
    usable: usize,
    /// Where they are, if there are more than a few.
    positions: Option<Box<Positions>>,
}

/// Entries that are looked through one by one.
const FEW: usize = 16;

impl PartialEq for Dict {
    fn eq(&self, other: &Dict) -> bool {
        // The positions follow from the entries.
        (self.used, self.usable) == (other.used, other.usable) && self.entries == other.entries
    }
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
        let mut is_it = |slot: &Option<Entry>| {
            slot.as_ref()
                .is_some_and(|entry| entry.hash == hash && equal(entry.key))
        };
        match &self.positions {
            Some(positions) => {
                positions.find(hash, |at| self.entries.get(at).is_some_and(&mut is_it))
            }
            None => self.entries.iter().position(is_it),
        }
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
            self.positions = None;
            let mut size = 8;
            while size < self.used * 3 {
                size <<= 1;
            }
            self.usable = usable_fraction(size) - self.used;
        }
        self.entries.push(Some(Entry { key, hash, value }));
        self.used += 1;
        self.usable -= 1;
        match &mut self.positions {
            Some(positions) if !positions.is_full() => positions.add(hash, self.entries.len() - 1),
            positions if self.entries.len() > FEW => {
                let hashes = self.entries.iter().map(|slot| slot.map(|entry| entry.hash));
                *positions = Some(Box::new(Positions::of(hashes)));
            }
            positions => *positions = None,
        }
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

    #[test]
    fn a_large_dictionary_finds_what_a_list_of_its_entries_has() {
        let mut dict = Dict::default();
        let mut state = 7u64;
        for round in 0..20_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            // Few hashes for many keys: several keys share one.
            let key = (state >> 33) as i64 % 200;
            let found = dict.find(key % 50, |other| other == Value::Int(key));
            let listed = dict
                .slots()
                .iter()
                .position(|slot| slot.is_some_and(|entry| entry.key == Value::Int(key)));
            assert_eq!(found, listed, "round {round}");
            match (found, state % 7) {
                (Some(at), 0..=2) => drop(dict.remove(at)),
                (_, 3) => drop(dict.pop_last()),
                (None, _) => dict.insert_new(Value::Int(key), key % 50, Value::None),
                (Some(at), _) => dict.replace(at, Value::Int(round)),
            }
        }
    }
}
