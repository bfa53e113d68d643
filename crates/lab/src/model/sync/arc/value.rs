//! The value of an `Arc`: in std's own allocation, or, during a check, in memory from the pool.

use std::alloc::Layout;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use super::pool::Slot;

/// An owner of a value. Std counts the owners in both cases.
pub(super) enum Value<T: ?Sized> {
    Plain(Arc<T>),
    Pooled(Arc<Pooled<T>>),
}

/// A pointer that does not keep the value alive.
pub(super) enum WeakValue<T: ?Sized> {
    Plain(Weak<T>),
    Pooled(Weak<Pooled<T>>, NonNull<T>),
}

/// A value in memory from the pool.
pub(super) struct Pooled<T: ?Sized> {
    pointer: NonNull<T>,
    /// False once the value has moved out. Changed only by the last owner, so `Relaxed` is enough.
    full: AtomicBool,
    _slot: Slot,
    _owns: PhantomData<T>,
}

#[expect(unsafe_code, reason = "owns its value through a pointer")]
// SAFETY: a `Pooled` owns its value, so sending it is sending the value.
unsafe impl<T: ?Sized + Send> Send for Pooled<T> {}
#[expect(unsafe_code, reason = "owns its value through a pointer")]
// SAFETY: sharing a `Pooled` gives shared access to the value and nothing else.
unsafe impl<T: ?Sized + Sync> Sync for Pooled<T> {}

impl<T> Pooled<T> {
    fn new(slot: Slot, value: T) -> Self {
        let pointer = slot.pointer().cast::<T>();
        #[expect(unsafe_code, reason = "moves the value into the slot")]
        // SAFETY: the slot has the layout of a `T` and belongs to this value alone.
        unsafe {
            pointer.write(value);
        }
        Pooled {
            pointer,
            full: AtomicBool::new(true),
            _slot: slot,
            _owns: PhantomData,
        }
    }

    /// Moves the value out. Nobody may use it in its old place any more.
    fn take(&self) -> T {
        let full = self.full.swap(false, Ordering::Relaxed);
        assert!(
            full,
            "internal error: a value was taken twice; please report this"
        );
        #[expect(unsafe_code, reason = "moves the value out of the slot")]
        // SAFETY: the slot was full, and the mark has just been changed, so the value is read
        // once and not dropped in its old place.
        unsafe {
            self.pointer.read()
        }
    }
}

impl<T: ?Sized> Pooled<T> {
    fn get(&self) -> &T {
        #[expect(unsafe_code, reason = "owns its value through a pointer")]
        // SAFETY: the slot is full as long as there is an owner, except while the last one moves
        // the value out. References to the value borrow from an owner.
        unsafe {
            self.pointer.as_ref()
        }
    }

    fn get_mut(&mut self) -> &mut T {
        #[expect(unsafe_code, reason = "owns its value through a pointer")]
        // SAFETY: as in `get`, and `&mut self` proves that there is no other access.
        unsafe {
            self.pointer.as_mut()
        }
    }
}

impl<T: ?Sized> Drop for Pooled<T> {
    fn drop(&mut self) {
        if *self.full.get_mut() {
            #[expect(unsafe_code, reason = "owns its value through a pointer")]
            // SAFETY: the slot is full, and nobody has access any more.
            unsafe {
                self.pointer.drop_in_place();
            }
        }
    }
}

impl<T> Value<T> {
    pub(super) fn new(value: T) -> Self {
        match Slot::take(Layout::new::<T>()) {
            Some(slot) => Value::Pooled(Arc::new(Pooled::new(slot, value))),
            None => Value::Plain(Arc::new(value)),
        }
    }

    pub(super) fn try_unwrap(self) -> Result<T, Self> {
        match self {
            Value::Plain(value) => Arc::try_unwrap(value).map_err(Value::Plain),
            Value::Pooled(value) => match Arc::try_unwrap(value) {
                Ok(pooled) => Ok(pooled.take()),
                Err(value) => Err(Value::Pooled(value)),
            },
        }
    }

    pub(super) fn into_inner(self) -> Option<T> {
        match self {
            Value::Plain(value) => Arc::into_inner(value),
            Value::Pooled(value) => Arc::into_inner(value).map(|pooled| pooled.take()),
        }
    }

    /// Moves the value of the only owner to a new place and leaves the weak pointers behind.
    pub(super) fn relocate(&mut self) {
        let value = match self {
            Value::Plain(_) => return,
            Value::Pooled(value) => {
                debug_assert_eq!(Arc::strong_count(value), 1, "only the last owner moves it");
                value.take()
            }
        };
        *self = Value::new(value);
    }
}

impl<T: Clone> Value<T> {
    /// Std's `make_mut`, for the only owner without weak pointers.
    pub(super) fn make_mut(&mut self) -> &mut T {
        match self {
            Value::Plain(value) => Arc::make_mut(value),
            Value::Pooled(value) => Arc::get_mut(value)
                .expect("the value has one owner and no weak pointer")
                .get_mut(),
        }
    }
}

impl<T: ?Sized> Value<T> {
    pub(super) fn get(&self) -> &T {
        match self {
            Value::Plain(value) => value,
            Value::Pooled(value) => value.get(),
        }
    }

    pub(super) fn get_mut(&mut self) -> Option<&mut T> {
        match self {
            Value::Plain(value) => Arc::get_mut(value),
            Value::Pooled(value) => Arc::get_mut(value).map(Pooled::get_mut),
        }
    }

    pub(super) fn as_ptr(&self) -> *const T {
        match self {
            Value::Plain(value) => Arc::as_ptr(value),
            Value::Pooled(value) => value.pointer.as_ptr(),
        }
    }

    pub(super) fn ptr_eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Plain(a), Value::Plain(b)) => Arc::ptr_eq(a, b),
            (Value::Pooled(a), Value::Pooled(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    pub(super) fn strong_count(&self) -> usize {
        match self {
            Value::Plain(value) => Arc::strong_count(value),
            Value::Pooled(value) => Arc::strong_count(value),
        }
    }

    pub(super) fn weak_count(&self) -> usize {
        match self {
            Value::Plain(value) => Arc::weak_count(value),
            Value::Pooled(value) => Arc::weak_count(value),
        }
    }

    pub(super) fn downgrade(&self) -> WeakValue<T> {
        match self {
            Value::Plain(value) => WeakValue::Plain(Arc::downgrade(value)),
            Value::Pooled(value) => WeakValue::Pooled(Arc::downgrade(value), value.pointer),
        }
    }
}

impl<T: ?Sized> Clone for Value<T> {
    fn clone(&self) -> Self {
        match self {
            Value::Plain(value) => Value::Plain(Arc::clone(value)),
            Value::Pooled(value) => Value::Pooled(Arc::clone(value)),
        }
    }
}

#[expect(unsafe_code, reason = "holds a pointer that it does not follow")]
// SAFETY: what `Weak<Pooled<T>>` needs; the pointer is only compared and shown.
unsafe impl<T: ?Sized + Send + Sync> Send for WeakValue<T> {}
#[expect(unsafe_code, reason = "holds a pointer that it does not follow")]
// SAFETY: as above.
unsafe impl<T: ?Sized + Send + Sync> Sync for WeakValue<T> {}

impl<T: ?Sized> WeakValue<T> {
    pub(super) fn upgrade(&self) -> Option<Value<T>> {
        match self {
            WeakValue::Plain(value) => value.upgrade().map(Value::Plain),
            WeakValue::Pooled(value, _) => value.upgrade().map(Value::Pooled),
        }
    }

    pub(super) fn strong_count(&self) -> usize {
        match self {
            WeakValue::Plain(value) => value.strong_count(),
            WeakValue::Pooled(value, _) => value.strong_count(),
        }
    }

    pub(super) fn weak_count(&self) -> usize {
        match self {
            WeakValue::Plain(value) => value.weak_count(),
            WeakValue::Pooled(value, _) => value.weak_count(),
        }
    }

    pub(super) fn as_ptr(&self) -> *const T {
        match self {
            WeakValue::Plain(value) => value.as_ptr(),
            WeakValue::Pooled(_, pointer) => pointer.as_ptr(),
        }
    }

    pub(super) fn ptr_eq(&self, other: &Self) -> bool {
        match (self, other) {
            (WeakValue::Plain(a), WeakValue::Plain(b)) => a.ptr_eq(b),
            (WeakValue::Pooled(a, _), WeakValue::Pooled(b, _)) => a.ptr_eq(b),
            _ => false,
        }
    }
}

impl<T: ?Sized> Clone for WeakValue<T> {
    fn clone(&self) -> Self {
        match self {
            WeakValue::Plain(value) => WeakValue::Plain(value.clone()),
            WeakValue::Pooled(value, pointer) => WeakValue::Pooled(value.clone(), *pointer),
        }
    }
}
