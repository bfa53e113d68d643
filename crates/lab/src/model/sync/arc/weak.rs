//! A checked pointer that does not keep its value alive.

use std::fmt;
use std::panic::Location;
use std::sync::Arc as Std;

use checker::rt::{self, Object};

use super::Arc;
use super::value::WeakValue;

/// [`std::sync::Weak`], checked.
pub struct Weak<T: ?Sized> {
    value: WeakValue<T>,
    /// The engine object of the allocation; a pointer made by [`Weak::new`] has none.
    count: Option<Std<Object>>,
}

impl<T> Weak<T> {
    /// A pointer to nothing.
    #[must_use]
    pub const fn new() -> Weak<T> {
        Weak {
            value: WeakValue::Plain(std::sync::Weak::new()),
            count: None,
        }
    }
}

impl<T: ?Sized> Weak<T> {
    pub(super) fn from_parts(value: WeakValue<T>, count: Std<Object>) -> Self {
        Weak {
            value,
            count: Some(count),
        }
    }

    /// An owner of the value, if it still has one.
    #[must_use = "this returns a new `Arc`, without modifying the original weak pointer"]
    #[track_caller]
    pub fn upgrade(&self) -> Option<Arc<T>> {
        let line = Location::caller();
        let count = self.count.as_ref()?;
        let checked = !rt::outside(count);
        if checked {
            rt::count_look_and_change(count, false, line);
        }
        let value = self.value.upgrade()?;
        if checked {
            rt::count_acquire(count);
        }
        Some(Arc::from_parts(value, Std::clone(count)))
    }

    /// The number of owners at this moment.
    #[must_use]
    #[track_caller]
    pub fn strong_count(&self) -> usize {
        self.look(Location::caller());
        self.value.strong_count()
    }

    /// The number of weak pointers at this moment, 0 when there is no owner any more.
    #[must_use]
    #[track_caller]
    pub fn weak_count(&self) -> usize {
        self.look(Location::caller());
        self.value.weak_count()
    }

    /// A pointer to the value, which may be gone. Not a step.
    #[must_use]
    pub fn as_ptr(&self) -> *const T {
        self.value.as_ptr()
    }

    /// True if both point to the same allocation. Not a step.
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.value.ptr_eq(&other.value)
    }

    fn look(&self, line: crate::model::Line) {
        if let Some(count) = &self.count
            && !rt::outside(count)
        {
            rt::count_look(count, line);
        }
    }
}

impl<T: ?Sized> Clone for Weak<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        let line = Location::caller();
        if let Some(count) = &self.count
            && !rt::outside(count)
        {
            rt::count_change(count, false, Some(line));
        }
        Weak {
            value: self.value.clone(),
            count: self.count.clone(),
        }
    }
}

impl<T: ?Sized> Drop for Weak<T> {
    fn drop(&mut self) {
        if let Some(count) = &self.count
            && !rt::outside(count)
        {
            rt::count_change(count, true, None);
        }
    }
}

impl<T> Default for Weak<T> {
    fn default() -> Self {
        Weak::new()
    }
}

impl<T: ?Sized> fmt::Debug for Weak<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(Weak)")
    }
}
