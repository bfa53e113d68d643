//! A variable whose load and store are two steps.

use std::fmt;
use std::sync::{Mutex, PoisonError};

/// A shared variable that can be loaded and stored, but not updated in one step.
///
/// This is what a variable is in Python: `n += 1` loads, adds and stores, and another thread may
/// run between the load and the store. Rust has no such type, because a plain variable that is
/// shared and written would be undefined behaviour; here each load and each store is whole, so
/// that updates can be lost and nothing worse can happen.
///
/// ```
/// let visits = lab::Racy::new(0);
/// let seen = visits.load();
/// // Here another thread may store, too.
/// visits.store(seen + 1);
/// assert_eq!(visits.load(), 1);
/// ```
pub struct Racy<T: Copy> {
    value: Mutex<T>,
}

impl<T: Copy> Racy<T> {
    /// Creates a variable with this value.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Racy {
            value: Mutex::new(value),
        }
    }

    /// Reads the value: one step.
    #[must_use]
    pub fn load(&self) -> T {
        *self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the value: one step.
    pub fn store(&self, value: T) {
        *self.value.lock().unwrap_or_else(PoisonError::into_inner) = value;
    }

    /// The value, of which the caller is the only owner.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the value out.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Copy + Default> Default for Racy<T> {
    fn default() -> Self {
        Racy::new(T::default())
    }
}

impl<T: Copy> From<T> for Racy<T> {
    fn from(value: T) -> Self {
        Racy::new(value)
    }
}

impl<T: Copy + fmt::Debug> fmt::Debug for Racy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Racy").field(&self.load()).finish()
    }
}
