//! Initialisers that run once: a flag, and a mutex for those who come too early.
//!
//! Loom has none of these types. The flag is loom's, so a reader that skips the mutex is checked;
//! the value itself is in std's `OnceLock`, which is written before the flag is set.

use loom::sync::Mutex;
use loom::sync::atomic::{AtomicBool, Ordering};

/// Runs an initialiser once.
pub struct Once {
    /// Stored with `Release` after the initialiser, loaded with `Acquire`: whoever sees `true`
    /// sees what the initialiser did.
    done: AtomicBool,
    running: Mutex<()>,
}

impl Default for Once {
    fn default() -> Self {
        Once::new()
    }
}

impl Once {
    /// Creates an initialiser that has not run. Not `const`: loom's types cannot be statics.
    #[must_use]
    pub fn new() -> Self {
        Once {
            done: AtomicBool::new(false),
            running: Mutex::new(()),
        }
    }

    /// Runs `f` if no call has run its closure; otherwise waits until that one has ended.
    #[track_caller]
    pub fn call_once<F: FnOnce()>(&self, f: F) {
        if self.is_completed() {
            return;
        }
        let _running = self.running.lock().expect("loom's mutex is never poisoned");
        if !self.is_completed() {
            f();
            self.done.store(true, Ordering::Release);
        }
    }

    /// True once the closure has run.
    #[track_caller]
    pub fn is_completed(&self) -> bool {
        self.done.load(Ordering::Acquire)
    }
}

/// A cell that is written once.
pub struct OnceLock<T> {
    once: Once,
    value: std::sync::OnceLock<T>,
}

impl<T> OnceLock<T> {
    /// Creates an empty cell. Not `const`: loom's types cannot be statics.
    #[must_use]
    pub fn new() -> Self {
        OnceLock {
            once: Once::new(),
            value: std::sync::OnceLock::new(),
        }
    }

    /// The value, if it has been set.
    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        if self.once.is_completed() {
            self.value.get()
        } else {
            None
        }
    }

    /// The value, of which the caller is the only owner.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut()
    }

    /// Sets the value.
    ///
    /// # Errors
    ///
    /// Gives `value` back if the cell has one already.
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.get_or_init(|| value.take().expect("the closure runs at most once"));
        value.map_or(Ok(()), Err)
    }

    /// The value; `f` makes it if there is none.
    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {
        self.once.call_once(|| {
            let first = self.value.set(f()).is_ok();
            assert!(first, "the closure runs at most once");
        });
        self.value
            .get()
            .expect("whoever sees the flag sees the value")
    }

    /// Takes the value out.
    #[must_use]
    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }

    /// Takes the value out and leaves an empty cell.
    pub fn take(&mut self) -> Option<T> {
        std::mem::take(self).into_inner()
    }
}

impl<T> Default for OnceLock<T> {
    fn default() -> Self {
        OnceLock::new()
    }
}

/// A value that is made when it is first used.
pub struct LazyLock<T, F = fn() -> T> {
    cell: OnceLock<T>,
    make: std::sync::Mutex<Option<F>>,
}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    /// Creates a value that `f` will make. Not `const`: loom's types cannot be statics.
    pub fn new(f: F) -> Self {
        LazyLock {
            cell: OnceLock::new(),
            make: std::sync::Mutex::new(Some(f)),
        }
    }

    /// Makes the value if that has not been done.
    #[track_caller]
    pub fn force(this: &Self) -> &T {
        this.cell.get_or_init(|| {
            let make = this
                .make
                .lock()
                .expect("nobody panics with this lock")
                .take();
            make.expect("the closure runs at most once")()
        })
    }
}

impl<T, F: FnOnce() -> T> std::ops::Deref for LazyLock<T, F> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        LazyLock::force(self)
    }
}
