//! The checked door to plain shared data.

use std::fmt;
use std::mem::ManuallyDrop;
use std::panic::Location;

use checker::rt::{self, Object, ObjectKind};

use super::peek::peek;

/// [`std::cell::UnsafeCell`], with access through closures, checked for data races.
///
/// A data race: two threads access the cell, at least one of them writes, and nothing orders one
/// access before the other. Dropping the cell and taking the value out are writes. An access lasts
/// as long as its closure runs, so the pointer must not be used after it.
pub struct UnsafeCell<T: ?Sized> {
    object: Object,
    value: std::cell::UnsafeCell<T>,
}

/// Ends an access, also when its closure panics.
struct Access<'a> {
    object: &'a Object,
    end: fn(&Object),
}

impl Drop for Access<'_> {
    fn drop(&mut self) {
        (self.end)(self.object);
    }
}

impl<T> UnsafeCell<T> {
    /// Wraps a value.
    #[must_use]
    #[track_caller]
    pub const fn new(value: T) -> Self {
        UnsafeCell {
            object: Object::new(ObjectKind::Cell),
            value: std::cell::UnsafeCell::new(value),
        }
    }

    /// Takes the value out: a write.
    #[must_use]
    #[track_caller]
    pub fn into_inner(mut self) -> T {
        self.get_mut();
        let this = ManuallyDrop::new(self);
        #[expect(
            unsafe_code,
            reason = "fields cannot be moved out of a type with a destructor"
        )]
        // SAFETY: `this` is never dropped, so each field is owned by the copy that is made here.
        let (object, value) = unsafe {
            (
                std::ptr::read(&raw const this.object),
                std::ptr::read(&raw const this.value),
            )
        };
        drop(object);
        value.into_inner()
    }
}

impl<T: ?Sized> UnsafeCell<T> {
    /// Reads: calls `f` with a pointer that may be read while `f` runs.
    #[track_caller]
    pub fn with<F, R>(&self, f: F) -> R
    where
        F: FnOnce(*const T) -> R,
    {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return f(self.value.get());
        }
        rt::cell_read(&self.object, line);
        self.annotate();
        let _access = Access {
            object: &self.object,
            end: rt::cell_read_end,
        };
        f(self.value.get())
    }

    /// Writes: calls `f` with a pointer that may be read and written while `f` runs.
    #[track_caller]
    pub fn with_mut<F, R>(&self, f: F) -> R
    where
        F: FnOnce(*mut T) -> R,
    {
        let line = Location::caller();
        if rt::outside(&self.object) {
            return f(self.value.get());
        }
        rt::cell_write(&self.object, line);
        self.annotate();
        let _access = Access {
            object: &self.object,
            end: rt::cell_write_end,
        };
        f(self.value.get())
    }

    /// The value, of which the caller is the only owner: a write, because code with raw pointers
    /// may be wrong about that.
    #[track_caller]
    pub fn get_mut(&mut self) -> &mut T {
        let line = Location::caller();
        if !rt::outside(&self.object) {
            rt::cell_write(&self.object, line);
            rt::cell_write_end(&self.object);
        }
        self.value.get_mut()
    }

    /// Adds the present value to the event that was recorded last.
    fn annotate(&self) {
        rt::annotate(|| {
            #[expect(unsafe_code, reason = "the value is shown to the learner")]
            // SAFETY: the engine has just checked that this access races with no other one, and
            // runs one thread at a time, so nobody writes while the text is made.
            let value = unsafe { &*self.value.get() };
            peek(value)
        });
    }
}

impl<T: ?Sized> Drop for UnsafeCell<T> {
    fn drop(&mut self) {
        if !rt::outside(&self.object) {
            rt::cell_drop(&self.object);
        }
    }
}

impl<T: Default> Default for UnsafeCell<T> {
    #[track_caller]
    fn default() -> Self {
        UnsafeCell::new(T::default())
    }
}

impl<T> From<T> for UnsafeCell<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        UnsafeCell::new(value)
    }
}

impl<T: ?Sized> fmt::Debug for UnsafeCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnsafeCell").finish_non_exhaustive()
    }
}
