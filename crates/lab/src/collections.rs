//! Hash tables whose order is the same in every execution.
//!
//! Std's tables draw a random seed, so that a walk over them visits the entries in another order
//! each time. A checker that replays an execution needs the same order. These tables hash with a
//! fixed seed, in every backend. They are std's own tables inside and dereference to them, so
//! every method of std's is there.
//!
//! A fixed seed makes it possible to choose keys that collide: do not use these tables for data
//! from strangers.

use std::borrow::Borrow;
use std::collections::hash_set;
use std::fmt;
use std::hash::{BuildHasherDefault, Hash};
use std::ops::{BitAnd, BitOr, BitXor, Deref, DerefMut, Index, Sub};

pub use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

use std::collections::hash_map as std_map;

/// What belongs to a hash map: std's own types.
pub mod hash_map {
    pub use super::HashMap;
    pub use std::collections::hash_map::{Entry, OccupiedEntry, VacantEntry};
}

/// Builds hashers that all start with the same seed.
pub type FixedState = BuildHasherDefault<std_map::DefaultHasher>;

/// A hash map with a fixed seed: [`std::collections::HashMap`] otherwise.
///
/// ```
/// use lab::collections::HashMap;
///
/// let mut visits: HashMap<&str, u32> = HashMap::new();
/// *visits.entry("/about").or_default() += 1;
/// assert_eq!(visits["/about"], 1);
/// ```
pub struct HashMap<K, V> {
    table: std_map::HashMap<K, V, FixedState>,
}

/// A hash set with a fixed seed: [`std::collections::HashSet`] otherwise.
///
/// ```
/// use lab::collections::HashSet;
///
/// let mut seats = HashSet::from(["A1", "A2"]);
/// assert!(!seats.insert("A1"));
/// ```
pub struct HashSet<T> {
    table: hash_set::HashSet<T, FixedState>,
}

impl<K, V> HashMap<K, V> {
    /// Creates an empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an empty map with room for `capacity` entries.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        HashMap {
            table: std_map::HashMap::with_capacity_and_hasher(capacity, FixedState::default()),
        }
    }

    /// Turns the map into an iterator over its keys.
    pub fn into_keys(self) -> std_map::IntoKeys<K, V> {
        self.table.into_keys()
    }

    /// Turns the map into an iterator over its values.
    pub fn into_values(self) -> std_map::IntoValues<K, V> {
        self.table.into_values()
    }
}

impl<T> HashSet<T> {
    /// Creates an empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an empty set with room for `capacity` elements.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        HashSet {
            table: hash_set::HashSet::with_capacity_and_hasher(capacity, FixedState::default()),
        }
    }
}

impl<K, V, Q: ?Sized> Index<&Q> for HashMap<K, V>
where
    K: Eq + Hash + Borrow<Q>,
    Q: Eq + Hash,
{
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        &self.table[key]
    }
}

impl<K: Eq + Hash, V: PartialEq> PartialEq for HashMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.table == other.table
    }
}

impl<K: Eq + Hash, V: Eq> Eq for HashMap<K, V> {}

impl<T: Eq + Hash> PartialEq for HashSet<T> {
    fn eq(&self, other: &Self) -> bool {
        self.table == other.table
    }
}

impl<T: Eq + Hash> Eq for HashSet<T> {}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for HashMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table.fmt(f)
    }
}

impl<T: fmt::Debug> fmt::Debug for HashSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table.fmt(f)
    }
}

impl<'a, K, V> IntoIterator for &'a mut HashMap<K, V> {
    type Item = (&'a K, &'a mut V);
    type IntoIter = std_map::IterMut<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.table.iter_mut()
    }
}

impl<'a, K, V> Extend<(&'a K, &'a V)> for HashMap<K, V>
where
    K: Eq + Hash + Copy,
    V: Copy,
{
    fn extend<I: IntoIterator<Item = (&'a K, &'a V)>>(&mut self, entries: I) {
        self.table.extend(entries);
    }
}

impl<'a, T: Eq + Hash + Copy> Extend<&'a T> for HashSet<T> {
    fn extend<I: IntoIterator<Item = &'a T>>(&mut self, elements: I) {
        self.table.extend(elements);
    }
}

/// The impls that a map and a set have in common, up to their parameters and items.
macro_rules! forward {
    ($table:ident, $module:ident, [$($p:ident),+], $item:ty, $borrowed:ty, $key:ident) => {
        impl<$($p),+> Default for $table<$($p),+> {
            fn default() -> Self {
                $table { table: $module::$table::default() }
            }
        }

        impl<$($p: Clone),+> Clone for $table<$($p),+> {
            fn clone(&self) -> Self {
                $table { table: self.table.clone() }
            }
        }

        impl<$($p),+> Deref for $table<$($p),+> {
            type Target = $module::$table<$($p,)+ FixedState>;

            fn deref(&self) -> &Self::Target {
                &self.table
            }
        }

        impl<$($p),+> DerefMut for $table<$($p),+> {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.table
            }
        }

        impl<$($p),+> IntoIterator for $table<$($p),+> {
            type Item = $item;
            type IntoIter = $module::IntoIter<$($p),+>;

            fn into_iter(self) -> Self::IntoIter {
                self.table.into_iter()
            }
        }

        impl<'a, $($p),+> IntoIterator for &'a $table<$($p),+> {
            type Item = $borrowed;
            type IntoIter = $module::Iter<'a, $($p),+>;

            fn into_iter(self) -> Self::IntoIter {
                self.table.iter()
            }
        }

        impl<$($p),+> FromIterator<$item> for $table<$($p),+>
        where
            $key: Eq + Hash,
        {
            fn from_iter<I: IntoIterator<Item = $item>>(items: I) -> Self {
                $table { table: items.into_iter().collect() }
            }
        }

        impl<$($p),+> Extend<$item> for $table<$($p),+>
        where
            $key: Eq + Hash,
        {
            fn extend<I: IntoIterator<Item = $item>>(&mut self, items: I) {
                self.table.extend(items);
            }
        }

        impl<$($p,)+ const N: usize> From<[$item; N]> for $table<$($p),+>
        where
            $key: Eq + Hash,
        {
            fn from(items: [$item; N]) -> Self {
                items.into_iter().collect()
            }
        }
    };
}

forward!(HashMap, std_map, [K, V], (K, V), (&'a K, &'a V), K);
forward!(HashSet, hash_set, [T], T, &'a T, T);

macro_rules! set_operators {
    ($($trait:ident $method:ident),*) => { $(
        impl<T: Eq + Hash + Clone> $trait<&HashSet<T>> for &HashSet<T> {
            type Output = HashSet<T>;

            fn $method(self, other: &HashSet<T>) -> HashSet<T> {
                HashSet { table: $trait::$method(&self.table, &other.table) }
            }
        }
    )* };
}

set_operators!(BitAnd bitand, BitOr bitor, BitXor bitxor, Sub sub);
