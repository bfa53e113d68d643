//! What threads share, and what of it ever changes.

use crate::sorted::SortedSet;
use crate::value::Atom;

/// Something shared that changes while several threads are live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Change {
    /// A variable of the module, by slot.
    Global(u32),
    /// An attribute, by name, of any object.
    Attribute(Atom),
    /// The objects made at one place of the program.
    Site(u32),
    /// Somebody asks which threads are alive: starting and ending one is seen.
    Lifecycle,
    /// Somebody asks which thread it is: no two threads are the same.
    Identity,
}

/// What is known to change. It only grows, so a search that starts again for each surprise ends.
///
/// The belief that something does not change is safe as long as no explored step contradicts it:
/// the first step of any schedule that would contradict it comes after steps that agree with it, so the
/// reduced search reaches that step, too, and reports it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shared {
    globals: Vec<bool>,
    changes: SortedSet<Change>,
    surprises: SortedSet<Change>,
}

impl Shared {
    /// Nothing is known to change.
    #[must_use]
    pub(crate) fn new(globals: usize) -> Shared {
        Shared {
            globals: vec![false; globals],
            ..Shared::default()
        }
    }

    /// True if it is known to change.
    #[must_use]
    pub(crate) fn changes(&self, change: Change) -> bool {
        match change {
            Change::Global(slot) => self.globals[slot as usize],
            change => !self.changes.is_empty() && self.changes.contains(&change),
        }
    }

    /// Notes that it changed; true if that was known.
    pub(crate) fn note(&mut self, change: Change) -> bool {
        let known = self.changes(change);
        if !known {
            self.surprises.insert(change);
        }
        known
    }

    /// True if something changed that was not known to change.
    #[must_use]
    pub(crate) fn surprised(&self) -> bool {
        !self.surprises.is_empty()
    }

    /// Takes the surprises over into what is known.
    pub(crate) fn learn(&mut self) {
        let surprises = std::mem::take(&mut self.surprises);
        for change in surprises.iter() {
            if let Change::Global(slot) = *change {
                self.globals[slot as usize] = true;
            }
        }
        self.changes.extend(&surprises);
    }
}
