//! Where the entries of a large dictionary are.

/// No entry.
const VACANT: u32 = u32::MAX;

/// Positions by hash: open addressing with linear probing (Knuth, "The Art of Computer Programming", volume 3,
/// 6.4, algorithm L). A position is never taken out: whoever asks looks whether the entry is still the one.
#[derive(Clone, Debug)]
pub(super) struct Positions {
    /// A power of two of places, at most half of them taken.
    places: Vec<u32>,
    taken: usize,
}

impl Positions {
    /// Of entries with these hashes; `None` for one that was removed.
    pub(super) fn of(hashes: impl ExactSizeIterator<Item = Option<i64>>) -> Positions {
        let size = (4 * hashes.len()).next_power_of_two();
        let mut positions = Positions {
            places: vec![VACANT; size],
            taken: 0,
        };
        for (position, hash) in hashes.enumerate() {
            if let Some(hash) = hash {
                positions.add(hash, position);
            }
        }
        positions
    }

    fn place(&self, hash: i64) -> usize {
        // The upper half is the better mixed one: hashes of small integers are the integers.
        let mixed = (hash as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 32) as usize & (self.places.len() - 1)
    }

    /// True if it has to be made anew before another position is added.
    pub(super) fn is_full(&self) -> bool {
        2 * self.taken >= self.places.len()
    }

    /// Adds a position.
    pub(super) fn add(&mut self, hash: i64, position: usize) {
        let mut place = self.place(hash);
        while self.places[place] != VACANT {
            place = (place + 1) & (self.places.len() - 1);
        }
        self.places[place] = position as u32;
        self.taken += 1;
    }

    /// The first position that may have this hash and that `accept` takes, in the order in which those with
    /// this hash were added.
    pub(super) fn find(&self, hash: i64, mut accept: impl FnMut(usize) -> bool) -> Option<usize> {
        let mut place = self.place(hash);
        loop {
            let position = match self.places[place] {
                VACANT => return None,
                position => position as usize,
            };
            if accept(position) {
                return Some(position);
            }
            place = (place + 1) & (self.places.len() - 1);
        }
    }
}
