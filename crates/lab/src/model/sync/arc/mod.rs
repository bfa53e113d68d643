//! A checked reference count.
//!
//! Cloning and dropping an `Arc` changes a count that other threads can look at, so each is a step
//! with happens-before edges of its own, exactly as in std: a drop releases, and whoever learns
//! that it is the last or the only owner acquires.
//!
//! Std's `Arc` counts the owners. Beside it sits the engine object of the allocation, so that
//! `Arc<str>`, `Arc<[T]>` and `Arc<dyn Trait>` need no layout of their own.

mod from;
mod pool;
mod value;
mod weak;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::panic::Location;
use std::sync::Arc as Std;

use checker::rt::{self, Object, ObjectKind};

use self::value::{Value, WeakValue};
pub use self::weak::Weak;

/// [`std::sync::Arc`], checked.
///
/// Stable Rust lets only std's own pointers turn into `Arc<dyn Trait>` by themselves. Write
/// `Arc::from(Box::new(value) as Box<dyn Trait>)`, which compiles with std's `Arc`, too. For the
/// same reason `self: Arc<Self>` is not possible: write `this: &Arc<Self>`.
pub struct Arc<T: ?Sized> {
    // The value is dropped first: its own steps may come before the count is forgotten.
    value: Value<T>,
    count: Std<Object>,
}

impl<T> Arc<T> {
    /// Puts a value on the heap, with one owner.
    #[track_caller]
    pub fn new(value: T) -> Arc<T> {
        Arc::adopt(Value::new(value))
    }

    /// Puts a value on the heap that holds a weak pointer to itself.
    #[track_caller]
    pub fn new_cyclic<F>(make: F) -> Arc<T>
    where
        F: FnOnce(&Weak<T>) -> T,
    {
        let count = Std::new(Object::new(ObjectKind::Arc));
        let value = Std::new_cyclic(|weak| {
            let weak = Weak::from_parts(WeakValue::Plain(weak.clone()), Std::clone(&count));
            make(&weak)
        });
        Arc {
            value: Value::Plain(value),
            count,
        }
    }

    /// Takes the value out if this is the only owner.
    ///
    /// # Errors
    ///
    /// Gives the `Arc` back when there is another owner.
    #[track_caller]
    pub fn try_unwrap(this: Self) -> Result<T, Self> {
        let line = Location::caller();
        let checked = !rt::outside(&this.count);
        if checked {
            rt::count_look_and_change(&this.count, false, line);
        }
        if this.value.strong_count() != 1 {
            return Err(this);
        }
        let (value, count) = this.into_parts();
        if checked {
            rt::count_acquire(&count);
        }
        value.try_unwrap().map_err(|value| Arc { value, count })
    }

    /// Gives up this pointer, and takes the value out if it was the last one.
    #[track_caller]
    pub fn into_inner(this: Self) -> Option<T> {
        let line = Location::caller();
        let checked = !rt::outside(&this.count);
        if checked {
            rt::count_look_and_change(&this.count, true, line);
        }
        let (value, count) = this.into_parts();
        let inner = value.into_inner();
        if checked && inner.is_some() {
            rt::count_acquire(&count);
        }
        inner
    }
}

impl<T: Clone> Arc<T> {
    /// The value, to be changed; makes a copy of it first if there is another owner.
    #[track_caller]
    pub fn make_mut(this: &mut Self) -> &mut T {
        let line = Location::caller();
        let checked = !rt::outside(&this.count);
        if checked {
            rt::count_look_and_change(&this.count, false, line);
        }
        if this.value.strong_count() != 1 {
            let copy = T::clone(this);
            *this = Arc::new(copy);
        } else {
            if checked {
                rt::count_acquire(&this.count);
            }
            if this.value.weak_count() != 0 {
                // As in std, the value moves away, and the weak pointers are left behind.
                this.value.relocate();
                this.count = Std::new(Object::new(ObjectKind::Arc));
            }
        }
        this.value.make_mut()
    }

    /// Takes the value out if this is the only owner, and a copy of it otherwise.
    #[track_caller]
    pub fn unwrap_or_clone(this: Self) -> T {
        Arc::try_unwrap(this).unwrap_or_else(|shared| T::clone(&shared))
    }
}

impl<T: ?Sized> Arc<T> {
    /// A new engine object for a value.
    #[track_caller]
    fn adopt(value: Value<T>) -> Self {
        Arc {
            value,
            count: Std::new(Object::new(ObjectKind::Arc)),
        }
    }

    fn from_parts(value: Value<T>, count: Std<Object>) -> Self {
        Arc { value, count }
    }

    /// The value and its count, without a step.
    fn into_parts(self) -> (Value<T>, Std<Object>) {
        let this = std::mem::ManuallyDrop::new(self);
        #[expect(
            unsafe_code,
            reason = "fields cannot be moved out of a type with a destructor"
        )]
        // SAFETY: `this` is never dropped, so each field is owned by the copy that is made here.
        unsafe {
            (std::ptr::read(&this.value), std::ptr::read(&this.count))
        }
    }

    /// A pointer to the value. Not a step.
    #[must_use]
    pub fn as_ptr(this: &Self) -> *const T {
        this.value.as_ptr()
    }

    /// True if both point to the same value. Not a step.
    #[must_use]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        this.value.ptr_eq(&other.value)
    }

    /// Makes a weak pointer to the value.
    #[must_use = "this returns a new `Weak` pointer, without modifying the original `Arc`"]
    #[track_caller]
    pub fn downgrade(this: &Self) -> Weak<T> {
        let line = Location::caller();
        if !rt::outside(&this.count) {
            rt::count_change(&this.count, false, Some(line));
        }
        Weak::from_parts(this.value.downgrade(), Std::clone(&this.count))
    }

    /// The number of owners at this moment.
    #[must_use]
    #[track_caller]
    pub fn strong_count(this: &Self) -> usize {
        let line = Location::caller();
        if !rt::outside(&this.count) {
            rt::count_look(&this.count, line);
        }
        this.value.strong_count()
    }

    /// The number of weak pointers at this moment.
    #[must_use]
    #[track_caller]
    pub fn weak_count(this: &Self) -> usize {
        let line = Location::caller();
        if !rt::outside(&this.count) {
            rt::count_look(&this.count, line);
        }
        this.value.weak_count()
    }

    /// The value, to be changed, if there is no other owner and no weak pointer.
    #[track_caller]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        let line = Location::caller();
        let checked = !rt::outside(&this.count);
        if checked {
            rt::count_look(&this.count, line);
        }
        let unique = this.value.get_mut();
        if checked && unique.is_some() {
            rt::count_acquire(&this.count);
        }
        unique
    }
}

impl<T: ?Sized> Clone for Arc<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        let line = Location::caller();
        if !rt::outside(&self.count) {
            rt::count_change(&self.count, false, Some(line));
        }
        Arc {
            value: self.value.clone(),
            count: Std::clone(&self.count),
        }
    }
}

impl<T: ?Sized> Drop for Arc<T> {
    fn drop(&mut self) {
        if rt::outside(&self.count) {
            return;
        }
        rt::count_change(&self.count, true, None);
        if self.value.strong_count() == 1 {
            rt::count_acquire(&self.count);
        }
        // Now the fields are dropped, and with the last pointer the value.
    }
}

impl<T: ?Sized> Deref for Arc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get()
    }
}

impl<T: ?Sized> AsRef<T> for Arc<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: ?Sized> Borrow<T> for Arc<T> {
    fn borrow(&self) -> &T {
        self
    }
}

impl<T: Default> Default for Arc<T> {
    #[track_caller]
    fn default() -> Self {
        Arc::new(T::default())
    }
}

impl<T: ?Sized + PartialEq> PartialEq for Arc<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: ?Sized + Eq> Eq for Arc<T> {}

impl<T: ?Sized + PartialOrd> PartialOrd for Arc<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: ?Sized + Ord> Ord for Arc<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: ?Sized + Hash> Hash for Arc<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Arc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for Arc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized> fmt::Pointer for Arc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&self.value.as_ptr(), f)
    }
}

impl<T: ?Sized + std::error::Error> std::error::Error for Arc<T> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        (**self).source()
    }
}
