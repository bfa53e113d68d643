//! Values that notice when they are dropped twice, used after that, or forgotten.

use std::sync::{Mutex, MutexGuard, PoisonError};

use interleaving::Kind;

/// What became of the canaries of the current execution, by number.
///
/// The state is kept here and not in the canary, so that looking at a canary that was dropped long
/// ago touches no memory that may be gone.
static FATES: Mutex<Vec<Fate>> = Mutex::new(Vec::new());

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Alive,
    Dropped,
}

fn fates() -> MutexGuard<'static, Vec<Fate>> {
    // A panic of the code under test may poison it; the list itself is always whole.
    FATES.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn begin_execution() {
    fates().clear();
}

/// All canaries of one execution.
///
/// ```
/// let canaries = lab_check::Canaries::new();
/// let first = canaries.hatch(7);
/// assert_eq!((first.value(), canaries.alive()), (7, 1));
/// drop(first);
/// canaries.assert_all_dropped();
/// ```
#[derive(Debug)]
pub struct Canaries {
    first: usize,
}

impl Canaries {
    /// No canaries yet.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "it takes its place in the current execution"
    )]
    pub fn new() -> Canaries {
        Canaries {
            first: fates().len(),
        }
    }

    /// A new canary that carries `value`.
    #[must_use]
    pub fn hatch(&self, value: u64) -> Canary {
        let mut fates = fates();
        fates.push(Fate::Alive);
        Canary {
            number: fates.len() - 1,
            value,
        }
    }

    /// How many canaries are not dropped yet.
    #[must_use]
    pub fn alive(&self) -> usize {
        fates()[self.first..]
            .iter()
            .filter(|fate| **fate == Fate::Alive)
            .count()
    }

    /// Asserts that every canary was dropped.
    ///
    /// # Panics
    ///
    /// When one was not (`leak`).
    #[track_caller]
    pub fn assert_all_dropped(&self) {
        let alive = self.alive();
        if alive > 0 {
            let values = if alive == 1 {
                "value was"
            } else {
                "values were"
            };
            crate::broken_promise(Some(Kind::Leak), format!("{alive} {values} never dropped"));
        }
    }
}

/// A value that must be dropped exactly once and not be used after that.
#[derive(Debug)]
pub struct Canary {
    number: usize,
    value: u64,
}

impl Canary {
    /// The value it carries.
    ///
    /// # Panics
    ///
    /// When the canary was dropped before (`use-after-free`).
    #[must_use]
    #[track_caller]
    pub fn value(&self) -> u64 {
        let fate = fates().get(self.number).copied();
        if fate != Some(Fate::Alive) {
            crate::broken_promise(
                Some(Kind::UseAfterFree),
                "a value was used after it had been dropped".to_owned(),
            );
        }
        self.value
    }
}

impl Drop for Canary {
    fn drop(&mut self) {
        let before = match fates().get_mut(self.number) {
            Some(fate) => std::mem::replace(fate, Fate::Dropped),
            // A canary of an execution that was cut short; its story is over.
            None => return,
        };
        // A second panic while unwinding would end the process before the first one is told.
        if before == Fate::Dropped && !std::thread::panicking() {
            crate::broken_promise(
                Some(Kind::DoubleFree),
                "a value was dropped twice".to_owned(),
            );
        }
    }
}

#[cfg(test)]
#[cfg(not(feature = "loom"))]
mod tests {
    use std::mem::ManuallyDrop;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use checker::BrokenPromise;

    use super::*;

    /// The kind of the promise that `act` breaks.
    fn broken(act: impl FnOnce()) -> Kind {
        let payload = catch_unwind(AssertUnwindSafe(act)).unwrap_err();
        payload.downcast_ref::<BrokenPromise>().unwrap().kind
    }

    #[test]
    fn each_misuse_has_its_name() {
        // The registry is one per process, and tests run side by side.
        let _turn = crate::explore::tests::ONE_AT_A_TIME.lock();
        let canaries = Canaries::new();
        let forgotten = ManuallyDrop::new(canaries.hatch(1));
        assert_eq!(broken(|| canaries.assert_all_dropped()), Kind::Leak);
        drop(ManuallyDrop::into_inner(forgotten));
        canaries.assert_all_dropped();

        // The same bits again, as unsafe code of a learner would make them.
        let again = || Canary {
            number: 0,
            value: 1,
        };
        assert_eq!(broken(|| drop(again())), Kind::DoubleFree);
        let ghost = ManuallyDrop::new(again());
        assert_eq!(broken(|| assert_eq!(ghost.value(), 1)), Kind::UseAfterFree);

        begin_execution();
        drop(again());
    }
}
