//! A checked value that is made when it is first used.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::PoisonError;

use checker::rt::{self, Object, ObjectKind, OnceBegin, OnceEnd};

use super::once::Initialising;
use crate::model::{Line, NotRead};

/// What std says when the closure of a `LazyLock` has panicked before.
const POISONED: &str = "LazyLock instance has previously been poisoned";

/// [`std::sync::LazyLock`], checked.
pub struct LazyLock<T, F = fn() -> T> {
    object: Object,
    value: std::sync::OnceLock<T>,
    /// The closure, until it is called. A mutex makes it possible to share a closure that is
    /// `Send` only; it is never contended.
    make: std::sync::Mutex<Option<F>>,
}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    /// Creates a value that `f` will make.
    #[track_caller]
    pub const fn new(f: F) -> LazyLock<T, F> {
        LazyLock {
            object: Object::new(ObjectKind::Once),
            value: std::sync::OnceLock::new(),
            make: std::sync::Mutex::new(Some(f)),
        }
    }

    /// Makes the value if that has not been done. Waits while another thread makes it.
    ///
    /// # Panics
    ///
    /// When the closure panics, now or before.
    #[track_caller]
    pub fn force(this: &LazyLock<T, F>) -> &T {
        this.make(Location::caller())
    }

    /// Makes the value if that has not been done, for the only owner.
    ///
    /// # Panics
    ///
    /// When the closure panics, now or before.
    #[track_caller]
    pub fn force_mut(this: &mut LazyLock<T, F>) -> &mut T {
        this.make(Location::caller());
        this.value.get_mut().expect("the value has been made")
    }

    fn make(&self, line: Line) -> &T {
        if rt::outside(&self.object) {
            return self.value.get_or_init(|| self.call());
        }
        if let OnceBegin::Run = rt::once_begin(&self.object, line) {
            let mut run = Initialising::new(&self.object, OnceEnd::Failed);
            let fresh = self.value.set(self.call()).is_ok();
            assert!(
                fresh,
                "internal error: an initialiser ran twice; please report this"
            );
            run.succeeded();
        }
        self.value
            .get()
            .expect("the engine lets nobody on before the value is there")
    }

    /// Calls the closure. Once it has panicked there is none any more, and no value either.
    fn call(&self) -> T {
        let make = self
            .make
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match make {
            Some(make) => make(),
            None => panic!("{POISONED}"),
        }
    }
}

impl<T, F> LazyLock<T, F> {
    /// The value, if it has been made. Does not wait.
    #[track_caller]
    pub fn get(this: &LazyLock<T, F>) -> Option<&T> {
        this.look(Location::caller())
    }

    /// The value, if it has been made, for the only owner.
    pub fn get_mut(this: &mut LazyLock<T, F>) -> Option<&mut T> {
        this.value.get_mut()
    }

    fn look(&self, line: Line) -> Option<&T> {
        if !rt::outside(&self.object) && !rt::once_is_done(&self.object, line) {
            return None;
        }
        self.value.get()
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        self.make(Location::caller())
    }
}

impl<T, F: FnOnce() -> T> DerefMut for LazyLock<T, F> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        LazyLock::force_mut(self)
    }
}

impl<T: Default> Default for LazyLock<T> {
    #[track_caller]
    fn default() -> LazyLock<T> {
        LazyLock::new(T::default)
    }
}

impl<T: fmt::Debug, F> fmt::Debug for LazyLock<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_tuple("LazyLock");
        match rt::outside(&self.object).then(|| self.look(self.object.location())) {
            Some(Some(value)) => out.field(value),
            Some(None) => out.field(&format_args!("<uninit>")),
            None => out.field(&NotRead),
        };
        out.finish()
    }
}

// As in std: a panic in the closure poisons the value for good.
impl<T: RefUnwindSafe + UnwindSafe, F: UnwindSafe> RefUnwindSafe for LazyLock<T, F> {}
impl<T: UnwindSafe, F: UnwindSafe> UnwindSafe for LazyLock<T, F> {}
