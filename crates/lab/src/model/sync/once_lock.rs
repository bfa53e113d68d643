//! A checked cell that is written once.

use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

use checker::rt::{self, Object, ObjectKind, OnceBegin, OnceEnd};

use super::once::Initialising;
use crate::model::{Line, NotRead};

/// [`std::sync::OnceLock`], checked.
pub struct OnceLock<T> {
    object: Object,
    inner: std::sync::OnceLock<T>,
}

impl<T> OnceLock<T> {
    /// Creates an empty cell.
    #[must_use]
    #[track_caller]
    pub const fn new() -> Self {
        OnceLock {
            object: Object::new(ObjectKind::Once),
            inner: std::sync::OnceLock::new(),
        }
    }

    /// The value, if it has been set. Does not wait.
    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        self.look(Location::caller())
    }

    /// The value, of which the caller is the only owner.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.inner.get_mut()
    }

    /// Waits until the value has been set.
    #[track_caller]
    pub fn wait(&self) -> &T {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return self.inner.wait();
        }
        let ended = rt::once_wait(&self.object, line);
        debug_assert_eq!(ended, OnceBegin::Done, "a cell is never poisoned");
        self.initialised()
    }

    /// Sets the value. Waits while another thread is initialising the cell.
    ///
    /// # Errors
    ///
    /// Gives `value` back if the cell has one already.
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let line = Location::caller();
        let mut value = Some(value);
        self.initialise(line, || value.take().expect("an initialiser runs once"));
        match value {
            None => Ok(()),
            Some(value) => Err(value),
        }
    }

    /// The value; `f` makes it if there is none. Waits while another thread is initialising the
    /// cell.
    #[track_caller]
    pub fn get_or_init<F>(&self, f: F) -> &T
    where
        F: FnOnce() -> T,
    {
        self.initialise(Location::caller(), f)
    }

    /// Takes the value out.
    pub fn into_inner(self) -> Option<T> {
        self.inner.into_inner()
    }

    /// Takes the value out and leaves an empty cell.
    #[track_caller]
    pub fn take(&mut self) -> Option<T> {
        std::mem::take(self).into_inner()
    }

    fn look(&self, line: Line) -> Option<&T> {
        if !rt::outside(&self.object) && !rt::once_is_done(&self.object, line) {
            return None;
        }
        self.inner.get()
    }

    fn initialise(&self, line: Line, f: impl FnOnce() -> T) -> &T {
        if rt::outside(&self.object) {
            return self.inner.get_or_init(f);
        }
        if let OnceBegin::Run = rt::once_begin(&self.object, line) {
            // A panic in `f` leaves the cell empty: the next caller tries again.
            let mut run = Initialising::new(&self.object, OnceEnd::Failed);
            let fresh = self.inner.set(f()).is_ok();
            assert!(
                fresh,
                "internal error: an initialiser ran twice; please report this"
            );
            run.succeeded();
        }
        self.initialised()
    }

    fn initialised(&self) -> &T {
        self.inner
            .get()
            .expect("the engine lets nobody on before the value is there")
    }
}

impl<T> Default for OnceLock<T> {
    #[track_caller]
    fn default() -> Self {
        OnceLock::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_tuple("OnceLock");
        match rt::outside(&self.object).then(|| self.look(self.object.location())) {
            Some(Some(value)) => out.field(value),
            Some(None) => out.field(&format_args!("<uninit>")),
            None => out.field(&NotRead),
        };
        out.finish()
    }
}

impl<T: Clone> Clone for OnceLock<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        match self.look(Location::caller()) {
            Some(value) => OnceLock::from(value.clone()),
            None => OnceLock::new(),
        }
    }
}

impl<T> From<T> for OnceLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        let cell = OnceLock::new();
        // Nobody else knows the cell, so this is all of its one step.
        cell.initialise(Location::caller(), || value);
        cell
    }
}

impl<T: PartialEq> PartialEq for OnceLock<T> {
    #[track_caller]
    fn eq(&self, other: &Self) -> bool {
        let line = Location::caller();
        self.look(line) == other.look(line)
    }
}

impl<T: Eq> Eq for OnceLock<T> {}

// As in std: a panic while the value is made leaves the cell empty, never half full.
impl<T: RefUnwindSafe + UnwindSafe> RefUnwindSafe for OnceLock<T> {}
impl<T: UnwindSafe> UnwindSafe for OnceLock<T> {}
