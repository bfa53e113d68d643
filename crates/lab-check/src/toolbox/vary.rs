//! Values that differ from search to search, so that a hard-coded answer is found out.

use std::fmt::Debug;
use std::panic::Location;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The number of the current search, from 0. Relaxed, like [`LONGEST`]: it changes only between
/// searches, when no model thread runs.
static VARIATION: AtomicUsize = AtomicUsize::new(0);
/// The longest list that was asked for.
static LONGEST: AtomicUsize = AtomicUsize::new(1);

/// What [`vary`] can choose from.
pub trait Choice {
    /// What is chosen.
    type Value;

    /// The choice of the current search, number `variation`.
    fn choose(self, variation: usize) -> Self::Value;
}

/// A list: each value gets a search of its own.
impl<T: Copy + Debug, const N: usize> Choice for &[T; N] {
    type Value = T;

    #[track_caller]
    fn choose(self, variation: usize) -> T {
        const { assert!(N > 0, "a list to choose from needs a value") };
        LONGEST.fetch_max(N, Ordering::Relaxed);
        let value = self[variation % N];
        #[cfg(not(feature = "loom"))]
        if checker::rt::recording() {
            checker::rt::note(format!("this time with {value:?}"), Location::caller());
        }
        #[cfg(feature = "loom")]
        let _ = Location::caller();
        value
    }
}

/// A seed: one number from a fixed list, the same in every search.
impl Choice for u64 {
    type Value = u64;

    fn choose(self, _: usize) -> u64 {
        NUMBERS[usize::try_from(self).unwrap_or(usize::MAX) % NUMBERS.len()]
    }
}

/// Numbers of the Mian-Chowla sequence (OEIS A005282) in no order, without 1 and 2, which a
/// solution might write by chance. Sums of two of them are all different, so that a sum tells
/// which numbers are in it.
const NUMBERS: [u64; 14] = [13, 66, 8, 148, 45, 4, 97, 204, 21, 123, 31, 252, 81, 182];

/// A value that a solution cannot know in advance.
///
/// `vary(&[1, 7])` takes the first value in the first search of the model and the second one in
/// the second search; a shorter list starts again from its beginning. The model is searched once
/// per entry of its longest list, and must hold each time: `vary(&[1, 7])` together with
/// `vary(&[3, 5])` costs two searches, with (1, 3) and (7, 5).
///
/// `vary(4)` is cheaper: number 4 of a fixed list of small numbers. Different seeds give different
/// numbers, up to fourteen of them.
///
/// The lists are fixed, so a verdict is the same each time.
#[track_caller]
pub fn vary<C: Choice>(choice: C) -> C::Value {
    choice.choose(VARIATION.load(Ordering::Relaxed))
}

/// Starts search number `variation`.
pub(crate) fn begin(variation: usize) {
    VARIATION.store(variation, Ordering::Relaxed);
    if variation == 0 {
        LONGEST.store(1, Ordering::Relaxed);
    }
}

/// How many searches the model asks for, as far as it is known.
pub(crate) fn variations() -> usize {
    LONGEST.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn sums_of_two_numbers_are_all_different() {
        let mut sums = BTreeSet::new();
        for (index, a) in NUMBERS.iter().enumerate() {
            for b in &NUMBERS[index..] {
                assert!(sums.insert(a + b), "{a} + {b}");
            }
        }
    }

    #[cfg(not(feature = "loom"))]
    #[test]
    fn a_list_gives_each_value_in_a_search_of_its_own() {
        // The number of the search is one per process.
        let _turn = crate::explore::tests::ONE_AT_A_TIME.lock();
        begin(0);
        assert_eq!(
            (vary(&[1, 7, 9]), vary(&["a", "b"]), vary(3)),
            (1, "a", 148)
        );
        assert_eq!(variations(), 3);
        begin(1);
        assert_eq!(
            (vary(&[1, 7, 9]), vary(&["a", "b"]), vary(3)),
            (7, "b", 148)
        );
        begin(2);
        assert_eq!(
            (vary(&[1, 7, 9]), vary(&["a", "b"]), vary(3)),
            (9, "a", 148)
        );
        begin(0);
        assert_eq!(variations(), 1);
    }
}
