//! right: a swap that spins with a hint instead of a yield, `fetch_update` for the count, and a blocking call that may unwind
//! loom: rejects: swap-spin-lock

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use lab::hint::spin_loop;
use lab::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    locked: AtomicBool,
    queue: AtomicU32,
    turns: AtomicU32,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        Gil {
            locked: AtomicBool::new(false),
            queue: AtomicU32::new(0),
            turns: AtomicU32::new(0),
        }
    }

    pub fn acquire(&self, _me: ThreadNo) {
        let step = |by: i32| move |count: u32| count.checked_add_signed(by);
        let _ = self
            .queue
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, step(1));
        while self.locked.swap(true, Ordering::Acquire) {
            spin_loop();
        }
        let _ = self
            .queue
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, step(-1));
        self.turns.fetch_add(1, Ordering::Release);
    }

    pub fn release(&self, _me: ThreadNo) {
        self.locked.store(false, Ordering::Release);
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        match self.queue.load(Ordering::Acquire) {
            0 => false,
            _ => {
                let turn = self.turns.load(Ordering::Relaxed);
                self.release(me);
                while self.turns.load(Ordering::Acquire) == turn {
                    spin_loop();
                }
                self.acquire(me);
                true
            }
        }
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = catch_unwind(AssertUnwindSafe(blocking));
        self.acquire(me);
        result.unwrap_or_else(|panic| resume_unwind(panic))
    }
}
