//! right: the old values form a chain of boxes behind an atomic pointer, so writers take no lock either

use lab::alloc::{from_raw, into_raw, touch};
use lab::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::ptr;

struct Old<T> {
    value: *mut T,
    next: *mut Old<T>,
}

pub struct Config<T> {
    current: AtomicPtr<T>,
    inside: AtomicUsize,
    old: AtomicPtr<Old<T>>,
}

// SAFETY: readers only look at a value, and it is freed when nobody can be looking.
unsafe impl<T: Send + Sync> Sync for Config<T> {}
// SAFETY: all values belong to the `Config`.
unsafe impl<T: Send> Send for Config<T> {}

struct Inside<'c>(&'c AtomicUsize);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        // Release: what this reader has looked at comes before the freeing.
        self.0.fetch_sub(1, Ordering::Release);
    }
}

impl<T> Config<T> {
    pub fn new(value: T) -> Self {
        Config {
            current: AtomicPtr::new(into_raw(Box::new(value))),
            inside: AtomicUsize::new(0),
            old: AtomicPtr::new(ptr::null_mut()),
        }
    }

    pub fn read<R>(&self, f: impl FnOnce(&T) -> R) -> R {
        self.inside.fetch_add(1, Ordering::SeqCst);
        let _inside = Inside(&self.inside);
        let current = self.current.load(Ordering::SeqCst);
        touch(current);
        // SAFETY: we counted ourselves before we loaded the pointer, so whoever took it away after
        // that sees the count and keeps the value.
        f(unsafe { &*current })
    }

    pub fn replace(&self, value: T) {
        let fresh = into_raw(Box::new(value));
        let value = self.current.swap(fresh, Ordering::SeqCst);
        // The chain is taken as a whole, so two writers never have the same link.
        let next = self.old.swap(ptr::null_mut(), Ordering::AcqRel);
        let chain = into_raw(Box::new(Old { value, next }));
        if self.inside.load(Ordering::SeqCst) == 0 {
            // SAFETY: the chain is ours; all its values were replaced before we looked, and nobody
            // was inside then.
            unsafe { free(chain) };
        } else {
            self.keep(chain);
        }
    }

    /// Puts a chain in front of the one that is there by now.
    fn keep(&self, chain: *mut Old<T>) {
        let mut last = chain;
        // SAFETY: nobody else has this chain.
        while let Some(next) = unsafe { (*last).next.as_mut() } {
            last = next;
        }
        let mut seen = self.old.load(Ordering::Relaxed);
        loop {
            // SAFETY: as above.
            unsafe { (*last).next = seen };
            match self
                .old
                .compare_exchange(seen, chain, Ordering::AcqRel, Ordering::Relaxed)
            {
                Ok(_) => return,
                Err(other) => seen = other,
            }
        }
    }
}

/// Frees a chain and its values.
///
/// # Safety
///
/// The chain belongs to the caller, and nobody looks at its values.
unsafe fn free<T>(mut chain: *mut Old<T>) {
    while !chain.is_null() {
        // SAFETY: each link and each value came from `into_raw` and is in one chain only.
        let link = unsafe { from_raw(chain) };
        // SAFETY: as above.
        drop(unsafe { from_raw(link.value) });
        chain = link.next;
    }
}

impl<T> Drop for Config<T> {
    fn drop(&mut self) {
        // SAFETY: `&mut self` says that nobody reads.
        unsafe {
            free(self.old.load(Ordering::Acquire));
            drop(from_raw(self.current.load(Ordering::Acquire)));
        }
    }
}
