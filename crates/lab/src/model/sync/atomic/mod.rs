//! Checked atomic variables.
//!
//! The engine knows every value as 64 bits. Std's atomic beside it holds the value outside a
//! check, and inside it the value with which the variable starts an execution.

mod bits;
mod ordering;

use std::fmt;
use std::panic::{Location, RefUnwindSafe};

pub use std::sync::atomic::{Ordering, compiler_fence};

use checker::rt::{self, Object, ObjectKind};

use self::bits::Bits;
use self::ordering::{check_failure, check_load, check_store, failure};

/// A memory fence: [`std::sync::atomic::fence`], checked.
#[track_caller]
pub fn fence(order: Ordering) {
    let line = Location::caller();
    if rt::in_model() {
        assert!(
            order != Ordering::Relaxed,
            "there is no such thing as a relaxed fence"
        );
        rt::fence(order, line);
    } else {
        std::sync::atomic::fence(order);
    }
}

/// What all atomic types have.
macro_rules! atomic {
    ([$($generic:ident)?] $name:ident, $value:ty) => {
        #[doc = concat!("[`std::sync::atomic::", stringify!($name), "`], checked.")]
        pub struct $name$(<$generic>)? {
            object: Object,
            /// True after `get_mut`: the value may have been changed behind the engine's back.
            lent: std::sync::atomic::AtomicBool,
            plain: std::sync::atomic::$name$(<$generic>)?,
        }

        impl$(<$generic>)? $name$(<$generic>)? {
            /// Creates a variable with this value.
            #[must_use]
            #[track_caller]
            #[inline]
            pub const fn new(value: $value) -> Self {
                $name {
                    object: Object::new(ObjectKind::Atomic),
                    lent: std::sync::atomic::AtomicBool::new(false),
                    plain: std::sync::atomic::$name::new(value),
                }
            }

            /// The value with which the variable starts an execution.
            #[inline]
            fn initial(&self) -> u64 {
                let bits = self.plain.load(Ordering::Relaxed).to_bits();
                // One thread runs at a time, so `Relaxed` is enough for the engine's own flag.
                if self.lent.swap(false, Ordering::Relaxed) {
                    rt::atomic_set_exclusive(&self.object, bits, bits);
                }
                bits
            }

            /// Moves the newest value from the engine to std's atomic, for the only owner.
            #[inline]
            fn settle(&mut self) {
                if !rt::outside(&self.object) {
                    let newest = rt::atomic_get_exclusive(&self.object, self.initial());
                    *self.plain.get_mut() = <$value>::from_bits(newest);
                    *self.lent.get_mut() = true;
                }
            }

            /// Reads the value.
            #[track_caller]
            #[inline]
            pub fn load(&self, order: Ordering) -> $value {
                let line = Location::caller();
                if rt::outside(&self.object) {
                    return self.plain.load(order);
                }
                check_load(order);
                let bits = rt::atomic_load(&self.object, self.initial(), order, line);
                rt::annotate_bits(<$value>::show);
                <$value>::from_bits(bits)
            }

            /// Writes a value.
            #[track_caller]
            #[inline]
            pub fn store(&self, value: $value, order: Ordering) {
                let line = Location::caller();
                if rt::outside(&self.object) {
                    return self.plain.store(value, order);
                }
                check_store(order);
                rt::atomic_store(&self.object, self.initial(), value.to_bits(), order, line);
                rt::annotate_bits(<$value>::show);
            }

            /// Writes a value and returns the one before.
            #[track_caller]
            #[inline]
            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                let line = Location::caller();
                if rt::outside(&self.object) {
                    return self.plain.swap(value, order);
                }
                self.modify(order, line, |_| value)
            }

            /// Writes `new` if the value is `current`.
            ///
            /// # Errors
            ///
            /// The value that was found instead.
            #[track_caller]
            #[inline]
            pub fn compare_exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                let line = Location::caller();
                if rt::outside(&self.object) {
                    return self.plain.compare_exchange(current, new, success, failure);
                }
                self.exchange(current, new, success, failure, false, line)
            }

            /// Writes `new` if the value is `current`, but may also fail without a reason.
            ///
            /// # Errors
            ///
            /// The value that was found.
            #[track_caller]
            #[inline]
            pub fn compare_exchange_weak(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                let line = Location::caller();
                if rt::outside(&self.object) {
                    return self.plain.compare_exchange_weak(current, new, success, failure);
                }
                self.exchange(current, new, success, failure, true, line)
            }

            /// Applies `f` until no other thread comes in between; `None` gives up.
            ///
            /// # Errors
            ///
            /// The value for which `f` returned `None`.
            #[track_caller]
            #[inline]
            pub fn fetch_update<F>(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                f: F,
            ) -> Result<$value, $value>
            where
                F: FnMut($value) -> Option<$value>,
            {
                let line = Location::caller();
                self.retry(set_order, fetch_order, f, line)
            }

            /// Applies `f` until no other thread comes in between; `None` gives up.
            ///
            /// # Errors
            ///
            /// The value for which `f` returned `None`.
            #[track_caller]
            #[inline]
            pub fn try_update(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                f: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                let line = Location::caller();
                self.retry(set_order, fetch_order, f, line)
            }

            /// Applies `f` until no other thread comes in between, and returns the value before.
            #[track_caller]
            #[inline]
            pub fn update(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                mut f: impl FnMut($value) -> $value,
            ) -> $value {
                let line = Location::caller();
                match self.retry(set_order, fetch_order, |value| Some(f(value)), line) {
                    Ok(before) | Err(before) => before,
                }
            }

            /// The value, of which the caller is the only owner.
            #[inline]
            pub fn get_mut(&mut self) -> &mut $value {
                self.settle();
                self.plain.get_mut()
            }

            /// Takes the value out.
            #[must_use]
            #[inline]
            pub fn into_inner(mut self) -> $value {
                *self.get_mut()
            }

            /// Std's loop: reads, computes, and writes if nobody came in between.
            #[inline]
            fn retry(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                mut f: impl FnMut($value) -> Option<$value>,
                line: crate::model::Line,
            ) -> Result<$value, $value> {
                if rt::outside(&self.object) {
                    return self.plain.fetch_update(set_order, fetch_order, f);
                }
                check_load(fetch_order);
                let bits = rt::atomic_load(&self.object, self.initial(), fetch_order, line);
                rt::annotate_bits(<$value>::show);
                let mut before = <$value>::from_bits(bits);
                while let Some(after) = f(before) {
                    match self.exchange(before, after, set_order, fetch_order, true, line) {
                        Ok(before) => return Ok(before),
                        Err(found) => before = found,
                    }
                }
                Err(before)
            }

            #[inline]
            fn exchange(
                &self,
                current: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
                weak: bool,
                line: crate::model::Line,
            ) -> Result<$value, $value> {
                check_failure(failure);
                let result = rt::atomic_compare_exchange(
                    &self.object,
                    self.initial(),
                    current.to_bits(),
                    new.to_bits(),
                    success,
                    failure,
                    weak,
                    line,
                );
                rt::annotate_bits(<$value>::show);
                result.map(<$value>::from_bits).map_err(<$value>::from_bits)
            }

            /// A read-modify-write that always writes.
            #[inline]
            fn modify(
                &self,
                order: Ordering,
                line: crate::model::Line,
                f: impl Fn($value) -> $value,
            ) -> $value {
                let result = rt::atomic_rmw(
                    &self.object,
                    self.initial(),
                    order,
                    failure(order),
                    line,
                    |bits| Some(f(<$value>::from_bits(bits)).to_bits()),
                );
                rt::annotate_bits(<$value>::show);
                match result {
                    Ok(before) | Err(before) => <$value>::from_bits(before),
                }
            }
        }

        impl$(<$generic>)? fmt::Debug for $name$(<$generic>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if rt::outside(&self.object) {
                    fmt::Debug::fmt(&self.plain.load(Ordering::Relaxed), f)
                } else {
                    fmt::Debug::fmt(&crate::model::NotRead, f)
                }
            }
        }

        impl$(<$generic>)? Default for $name$(<$generic>)?
        where
            std::sync::atomic::$name$(<$generic>)?: Default,
        {
            #[track_caller]
            fn default() -> Self {
                $name::new(std::sync::atomic::$name::default().into_inner())
            }
        }

        impl$(<$generic>)? From<$value> for $name$(<$generic>)? {
            #[track_caller]
            #[inline]
            fn from(value: $value) -> Self {
                $name::new(value)
            }
        }

        impl$(<$generic>)? RefUnwindSafe for $name$(<$generic>)? {}
    };
}

/// The operations of a type that are one read-modify-write each: a closure computes the new value
/// from the old one and the argument.
macro_rules! operations {
    (
        [$($generic:ident)?] $name:ident, $value:ty,
        $($(#[$what:meta])* $method:ident($argument:ty) = $compute:expr;)*
    ) => {
        impl$(<$generic>)? $name$(<$generic>)? {
            $(
                $(#[$what])*
                ///
                /// Returns the value before.
                #[track_caller]
                #[inline]
                pub fn $method(&self, argument: $argument, order: Ordering) -> $value {
                    let line = Location::caller();
                    if rt::outside(&self.object) {
                        return self.plain.$method(argument, order);
                    }
                    let compute: fn($value, $argument) -> $value = $compute;
                    self.modify(order, line, |before| compute(before, argument))
                }
            )*
        }
    };
}

macro_rules! integers {
    ($($name:ident $value:ident),*) => { $(
        atomic!([] $name, $value);

        operations! {
            [] $name, $value,
            /// Adds, and wraps around on overflow.
            fetch_add($value) = $value::wrapping_add;
            /// Subtracts, and wraps around on overflow.
            fetch_sub($value) = $value::wrapping_sub;
            /// Bitwise "and".
            fetch_and($value) = |a, b| a & b;
            /// Bitwise "nand".
            fetch_nand($value) = |a, b| !(a & b);
            /// Bitwise "or".
            fetch_or($value) = |a, b| a | b;
            /// Bitwise "exclusive or".
            fetch_xor($value) = |a, b| a ^ b;
            /// The larger one.
            fetch_max($value) = $value::max;
            /// The smaller one.
            fetch_min($value) = $value::min;
        }
    )* };
}

integers! {
    AtomicU8 u8, AtomicU16 u16, AtomicU32 u32, AtomicU64 u64, AtomicUsize usize,
    AtomicI8 i8, AtomicI16 i16, AtomicI32 i32, AtomicI64 i64, AtomicIsize isize
}

atomic!([] AtomicBool, bool);

operations! {
    [] AtomicBool, bool,
    /// Logical "and".
    fetch_and(bool) = |a, b| a & b;
    /// Logical "nand".
    fetch_nand(bool) = |a, b| !(a & b);
    /// Logical "or".
    fetch_or(bool) = |a, b| a | b;
    /// Logical "exclusive or".
    fetch_xor(bool) = |a, b| a ^ b;
}

impl AtomicBool {
    /// Logical "not".
    ///
    /// Returns the value before.
    #[track_caller]
    #[inline]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.fetch_xor(true, order)
    }
}

atomic!([T] AtomicPtr, *mut T);

operations! {
    [T] AtomicPtr, *mut T,
    /// Moves the pointer forward by this many elements.
    fetch_ptr_add(usize) = |pointer, count| pointer.wrapping_add(count);
    /// Moves the pointer back by this many elements.
    fetch_ptr_sub(usize) = |pointer, count| pointer.wrapping_sub(count);
    /// Moves the pointer forward by this many bytes.
    fetch_byte_add(usize) = |pointer, count| pointer.wrapping_byte_add(count);
    /// Moves the pointer back by this many bytes.
    fetch_byte_sub(usize) = |pointer, count| pointer.wrapping_byte_sub(count);
    /// Bitwise "or" of the address.
    fetch_or(usize) = |pointer, mask| pointer.map_addr(|address| address | mask);
    /// Bitwise "and" of the address.
    fetch_and(usize) = |pointer, mask| pointer.map_addr(|address| address & mask);
    /// Bitwise "exclusive or" of the address.
    fetch_xor(usize) = |pointer, mask| pointer.map_addr(|address| address ^ mask);
}
