//! wrong: the flag is an atomic beside the mutex, so a wake-up can come between the look and the sleep
//! killed-by: one_at_a_time
//! verdict: deadlock
//! kind: lost-wakeup
//! misconception: M12
//! question: The flag is cleared after you looked and before you sleep. Who wakes you?

use lab::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use lab::sync::{Condvar, Mutex};

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    held: AtomicBool,
    waiting: AtomicUsize,
    taken: AtomicUsize,
    sleep: Mutex<()>,
    changed: Condvar,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        Gil {
            held: AtomicBool::new(false),
            waiting: AtomicUsize::new(0),
            taken: AtomicUsize::new(0),
            sleep: Mutex::new(()),
            changed: Condvar::new(),
        }
    }

    pub fn acquire(&self, _me: ThreadNo) {
        self.waiting.fetch_add(1, SeqCst);
        while self.held.swap(true, SeqCst) {
            let guard = self.sleep.lock().unwrap();
            drop(self.changed.wait(guard).unwrap());
        }
        self.waiting.fetch_sub(1, SeqCst);
        self.taken.fetch_add(1, SeqCst);
        self.changed.notify_all();
    }

    pub fn release(&self, _me: ThreadNo) {
        self.held.store(false, SeqCst);
        self.changed.notify_all();
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        if self.waiting.load(SeqCst) == 0 {
            return false;
        }
        let taken = self.taken.load(SeqCst);
        self.release(me);
        while self.taken.load(SeqCst) == taken {
            let guard = self.sleep.lock().unwrap();
            drop(self.changed.wait(guard).unwrap());
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
