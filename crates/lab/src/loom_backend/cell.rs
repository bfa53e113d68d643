//! The door to plain shared data.

use std::fmt;

/// Loom's `UnsafeCell`, which reports concurrent accesses.
///
/// Loom does not know that dropping the value is a write.
#[derive(Default)]
pub struct UnsafeCell<T> {
    value: loom::cell::UnsafeCell<T>,
}

impl<T> UnsafeCell<T> {
    /// Wraps a value.
    #[must_use]
    #[track_caller]
    pub fn new(value: T) -> Self {
        UnsafeCell {
            value: loom::cell::UnsafeCell::new(value),
        }
    }

    /// Takes the value out.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }

    /// Reads: calls `f` with a pointer that may be read while `f` runs.
    #[track_caller]
    pub fn with<F, R>(&self, f: F) -> R
    where
        F: FnOnce(*const T) -> R,
    {
        self.value.with(f)
    }

    /// Writes: calls `f` with a pointer that may be read and written while `f` runs.
    #[track_caller]
    pub fn with_mut<F, R>(&self, f: F) -> R
    where
        F: FnOnce(*mut T) -> R,
    {
        self.value.with_mut(f)
    }

    /// The value, of which the caller is the only owner.
    #[track_caller]
    pub fn get_mut(&mut self) -> &mut T {
        let pointer = self.value.with_mut(|pointer| pointer);
        #[expect(unsafe_code, reason = "loom's cell gives out pointers only")]
        // SAFETY: `&mut self` proves that nobody else has access for as long as the result lives.
        unsafe {
            &mut *pointer
        }
    }
}

impl<T> From<T> for UnsafeCell<T> {
    fn from(value: T) -> Self {
        UnsafeCell::new(value)
    }
}

impl<T> fmt::Debug for UnsafeCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnsafeCell").finish_non_exhaustive()
    }
}
