//! A variable whose load and store are two steps.

use std::fmt;

use loom::sync::Mutex;

/// A shared variable that can be loaded and stored, but not updated in one step.
///
/// A mutex around each load and each store; see the plain backend for what it is good for.
pub struct Racy<T: Copy> {
    value: Mutex<T>,
}

/// Loom never poisons a lock.
const NEVER_POISONED: &str = "loom's mutex is never poisoned";

impl<T: Copy> Racy<T> {
    /// Creates a variable with this value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Racy {
            value: Mutex::new(value),
        }
    }

    /// Reads the value: one step.
    #[must_use]
    #[track_caller]
    pub fn load(&self) -> T {
        *self.value.lock().expect(NEVER_POISONED)
    }

    /// Writes the value: one step.
    #[track_caller]
    pub fn store(&self, value: T) {
        *self.value.lock().expect(NEVER_POISONED) = value;
    }

    /// The value, of which the caller is the only owner.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut().expect(NEVER_POISONED)
    }

    /// Takes the value out.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value.into_inner().expect(NEVER_POISONED)
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
