//! wrong: one attempt to take the flag: if it fails, the thread yields once and goes in
//! killed-by: one_at_a_time
//! verdict: data-race
//! kind: data-race
//! misconception: M9
//! question: What do you know after the yield?

use lab::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use lab::thread::yield_now;

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    held: AtomicBool,
    asking: AtomicUsize,
    taken: AtomicUsize,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        Gil {
            held: AtomicBool::new(false),
            asking: AtomicUsize::new(0),
            taken: AtomicUsize::new(0),
        }
    }

    pub fn acquire(&self, _me: ThreadNo) {
        self.asking.fetch_add(1, SeqCst);
        if self.held.swap(true, SeqCst) {
            yield_now();
        }
        self.asking.fetch_sub(1, SeqCst);
        self.taken.fetch_add(1, SeqCst);
    }

    pub fn release(&self, _me: ThreadNo) {
        self.held.store(false, SeqCst);
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        if self.asking.load(SeqCst) == 0 {
            return false;
        }
        let taken = self.taken.load(SeqCst);
        self.release(me);
        while self.taken.load(SeqCst) == taken {
            yield_now();
        }
        self.acquire(me);
        true
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = blocking();
        self.acquire(me);
        result
    }
}
