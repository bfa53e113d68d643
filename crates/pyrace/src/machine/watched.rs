//! Parts of a state that know whether they were used.
//!
//! What a thread does depends on the parts of the state that it looks at, and on no others. Which they are is
//! noted here, where nothing can get past, so that a search can remember what a thread did.

use std::cell::Cell;
use std::ops::{Deref, DerefMut, Index, IndexMut};

use super::state::{Status, Thread};
use super::store::Kept;

/// A part that notes whenever somebody reads or changes it.
#[derive(Debug)]
pub(crate) struct Watched<T> {
    part: T,
    used: Cell<bool>,
}

impl<T> Watched<T> {
    pub(crate) fn new(part: T) -> Watched<T> {
        Watched {
            part,
            used: Cell::new(false),
        }
    }

    /// Forgets what it noted.
    pub(crate) fn watch(&self) {
        self.used.set(false);
    }

    /// Whether it was used since then.
    pub(crate) fn used(&self) -> bool {
        self.used.get()
    }
}

impl<T: Clone> Clone for Watched<T> {
    fn clone(&self) -> Watched<T> {
        // Whoever uses the copy uses what this one holds.
        self.used.set(true);
        Watched::new(self.part.clone())
    }
}

impl<T> Deref for Watched<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.used.set(true);
        &self.part
    }
}

impl<T> DerefMut for Watched<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        self.used.set(true);
        &mut self.part
    }
}

/// The threads of a state; the first is the main thread. They note whether anything but one of them is used.
#[derive(Debug)]
pub(crate) struct Threads {
    all: Vec<Kept<Thread>>,
    at_work: usize,
    others: Cell<bool>,
}

impl Threads {
    pub(crate) fn new(main: Thread) -> Threads {
        Threads {
            all: vec![Kept::new(main)],
            at_work: 0,
            others: Cell::new(false),
        }
    }

    /// Forgets what was noted; from now on thread `t` is the one that may be used.
    pub(crate) fn watch(&mut self, t: usize) {
        self.at_work = t;
        self.others.set(false);
    }

    /// Whether another thread was used since then, or their number.
    pub(crate) fn others_used(&self) -> bool {
        self.others.get()
    }

    pub(crate) fn push(&mut self, thread: Kept<Thread>) {
        self.others.set(true);
        self.all.push(thread);
    }

    /// True if more than one thread has not ended.
    #[inline]
    pub(crate) fn several_live(&self) -> bool {
        let live = |thread: &&Kept<Thread>| thread.status == Status::Live;
        self.all.iter().filter(live).nth(1).is_some()
    }

    /// What every step of a thread asks about the others.
    #[inline]
    pub(crate) fn company(&self, t: usize) -> Company {
        let multi = self.several_live();
        Company {
            multi,
            concurrent: multi
                || self
                    .all
                    .iter()
                    .enumerate()
                    .any(|(other, thread)| other != t && !(t == 0 && thread.joined)),
        }
    }
}

/// What every step of a thread asks about the others. To ask it is not noted as a use of them: who remembers
/// what a thread did has to remember its company, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Company {
    /// More than one thread has not ended.
    pub multi: bool,
    /// There are others, or were, that are not known to have ended before this step.
    pub concurrent: bool,
}

impl Clone for Threads {
    fn clone(&self) -> Threads {
        self.others.set(true);
        Threads {
            all: self.all.clone(),
            at_work: self.at_work,
            others: Cell::new(false),
        }
    }
}

impl Deref for Threads {
    type Target = [Kept<Thread>];

    #[inline]
    fn deref(&self) -> &[Kept<Thread>] {
        self.others.set(true);
        &self.all
    }
}

impl DerefMut for Threads {
    #[inline]
    fn deref_mut(&mut self) -> &mut [Kept<Thread>] {
        self.others.set(true);
        &mut self.all
    }
}

impl Index<usize> for Threads {
    type Output = Kept<Thread>;

    #[inline]
    fn index(&self, t: usize) -> &Kept<Thread> {
        if t != self.at_work {
            self.others.set(true);
        }
        &self.all[t]
    }
}

impl IndexMut<usize> for Threads {
    #[inline]
    fn index_mut(&mut self, t: usize) -> &mut Kept<Thread> {
        if t != self.at_work {
            self.others.set(true);
        }
        &mut self.all[t]
    }
}

#[cfg(test)]
mod tests {
    use crate::machine::{Kept, State, Thread, Uses};

    #[test]
    fn a_state_notes_what_is_used_beside_the_thread_at_work() {
        let mut state = State::new(Thread::new(), Vec::new());
        state.threads.push(Kept::new(Thread::new()));
        let mut uses = |using: &dyn Fn(&mut State)| {
            state.watch(1);
            using(&mut state);
            state.uses()
        };
        let others = Uses {
            others: true,
            ..Uses::default()
        };
        assert_eq!(
            uses(&|s| s.threads[1].change().waited = true),
            Uses::default()
        );
        assert_eq!(uses(&|s| s.threads[0].change().waited = true), others);
        assert!(!uses(&|s| assert!(!s.threads[1].parked)).others);
        assert_eq!(uses(&|s| assert_eq!(s.live(), 2)), others);
        assert_eq!(uses(&|s| *s.made += 1), others);
        assert_eq!(uses(&|s| assert!(s.printed.is_none())), others);
        assert!(uses(&|s| assert!(s.heap.is_empty())).heap);
        assert!(uses(&|s| assert!(s.globals.is_empty())).globals);
        let all = uses(&|s| drop(s.clone()));
        assert!(all.heap && all.globals && all.others);
    }
}
