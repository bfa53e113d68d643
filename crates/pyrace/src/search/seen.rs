//! The states that were met, by fingerprint.

/// No number.
const VACANT: u32 = u32::MAX;

/// Numbers fingerprints in the order in which they are first met.
///
/// A table of numbers with open addressing and linear probing (Knuth, "The Art of Computer Programming",
/// volume 3, 6.4, algorithm L) beside the list of fingerprints. A fingerprint is random bits already, so
/// its own bits are its place. Beside each number stands a part of its fingerprint: the list, which is far
/// away in memory, is looked at for equal ones only.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// A power of two of places, at most half of them taken: parts of fingerprints, and numbers.
    places: Vec<(u32, u32)>,
    /// The fingerprints by number.
    prints: Vec<u128>,
}

impl Seen {
    /// How many different fingerprints were met.
    pub(crate) fn len(&self) -> usize {
        self.prints.len()
    }

    /// The place where a search for a fingerprint begins.
    fn home(&self, print: u128) -> usize {
        // The upper half is the better mixed one.
        (print >> 64) as usize & (self.places.len() - 1)
    }

    /// Fetches what questions about fingerprints need first. The table is far away in memory, and a question waits
    /// for it; here nothing waits for what was fetched before, so the ways there and back overlap.
    pub(crate) fn fetch(&self, prints: impl Iterator<Item = u128>) {
        if !self.places.is_empty() {
            let parts = prints.map(|print| self.places[self.home(print)].0);
            std::hint::black_box(parts.fold(0, |all, part| all ^ part));
        }
    }

    /// The place of a fingerprint, or the one where it belongs.
    fn place(&self, print: u128) -> usize {
        let mask = self.places.len() - 1;
        let mut place = self.home(print);
        loop {
            let (part, number) = self.places[place];
            if number == VACANT || (part == print as u32 && self.prints[number as usize] == print) {
                return place;
            }
            place = (place + 1) & mask;
        }
    }

    /// The number of a fingerprint that was met before.
    pub(crate) fn get(&self, print: u128) -> Option<u32> {
        if self.places.is_empty() {
            return None;
        }
        let (_, number) = self.places[self.place(print)];
        (number != VACANT).then_some(number)
    }

    /// The number of a fingerprint, and whether it was met for the first time.
    pub(crate) fn number(&mut self, print: u128) -> (u32, bool) {
        if 2 * self.prints.len() >= self.places.len() {
            self.grow();
        }
        let place = self.place(print);
        let (_, known) = self.places[place];
        if known != VACANT {
            return (known, false);
        }
        let number = self.prints.len() as u32;
        self.places[place] = (print as u32, number);
        self.prints.push(print);
        (number, true)
    }

    fn grow(&mut self) {
        let size = (2 * self.places.len()).max(16);
        self.places = vec![(0, VACANT); size];
        for number in 0..self.prints.len() {
            let print = self.prints[number];
            let place = self.place(print);
            self.places[place] = (print as u32, number as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_numbered_in_the_order_in_which_they_are_met() {
        let mut seen = Seen::default();
        assert_eq!(seen.get(7), None);
        // All of them belong to the same place.
        for number in 0..1_000 {
            assert_eq!(seen.number(number), (number as u32, true));
        }
        for number in 0..1_000 {
            assert_eq!(seen.number(number), (number as u32, false));
            assert_eq!(seen.get(number), Some(number as u32));
        }
        assert_eq!((seen.get(1_000), seen.len()), (None, 1_000));
    }
}
