//! Variables that each thread has for itself.
//!
//! The engine reuses OS threads, so std's own thread-local variables would keep their values from
//! one execution to the next. Here each model thread starts with none, and its destructors run at
//! its end, as steps of this thread.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::error::Error;
use std::fmt;
use std::rc::Rc;

use checker::rt;

/// [`std::thread_local!`], checked.
///
/// ```
/// use std::cell::Cell;
///
/// lab::thread_local! {
///     static ORDERS: Cell<u32> = const { Cell::new(0) };
/// }
///
/// ORDERS.set(ORDERS.get() + 1);
/// assert_eq!(ORDERS.get(), 1);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __checked_thread_local {
    () => {};
    (
        $(#[$attribute:meta])* $visibility:vis static $name:ident: $value:ty = const $init:block
        $(; $($rest:tt)*)?
    ) => {
        $(#[$attribute])*
        $visibility static $name: $crate::thread::LocalKey<$value> = {
            const fn initial() -> $value {
                $init
            }
            ::std::thread_local! {
                static PLAIN: $value = const { initial() };
            }
            $crate::thread::LocalKey::__new(initial, PLAIN)
        };
        $($crate::thread_local! { $($rest)* })?
    };
    (
        $(#[$attribute:meta])* $visibility:vis static $name:ident: $value:ty = $init:expr
        $(; $($rest:tt)*)?
    ) => {
        $(#[$attribute])*
        $visibility static $name: $crate::thread::LocalKey<$value> = {
            fn initial() -> $value {
                $init
            }
            ::std::thread_local! {
                static PLAIN: $value = initial();
            }
            $crate::thread::LocalKey::__new(initial, PLAIN)
        };
        $($crate::thread_local! { $($rest)* })?
    };
}

/// [`std::thread::LocalKey`], checked.
pub struct LocalKey<T: 'static> {
    initial: fn() -> T,
    plain: std::thread::LocalKey<T>,
}

/// [`std::thread::AccessError`], of the checked variables.
#[derive(Clone, Copy, Eq, PartialEq)]
#[non_exhaustive]
pub struct AccessError;

impl fmt::Debug for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessError").finish()
    }
}

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("already destroyed")
    }
}

impl Error for AccessError {}

/// One variable of the model thread that this OS thread serves.
struct Slot {
    /// The address of the key, which is a static.
    key: usize,
    /// `None` once the destructor has run, or runs.
    value: Option<Rc<dyn Any>>,
    /// As in std, a variable without a destructor stays usable to the end.
    has_destructor: bool,
}

/// The variables of the model thread that this OS thread serves, in the order of their first use.
struct Slots {
    execution: u64,
    slots: Vec<Slot>,
}

std::thread_local! {
    static SLOTS: RefCell<Slots> = const { RefCell::new(Slots { execution: 0, slots: Vec::new() }) };
}

/// Runs the destructors of the current model thread, the youngest variable first, as std does on
/// most systems. Destructors may use further variables; those are destroyed, too.
fn destroy_all() {
    loop {
        let value = SLOTS.with_borrow_mut(|slots| {
            let mut youngest_first = slots.slots.iter_mut().rev();
            youngest_first
                .find(|slot| slot.has_destructor && slot.value.is_some())?
                .value
                .take()
        });
        let Some(value) = value else { break };
        drop(value);
    }
    SLOTS.with_borrow_mut(|slots| slots.slots.clear());
}

/// Calls `f` with the variables of the current model thread.
fn with_slots<R>(f: impl FnOnce(&mut Vec<Slot>) -> R) -> R {
    SLOTS.with_borrow_mut(|slots| {
        let execution = rt::execution();
        if slots.execution != execution {
            // A thread that left an ended execution may have left variables behind. They belong
            // to objects that are gone, so their destructors must not run: they leak.
            std::mem::take(&mut slots.slots)
                .into_iter()
                .for_each(std::mem::forget);
            slots.execution = execution;
        }
        f(&mut slots.slots)
    })
}

impl<T: 'static> LocalKey<T> {
    #[doc(hidden)]
    pub const fn __new(initial: fn() -> T, plain: std::thread::LocalKey<T>) -> Self {
        LocalKey { initial, plain }
    }

    /// Calls `f` with the variable of the current thread, which is made when it is used first.
    ///
    /// # Panics
    ///
    /// When the variable has been destroyed already.
    pub fn with<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        self.try_with(f).expect(
            "cannot access a Thread Local Storage value during or after destruction: AccessError",
        )
    }

    /// As [`with`](Self::with), without a panic.
    ///
    /// # Errors
    ///
    /// When the variable has been destroyed already.
    pub fn try_with<F, R>(&'static self, f: F) -> Result<R, AccessError>
    where
        F: FnOnce(&T) -> R,
    {
        if !rt::in_model() {
            return self.plain.try_with(f).map_err(|_| AccessError);
        }
        let value = match self.find() {
            Some(value) => value?,
            None => self.insert((self.initial)()),
        };
        Ok(f(&value))
    }

    /// The variable of the current model thread: absent, destroyed, or there.
    fn find(&'static self) -> Option<Result<Rc<T>, AccessError>> {
        with_slots(|slots| {
            let slot = slots.iter().find(|slot| slot.key == self.key())?;
            let Some(value) = &slot.value else {
                return Some(Err(AccessError));
            };
            let value = Rc::clone(value).downcast().expect("a key has one type");
            Some(Ok(value))
        })
    }

    fn insert(&'static self, value: T) -> Rc<T> {
        let value = Rc::new(value);
        let replaced = with_slots(|slots| {
            if slots.is_empty() {
                rt::at_thread_end(Box::new(destroy_all));
            }
            let any: Rc<dyn Any> = value.clone();
            let key = self.key();
            if let Some(slot) = slots.iter_mut().find(|slot| slot.key == key) {
                return slot.value.replace(any);
            }
            slots.push(Slot {
                key,
                value: Some(any),
                has_destructor: std::mem::needs_drop::<T>(),
            });
            None
        });
        // An initialiser that uses its own variable: the outer value wins, as in std.
        drop(replaced);
        value
    }

    fn key(&'static self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// The variable, if it is there; otherwise `value` becomes it. Does not run the initialiser.
    fn find_or_insert(&'static self, value: T) -> Result<(Rc<T>, Option<T>), AccessError> {
        match self.find() {
            Some(found) => Ok((found?, Some(value))),
            None => Ok((self.insert(value), None)),
        }
    }
}

/// What [`LocalKey::with`] says when the variable is gone.
fn alive<T>(result: Result<T, AccessError>) -> T {
    result.expect(
        "cannot access a Thread Local Storage value during or after destruction: AccessError",
    )
}

impl<T: 'static> LocalKey<Cell<T>> {
    /// Sets the variable, without running its initialiser.
    pub fn set(&'static self, value: T) {
        if !rt::in_model() {
            return self.plain.set(value);
        }
        if let (cell, Some(value)) = alive(self.find_or_insert(Cell::new(value))) {
            cell.set(value.into_inner());
        }
    }

    /// A copy of the variable.
    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(Cell::get)
    }

    /// Takes the value and leaves the default.
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(Cell::take)
    }

    /// Sets the variable and returns the value before.
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> LocalKey<RefCell<T>> {
    /// Calls `f` with a reference to the value.
    pub fn with_borrow<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&T) -> R,
    {
        self.with(|cell| f(&cell.borrow()))
    }

    /// Calls `f` with a mutable reference to the value.
    pub fn with_borrow_mut<F, R>(&'static self, f: F) -> R
    where
        F: FnOnce(&mut T) -> R,
    {
        self.with(|cell| f(&mut cell.borrow_mut()))
    }

    /// Sets the variable, without running its initialiser.
    pub fn set(&'static self, value: T) {
        if !rt::in_model() {
            return self.plain.set(value);
        }
        if let (cell, Some(value)) = alive(self.find_or_insert(RefCell::new(value))) {
            cell.replace(value.into_inner());
        }
    }

    /// Takes the value and leaves the default.
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(RefCell::take)
    }

    /// Sets the variable and returns the value before.
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> fmt::Debug for LocalKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalKey").finish_non_exhaustive()
    }
}
