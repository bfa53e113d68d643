//! right: two counters, as at a bakery: the next ticket, and the ticket that is served; whoever waits spins and yields
//! loom: rejects: retry-loops

use lab::sync::atomic::{AtomicU64, Ordering};
use lab::thread;

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    next: AtomicU64,
    served: AtomicU64,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        Gil {
            next: AtomicU64::new(0),
            served: AtomicU64::new(0),
        }
    }

    pub fn acquire(&self, _me: ThreadNo) {
        let ticket = self.next.fetch_add(1, Ordering::SeqCst);
        while self.served.load(Ordering::SeqCst) != ticket {
            thread::yield_now();
        }
    }

    pub fn release(&self, _me: ThreadNo) {
        self.served.fetch_add(1, Ordering::SeqCst);
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        // One ticket is out: mine. Whoever has a later one comes before me when I draw again.
        let out = self.next.load(Ordering::SeqCst) - self.served.load(Ordering::SeqCst);
        if out == 1 {
            return false;
        }
        self.release(me);
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
