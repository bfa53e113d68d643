//! Receiving in a loop.

use std::fmt;
use std::iter::FusedIterator;
use std::panic::Location;

use super::Receiver;
use crate::model::Line;

/// Receives until there is no sender any more: [`crossbeam_channel::Iter`], checked.
pub struct Iter<'a, T> {
    pub(super) receiver: &'a Receiver<T>,
    /// Where the loop begins: `next` may be called by std, in a line that is not the learner's.
    pub(super) line: Line,
}

/// Receives until the channel is empty: [`crossbeam_channel::TryIter`], checked.
pub struct TryIter<'a, T> {
    pub(super) receiver: &'a Receiver<T>,
    /// Where the loop begins: `next` may be called by std, in a line that is not the learner's.
    pub(super) line: Line,
}

/// Receives until there is no sender any more: [`crossbeam_channel::IntoIter`], checked.
pub struct IntoIter<T> {
    receiver: Receiver<T>,
    line: Line,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.receiver.recv_at(self.line).ok()
    }
}

impl<T> FusedIterator for Iter<'_, T> {}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.receiver.try_recv_at(self.line).ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.receiver.recv_at(self.line).ok()
    }
}

impl<T> FusedIterator for IntoIter<T> {}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    #[track_caller]
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    #[track_caller]
    fn into_iter(self) -> IntoIter<T> {
        IntoIter {
            receiver: self,
            line: Location::caller(),
        }
    }
}

impl<T> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("Iter { .. }")
    }
}

impl<T> fmt::Debug for TryIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("TryIter { .. }")
    }
}

impl<T> fmt::Debug for IntoIter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("IntoIter { .. }")
    }
}
