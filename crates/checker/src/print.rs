//! Fingerprints of histories: 128 bits, so that two different states are never taken for one.
//!
//! The two lanes use different odd multipliers (the first is 2^64 divided by the golden ratio, the
//! others are from the finaliser of SplitMix64: Steele, Lea, Flood, OOPSLA 2014). With a million
//! states the chance of a collision is below 10^-26.

/// The fingerprint of a history of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Print(u64, u64);

#[inline]
fn stir(a: u64, b: u64, multiplier: u64) -> u64 {
    let mut x = (a ^ b.rotate_left(25)).wrapping_mul(multiplier);
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 32)
}

impl Print {
    /// The fingerprint of an empty history with this label.
    pub(crate) fn new(label: u64) -> Self {
        Print(0x5851_F42D_4C95_7F2D, 0x1405_7B7E_F767_814F).then(label)
    }

    /// The history followed by one more fact.
    #[inline]
    pub(crate) fn then(self, fact: u64) -> Self {
        Print(
            stir(self.0, fact, 0x9E37_79B9_7F4A_7C15),
            stir(self.1, !fact, 0x94D0_49BB_1331_11EB),
        )
    }

    /// The history followed by everything `other` stands for.
    #[inline]
    pub(crate) fn after(self, other: Print) -> Self {
        Print(
            stir(self.0, other.0, 0x9E37_79B9_7F4A_7C15),
            stir(self.1, other.1, 0x94D0_49BB_1331_11EB),
        )
    }

    /// Both histories, in no order.
    #[inline]
    pub(crate) fn beside(self, other: Print) -> Self {
        Print(self.0.wrapping_add(other.0), self.1.wrapping_add(other.1))
    }

    /// Half of the bits, for hash tables.
    pub(crate) fn short(self) -> u64 {
        self.0
    }
}
