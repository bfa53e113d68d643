//! The door to plain shared data.

use std::fmt;

/// [`std::cell::UnsafeCell`], with access through closures.
///
/// With the feature `model` each access is checked for data races: two threads access the cell,
/// at least one of them writes, and nothing orders one access before the other. Dropping the cell
/// is a write. The closures tell the checker when an access begins and when it ends, so the
/// pointer must not be used after its closure has returned.
///
/// ```
/// use lab::cell::UnsafeCell;
///
/// let mut letter = UnsafeCell::new(String::from("draft"));
/// // SAFETY: `letter` is not shared, so nobody else accesses it.
/// letter.with_mut(|text| unsafe { (*text).push_str(" 2") });
/// assert_eq!(letter.get_mut(), "draft 2");
/// ```
#[derive(Default)]
#[repr(transparent)]
pub struct UnsafeCell<T: ?Sized> {
    value: std::cell::UnsafeCell<T>,
}

impl<T> UnsafeCell<T> {
    /// Wraps a value.
    #[must_use]
    pub const fn new(value: T) -> Self {
        UnsafeCell {
            value: std::cell::UnsafeCell::new(value),
        }
    }

    /// Takes the value out.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: ?Sized> UnsafeCell<T> {
    /// Reads: calls `f` with a pointer that may be read while `f` runs.
    pub fn with<F, R>(&self, f: F) -> R
    where
        F: FnOnce(*const T) -> R,
    {
        f(self.value.get())
    }

    /// Writes: calls `f` with a pointer that may be read and written while `f` runs.
    pub fn with_mut<F, R>(&self, f: F) -> R
    where
        F: FnOnce(*mut T) -> R,
    {
        f(self.value.get())
    }

    /// The value, of which the caller is the only owner.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }
}

impl<T> From<T> for UnsafeCell<T> {
    fn from(value: T) -> Self {
        UnsafeCell::new(value)
    }
}

impl<T: ?Sized> fmt::Debug for UnsafeCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnsafeCell").finish_non_exhaustive()
    }
}
