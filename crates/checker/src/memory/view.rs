//! What a thread may no longer forget: for each atomic variable, the oldest store it may still see.

use super::location::{Location, StoreId};
use crate::clock::Clock;

/// For each location the newest store (in modification order) that happens before, or was read by
/// something that happens before. A thread never reads anything older: that is coherence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct View(Vec<StoreId>);

impl View {
    /// The store of this location the view has reached; 0 is the initial one.
    pub(crate) fn of(&self, location: usize) -> StoreId {
        self.0.get(location).copied().unwrap_or(0)
    }

    /// Moves on to `store`, unless the view has reached a newer one.
    pub(crate) fn reach(&mut self, location: usize, store: StoreId, locations: &[Location]) {
        if self.0.len() <= location {
            self.0.resize(location + 1, 0);
        }
        let mine = self.0[location];
        if locations[location].rank(store) > locations[location].rank(mine) {
            self.0[location] = store;
        }
    }

    /// Joins another view into this one.
    pub(crate) fn join(&mut self, other: &View, locations: &[Location]) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (location, (mine, theirs)) in self.0.iter_mut().zip(&other.0).enumerate() {
            if mine != theirs {
                let of = &locations[location];
                if of.rank(*theirs) > of.rank(*mine) {
                    *mine = *theirs;
                }
            }
        }
    }
}

/// What one thread passes on to another when they synchronise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Message {
    /// The events that happen before.
    pub(crate) clock: Clock,
    /// The stores that may no longer be forgotten.
    pub(crate) view: View,
}

impl Message {
    pub(crate) fn join(&mut self, other: &Message, locations: &[Location]) {
        self.clock.join(&other.clock);
        self.view.join(&other.view, locations);
    }
}
