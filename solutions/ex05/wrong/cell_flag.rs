//! wrong: the flag is a `Cell`, which two threads must not share
//! killed-by: compiler
//! verdict: compile-error
//! misconception: M16
//! question: Which trait does the compiler miss, and what does it keep you from?

use std::cell::Cell;

use lab::thread;

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    held: Cell<bool>,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        let held = Cell::new(false);
        Gil { held }
    }

    pub fn acquire(&self, _me: ThreadNo) {
        while self.held.replace(true) {
            thread::yield_now();
        }
    }

    pub fn release(&self, _me: ThreadNo) {
        self.held.set(false);
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        self.release(me);
        self.acquire(me);
        false
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = blocking();
        self.acquire(me);
        result
    }
}
