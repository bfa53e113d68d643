//! States that were reached before. A state is its history up to reordering of independent steps,
//! so two executions that reach it have the same continuations.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::print::Print;

/// The fingerprints are mixed already: hashing them again is waste.
#[derive(Default)]
pub(crate) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, value: u64) {
        self.0 ^= value;
    }
}

/// For each state, the largest budget of surprises with which it was entered, plus one.
#[derive(Default)]
pub(crate) struct Seen(HashMap<Print, u32, BuildHasherDefault<Identity>>);

impl Seen {
    /// Enters a state with this many surprises left; `None` is no limit. False when all its
    /// continuations are covered by an earlier visit.
    pub(crate) fn enter(&mut self, state: Print, left: Option<u32>) -> bool {
        let worth = left.map_or(u32::MAX, |left| left + 1);
        let known = self.0.entry(state).or_insert(0);
        if *known >= worth {
            return false;
        }
        *known = worth;
        true
    }

    pub(crate) fn len(&self) -> u64 {
        self.0.len() as u64
    }
}
