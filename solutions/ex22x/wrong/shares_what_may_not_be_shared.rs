//! wrong: the `Config` may be shared although its value may not
//! killed-by: traits
//! verdict: violated
//! kind: wrong-trait
//! question: Two threads read at the same time. What does each of them have in its hands?

use lab::alloc::{from_raw, into_raw, touch};
use lab::sync::Mutex;
use lab::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

pub struct Config<T> {
    current: AtomicPtr<T>,
    inside: AtomicUsize,
    old: Mutex<Vec<*mut T>>,
}

// SAFETY: readers only look at a value, and it is freed when nobody can be looking.
unsafe impl<T: Send> Sync for Config<T> {}
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
            old: Mutex::new(Vec::new()),
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
        let mut old = self.old.lock().unwrap();
        old.push(self.current.swap(fresh, Ordering::SeqCst));
        if self.inside.load(Ordering::SeqCst) == 0 {
            for old in old.drain(..) {
                // SAFETY: nobody is inside, and whoever comes in from now on loads a newer pointer.
                drop(unsafe { from_raw(old) });
            }
        }
    }
}

impl<T> Drop for Config<T> {
    fn drop(&mut self) {
        let mut all = std::mem::take(&mut *self.old.lock().unwrap());
        all.push(self.current.load(Ordering::Relaxed));
        for value in all {
            // SAFETY: `&mut self` says that nobody reads, and each pointer is freed once.
            drop(unsafe { from_raw(value) });
        }
    }
}
