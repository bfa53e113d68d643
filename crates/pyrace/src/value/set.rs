//! Sets, in the order in which CPython visits them.
//!
//! The table, its probe sequence and its growth follow `Objects/setobject.c` (`set_add_entry`,
//! `set_table_resize`): with the same hashes the order of a loop and of `repr` is the same. Hashes of
//! strings are those of `PYTHONHASHSEED=0`; objects with identity count as hash 0, which keeps them in
//! the order of insertion.

use super::Value;

const MINIMUM: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Slot {
    Empty,
    /// An element was here.
    Dummy {
        /// Another one may take the slot: in every version but 3.9.
        usable: bool,
    },
    Full {
        key: Value,
        hash: i64,
    },
}

/// The content of a `set`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Set {
    table: Vec<Slot>,
    fill: usize,
    used: usize,
}

impl Default for Set {
    fn default() -> Self {
        Set {
            table: vec![Slot::Empty; MINIMUM],
            fill: 0,
            used: 0,
        }
    }
}

/// Where a search in the table ended.
enum Probe {
    Found(usize),
    /// The element is not there: where it belongs, and the slot that an element left last on the way.
    Absent {
        free: usize,
        dummy: Option<usize>,
    },
}

impl Set {
    /// The number of elements.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.used
    }

    /// True without elements.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The elements with their hashes, in the order of a loop.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Value, i64)> {
        self.table.iter().filter_map(|slot| match slot {
            Slot::Full { key, hash } => Some((*key, *hash)),
            _ => None,
        })
    }

    /// The first element at or after a position of the table, and its position.
    #[must_use]
    pub(crate) fn next_from(&self, position: usize) -> Option<(usize, Value)> {
        self.table
            .iter()
            .enumerate()
            .skip(position)
            .find_map(|(at, slot)| match slot {
                Slot::Full { key, .. } => Some((at, *key)),
                _ => None,
            })
    }

    /// The hash of the element at a position of the table.
    #[must_use]
    pub(crate) fn hash_at(&self, position: usize) -> Option<i64> {
        match self.table.get(position) {
            Some(Slot::Full { hash, .. }) => Some(*hash),
            _ => None,
        }
    }

    /// The table as words: one kind per slot and the key of full ones. Two sets with the same words
    /// behave the same.
    pub(crate) fn layout(&self) -> impl Iterator<Item = Option<Value>> {
        self.table.iter().map(|slot| match slot {
            Slot::Empty => None,
            Slot::Dummy { .. } => Some(Value::Null),
            Slot::Full { key, .. } => Some(*key),
        })
    }

    fn probe(&self, hash: i64, mut equal: impl FnMut(Value) -> bool) -> Probe {
        let mask = self.table.len() - 1;
        let mut perturb = hash as u64;
        let mut start = hash as usize & mask;
        let mut dummy = None;
        loop {
            let probes = if start + LINEAR_PROBES <= mask {
                LINEAR_PROBES
            } else {
                0
            };
            for at in start..=start + probes {
                match self.table[at] {
                    Slot::Empty => return Probe::Absent { free: at, dummy },
                    Slot::Dummy { usable: true } => dummy = Some(at),
                    Slot::Full { key, hash: found } if found == hash && equal(key) => {
                        return Probe::Found(at);
                    }
                    _ => {}
                }
            }
            perturb >>= PERTURB_SHIFT;
            start = (start
                .wrapping_mul(5)
                .wrapping_add(1)
                .wrapping_add(perturb as usize))
                & mask;
        }
    }

    /// The position of the element with this hash that `equal` accepts.
    pub(crate) fn find(&self, hash: i64, equal: impl FnMut(Value) -> bool) -> Option<usize> {
        match self.probe(hash, equal) {
            Probe::Found(at) => Some(at),
            Probe::Absent { .. } => None,
        }
    }

    /// Adds an element that is not there. Like `set_add_entry` it takes the last slot on the way that an
    /// element left, and an empty one only if there is none.
    pub(crate) fn insert_new(&mut self, key: Value, hash: i64) {
        let Probe::Absent { free, dummy } = self.probe(hash, |_| false) else {
            return;
        };
        self.used += 1;
        self.table[dummy.unwrap_or(free)] = Slot::Full { key, hash };
        if dummy.is_some() {
            return;
        }
        self.fill += 1;
        let mask = self.table.len() - 1;
        if self.fill * 5 >= mask * 3 {
            let wanted = if self.used > 50_000 {
                self.used * 2
            } else {
                self.used * 4
            };
            self.resize(wanted);
        }
    }

    fn resize(&mut self, wanted: usize) {
        let mut size = MINIMUM;
        while size <= wanted {
            size <<= 1;
        }
        let old = std::mem::replace(&mut self.table, vec![Slot::Empty; size]);
        for slot in old {
            if let Slot::Full { key, hash } = slot
                && let Probe::Absent { free, .. } = self.probe(hash, |_| false)
            {
                self.table[free] = Slot::Full { key, hash };
            }
        }
        self.fill = self.used;
    }

    /// Adds the elements of another set that are not there, in the order of `set_merge`.
    pub(crate) fn merge(&mut self, other: &Set, mut equal: impl FnMut(Value, Value) -> bool) {
        if other.is_empty() {
            return;
        }
        if (self.fill + other.used) * 5 >= (self.table.len() - 1) * 3 {
            self.resize((self.used + other.used) * 2);
        }
        if self.fill == 0 && self.table.len() == other.table.len() && other.fill == other.used {
            *self = other.clone();
            return;
        }
        for (key, hash) in other.iter() {
            if self.find(hash, |found| equal(found, key)).is_none() {
                self.insert_new(key, hash);
            }
        }
    }

    /// Removes the element at a position that [`Set::find`] gave. Another one may take its slot if it is `usable`.
    pub(crate) fn remove(&mut self, position: usize, usable: bool) {
        if let Some(slot @ Slot::Full { .. }) = self.table.get_mut(position) {
            *slot = Slot::Dummy { usable };
            self.used -= 1;
        }
    }

    /// Removes the first element, as [`Set::remove`] does.
    pub(crate) fn pop(&mut self, usable: bool) -> Option<Value> {
        let (at, key) = self.next_from(0)?;
        self.remove(at, usable);
        Some(key)
    }

    /// Calls `visit` with every element, in order.
    pub(crate) fn each_value_mut(&mut self, visit: &mut dyn FnMut(&mut Value)) {
        for slot in &mut self.table {
            if let Slot::Full { key, .. } = slot {
                visit(key);
            }
        }
    }

    /// Removes everything.
    pub(crate) fn clear(&mut self) {
        *self = Set::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(elements: &[i64]) -> Vec<i64> {
        let mut set = Set::default();
        for &element in elements {
            if set
                .find(element, |key| key == Value::Int(element))
                .is_none()
            {
                set.insert_new(Value::Int(element), element);
            }
        }
        set.iter().map(|(_, hash)| hash).collect()
    }

    // The expected orders are what CPython 3.12 prints for the same literals.
    #[test]
    fn small_integers_come_in_the_order_of_cpython() {
        assert_eq!(order(&[3, 1, 2]), [1, 2, 3]);
        assert_eq!(order(&[8, 1, 16, 0]), [8, 1, 16, 0]);
        assert_eq!(
            order(&[100, 50, 25, 12, 6, 3, 1]),
            [1, 3, 100, 6, 12, 50, 25]
        );
    }

    // The orders are what CPython 3.9 and all other versions print after the same calls.
    #[test]
    fn an_added_element_takes_the_slot_of_a_removed_one_except_in_3_9() {
        for (usable, order) in [(false, [1, 13, 3]), (true, [1, 3, 13])] {
            let mut set = Set::default();
            for element in [5, 1] {
                set.insert_new(Value::Int(element), element);
            }
            let at = set.find(5, |key| key == Value::Int(5)).unwrap();
            set.remove(at, usable);
            for element in [13, 3] {
                set.insert_new(Value::Int(element), element);
            }
            let elements: Vec<i64> = set.iter().map(|(_, hash)| hash).collect();
            assert_eq!(elements, order);
        }
    }

    #[test]
    fn a_removed_element_leaves_a_dummy_that_is_not_visited() {
        let mut set = Set::default();
        set.insert_new(Value::Int(1), 1);
        set.insert_new(Value::Int(2), 2);
        let at = set.find(1, |_| true).unwrap();
        set.remove(at, true);
        assert_eq!(set.iter().count(), 1);
        assert_eq!(set.pop(true), Some(Value::Int(2)));
        assert!(set.is_empty());
    }
}
