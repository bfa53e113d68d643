//! The GIL of a small interpreter: one thread at a time runs bytecode and touches the heap.

use lab::sync::atomic::{AtomicBool, Ordering::SeqCst};
use lab::thread;

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    held: AtomicBool,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        let held = AtomicBool::new(false);
        Gil { held }
    }

    /// Waits until nobody holds the GIL, and takes it. As long as `me` has to wait, it asks: the
    /// thread that holds the GIL learns of it in its next `poll`.
    pub fn acquire(&self, _me: ThreadNo) {
        while self.held.load(SeqCst) {
            thread::yield_now();
        }
        self.held.store(true, SeqCst);
    }

    /// Lets the GIL go, so that a thread that waits can have it. `me` holds it.
    pub fn release(&self, _me: ThreadNo) {
        self.held.store(false, SeqCst);
    }

    /// Between two instructions: does another thread ask for the GIL? `me` holds it.
    ///
    /// If none does, `me` keeps the GIL, and the answer is `false`. If one does, `me` lets the GIL
    /// go, comes back only after another thread has had it, and the answer is `true`.
    pub fn poll(&self, _me: ThreadNo) -> bool {
        false
    }

    /// Lets the GIL go while `blocking` runs, takes it again, and returns what `blocking` returned.
    /// `me` holds the GIL. `blocking` touches no heap, may take long, and does not panic.
    pub fn without<R>(&self, _me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        blocking()
    }
}
