//! A checked initialiser that runs once.

use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};

use checker::rt::{self, Object, ObjectKind, OnceBegin, OnceEnd};

use crate::model::Line;

/// What std says when the closure of a `Once` has panicked before.
const POISONED: &str = "Once instance has previously been poisoned";

/// [`std::sync::Once`], checked.
pub struct Once {
    object: Object,
    /// True while the last closure that ran has panicked. Changed and read only by the thread
    /// that the engine lets run the initialiser, so `Relaxed` is enough.
    poisoned: AtomicBool,
    inner: std::sync::Once,
}

/// [`std::sync::OnceState`], of the checked initialiser.
#[derive(Debug)]
pub struct OnceState {
    poisoned: bool,
}

impl OnceState {
    /// True if the closure of an earlier call has panicked.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }
}

/// The right to run an initialiser. When it ends without success, the others learn that.
pub(super) struct Initialising<'a> {
    object: &'a Object,
    end: OnceEnd,
}

impl<'a> Initialising<'a> {
    /// `end` is how the initialiser ends when it panics.
    pub(super) fn new(object: &'a Object, end: OnceEnd) -> Self {
        Initialising { object, end }
    }

    /// The value is there.
    pub(super) fn succeeded(&mut self) {
        self.end = OnceEnd::Done;
    }
}

impl Drop for Initialising<'_> {
    fn drop(&mut self) {
        rt::once_end(self.object, self.end);
    }
}

impl Once {
    /// Creates an initialiser that has not run.
    #[expect(clippy::new_without_default, reason = "std's has no `Default` either")]
    #[must_use]
    #[track_caller]
    pub const fn new() -> Once {
        Once {
            object: Object::new(ObjectKind::Once),
            poisoned: AtomicBool::new(false),
            inner: std::sync::Once::new(),
        }
    }

    /// Runs `f` if no call has run its closure to the end; otherwise waits for the one that does.
    ///
    /// # Panics
    ///
    /// When the closure of an earlier call has panicked.
    #[track_caller]
    pub fn call_once<F>(&self, f: F)
    where
        F: FnOnce(),
    {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return self.inner.call_once(f);
        }
        self.run(line, |state| {
            assert!(!state.is_poisoned(), "{POISONED}");
            f();
        });
    }

    /// As [`call_once`](Self::call_once), but runs `f` also after a panic.
    #[track_caller]
    pub fn call_once_force<F>(&self, f: F)
    where
        F: FnOnce(&OnceState),
    {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return self.inner.call_once_force(|state| {
                f(&OnceState {
                    poisoned: state.is_poisoned(),
                });
            });
        }
        self.run(line, f);
    }

    /// True once a closure has run to its end. Does not wait.
    #[track_caller]
    pub fn is_completed(&self) -> bool {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return self.inner.is_completed();
        }
        rt::once_is_done(&self.object, line)
    }

    /// Waits until a closure has run.
    ///
    /// # Panics
    ///
    /// When the closure has panicked.
    #[track_caller]
    pub fn wait(&self) {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return self.inner.wait();
        }
        if let OnceBegin::Poisoned = rt::once_wait(&self.object, line) {
            panic!("{POISONED}");
        }
    }

    /// As [`wait`](Self::wait), but goes on waiting after a panic.
    #[track_caller]
    pub fn wait_force(&self) {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return self.inner.wait_force();
        }
        while let OnceBegin::Poisoned = rt::once_wait(&self.object, line) {
            rt::yield_now(line);
        }
    }

    /// Runs `f`, which decides by the state whether it wants to.
    fn run(&self, line: Line, f: impl FnOnce(&OnceState)) {
        loop {
            match rt::once_begin(&self.object, line) {
                OnceBegin::Done => return,
                OnceBegin::Run => break,
                // The flag remembers the panic, so the engine may give out the right to run again.
                OnceBegin::Poisoned => rt::once_end(&self.object, OnceEnd::Failed),
            }
        }
        let poisoned = self.poisoned.swap(true, Ordering::Relaxed);
        let mut run = Initialising::new(&self.object, OnceEnd::Poisoned);
        f(&OnceState { poisoned });
        self.poisoned.store(false, Ordering::Relaxed);
        run.succeeded();
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}

// As in std: a panic poisons it, which everybody sees.
impl RefUnwindSafe for Once {}
impl UnwindSafe for Once {}
