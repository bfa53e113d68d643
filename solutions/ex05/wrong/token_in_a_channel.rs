//! wrong: one token in a channel with one place: whoever puts it back may take it out again
//! killed-by: both_poll
//! verdict: violated
//! kind: order-violation
//! misconception: M10
//! question: Does the channel know who has waited longest, or who has put the token in?

use lab::channel::{Receiver, Sender, bounded};
use lab::sync::atomic::{AtomicUsize, Ordering::SeqCst};

/// The number of a thread of the interpreter. Each thread has a number of its own.
pub type ThreadNo = usize;

/// The lock that a thread holds while it runs bytecode.
pub struct Gil {
    give: Sender<()>,
    take: Receiver<()>,
    asking: AtomicUsize,
}

impl Gil {
    /// A GIL that nobody holds.
    pub fn new() -> Self {
        let (give, take) = bounded(1);
        give.send(()).unwrap();
        let asking = AtomicUsize::new(0);
        Gil { give, take, asking }
    }

    pub fn acquire(&self, _me: ThreadNo) {
        self.asking.fetch_add(1, SeqCst);
        self.take.recv().unwrap();
        self.asking.fetch_sub(1, SeqCst);
    }

    pub fn release(&self, _me: ThreadNo) {
        self.give.send(()).unwrap();
    }

    pub fn poll(&self, me: ThreadNo) -> bool {
        let asked = self.asking.load(SeqCst) > 0;
        if asked {
            self.release(me);
            self.acquire(me);
        }
        asked
    }

    pub fn without<R>(&self, me: ThreadNo, blocking: impl FnOnce() -> R) -> R {
        self.release(me);
        let result = blocking();
        self.acquire(me);
        result
    }
}
