//! A checked variable whose load and store are two steps.

use std::fmt;
use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use checker::rt::{self, Object, ObjectKind};

use super::peek::peek;

/// A shared variable that can be loaded and stored, but not updated in one step.
///
/// This is what a variable is in Python: `n += 1` loads, adds and stores, and another thread may
/// run between the load and the store. Rust has no such type, because a plain variable that is
/// shared and written would be undefined behaviour; here each load and each store is whole, so
/// that updates can be lost and nothing worse can happen.
pub struct Racy<T: Copy> {
    object: Object,
    value: Mutex<T>,
}

impl<T: Copy> Racy<T> {
    /// Creates a variable with this value.
    #[must_use]
    #[track_caller]
    pub const fn new(value: T) -> Self {
        Racy {
            object: Object::new(ObjectKind::Racy),
            value: Mutex::new(value),
        }
    }

    /// Reads the value: one step.
    #[must_use]
    #[track_caller]
    pub fn load(&self) -> T {
        let line = Location::caller();
        if !rt::outside(&self.object) {
            rt::racy_load(&self.object, line);
        }
        let value = *self.value.lock().unwrap_or_else(PoisonError::into_inner);
        rt::annotate(|| peek(&value));
        value
    }

    /// Writes the value: one step.
    #[track_caller]
    pub fn store(&self, value: T) {
        let line = Location::caller();
        if !rt::outside(&self.object) {
            rt::racy_store(&self.object, line);
        }
        *self.value.lock().unwrap_or_else(PoisonError::into_inner) = value;
        rt::annotate(|| peek(&value));
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
    #[track_caller]
    fn default() -> Self {
        Racy::new(T::default())
    }
}

impl<T: Copy> From<T> for Racy<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Racy::new(value)
    }
}

impl<T: Copy + fmt::Debug> fmt::Debug for Racy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Racy").field(&self.load()).finish()
    }
}
